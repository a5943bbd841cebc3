import LearningCore
import Testing

@Suite struct FoldErrorTests {
  /// The first fold has the number 0 in the case, and is called fold 1.
  @Test(arguments: [
    (FoldError.oneClass(fold: 0, label: true), "all validation samples of fold 1 are landslides"),
    (.oneClassInTraining(fold: 1, label: false), "all training samples that fold 2 keeps"),
    (.noTraining(fold: 0), "fold 1 keeps no training sample"),
    (.sampleIndices(fold: 2), "fold 3 names a sample twice"),
    (.notFinite(sample: 0, x: .nan, y: 1), "sample 1 lies at (nan, 1.0)"),
    (.predictionPointNotFinite(point: 4, x: 0, y: .infinity), "prediction point 5 lies at"),
  ])
  func messagesCountFromOne(error: FoldError, beginning: String) {
    #expect(error.description.hasPrefix(beginning), "\(error)")
  }
}
