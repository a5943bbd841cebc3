import Foundation

extension ModelHyperparameters {
  /// Roughly how long a fit takes, in multiplications: enough to begin the longest first.
  func cost(of model: ModelName, columns: Int, samples: Int) -> Double {
    let (n, p) = (Double(samples), Double(columns))
    switch model {
    case .hybrid, .cnn2d, .cnn1d:
      // Forward and twice as much backward.
      return 3 * n * networkCost(of: model, channels: p)
    case .randomForest: return Double(randomForest.trees) * n * log2(n + 2) * p.squareRoot()
    case .randomForestWindow:
      let columns = p * Double(1 + WindowStatistics.count)
      return Double(randomForestWindow.forest.trees) * n * log2(n + 2) * columns.squareRoot()
    case .svm: return 10 * n * n * p
    case .logisticRegression: return 10 * n * p * p
    case .ensemble: return 0  // Its members are counted.
    }
  }

  /// Multiplications of a sample over all epochs.
  private func networkCost(of model: ModelName, channels: Double) -> Double {
    let chosen = networks(for: model)
    let kernel = Double(chosen.kernelSize)
    let filters2D = chosen.filters2D.map(Double.init)
    let filters1D = chosen.filters1D.map(Double.init)
    let first = max(1, Double(chosen.window) - kernel + 1)
    let second = max(1, first / Double(chosen.poolingStride) - kernel + 1)
    let pooled = max(1, (second / Double(chosen.poolingStride)).rounded(.down))
    var (work, features) = (0.0, 0.0)
    if model != .cnn1d {
      work += kernel * kernel * first * first * channels * filters2D[0]
      work += kernel * kernel * second * second * filters2D[0] * filters2D[1]
      features += pooled * pooled * filters2D[1]
    }
    if model != .cnn2d {
      work += kernel * channels * (filters1D[0] + filters1D[0] * filters1D[1])
      features += channels * filters1D[1]
    }
    work += features * Double(chosen.hidden)
    return work * Double(chosen.epochs * networkSeeds)
  }
}
