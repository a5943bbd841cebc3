import GeoRaster

extension SimulatedArea {
  /// What `truth.json` says.
  var truthText: String {
    """
    {
      "seed": \(seed),
      "rows": \(grid.rows),
      "columns": \(grid.columns),
      "landslides": \(landslides.count),
      "best_possible_auc": \(bestPossibleAreaUnderCurve)
    }

    """
  }

  /// The study of this area, with the 14 factors of the paper and its class breaks where it gives them.
  var studyText: String {
    let raster = RasterFile.fileExtension
    let best = (bestPossibleAreaUnderCurve * 1000).rounded() / 1000
    return """
      # A made-up study area: \(grid.rows) x \(grid.columns) cells of 30 m, EPSG:32648, seed \(seed).
      #
      # The \(landslides.count) landslides were drawn, each in a cell of its own, from true_probability.\(raster):
      # the probability p of a cell to hold one of them. With a score that adds up
      #   factors:      steepness, shaking, weak rock, nearness of rivers, roads and faults, land use, bare soil,
      #                 slopes that face south, low ground;
      #   together:     weak rock on steep slopes, shaking on steep slopes, wet hollows;
      #   surroundings: steep flanks within 150 m, rivers below them, ridges that amplify the shaking,
      #                 cleared land within 120 m;
      # landslides fall on a cell at a rate that is exponential in its score, and p = 1 - exp(-time * rate).
      #
      # Ranking the cells by p itself reaches an area under the ROC curve of \(best), landslides against
      # all other cells. No model can be expected to do better; true_probability must not be a factor.
      name: Simulated county \(seed)
      seed: \(seed)
      output: results
      grid: elevation.\(raster)

      factors:
        - { name: elevation, raster: elevation.\(raster), classes: { quantiles: 8 } }
        - { name: slope, derive: slope, from: elevation.\(raster), classes: { breaks: [10, 20, 25, 30, 35, 45] } }
        - { name: aspect, derive: aspect, from: elevation.\(raster) }
        - { name: curvature, derive: curvature, from: elevation.\(raster), classes: { breaks: [-0.1, 0.1] } }
        - { name: relief, derive: relief, from: elevation.\(raster), window: 15, classes: { quantiles: 6 } }
        - { name: lithology, raster: lithology.\(raster), kind: categorical, legend: lithology_legend.csv }
        - { name: faults, distance-to: faults.geojson, classes: { breaks: [500, 1000, 1500, 2000, 3000] } }
        - { name: landuse, raster: landuse.\(raster), kind: categorical, legend: landuse_legend.csv }
        - { name: ndvi, ndvi: { red: red.\(raster), near-infrared: near_infrared.\(raster) }, classes: { breaks: [0.1, 0.2, 0.3, 0.4] } }
        - { name: roads, distance-to: roads.geojson, classes: { quantiles: 6 } }
        - { name: twi, derive: twi, from: elevation.\(raster), classes: { natural: 6 } }
        - { name: spi, derive: spi, from: elevation.\(raster), classes: { breaks: [15, 30, 45] } }
        - { name: rivers, distance-to: rivers.geojson, classes: { breaks: [300, 600, 900, 1200, 1500] } }
        - { name: pga, interpolate: stations.csv, value: pga_g, method: kriging, classes: { equal: 5 } }

      inventory: { vector: landslides.geojson, id: ls_id }
      absences: { sample: 1.0, minimum-distance: 90 }      # as many cells without landslides, apart from them
      split: { training: 0.7, method: random }             # or spatial-blocks
      vif: { maximum: 10, remove: false }
      encoding: raw                                        # or frequency-ratio, weights-of-evidence, information-value

      models: [hybrid, cnn2d, cnn1d, random-forest, svm]   # also logistic-regression, random-forest-window, ensemble
      networks: { preset: recommended, window: 13 }        # or the preset paper
      cross-validation: { folds: 5, repeats: 1, schemes: [random, spatial-blocks], models: all }
      jackknife: { model: hybrid, seeds: 1 }
      map: { classes: 5, method: natural }

      """
  }
}
