/// Cuts windows out of planes.
struct PatchGather {
  let planes: FeaturePlanes
  /// The width of the window around the cell.
  let window: Int
  /// The width of the part that is read, from the window's north-west corner.
  let readWidth: Int
  /// How channels are scaled on the way; `nil`: they are not.
  var standardization: ChannelStandardization?

  /// Writes the read part of the window around `cell`, channels side by side; directions turn with the window.
  ///
  /// Bounds: `destination` readWidth * readWidth * channels.
  func copyPatch(
    around cell: Int, orientation: Orientation, to destination: UnsafeMutablePointer<Float>
  ) {
    let top = cell / planes.columns - window / 2
    let left = cell % planes.columns - window / 2
    let isInside =
      top >= 0 && left >= 0 && top + window <= planes.rows && left + window <= planes.columns
    planes.values.withUnsafeBufferPointer { values in
      planes.outside.withUnsafeBufferPointer { outside in
        guard let values = values.baseAddress, let outside = outside.baseAddress else { return }
        if isInside && orientation == .identity {
          copyRows(values, top: top, left: left, to: destination)
        } else {
          copyCells(
            values, outside: outside, top: top, left: left, orientation: orientation,
            to: destination)
        }
      }
    }
    let cells = readWidth * readWidth
    orientation.turn(planes.directions, of: destination, cells: cells, channels: planes.channels)
    standardization?.apply(to: destination, cells: cells)
  }

  /// Writes the channels of `cell`.
  func copyVector(of cell: Int, to destination: UnsafeMutablePointer<Float>) {
    planes.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      destination.update(from: values + cell * planes.channels, count: planes.channels)
    }
    standardization?.apply(to: destination, cells: 1)
  }

  private func copyRows(
    _ values: UnsafePointer<Float>, top: Int, left: Int,
    to destination: UnsafeMutablePointer<Float>
  ) {
    let run = readWidth * planes.channels
    for row in 0..<readWidth {
      let source = values + ((top + row) * planes.columns + left) * planes.channels
      (destination + row * run).update(from: source, count: run)
    }
  }

  private func copyCells(
    _ values: UnsafePointer<Float>, outside: UnsafePointer<Float>, top: Int, left: Int,
    orientation: Orientation, to destination: UnsafeMutablePointer<Float>
  ) {
    let channels = planes.channels
    var target = destination
    for row in 0..<readWidth {
      for column in 0..<readWidth {
        let place = orientation.source(row: row, column: column, window: window)
        let (r, c) = (top + place.row, left + place.column)
        let isInside = r >= 0 && c >= 0 && r < planes.rows && c < planes.columns
        let source = isInside ? values + (r * planes.columns + c) * channels : outside
        for channel in 0..<channels { target[channel] = source[channel] }
        target += channels
      }
    }
  }
}
