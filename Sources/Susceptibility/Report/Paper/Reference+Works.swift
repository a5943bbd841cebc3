/// The works that Scarp's methods come from.
extension Reference {
  // MARK: Terrain and water

  static let horn = Reference(
    key: "horn1981", kind: .article, authors: ["Horn, B. K. P."], year: 1981,
    title: "Hill shading and the reflectance map", container: "Proceedings of the IEEE",
    volume: "69", number: "1", pages: "14-47", doi: "10.1109/PROC.1981.11918")
  static let zevenbergenThorne = Reference(
    key: "zevenbergen1987", kind: .article, authors: ["Zevenbergen, L. W.", "Thorne, C. R."],
    year: 1987, title: "Quantitative analysis of land surface topography",
    container: "Earth Surface Processes and Landforms", volume: "12", number: "1", pages: "47-56",
    doi: "10.1002/esp.3290120107")
  static let riley = Reference(
    key: "riley1999", kind: .article, authors: ["Riley, S. J.", "DeGloria, S. D.", "Elliot, R."],
    year: 1999, title: "A terrain ruggedness index that quantifies topographic heterogeneity",
    container: "Intermountain Journal of Sciences", volume: "5", number: "1-4", pages: "23-27")
  static let weiss = Reference(
    key: "weiss2001", kind: .misc, authors: ["Weiss, A. D."], year: 2001,
    title: "Topographic position and landforms analysis",
    container: "Poster, ESRI User Conference, San Diego")
  static let wilson = Reference(
    key: "wilson2007", kind: .article,
    authors: [
      "Wilson, M. F. J.", "O'Connell, B.", "Brown, C.", "Guinan, J. C.", "Grehan, A. J.",
    ], year: 2007,
    title: "Multiscale terrain analysis of multibeam bathymetry data for habitat mapping on the "
      + "continental slope", container: "Marine Geodesy", volume: "30", number: "1-2",
    pages: "3-35", doi: "10.1080/01490410701295962")
  static let priorityFlood = Reference(
    key: "barnes2014", kind: .article, authors: ["Barnes, R.", "Lehman, C.", "Mulla, D."],
    year: 2014,
    title: "Priority-flood: an optimal depression-filling and watershed-labeling algorithm for "
      + "digital elevation models", container: "Computers & Geosciences", volume: "62",
    pages: "117-127", doi: "10.1016/j.cageo.2013.04.024")
  static let breaching = Reference(
    key: "lindsay2015", kind: .article, authors: ["Lindsay, J. B.", "Dhun, K."], year: 2015,
    title: "Modelling surface drainage patterns in altered landscapes using LiDAR",
    container: "International Journal of Geographical Information Science", volume: "29",
    number: "3", pages: "397-411", doi: "10.1080/13658816.2014.975715")
  static let singleFlow = Reference(
    key: "ocallaghan1984", kind: .article, authors: ["O'Callaghan, J. F.", "Mark, D. M."],
    year: 1984, title: "The extraction of drainage networks from digital elevation data",
    container: "Computer Vision, Graphics, and Image Processing", volume: "28", number: "3",
    pages: "323-344", doi: "10.1016/S0734-189X(84)80011-0")
  static let quinn = Reference(
    key: "quinn1991", kind: .article,
    authors: ["Quinn, P.", "Beven, K.", "Chevallier, P.", "Planchon, O."], year: 1991,
    title: "The prediction of hillslope flow paths for distributed hydrological modelling using "
      + "digital terrain models", container: "Hydrological Processes", volume: "5", number: "1",
    pages: "59-79", doi: "10.1002/hyp.3360050106")
  static let freeman = Reference(
    key: "freeman1991", kind: .article, authors: ["Freeman, T. G."], year: 1991,
    title: "Calculating catchment area with divergent flow based on a regular grid",
    container: "Computers & Geosciences", volume: "17", number: "3", pages: "413-422",
    doi: "10.1016/0098-3004(91)90048-I")
  static let tarboton = Reference(
    key: "tarboton1997", kind: .article, authors: ["Tarboton, D. G."], year: 1997,
    title: "A new method for the determination of flow directions and upslope areas in grid "
      + "digital elevation models", container: "Water Resources Research", volume: "33",
    number: "2", pages: "309-319", doi: "10.1029/96WR03137")
  static let wetness = Reference(
    key: "beven1979", kind: .article, authors: ["Beven, K. J.", "Kirkby, M. J."], year: 1979,
    title: "A physically based, variable contributing area model of basin hydrology",
    container: "Hydrological Sciences Bulletin", volume: "24", number: "1", pages: "43-69",
    doi: "10.1080/02626667909491834")
  static let streamPower = Reference(
    key: "moore1991", kind: .article, authors: ["Moore, I. D.", "Grayson, R. B.", "Ladson, A. R."],
    year: 1991,
    title: "Digital terrain modelling: a review of hydrological, geomorphological, and biological "
      + "applications", container: "Hydrological Processes", volume: "5", number: "1",
    pages: "3-30", doi: "10.1002/hyp.3360050103")

  // MARK: Other factors

  static let distanceTransform = Reference(
    key: "felzenszwalb2012", kind: .article,
    authors: ["Felzenszwalb, P. F.", "Huttenlocher, D. P."], year: 2012,
    title: "Distance transforms of sampled functions", container: "Theory of Computing",
    volume: "8", pages: "415-428", doi: "10.4086/toc.2012.v008a019")
  static let vegetationIndex = Reference(
    key: "tucker1979", kind: .article, authors: ["Tucker, C. J."], year: 1979,
    title: "Red and photographic infrared linear combinations for monitoring vegetation",
    container: "Remote Sensing of Environment", volume: "8", number: "2", pages: "127-150",
    doi: "10.1016/0034-4257(79)90013-0")
  static let inverseDistance = Reference(
    key: "shepard1968", kind: .inproceedings, authors: ["Shepard, D."], year: 1968,
    title: "A two-dimensional interpolation function for irregularly-spaced data",
    container: "Proceedings of the 1968 23rd ACM National Conference", pages: "517-524",
    doi: "10.1145/800186.810616")
  static let kriging = Reference(
    key: "matheron1963", kind: .article, authors: ["Matheron, G."], year: 1963,
    title: "Principles of geostatistics", container: "Economic Geology", volume: "58",
    number: "8", pages: "1246-1266", doi: "10.2113/gsecongeo.58.8.1246")
  static let groundMotion = Reference(
    key: "boore2014", kind: .article,
    authors: ["Boore, D. M.", "Stewart, J. P.", "Seyhan, E.", "Atkinson, G. M."], year: 2014,
    title: "NGA-West2 equations for predicting PGA, PGV, and 5% damped PSA for shallow crustal "
      + "earthquakes", container: "Earthquake Spectra", volume: "30", number: "3",
    pages: "1057-1085", doi: "10.1193/070113EQS184M")
  static let siteAmplification = Reference(
    key: "seyhan2014", kind: .article, authors: ["Seyhan, E.", "Stewart, J. P."], year: 2014,
    title: "Semi-empirical nonlinear site amplification from NGA-West2 data and simulations",
    container: "Earthquake Spectra", volume: "30", number: "3", pages: "1241-1256",
    doi: "10.1193/063013EQS181M")

  // MARK: Classes and collinearity

  static let naturalBreaks = Reference(
    key: "fisher1958", kind: .article, authors: ["Fisher, W. D."], year: 1958,
    title: "On grouping for maximum homogeneity",
    container: "Journal of the American Statistical Association", volume: "53", number: "284",
    pages: "789-798", doi: "10.1080/01621459.1958.10501479")
  static let jenks = Reference(
    key: "jenks1967", kind: .article, authors: ["Jenks, G. F."], year: 1967,
    title: "The data model concept in statistical mapping",
    container: "International Yearbook of Cartography", volume: "7", pages: "186-190")
  static let frequencyRatio = Reference(
    key: "lee2007", kind: .article, authors: ["Lee, S.", "Pradhan, B."], year: 2007,
    title: "Landslide hazard mapping at Selangor, Malaysia using frequency ratio and logistic "
      + "regression models", container: "Landslides", volume: "4", number: "1", pages: "33-41",
    doi: "10.1007/s10346-006-0047-y")
  static let weightsOfEvidence = Reference(
    key: "bonhamcarter1988", kind: .article,
    authors: ["Bonham-Carter, G. F.", "Agterberg, F. P.", "Wright, D. F."], year: 1988,
    title: "Integration of geological datasets for gold exploration in Nova Scotia",
    container: "Photogrammetric Engineering and Remote Sensing", volume: "54", number: "11",
    pages: "1585-1592")
  static let informationValue = Reference(
    key: "yin1988", kind: .inproceedings, authors: ["Yin, K. L.", "Yan, T. Z."], year: 1988,
    title: "Statistical prediction model for slope instability of metamorphosed rocks",
    container: "Proceedings of the 5th International Symposium on Landslides, Lausanne",
    volume: "2", pages: "1269-1272")
  static let collinearity = Reference(
    key: "belsley1980", kind: .book,
    authors: ["Belsley, D. A.", "Kuh, E.", "Welsch, R. E."], year: 1980,
    title: "Regression diagnostics: identifying influential data and sources of collinearity",
    container: "Wiley, New York", doi: "10.1002/0471725153")

  static let generalizedCollinearity = Reference(
    key: "fox1992", kind: .article, authors: ["Fox, J.", "Monette, G."], year: 1992,
    title: "Generalized collinearity diagnostics",
    container: "Journal of the American Statistical Association", volume: "87", number: "417",
    pages: "178-183", doi: "10.1080/01621459.1992.10475190")

  // MARK: Models

  static let hybrid = Reference(
    key: "yang2021", kind: .article,
    authors: [
      "Yang, X.", "Liu, R.", "Yang, M.", "Chen, J.", "Liu, T.", "Yang, Y.", "Chen, W.", "Wang, Y.",
    ], year: 2021,
    title: "Incorporating landslide spatial information and correlated features among "
      + "conditioning factors for landslide susceptibility mapping", container: "Remote Sensing",
    volume: "13", number: "11", pages: "2166", doi: "10.3390/rs13112166")
  static let adagrad = Reference(
    key: "duchi2011", kind: .article, authors: ["Duchi, J.", "Hazan, E.", "Singer, Y."],
    year: 2011,
    title: "Adaptive subgradient methods for online learning and stochastic optimization",
    container: "Journal of Machine Learning Research", volume: "12", pages: "2121-2159")
  static let adam = Reference(
    key: "kingma2015", kind: .inproceedings, authors: ["Kingma, D. P.", "Ba, J."], year: 2015,
    title: "Adam: a method for stochastic optimization",
    container: "3rd International Conference on Learning Representations")
  static let decoupledDecay = Reference(
    key: "loshchilov2019", kind: .inproceedings, authors: ["Loshchilov, I.", "Hutter, F."],
    year: 2019, title: "Decoupled weight decay regularization",
    container: "7th International Conference on Learning Representations")
  static let dropout = Reference(
    key: "srivastava2014", kind: .article,
    authors: [
      "Srivastava, N.", "Hinton, G.", "Krizhevsky, A.", "Sutskever, I.", "Salakhutdinov, R.",
    ], year: 2014,
    title: "Dropout: a simple way to prevent neural networks from overfitting",
    container: "Journal of Machine Learning Research", volume: "15", pages: "1929-1958")
  static let efficientBackpropagation = Reference(
    key: "lecun1998", kind: .incollection,
    authors: ["LeCun, Y.", "Bottou, L.", "Orr, G. B.", "Müller, K.-R."], year: 1998,
    title: "Efficient BackProp", container: "Neural Networks: Tricks of the Trade",
    pages: "9-50", doi: "10.1007/3-540-49430-8_2")
  static let randomForest = Reference(
    key: "breiman2001", kind: .article, authors: ["Breiman, L."], year: 2001,
    title: "Random forests", container: "Machine Learning", volume: "45", number: "1",
    pages: "5-32", doi: "10.1023/A:1010933404324")
  static let extraTrees = Reference(
    key: "geurts2006", kind: .article, authors: ["Geurts, P.", "Ernst, D.", "Wehenkel, L."],
    year: 2006, title: "Extremely randomized trees", container: "Machine Learning", volume: "63",
    number: "1", pages: "3-42", doi: "10.1007/s10994-006-6226-1")
  static let supportVectors = Reference(
    key: "cortes1995", kind: .article, authors: ["Cortes, C.", "Vapnik, V."], year: 1995,
    title: "Support-vector networks", container: "Machine Learning", volume: "20", number: "3",
    pages: "273-297", doi: "10.1007/BF00994018")
  static let platt = Reference(
    key: "platt1999", kind: .incollection, authors: ["Platt, J. C."], year: 1999,
    title: "Probabilistic outputs for support vector machines and comparisons to regularized "
      + "likelihood methods", container: "Advances in Large Margin Classifiers, MIT Press",
    pages: "61-74")
  static let lin = Reference(
    key: "lin2007", kind: .article, authors: ["Lin, H.-T.", "Lin, C.-J.", "Weng, R. C."],
    year: 2007, title: "A note on Platt's probabilistic outputs for support vector machines",
    container: "Machine Learning", volume: "68", number: "3", pages: "267-276",
    doi: "10.1007/s10994-007-5018-6")
  static let logarithmicPool = Reference(
    key: "genest1986", kind: .article, authors: ["Genest, C.", "Zidek, J. V."], year: 1986,
    title: "Combining probability distributions: a critique and an annotated bibliography",
    container: "Statistical Science", volume: "1", number: "1", pages: "114-135",
    doi: "10.1214/ss/1177013825")
  static let stacking = Reference(
    key: "breiman1996", kind: .article, authors: ["Breiman, L."], year: 1996,
    title: "Stacked regressions", container: "Machine Learning", volume: "24", number: "1",
    pages: "49-64", doi: "10.1007/BF00117832")
  static let ridge = Reference(
    key: "lecessie1992", kind: .article, authors: ["le Cessie, S.", "van Houwelingen, J. C."],
    year: 1992, title: "Ridge estimators in logistic regression",
    container: "Journal of the Royal Statistical Society: Series C (Applied Statistics)",
    volume: "41", number: "1", pages: "191-201", doi: "10.2307/2347628")
  static let randomSearch = Reference(
    key: "bergstra2012", kind: .article, authors: ["Bergstra, J.", "Bengio, Y."], year: 2012,
    title: "Random search for hyper-parameter optimization",
    container: "Journal of Machine Learning Research", volume: "13", pages: "281-305")
  static let nestedSearch = Reference(
    key: "cawley2010", kind: .article, authors: ["Cawley, G. C.", "Talbot, N. L. C."],
    year: 2010,
    title: "On over-fitting in model selection and subsequent selection bias in performance "
      + "evaluation", container: "Journal of Machine Learning Research", volume: "11",
    pages: "2079-2107")

  // MARK: Validation

  static let spatialFolds = Reference(
    key: "brenning2012", kind: .inproceedings, authors: ["Brenning, A."], year: 2012,
    title: "Spatial cross-validation and bootstrap for the assessment of prediction rules in "
      + "remote sensing: the R package sperrorest",
    container: "2012 IEEE International Geoscience and Remote Sensing Symposium",
    pages: "5372-5375", doi: "10.1109/IGARSS.2012.6352393")
  static let blockFolds = Reference(
    key: "roberts2017", kind: .article,
    authors: [
      "Roberts, D. R.", "Bahn, V.", "Ciuti, S.", "Boyce, M. S.", "Elith, J.",
      "Guillera-Arroita, G.", "Hauenstein, S.", "Lahoz-Monfort, J. J.", "Schröder, B.",
      "Thuiller, W.", "Warton, D. I.", "Wintle, B. A.", "Hartig, F.", "Dormann, C. F.",
    ], year: 2017,
    title: "Cross-validation strategies for data with temporal, spatial, hierarchical, or "
      + "phylogenetic structure", container: "Ecography", volume: "40", number: "8",
    pages: "913-929", doi: "10.1111/ecog.02881")
  static let bufferedFolds = Reference(
    key: "lerest2014", kind: .article,
    authors: [
      "Le Rest, K.", "Pinaud, D.", "Monestiez, P.", "Chadoeuf, J.", "Bretagnolle, V.",
    ], year: 2014,
    title: "Spatial leave-one-out cross-validation for variable selection in the presence of "
      + "spatial autocorrelation", container: "Global Ecology and Biogeography", volume: "23",
    number: "7", pages: "811-820", doi: "10.1111/geb.12161")
  static let matchedFolds = Reference(
    key: "linnenbrink2024", kind: .article,
    authors: ["Linnenbrink, J.", "Milà, C.", "Ludwig, M.", "Meyer, H."], year: 2024,
    title: "kNNDM CV: k-fold nearest-neighbour distance matching cross-validation for map "
      + "accuracy estimation", container: "Geoscientific Model Development", volume: "17",
    number: "15", pages: "5897-5912", doi: "10.5194/gmd-17-5897-2024")
  static let rocCurve = Reference(
    key: "fawcett2006", kind: .article, authors: ["Fawcett, T."], year: 2006,
    title: "An introduction to ROC analysis", container: "Pattern Recognition Letters",
    volume: "27", number: "8", pages: "861-874", doi: "10.1016/j.patrec.2005.10.010")
  static let kappa = Reference(
    key: "cohen1960", kind: .article, authors: ["Cohen, J."], year: 1960,
    title: "A coefficient of agreement for nominal scales",
    container: "Educational and Psychological Measurement", volume: "20", number: "1",
    pages: "37-46", doi: "10.1177/001316446002000104")
  static let areaInterval = Reference(
    key: "delong1988", kind: .article,
    authors: ["DeLong, E. R.", "DeLong, D. M.", "Clarke-Pearson, D. L."], year: 1988,
    title: "Comparing the areas under two or more correlated receiver operating characteristic "
      + "curves: a nonparametric approach", container: "Biometrics", volume: "44", number: "3",
    pages: "837-845", doi: "10.2307/2531595")
  static let bootstrap = Reference(
    key: "efron1993", kind: .book, authors: ["Efron, B.", "Tibshirani, R. J."], year: 1993,
    title: "An introduction to the bootstrap", container: "Chapman and Hall, New York")
  static let mcNemar = Reference(
    key: "mcnemar1947", kind: .article, authors: ["McNemar, Q."], year: 1947,
    title: "Note on the sampling error of the difference between correlated proportions or "
      + "percentages", container: "Psychometrika", volume: "12", number: "2", pages: "153-157",
    doi: "10.1007/BF02295996")
  static let isotonic = Reference(
    key: "zadrozny2002", kind: .inproceedings, authors: ["Zadrozny, B.", "Elkan, C."], year: 2002,
    title: "Transforming classifier scores into accurate multiclass probability estimates",
    container: "Proceedings of the 8th ACM SIGKDD International Conference on Knowledge Discovery "
      + "and Data Mining", pages: "694-699", doi: "10.1145/775047.775151")
  static let temperature = Reference(
    key: "guo2017", kind: .inproceedings,
    authors: ["Guo, C.", "Pleiss, G.", "Sun, Y.", "Weinberger, K. Q."], year: 2017,
    title: "On calibration of modern neural networks",
    container: "Proceedings of the 34th International Conference on Machine Learning",
    volume: "70", pages: "1321-1330")
  static let prevalence = Reference(
    key: "saerens2002", kind: .article,
    authors: ["Saerens, M.", "Latinne, P.", "Decaestecker, C."], year: 2002,
    title: "Adjusting the outputs of a classifier to new a priori probabilities: a simple "
      + "procedure", container: "Neural Computation", volume: "14", number: "1", pages: "21-41",
    doi: "10.1162/089976602753284446")

  // MARK: Maps and explanation

  static let successRate = Reference(
    key: "chung2003", kind: .article, authors: ["Chung, C.-J. F.", "Fabbri, A. G."], year: 2003,
    title: "Validation of spatial prediction models for landslide hazard mapping",
    container: "Natural Hazards", volume: "30", number: "3", pages: "451-472",
    doi: "10.1023/B:NHAZ.0000007172.62651.2b")
  static let applicability = Reference(
    key: "meyer2021", kind: .article, authors: ["Meyer, H.", "Pebesma, E."], year: 2021,
    title: "Predicting into unknown space? Estimating the area of applicability of spatial "
      + "prediction models", container: "Methods in Ecology and Evolution", volume: "12",
    number: "9", pages: "1620-1633", doi: "10.1111/2041-210X.13650")
  static let permutation = Reference(
    key: "fisher2019", kind: .article,
    authors: ["Fisher, A.", "Rudin, C.", "Dominici, F."], year: 2019,
    title: "All models are wrong, but many are useful: learning a variable's importance by "
      + "studying an entire class of prediction models simultaneously",
    container: "Journal of Machine Learning Research", volume: "20", number: "177", pages: "1-81")
  static let effects = Reference(
    key: "apley2020", kind: .article, authors: ["Apley, D. W.", "Zhu, J."], year: 2020,
    title: "Visualizing the effects of predictor variables in black box supervised learning "
      + "models", container: "Journal of the Royal Statistical Society: Series B", volume: "82",
    number: "4", pages: "1059-1086", doi: "10.1111/rssb.12377")
}
