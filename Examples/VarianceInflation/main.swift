import FactorAnalysis
import Foundation

// The paper's limit: a factor is suspect when its VIF is above 10 (its tolerance below 0.1).
let maximum = 10.0

/// Reads a CSV file of numbers: a name for each column in the first line, a sample in each line after it.
func readColumns(of file: URL) throws -> (names: [String], columns: [[Double]]) {
  let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  let names = (lines.first ?? []).map(String.init)
  var columns = names.map { _ in [Double]() }
  for line in lines.dropFirst() {
    for index in names.indices {
      let field = index < line.count ? line[index].trimmingCharacters(in: .whitespaces) : ""
      columns[index].append(Double(field) ?? .nan)
    }
  }
  return (names, columns)
}

func printTable(_ factors: [Multicollinearity.Factor]) {
  print("factor".padding(toLength: 24, withPad: " ", startingAt: 0) + "tolerance       VIF")
  for factor in factors {
    let numbers = String(format: "%9.4f %9.3f", factor.tolerance, factor.varianceInflationFactor)
    print(factor.name.padding(toLength: 24, withPad: " ", startingAt: 0) + numbers)
  }
}

do {
  let bundled = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("factors.csv")
  let file = CommandLine.arguments.dropFirst().first.map { URL(fileURLWithPath: $0) } ?? bundled
  let (names, columns) = try readColumns(of: file)
  let analysis = try Multicollinearity(columns, names: names)
  printTable(analysis.factors)
  let (kept, removed) = try analysis.removingWorst(maximum: maximum)
  guard !removed.isEmpty else { exit(0) }
  print("\nwithout \(removed.map(\.name).joined(separator: ", ")):")
  printTable(kept.factors)
} catch let error as CocoaError {
  FileHandle.standardError.write(Data("VarianceInflation: \(error.localizedDescription)\n".utf8))
  exit(1)
} catch {
  FileHandle.standardError.write(Data("VarianceInflation: \(error)\n".utf8))
  exit(1)
}
