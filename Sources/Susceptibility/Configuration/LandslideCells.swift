/// Which mapped cells of a landslide's polygons become samples.
///
/// Cells belong to a polygon when their centre lies inside. A polygon with no such cell is the cell of its centroid,
/// whatever the choice; points and lines are not concerned. Not in the paper, whose inventory is points.
public enum LandslideCells: Sendable, Equatable, Codable {
  /// The cell of the centroid, or of an inner point where the centroid lies outside.
  case centroid
  /// The highest cell, which stands for the crown; the first one in row-major order of several.
  ///
  /// The elevations are those of a raster file, or of the factor called elevation without one.
  case highest(dem: String?)
  /// Every cell.
  case all
  /// So many of the cells, drawn without replacement; all of them where there are no more.
  case drawn(Int)

  /// The factor that ``highest(dem:)`` looks at without a raster.
  static let elevationFactor = "elevation"

  /// The choice as the study file has it.
  var text: String {
    switch self {
    case .centroid: "centroid"
    case .highest: "highest"
    case .all: "all"
    case .drawn(let count): "\(count)"
    }
  }
}

extension LandslideCells {
  /// The choice of the study's `inventory`.
  init(inventory node: StudyNode, factors: [FactorDefinition]) throws {
    let members = try VectorSelection.inventoryMembers(node)
    let expected = "centroid, highest, all or a number of cells"
    let text = try members["cells"]?.text(expected) ?? "centroid"
    if let dem = members["from"], text != "highest" {
      throw dem.error("from only goes with cells: highest")
    }
    switch text {
    case "centroid": self = .centroid
    case "all": self = .all
    case "highest":
      self = .highest(dem: try members["from"]?.text("a DEM"))
      let hasFactor = factors.contains { $0.name == Self.elevationFactor && !$0.isCategorical }
      guard members["from"] != nil || hasFactor else {
        throw node.error(
          "cells: highest needs elevations; expected from: DEM, or a factor called "
            + Self.elevationFactor)
      }
    default:
      self = .drawn(try members.required("cells", expected).integer(in: 1...1_000_000, expected))
    }
  }
}
