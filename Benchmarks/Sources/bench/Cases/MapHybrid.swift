import HybridCNN
import LearningCore
import NeuralCore

/// The dense evaluation of the paper's hybrid network over a whole map.
struct MapHybrid: BenchmarkWork {
  /// Classes as frequency ratios are, or the same fields unclassed.
  enum Input { case encoded, continuous }

  /// Multiplications and additions per cell when overlapping windows share their work and nothing is looked up: the two 2D
  /// convolutions, the two 1D convolutions, the fully connected layers.
  private static let operationsPerCell: Double = {
    let spatial = 126 * 32 + 288 * 64
    let spectral = 12 * 3 * 16 + 10 * 48 * 32
    let connected = 384 * 64 + 64
    return Double(2 * (spatial + spectral + connected))
  }()

  private let study: MapStudy
  private let threads: Int
  private var map: [Float] = []

  init(_ options: BenchmarkOptions, input: Input) throws {
    threads = options.threads
    study = try MapStudy(size: options.size ?? 1300, input: input)
  }

  mutating func run() throws -> Double {
    map = []
    return try Stopwatch.seconds {
      map = try study.model.probabilityMap(
        over: study.planes, mapped: study.mapped, threads: threads)
    }
  }

  func facts(medianSeconds: Double) throws -> [(name: String, value: Fact)] {
    let cells = Double(study.planes.cellCount)
    let sampled = study.sampledCells(count: 1000)
    let patches = study.model.probabilities(for: try study.patches(around: sampled))
    let difference = zip(sampled, patches).map { abs(Double(map[$0]) - $1) }.max() ?? .nan
    let rate = Self.operationsPerCell * cells / medianSeconds * 1e-9
    let peak = MatrixProductPeak.gigaflops(threads: threads)
    return [
      ("check", .number(difference)), ("cells_per_s", .number(cells / medianSeconds)),
      ("mean_probability", .number(map.reduce(0) { $0 + Double($1) } / cells)),
      ("gflops", .number(rate)), ("sgemm_gflops", .number(peak)),
      ("share_of_sgemm", .number(rate / peak)),
    ]
  }
}

/// The same network evaluated patch by patch, the usual way.
struct MapHybridPatches: BenchmarkWork {
  private let study: MapStudy
  private let threads: Int
  private var probabilities: [Double] = []

  init(_ options: BenchmarkOptions) throws {
    threads = options.threads
    study = try MapStudy(size: options.size ?? 1300, input: .continuous)
  }

  mutating func run() throws -> Double {
    let patches = try study.patches(around: Array(0..<study.planes.cellCount))
    return Stopwatch.seconds {
      probabilities = study.model.probabilities(for: patches, threads: threads)
    }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    let cells = Double(study.planes.cellCount)
    return [
      ("check", .number(probabilities.reduce(0, +) / cells)),
      ("cells_per_s", .number(cells / medianSeconds)),
    ]
  }
}

/// A made-up area and the paper's network with weights as they are before training.
private struct MapStudy {
  let planes: FeaturePlanes
  let mapped: [Bool]
  let model: NetworkModel

  init(size: Int, input: MapHybrid.Input) throws {
    let fields = RandomFields(rows: size, columns: size, count: 14, seed: 1300)
    planes = try FeaturePlanes(
      rows: size, columns: size, channels: 14,
      values: input == .encoded ? fields.encoded(classes: 6) : fields.continuous(),
      outside: [Float](repeating: 0.5, count: 14))
    mapped = [Bool](repeating: true, count: planes.cellCount)
    let architecture = try NetworkArchitecture(
      kind: .hybrid, channels: 14, hyperparameters: .paper)
    var generator = SplitMix64(seed: 1)
    let network = Network(
      HybridNetwork(architecture), initialization: .torchDefault, using: &generator)
    model = try NetworkModel(architecture: architecture, tensors: network.tensors)
  }

  func patches(around cells: [Int]) throws -> PatchBatch {
    try PatchBatch(planes: planes, cells: cells, window: model.window)
  }

  func sampledCells(count: Int) -> [Int] {
    var generator = SplitMix64(seed: 2)
    return (0..<count).map { _ in generator.integer(below: planes.cellCount) }
  }
}
