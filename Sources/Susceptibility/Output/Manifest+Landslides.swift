extension Manifest {
  /// How landslides became samples.
  public struct LandslideFacts: Codable, Sendable, Equatable {
    /// Landslides of the inventory with at least one sample.
    public var landslides: Int
    /// Their samples.
    public var samples: Int
    /// The key `inventory.cells` of the study.
    public var cells: String
    /// Polygons in which no mapped cell has its centre: the cell of their centroid is taken.
    public var smallPolygons: Int

    enum CodingKeys: String, CodingKey {
      case landslides, samples, cells
      case smallPolygons = "small_polygons"
    }

    /// What the user should know about counts of samples; `nil` when each landslide has one sample.
    var warning: String? {
      guard cells != LandslideCells.centroid.text, samples > landslides else { return nil }
      return
        "\(Prose.count(landslides, "landslide has", plural: "landslides have")) \(samples) samples "
        + "(inventory.cells: \(cells)): frequency ratios, measures and class_areas.csv count samples, so that large landslides weigh more; "
        + "the samples of one landslide are always in one set and one fold"
    }
  }
}
