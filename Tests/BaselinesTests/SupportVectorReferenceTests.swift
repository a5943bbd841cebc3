import Baselines
import LearningCore
import TestSupport
import Testing

/// Against scikit-learn 1.9.1, values by Scripts/reference-values/support_vectors.py.
@Suite struct SupportVectorReferenceTests {
  private func check(
    _ machine: SupportVectorMachine, objective: Double, decisionValues: [Double]
  ) throws {
    var generator = SplitMix64(seed: 1)
    let samples = WholeNumberSamples.samples
    let model = try machine.fitted(
      to: samples, labels: WholeNumberSamples.labels, using: &generator)
    #expect(abs((model.fit?.dualObjective ?? .nan) / objective - 1) < 1e-5)
    let values = model.decisionValues(for: samples.selecting(Array(0..<8)))
    #expect(largestDifference(values, decisionValues) < 1e-4)
  }

  @Test func linear() throws {
    try check(
      SupportVectorMachine(
        penalty: 2, kernel: .linear, probabilityFolds: nil, standardizes: false, tolerance: 1e-7),
      objective: -19.107266435986162,
      decisionValues: [
        1.3508939800122022e-10, -1.0000000000548284, -1.0000000001605212, -0.9999999999986783,
        1.0000000000260931, 1.000000000187936, 1.000000000082243, -1.0767463309857561e-10,
      ])
  }

  @Test func polynomialWithACoefficient() throws {
    try check(
      SupportVectorMachine(
        kernel: .polynomial(degree: 3, gamma: .value(0.5), coefficient: 1), probabilityFolds: nil,
        standardizes: false, tolerance: 1e-7),
      objective: -7.841981129903279,
      decisionValues: [
        0.4732959192509146, -1.1422348474799302, -1.443393235195421, -1.0000000000100242,
        1.0000000000502134, 1.0041761748780205, 1.1394887819155592, -0.2413469994625223,
      ])
  }

  @Test func homogeneousPolynomialWithClassWeights() throws {
    try check(
      SupportVectorMachine(
        penalty: 4, kernel: .polynomial(degree: 2),
        classWeights: .weights(absence: 1, landslide: 3), probabilityFolds: nil,
        standardizes: false, tolerance: 1e-5),
      objective: -94.08375343193686,
      decisionValues: [
        1.038830154527047, 1.2295077048358019, 0.9896459714793134, 0.9896450773939733,
        0.9999997284371537, 1.000000710836642, 0.9999998791788023, 1.0388300882914252,
      ])
  }
}
