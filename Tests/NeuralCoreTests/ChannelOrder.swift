/// Values in PyTorch's order (sample, channel, row, column) with the channels of each cell side by side, as networks
/// have them inside.
func interleaved(_ values: [Float], _ shape: [Int]) -> [Float] {
  let (samples, channels) = (shape[0], shape[1])
  let cells = shape.dropFirst(2).reduce(1, *)
  var result = values
  for sample in 0..<samples {
    for channel in 0..<channels {
      for cell in 0..<cells {
        result[(sample * cells + cell) * channels + channel] =
          values[(sample * channels + channel) * cells + cell]
      }
    }
  }
  return result
}

/// The way back of ``interleaved(_:_:)``; `shape` is PyTorch's.
func planar(_ values: [Float], _ shape: [Int]) -> [Float] {
  let (samples, channels) = (shape[0], shape[1])
  let cells = shape.dropFirst(2).reduce(1, *)
  var result = values
  for sample in 0..<samples {
    for channel in 0..<channels {
      for cell in 0..<cells {
        result[(sample * channels + channel) * cells + cell] =
          values[(sample * cells + cell) * channels + channel]
      }
    }
  }
  return result
}
