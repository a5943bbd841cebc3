extension StudyConfiguration {
  /// A commented study file to start from; every key with its default.
  public static let template = """
    # A landslide susceptibility study. Paths are relative to this file.
    # Run it with: scarp run study.yaml

    name: My study
    seed: 2005                                # one seed; each use of randomness derives its own stream from it
    output: results

    grid: elevation.tif                       # every factor is brought onto the cells of this raster
    # area: { vector: boundary.shp }          # only cells whose centre is inside are mapped, sampled and counted
    # exclude: { vector: lakes.shp }          # cells whose centre is inside are not

    # The conditioning factors. Their order matters to the 1D branch of the networks.
    # classes: { breaks: [..] }, { quantiles: N }, { equal: N }, { natural: N }, { geometric: N } or
    # { standard-deviation: N };
    # without classes: 8 quantiles, 8 sectors and flat for aspect, the categories of categorical factors.
    factors:
      - { name: elevation, raster: elevation.tif }
      - { name: slope, derive: slope, from: elevation.tif, classes: { breaks: [5, 15, 25, 35, 45] } }
      - { name: aspect, derive: aspect, from: elevation.tif }
      - { name: curvature, derive: curvature, from: elevation.tif, classes: { breaks: [-0.1, 0.1] } }
      - { name: relief, derive: relief, from: elevation.tif, window: 15 }
      - { name: twi, derive: twi, from: elevation.tif }
      - { name: spi, derive: spi, from: elevation.tif, log: true }
      - { name: rivers, distance-to: streams, from: elevation.tif, threshold-km2: 1 }
      # - { name: lithology, raster: lithology.tif, kind: categorical, legend: lithology_legend.csv }
      # - { name: geology, polygons: geology.shp, attribute: code, kind: categorical }
      # - { name: faults, distance-to: faults.shp, classes: { breaks: [500, 1000, 1500, 2000, 3000] } }
      # - { name: ndvi, ndvi: { red: b4.tif, near-infrared: b5.tif }, classes: { breaks: [0.1, 0.2, 0.3, 0.4] } }
      # - { name: pga, interpolate: stations.csv, value: pga_g, method: kriging, classes: { equal: 5 } }
      # with the epicentre: method: kriging-with-trend, source: { lon: 103.36, lat: 30.99 }

    inventory: { vector: landslides.shp }     # points or polygons; where: "year >= 2005" and id: FIELD if needed
    # samples of a polygon: cells: centroid, highest (the crown), all or a number of cells; layer: NAME of a GeoPackage
    absences: { sample: 1.0, minimum-distance: 90 }   # or { vector: points.shp, where: "label = 0" }
    # also in absences: slope: { minimum: 5 } (degrees), envelope: { percentiles: [2.5, 97.5], factors: 1 } (only cells
    # unlike the landslides: makes measures optimistic), replicates: 5 (the spread over five sets of absences)
    split: { training: 0.7, method: random }          # random | spatial-blocks
    # or square blocks of ground: { method: square-blocks, block-size: 2000 } (metres)
    vif: { maximum: 10, remove: false }               # remove: true drops the worst factor until all are below
    encoding: raw                             # or by classes: frequency-ratio (the paper's) | weights-of-evidence | information-value
    # smoothing: 5                            # draws classes with few landslides to the average

    models: [hybrid, cnn2d, cnn1d, random-forest, svm]   # and logistic-regression, random-forest-window, ensemble
    networks: { preset: recommended, window: 13, epochs: 60 }
    # also in networks: seeds: 5 (the mean of five networks, and a map of their standard deviation),
    # collapse: fail (default restart), checkpoint-every: 25 (epochs; an interrupted training goes on from there)
    # random-forest: { trees: 500 }
    # svm: { penalty: 1 }
    # ensemble: { members: all, method: average }   # stacked: weights by folds of the training samples

    cross-validation: { folds: 5, repeats: 1, schemes: [random, spatial-blocks], models: all }   # folds: 0 turns it off
    # also square-blocks (with block-size: metres), buffered-leave-one-out (with buffer: metres; one fit for each sample)
    # and knndm; purge: true keeps training windows off validation windows
    # calibration: { method: platt, prevalence: 0.01 }   # isotonic | temperature: a calibrated map beside each map
    # evaluation: { cost-ratio: 5 }           # adds the threshold of least cost when a missed landslide costs so many false alarms
    # tune: { models: [hybrid], folds: 5, grid: { learning-rate: [0.004, 0.002] } }
    # also in tune: search: random, trials: 20 (grid: { learning-rate: { from: 0.001, to: 0.1, scale: log } }),
    # scheme: spatial-blocks, nested: true (an outer loop estimates the AUC of the tuned model)
    jackknife: { model: hybrid, seeds: 1 }    # seeds: 0 turns it off
    # jackknife: { groups: { terrain: [slope, aspect, curvature] } } leaves these out together too;
    # validation: spatial-blocks judges by folds of the cross-validation instead of the split
    explain: { models: all, permutation: { repeats: 5 }, effects: true }   # repeats: 0 and false turn them off
    map: { classes: 5, method: natural }      # natural | quantile | equal | geometric | landslide-share
    applicability: true                       # maps where cells are unlike the training samples
    # uncertainty: { sources: [replicates, folds], models: all }   # maps of the standard deviation

    """
}
