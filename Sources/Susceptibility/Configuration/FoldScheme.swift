import LearningCore

/// How samples are put into folds: the names of `schemes` in study.yaml.
///
/// In each of them samples of one cell and landslides with one id stay in one fold.
public enum FoldScheme: String, Sendable, Equatable, Codable, CaseIterable {
  /// At random, by label.
  case random
  /// By k-means blocks of the coordinates.
  case spatialBlocks = "spatial-blocks"
  /// By square blocks of ground, of ``FoldOptions/blockSize``.
  case squareBlocks = "square-blocks"
  /// Each sample by itself, without training samples within ``FoldOptions/buffer``.
  case bufferedLeaveOneOut = "buffered-leave-one-out"
  /// As far from training samples as the map's cells are from samples (kNNDM).
  case distanceMatched = "knndm"

  /// Whether a fold has one sample or group only, so that measures are taken of all folds put together.
  public var isPooled: Bool { self == .bufferedLeaveOneOut }

  /// Whether the generator has no part in the folds, so that repeats would all be the same.
  var isDeterministic: Bool { self == .bufferedLeaveOneOut }

  /// Reads a scheme, or `split`, which is none.
  static func orSplit(_ node: StudyNode) throws -> FoldScheme? {
    let names = (["split"] + allCases.map(\.rawValue)).joined(separator: ", ")
    let name = try node.text("one of \(names)")
    if name == "split" { return nil }
    guard let scheme = FoldScheme(rawValue: name) else {
      throw node.error("expected one of \(names), found \"\(name)\"")
    }
    return scheme
  }

  static func list(_ node: StudyNode) throws -> [FoldScheme] {
    let names = allCases.map(\.rawValue).joined(separator: ", ")
    let schemes = try node.list("a list of \(names)").map { try $0.choice(of: FoldScheme.self) }
    guard !schemes.isEmpty else {
      throw node.error(
        "is empty; expected at least one of \(names) (folds: 0 turns the cross-validation off)")
    }
    guard Set(schemes).count == schemes.count else {
      throw node.error("names a scheme twice; expected each once")
    }
    return schemes
  }
}

/// Sizes and distances of folds: keys of `cross-validation`, which hold for the folds of tuning and jackknife as well.
public struct FoldOptions: Sendable, Equatable, Codable {
  /// The side of a square block in metres.
  public var blockSize: Double?
  /// How far training samples of ``FoldScheme/bufferedLeaveOneOut`` lie from the sample that is held out, in metres.
  public var buffer: Double?
  /// Whether training samples are taken out whose window shares a cell with that of a validation sample of their fold.
  public var purges: Bool

  /// Options of folds; sizes are needed by the schemes that use them alone.
  public init(blockSize: Double? = nil, buffer: Double? = nil, purges: Bool = false) {
    self.blockSize = blockSize
    self.buffer = buffer
    self.purges = purges
  }

  static let keys = ["block-size", "buffer", "purge"]

  init(_ members: StudyMembers) throws {
    self.init(
      blockSize: try members["block-size"].map { try Self.length($0) },
      buffer: try members["buffer"]?.number(in: 0...1e9, "metres, at least 0"),
      purges: try members["purge"]?.bool() ?? false)
  }

  static func length(_ node: StudyNode) throws -> Double {
    try node.number(in: 1e-3...1e9, "metres above 0")
  }

  /// Throws when there is a size that no scheme uses, which would be ignored.
  ///
  /// - Parameter schemes: those of the cross-validation and of tuning.
  func checkUse(by schemes: [FoldScheme], at node: StudyNode) throws {
    for (key, isThere, scheme) in [
      ("block-size", blockSize != nil, FoldScheme.squareBlocks),
      ("buffer", buffer != nil, .bufferedLeaveOneOut),
    ] where isThere && !schemes.contains(scheme) {
      throw node.error(
        "\(key) is for \(scheme.rawValue), which is not among the schemes; expected schemes with "
          + "\(scheme.rawValue), or no \(key)")
    }
  }

  /// Throws when a scheme lacks its size.
  func check(_ scheme: FoldScheme, at node: StudyNode) throws {
    if scheme == .squareBlocks, blockSize == nil {
      throw node.error(
        "square-blocks needs block-size of cross-validation; expected the side of a block in metres"
      )
    }
    if scheme == .bufferedLeaveOneOut, buffer == nil {
      throw node.error(
        "buffered-leave-one-out needs buffer of cross-validation; expected a distance in metres")
    }
  }
}
