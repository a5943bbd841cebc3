import Susceptibility
import Testing

@Suite struct AxisScaleTests {
  @Test func ticksAreRoundAndCoverTheRange() {
    let scale = AxisScale((0.03, 0.97))
    #expect(scale.low == 0 && scale.high == 1)
    #expect(scale.ticks.map(scale.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
  }

  @Test func labelsHaveAsManyDecimalsAsTheStep() {
    let quarters = AxisScale((0, 1), count: 4)
    #expect(quarters.ticks.map(quarters.label) == ["0.00", "0.25", "0.50", "0.75", "1.00"])
    let thousands = AxisScale((0, 40_000), count: 4)
    #expect(thousands.ticks.map(thousands.label).last == "40\u{2009}000")
  }

  @Test func countsHaveWholeTicks() {
    for last in [1.0, 2, 7, 12, 60, 300] {
      let scale = AxisScale((1, last), extends: false, isWhole: true)
      #expect(scale.ticks.allSatisfy { $0 == $0.rounded() })
      #expect(scale.ticks.map(scale.label).allSatisfy { !$0.contains(".") })
    }
  }

  @Test(arguments: [
    (Double.nan, Double.nan), (1, 1), (0, 0), (-3, -3), (5, 2), (-.infinity, .infinity),
    (1e308, -1e308), (0, .leastNonzeroMagnitude), (1e15, 1e15 + 1),
  ])
  func anyRangeGivesAnAxis(low: Double, high: Double) {
    let scale = AxisScale((low, high))
    #expect(scale.low < scale.high)
    #expect(!scale.ticks.isEmpty && scale.ticks.count <= 51)
    #expect(scale.ticks.allSatisfy { !scale.label($0).isEmpty })
  }

  @Test func positionsRunFromStartToEnd() {
    let scale = AxisScale((0, 10))
    #expect(scale.position(0, from: 100, to: 0) == 100)
    #expect(scale.position(10, from: 100, to: 0) == 0)
    #expect(scale.position(.infinity, from: 100, to: 0) == 0)
    #expect(scale.position(.nan, from: 100, to: 0).isNaN)
  }
}

@Suite struct NumberTextTests {
  @Test func numbersAreReadable() {
    #expect(NumberText.fixed(0.8964, 3) == "0.896")
    #expect(NumberText.fixed(-0.0001, 3) == "0.000")
    #expect(NumberText.fixed(-12345.6, 1) == "−12\u{2009}345.6")
    #expect(NumberText.significant(1234.5) == "1234")
    #expect(NumberText.significant(0.012345) == "0.0123")
    #expect(NumberText.significant(2.50) == "2.5")
    #expect(NumberText.significant(0) == "0")
    #expect(NumberText.significant(1.5e-9) == "1.5e-09")
    #expect(NumberText.count(1_713_205) == "1\u{2009}713\u{2009}205")
    #expect(NumberText.percent(0.1234) == "12.3 %")
    #expect(NumberText.bytes(1_234_567) == "1.23 MB")
    #expect(NumberText.duration(7260) == "2.0 h")
  }

  @Test func undefinedNumbersHaveASignOfTheirOwn() {
    for value in [nil, Double.nan] {
      #expect(NumberText.fixed(value, 2) == "–")
      #expect(NumberText.significant(value) == "–")
      #expect(NumberText.percent(value) == "–")
    }
    #expect(NumberText.fixed(.infinity, 2) == "∞")
    #expect(NumberText.significant(-.infinity) == "−∞")
    #expect(NumberText.fixed(1e300, 3) == "1e+300")
  }
}

@Suite struct TextMeasureTests {
  @Test func longTextsGoOnSeveralLines() {
    let text = "Dolomite, quartzite, phyllite and marble of the valley"
    let lines = TextMeasure.lines(text, to: 150, atMost: 9)
    #expect(lines.count > 1 && lines.joined(separator: " ") == text)
    #expect(lines.allSatisfy { TextMeasure.width($0) <= 150 })
    #expect(TextMeasure.lines(text, to: 1e9, atMost: 2) == [text])
    #expect(TextMeasure.lines(text, to: .infinity, atMost: 1) == [text])
  }

  @Test(arguments: ["", "one", "a b", "Donaudampfschifffahrtsgesellschaft and more", "   "])
  func anyTextAndWidthGiveLines(text: String) {
    for limit in [-5.0, 0, 3, 60] {
      for count in 1...3 {
        let lines = TextMeasure.lines(text, to: limit, atMost: count)
        #expect(!lines.isEmpty && lines.count <= count)
      }
    }
    #expect(TextMeasure.lines("one two three", to: 30, atMost: 1).last?.hasSuffix("…") == true)
  }

  @Test func longTextsAreCut() {
    #expect(TextMeasure.truncated("slope", to: 200) == "slope")
    let cut = TextMeasure.truncated(String(repeating: "lithology ", count: 30), to: 100)
    #expect(cut.hasSuffix("…"))
    #expect(TextMeasure.width(cut) <= 100)
    #expect(TextMeasure.truncated("slope", to: 0) == "…")
  }
}

@Suite struct LineChartTests {
  @Test func pointsOnALineAreLeftOutAndCornersKept() {
    let points: [(x: Double, y: Double)] = [
      (0, 0), (1, 0), (2, 0), (3, 0), (3, 5), (3, 9), (.nan, 1), (4, 9),
    ]
    let thinned = LineChart.thinned(points)
    #expect(thinned.map(\.x) == [0, 3, 3, 4])
    #expect(thinned.map(\.y) == [0, 0, 9, 9])
  }
}

@Suite struct HTMLTextTests {
  @Test func markupBecomesText() {
    #expect(
      HTMLText.escaped("<script>alert('1 & \"2\"')</script>")
        == "&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)&lt;/script&gt;")
  }

  @Test func quotesBeforeCombiningAccentsAreEscapedToo() {
    #expect(HTMLText.escaped("\"\u{301} onload=") == "&quot;\u{301} onload=")
    #expect(HTMLText.escaped("<\u{338}b>") == "&lt;\u{338}b&gt;")
  }

  @Test func controlCharactersBecomeSpaces() {
    #expect(HTMLText.escaped("a\u{0}b\u{202E}c\n") == "a b c\n")
  }
}
