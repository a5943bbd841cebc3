extension TuneOptions {
  private static let expected =
    "{ models: [hybrid], folds: 5, grid: { learning-rate: [0.08, 0.01] } }"

  private enum Search: String, CaseIterable { case grid, random }

  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["models", "folds", "scheme", "search", "trials", "nested", "grid"], Self.expected)
    let search = try members["search"]?.choice(of: Search.self) ?? .grid
    if search == .grid, let node = members["trials"] {
      throw node.error("is for search: random; a grid search tries all combinations")
    }
    self.init(
      models: try ModelName.list(members.required("models", "a list of models")),
      folds: try members["folds"]?.integer(in: 2...1000, "at least 2 folds") ?? 5,
      scheme: try members["scheme"]?.choice(of: FoldScheme.self) ?? .random,
      search: search == .grid
        ? .grid
        : .random(
          trials: try members["trials"]?.integer(in: 1...100_000, "a whole number from 1") ?? 20),
      isNested: try members["nested"]?.bool() ?? false,
      grid: try Self.grid(
        members.required("grid", "what to try for each hyperparameter"),
        allowsRanges: search == .random))
  }

  private static func grid(
    _ node: StudyNode, allowsRanges: Bool
  ) throws -> [TunedHyperparameter] {
    let grid = try node.members(
      Array(Set(ModelName.allCases.flatMap(\.hyperparameterNames))).sorted(),
      "what to try for each hyperparameter")
    guard !grid.names.isEmpty else { throw node.error("is empty; expected a hyperparameter") }
    return try grid.names.map { name in
      let node = try grid.required(name, "a list of values")
      if node.isMapping {
        guard allowsRanges else {
          throw node.error("is a range, which needs search: random; expected a list of values")
        }
        return TunedHyperparameter(name: name, range: try HyperparameterRange(node, of: name))
      }
      let values = try node.list("a list of values").map { try HyperparameterValue($0) }
      guard !values.isEmpty else { throw node.error("is empty; expected a list of values") }
      if let twice = values.indices.first(where: { values[..<$0].contains(values[$0]) }) {
        throw node.error(
          "names \(values[twice].shown) twice; expected values to try one after the other, each once "
            + "(a value that is a list stands in brackets of its own)")
      }
      return TunedHyperparameter(name: name, values: values)
    }
  }
}

extension HyperparameterRange {
  /// Reads `{ from, to, scale, step }`; whole numbers go in steps of 1 unless said otherwise.
  init(_ node: StudyNode, of name: String) throws {
    let members = try node.members(
      ["from", "to", "scale", "step"], "{ from: 0.001, to: 0.1, scale: log }")
    let from = try members.required("from", "a number").number(in: -1e12...1e12, "a number")
    let to = try members.required("to", "a number").number(in: -1e12...1e12, "a number")
    guard from < to else { throw node.error("expected from below to, found \(from) and \(to)") }
    let scale = try members["scale"]?.choice(of: Scale.self) ?? .linear
    guard scale == .linear || from > 0 else {
      throw node.error("expected from above 0 with scale: log, found \(from)")
    }
    let step = try members["step"]?.number(in: 1e-12...(to - from), "a number up to to - from")
    let isWhole = ModelName.allCases.contains { $0.wholeHyperparameterNames.contains(name) }
    self.init(from: from, to: to, scale: scale, step: step ?? (isWhole ? 1 : nil))
  }
}
