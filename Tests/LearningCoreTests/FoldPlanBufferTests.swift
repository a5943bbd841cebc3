import LearningCore
import Testing

@Suite struct FoldPlanBufferTests {
  /// Ten samples 10 m apart, landslides and absences in turn.
  private let line = (0..<10).map { (x: Double($0) * 10, y: 0.0) }
  private let labels = (0..<10).map { $0 % 2 == 0 }

  @Test func leaveOneOutKeepsItsDistance() throws {
    let plan = try FoldPlan.bufferedLeaveOneOut(
      coordinates: line, labels: labels, radiusInMeters: 20)
    #expect(plan.map(\.validation) == (0..<10).map { [$0] })
    #expect(plan[0].training == [3, 4, 5, 6, 7, 8, 9])
    #expect(plan[5].training == [0, 1, 2, 8, 9])
    #expect(plan.unusedSamples(inFold: 5) == [3, 4, 6, 7])
    let few = try FoldPlan.bufferedLeaveOneOut(
      coordinates: line, labels: labels, radiusInMeters: 0, validating: [9, 2])
    #expect(few.map(\.validation) == [[2], [9]])
    #expect(few[0].training == [0, 1, 3, 4, 5, 6, 7, 8, 9])
  }

  @Test func groupsAreHeldOutTogether() throws {
    let groups = [0, 1, 2, 3, 4, 5, 6, 7, 0, 9]
    let plan = try FoldPlan.bufferedLeaveOneOut(
      coordinates: line, labels: labels, groups: groups, radiusInMeters: 10, validating: [8])
    #expect(plan.folds == [Fold(training: [2, 3, 4, 5, 6], validation: [0, 8])])
  }

  @Test func anyPlanTakesABuffer() throws {
    var generator = SplitMix64(seed: 1)
    let coordinates = EvaluationSample.coordinates
    let labels = EvaluationSample.labels
    let plan = try FoldPlan.random(labels: labels, folds: 3, using: &generator)
    let apart = try plan.buffered(byMeters: 30, coordinates: coordinates, labels: labels)
    for (before, after) in zip(plan, apart) {
      #expect(after.validation == before.validation)
      let expected = before.training.filter { sample in
        before.validation.allSatisfy { other in
          let (a, b) = (coordinates[sample], coordinates[other])
          return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) > 900
        }
      }
      #expect(after.training == expected)
    }
    let nearest = try NearestNeighborDistances(validationOf: apart, coordinates: coordinates)
    #expect(nearest.quantile(0) > 30)
  }

  @Test func noTrainingWindowSharesACellWithATestWindow() throws {
    var generator = SplitMix64(seed: 2)
    let labels = (0..<300).map { $0 % 2 == 0 }
    let cells = (0..<300).map { _ in
      (row: generator.integer(below: 150), column: generator.integer(below: 150))
    }
    let plan = try FoldPlan.random(labels: labels, folds: 10, using: &generator)
    let purged = try plan.purged(windowSize: 13, cells: cells, labels: labels)
    for (fold, (before, after)) in zip(plan, purged).enumerated() {
      func overlaps(_ fold: Fold) throws -> Int {
        try overlappingWindowCount(
          validation: fold.validation.map { cells[$0] }, training: fold.training.map { cells[$0] },
          windowSize: 13)
      }
      #expect(try overlaps(before) > 0 && overlaps(after) == 0)
      // Nothing more is dropped than what overlaps.
      for sample in purged.unusedSamples(inFold: fold) {
        #expect(
          try overlappingWindowCount(
            validation: [cells[sample]], training: after.validation.map { cells[$0] },
            windowSize: 13) == 1)
      }
      #expect(after.validation == before.validation)
    }
  }

  @Test func whatIsLeftMustTrain() throws {
    #expect(throws: FoldError.noTraining(fold: 0)) {
      try FoldPlan.bufferedLeaveOneOut(coordinates: line, labels: labels, radiusInMeters: 200)
    }
    #expect(throws: FoldError.oneClassInTraining(fold: 0, label: false)) {
      try FoldPlan.bufferedLeaveOneOut(coordinates: line, labels: labels, radiusInMeters: 80)
    }
    for radius in [-1, .infinity] {
      #expect(throws: FoldError.radius(radius)) {
        try FoldPlan.bufferedLeaveOneOut(coordinates: line, labels: labels, radiusInMeters: radius)
      }
    }
    #expect(throws: FoldError.sampleIndices(fold: 0)) {
      try FoldPlan.bufferedLeaveOneOut(
        coordinates: line, labels: labels, radiusInMeters: 1, validating: [10])
    }
    #expect(throws: FoldError.tooFewSamples(label: true, found: 1, needed: 2)) {
      try FoldPlan.bufferedLeaveOneOut(
        coordinates: Array(line[..<3]), labels: [true, false, false], radiusInMeters: 1)
    }
    var broken = line
    broken[3].y = .infinity
    #expect(throws: FoldError.notFinite(sample: 3, x: 30, y: .infinity)) {
      try FoldPlan.bufferedLeaveOneOut(coordinates: broken, labels: labels, radiusInMeters: 1)
    }
    let split = try FoldPlan(
      folds: [Fold(training: [0, 1, 2, 3], validation: [4, 5])], sampleCount: 10)
    let cells = (0..<10).map { (row: 0, column: $0) }
    #expect(
      try split.purged(windowSize: 3, cells: cells, labels: labels)[0].training == [0, 1])
    #expect(throws: FoldError.noTraining(fold: 0)) {
      try split.purged(windowSize: 13, cells: cells, labels: labels)
    }
    #expect(throws: FoldError.windowSize(0)) {
      try split.purged(windowSize: 0, cells: cells, labels: labels)
    }
    #expect(throws: FoldError.inputCount(.cells, found: 3, samples: 10)) {
      try split.purged(windowSize: 3, cells: Array(cells[..<3]), labels: labels)
    }
    #expect(throws: FoldError.inputCount(.labels, found: 2, samples: 10)) {
      try split.buffered(byMeters: 1, coordinates: line, labels: [true, false])
    }
  }
}
