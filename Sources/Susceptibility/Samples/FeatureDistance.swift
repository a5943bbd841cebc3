import GeoRaster

/// Whether places keep a minimum distance from the features of a layer, exactly.
///
/// Segments (or points) are put into square buckets as wide as the reach, so that a query looks at the
/// buckets around it alone.
struct FeatureDistance {
  private let reach: Double
  private let bucketSize: Double
  private let scale: (x: Double, y: Double)
  /// The buckets that a query can look at, so that far-away coordinates cost nothing.
  private var rows = 0...0
  private var columns = 0...0
  private var buckets: [Bucket: [Segment]] = [:]
  private var polygons: [Polygon] = []

  private struct Bucket: Hashable {
    let row: Int
    let column: Int
  }

  /// In metres on the grid's axes.
  private struct Segment {
    let ax, ay, bx, by: Double

    func squaredDistance(x: Double, y: Double) -> Double {
      let dx = bx - ax
      let dy = by - ay
      let squaredLength = dx * dx + dy * dy
      let along =
        squaredLength > 0
        ? min(1, max(0, ((x - ax) * dx + (y - ay) * dy) / squaredLength)) : 0
      let ex = x - ax - along * dx
      let ey = y - ay - along * dy
      return ex * ex + ey * ey
    }
  }

  private struct Polygon {
    let geometry: Geometry
    let box: BoundingBox
  }

  /// - Parameters:
  ///   - layer: features in the grid's CRS.
  ///   - reach: the minimum distance in metres, above 0.
  init(layer: VectorLayer, grid: RasterGrid, reach: Double) {
    self.reach = reach
    let size = grid.centralCellSize
    scale = (size.width / grid.geoTransform.cellWidth, size.height / grid.geoTransform.cellHeight)
    bucketSize = max(reach, 8 * max(size.width, size.height))
    let transform = grid.geoTransform
    rows = bucket(grid.bottom * scale.y) - 1...bucket(transform.top * scale.y) + 1
    columns = bucket(transform.left * scale.x) - 1...bucket(grid.right * scale.x) + 1
    let margin = (reach / scale.x, reach / scale.y)
    for feature in layer.features {
      guard let box = feature.geometry.boundingBox,
        box.maximumX >= transform.left - margin.0, box.minimumX <= grid.right + margin.0,
        box.maximumY >= grid.bottom - margin.1, box.minimumY <= transform.top + margin.1
      else { continue }
      if case .polygons = feature.geometry {
        polygons.append(Polygon(geometry: feature.geometry, box: box))
      }
      for (a, b) in feature.geometry.segments { insert(a, b) }
    }
  }

  private mutating func insert(_ a: Coordinate, _ b: Coordinate) {
    let segment = Segment(
      ax: a.x * scale.x, ay: a.y * scale.y, bx: b.x * scale.x, by: b.y * scale.y)
    let top = bucket(max(segment.ay, segment.by))
    let right = bucket(max(segment.ax, segment.bx))
    for row in rows.clamped(to: bucket(min(segment.ay, segment.by))...top) {
      for column in columns.clamped(to: bucket(min(segment.ax, segment.bx))...right) {
        buckets[Bucket(row: row, column: column), default: []].append(segment)
      }
    }
  }

  private func bucket(_ meters: Double) -> Int {
    Int(min(1e15, max(-1e15, (meters / bucketSize).rounded(.down))))
  }

  /// Whether a place is at least the reach away from every feature, and in no polygon.
  func isFree(_ point: Coordinate) -> Bool {
    let x = point.x * scale.x
    let y = point.y * scale.y
    let home = Bucket(row: bucket(y), column: bucket(x))
    let limit = reach * reach
    for row in home.row - 1...home.row + 1 {
      for column in home.column - 1...home.column + 1 {
        for segment in buckets[Bucket(row: row, column: column)] ?? []
        where segment.squaredDistance(x: x, y: y) < limit {
          return false
        }
      }
    }
    return !polygons.contains {
      point.x >= $0.box.minimumX && point.x <= $0.box.maximumX && point.y >= $0.box.minimumY
        && point.y <= $0.box.maximumY && $0.geometry.contains(point)
    }
  }
}
