import NeuralCore
import TestSupport
import Testing

@Suite struct SoftmaxCrossEntropyTests {
  @Test func extremeLogitsAreSafe() {
    let result = SoftmaxCrossEntropy().mean(
      [1e30, -1e30, -1e30, 1e30], labels: [0, 1], classes: 2)
    #expect(result.loss == 0)
    #expect(result.gradient == [0, 0, 0, 0])
    #expect(SoftmaxCrossEntropy().losses([1000, -1000], labels: [1], classes: 2) == [2000])
  }

  @Test func classWeightsScaleTheMean() {
    // Losses ln 2 each; weights 1 and 3: the mean stays, gradients are shared 1 to 3.
    let loss = SoftmaxCrossEntropy(classWeights: [1, 3])
    let result = loss.mean([0, 0, 0, 0], labels: [0, 1], classes: 2)
    #expect(abs(result.loss - 0.6931471805599453) < 1e-12)
    #expect(result.gradient == [-0.125, 0.125, 0.375, -0.375])
  }

  @Test func noWeightGivesNoLoss() {
    let result = SoftmaxCrossEntropy(classWeights: [0, 1]).mean([0, 0], labels: [0], classes: 2)
    #expect(result.loss.isNaN)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithPyTorch() throws {
    for example in try ReferenceData.golden("softmax_cross_entropy")["cases"].elements {
      let name = example["case"].string ?? ""
      let (logits, labels) = (example["logits"].floats, example["labels"].ints)
      let classes = example["logits"].shape[1]
      let loss = SoftmaxCrossEntropy()
      let result = loss.mean(logits, labels: labels, classes: classes)
      let expected = try #require(example["loss_mean"].double)
      #expect(abs(result.loss - expected) <= 1e-9 * max(1, expected), "\(name)")
      #expect(
        relativeDifference(result.gradient, example["grad_logits_mean"].doubles) < 1e-6, "\(name)")
      #expect(
        largestDifference(
          loss.losses(logits, labels: labels, classes: classes),
          example["loss_per_sample"].doubles) < 1e-9, "\(name)")
      #expect(
        largestDifference(
          SoftmaxCrossEntropy.probabilities(logits, classes: classes),
          example["softmax"].doubles) < 1e-12, "\(name)")
      #expect(
        largestDifference(
          SoftmaxCrossEntropy.logProbabilities(logits, classes: classes),
          example["log_softmax"].doubles) < 1e-9, "\(name)")
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func singleLogitAgreesWithPyTorch() throws {
    for example in try ReferenceData.golden("softmax_cross_entropy")["bce_with_logits"].elements {
      let (logits, target) = (example["logits"].doubles, try #require(example["target"].double))
      #expect(
        largestDifference(
          logits.map(BinaryCrossEntropy.probability), example["sigmoid"].doubles) < 1e-12)
      #expect(
        largestDifference(
          logits.map { BinaryCrossEntropy.loss($0, target: target) },
          example["loss_per_sample"].doubles) < 1e-12)
      #expect(
        largestDifference(
          logits.map { BinaryCrossEntropy.gradient($0, target: target) },
          example["grad_logits_sum"].doubles) < 1e-12)
    }
  }
}
