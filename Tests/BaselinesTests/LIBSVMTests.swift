import Baselines
import Foundation
import LearningCore
import TestSupport
import Testing

@Suite struct LIBSVMTests {
  private static let queries = WholeNumberSamples.samples.selecting([16, 17, 18, 19])

  private func machine(_ estimator: SupportVectorMachine) throws -> SupportVectorMachineModel {
    var generator = SplitMix64(seed: 1)
    return try estimator.fitted(
      to: WholeNumberSamples.samples, labels: WholeNumberSamples.labels, using: &generator)
  }

  @Test(arguments: LIBSVMModelFile.all) func modelsOfLIBSVMDecideTheSame(file: LIBSVMModelFile)
    throws
  {
    // The RBF model decides for its label 0.
    let sign = file.text.contains("label 0 1") ? -1.0 : 1.0
    for text in [file.text, file.text.replacingOccurrences(of: "\n", with: "\r\n")] {
      let model = try SupportVectorMachineModel(libsvm: text, columns: 3)
      let values = model.decisionValues(for: Self.queries)
      #expect(largestDifference(values, file.decisionValues.map { sign * $0 }) < 1e-6)
      #expect(
        largestDifference(model.probabilities(for: Self.queries), file.probabilities) < 1e-6)
      #expect(model.fit == nil)
      let data = try JSONEncoder().encode(model)
      #expect(try JSONDecoder().decode(SupportVectorMachineModel.self, from: data) == model)
    }
  }

  @Test func theOtherLabelTurnsAModelRound() throws {
    let text = LIBSVMModelFile.polynomial.text
    let model = try SupportVectorMachineModel(libsvm: text)
    let turned = try SupportVectorMachineModel(libsvm: text, landslideLabel: -1)
    #expect(
      largestDifference(
        turned.decisionValues(for: Self.queries),
        model.decisionValues(for: Self.queries).map { -$0 }) < 1e-12)
    #expect(
      largestDifference(
        turned.probabilities(for: Self.queries),
        model.probabilities(for: Self.queries).map { 1 - $0 }) < 1e-12)
  }

  /// Machines that are written as they are, and such that need their ranges: samples scaled by them decide the same.
  @Test(arguments: [
    (Kernel.linear, true), (.linear, false), (.radialBasis(gamma: .scale), false),
    (.radialBasis(gamma: .scale), true), (.polynomial(degree: 2, coefficient: 1), false),
    (.polynomial(degree: 2, coefficient: 1), true),
  ]) func writtenMachinesDecideTheSame(kernel: Kernel, standardizes: Bool) throws {
    let model = try machine(SupportVectorMachine(kernel: kernel, standardizes: standardizes))
    let files = LIBSVMFiles(model)
    #expect((files.ranges != nil) == (standardizes && kernel != .linear))
    var samples = Self.queries
    if let ranges = files.ranges {
      let lines = ranges.split(separator: "\n")
      #expect(lines.prefix(2) == ["x", "-1 1"])
      for line in lines.dropFirst(2) {
        let numbers = line.split(separator: " ").compactMap { Double($0) }
        let column = Int(numbers[0]) - 1
        for row in 0..<samples.rows {
          // What svm-scale does.
          samples[row, column] = Float(
            -1 + 2 * (Double(samples[row, column]) - numbers[1]) / (numbers[2] - numbers[1]))
        }
      }
    }
    let read = try SupportVectorMachineModel(libsvm: files.model, columns: 3)
    #expect(
      largestDifference(read.decisionValues(for: samples), model.decisionValues(for: Self.queries))
        < 1e-5)
    #expect(read.probabilityScaling == model.probabilityScaling)
    if files.ranges == nil && kernel != .linear {
      #expect(LIBSVMFiles(read).model == files.model, "writing what was read changes nothing")
    }
  }

  private func expectError(
    _ expected: LIBSVMError, _ change: (inout String) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var text = LIBSVMModelFile.radialBasis.text
    change(&text)
    #expect(throws: expected, sourceLocation: sourceLocation) {
      try SupportVectorMachineModel(libsvm: text)
    }
  }

  private func replaced(_ part: String, _ other: String) -> (inout String) -> Void {
    { $0 = $0.replacingOccurrences(of: part, with: other) }
  }

  @Test func brokenFilesAreNamed() {
    expectError(.missing(key: "SV")) { $0 = "" }
    expectError(.missing(key: "gamma"), replaced("gamma 0.5\n", ""))
    expectError(
      .unsupported(
        key: "kernel_type", value: "sigmoid", expected: "linear or polynomial or rbf"),
      replaced("kernel_type rbf", "kernel_type sigmoid"))
    expectError(
      .unsupported(key: "svm_type", value: "epsilon_svr", expected: "c_svc or nu_svc"),
      replaced("c_svc", "epsilon_svr"))
    expectError(
      .unsupported(key: "nr_class", value: "3", expected: "2"), replaced("nr_class 2", "nr_class 3")
    )
    expectError(.labels(found: [0, 2], landslide: 1), replaced("label 0 1", "label 0 2"))
    expectError(.labels(found: [1, 1], landslide: 1), replaced("label 0 1", "label 1 1"))
    expectError(
      .line(number: 3, text: "gamma nan", expected: "gamma and a finite number"),
      replaced("gamma 0.5", "gamma nan"))
    expectError(
      .line(number: 10, text: "nr_sv 5 7", expected: "nr_sv and two numbers that add up to 11"),
      replaced("nr_sv 5 6", "nr_sv 5 7"))
    expectError(
      .supportVectorCount(found: 11, expected: 9_000_000_000_000),
      {
        $0 = $0.replacingOccurrences(of: "total_sv 11", with: "total_sv 9000000000000")
          .replacingOccurrences(of: "nr_sv 5 6", with: "nr_sv 8999999999999 1")
      })
    expectError(
      .line(
        number: 12, text: "3 2:-0.625 1:-1 3:-0.25",
        expected: "indices from 1 in rising order, found 1"),
      replaced("3 1:-1 2:-0.625 3:-0.25", "3 2:-0.625 1:-1 3:-0.25"))
    expectError(
      .line(
        number: 12, text: "3 0:-1", expected: "indices from 1 in rising order, found 0"),
      replaced("3 1:-1 2:-0.625 3:-0.25", "3 0:-1"))
    expectError(
      .line(
        number: 12, text: "3 1:inf", expected: "index:value with a finite value, found 1:inf"),
      replaced("3 1:-1 2:-0.625 3:-0.25", "3 1:inf"))
    expectError(
      .line(number: 12, text: "nan 1:1", expected: "a finite coefficient first"),
      replaced("3 1:-1 2:-0.625 3:-0.25", "nan 1:1"))
    expectError(
      .tooLarge(supportVectors: 11, columns: 4_000_000_000),
      replaced("3 1:-1 2:-0.625 3:-0.25", "3 4000000000:1"))
    #expect(throws: LIBSVMError.column(index: 3, columns: 2)) {
      try SupportVectorMachineModel(libsvm: LIBSVMModelFile.linear.text, columns: 2)
    }
  }

  /// Files cut off anywhere, and files with one character changed, are read or give an error; nothing traps.
  @Test func damagedFilesNeverTrap() {
    var generator = SplitMix64(seed: 6)
    let bytes = Array(LIBSVMModelFile.radialBasis.text.utf8)
    var read = 0
    func check(_ bytes: [UInt8]) {
      do {
        let model = try SupportVectorMachineModel(libsvm: String(decoding: bytes, as: UTF8.self))
        #expect(model.decisionValues(for: Matrix(rows: 1, columns: model.columns))[0].isFinite)
        read += 1
      } catch {
        #expect(error is LIBSVMError, "\(error)")
      }
    }
    for count in bytes.indices { check(Array(bytes[..<count])) }
    // Only the last line can be cut without loss that shows.
    #expect(read <= 40)
    for _ in 0..<1_000 {
      var damaged = bytes
      damaged[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
        in: 0...255, using: &generator)
      check(damaged)
    }
  }
}
