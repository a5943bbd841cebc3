import GeoRaster
import LearningCore

/// Chooses the cells of a landslide's polygons that become samples.
struct LandslideSampling {
  private let choice: LandslideCells
  private let stack: FactorStack
  private let streams: RandomStreams
  /// The elevation of every cell; empty when the choice does not look at it.
  private let elevations: [Float]
  /// What was done to read the elevations that the user should know.
  let warnings: [String]

  /// - Throws: ``StudyError`` naming `inventory.from` for a DEM that cannot be used.
  init(study: StudyConfiguration, stack: FactorStack, streams: RandomStreams, threads: Int?) throws
  {
    choice = study.landslideCells
    self.stack = stack
    self.streams = streams
    switch choice {
    case .highest(let dem?):
      (elevations, warnings) = try study.naming("inventory.from") {
        var builder = try FactorBuilder(study: study, threads: threads)
        return (try builder.elevation(dem).values, builder.warnings)
      }
    case .highest:
      let factor = stack.factors.first { $0.name == LandslideCells.elevationFactor }
      elevations = factor?.raster.values ?? []
      warnings = []
    default:
      elevations = []
      warnings = []
    }
  }

  /// The chosen cells in row-major order; none for points and lines, for the choice of the centroid, and for polygons in
  /// which no mapped cell has its centre.
  ///
  /// - Parameter index: the position of the landslide, which has a random stream of its own.
  func cells(of geometry: Geometry, index: Int) -> [Int] {
    if choice == .centroid { return [] }
    let inside = stack.grid.cells(insideOf: geometry).filter { stack.mapped[$0] }
    switch choice {
    case .centroid, .all: return inside
    case .highest:
      let known = inside.filter { elevations.indices.contains($0) && !elevations[$0].isNaN }
      // `max` would take the last of several.
      return known.min { (-elevations[$0], $0) < (-elevations[$1], $1) }.map { [$0] } ?? []
    case .drawn(let count):
      guard inside.count > count else { return inside }
      var pool = inside
      var generator = streams.stream("landslide cells", index: index)
      for position in 0..<count {
        pool.swapAt(position, position + generator.integer(below: pool.count - position))
      }
      return pool[..<count].sorted()
    }
  }
}
