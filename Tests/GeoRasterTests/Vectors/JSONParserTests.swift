import Foundation
import Testing

@testable import GeoRaster

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONParser.parse(Data(text.utf8), source: "a.json")
  }

  @Test func readsEveryKindOfValueInOrder() throws {
    let value = try parse(
      "\u{FEFF} {\"b\": [1, -2.5e3, true, false, null], \"a\": {\"x\": \"\"}, \"b\": 2}\n")
    guard case .object(let members) = value else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.name) == ["b", "a", "b"])
    #expect(value["b"] == .array([.number(1), .number(-2500), .bool(true), .bool(false), .null]))
    #expect(value["a"]?["x"]?.string == "" && value["c"] == nil)
    #expect(try parse("[]") == .array([]) && parse("{}") == .object([]))
  }

  @Test(arguments: [
    "3818521.1677551907", "348623.23759999877", "0.1", "1e22", "9007199254740993", "5e-324",
    "123456789012345678901234567890", "-0.30000000000000004", "1.7976931348623157e308",
  ])
  func numbersAreCorrectlyRounded(text: String) throws {
    #expect(try parse(text).number == Double(text))
  }

  @Test func textsAreUnescaped() throws {
    let text = #""\"\\\/\b\f\n\r\t\u00e9\uD83C\uDF0D滑坡""#
    #expect(try parse(text).string == "\"\\/\u{8}\u{C}\n\r\té🌍滑坡")
    let awkward = JSONValue.string("a\"\\\n\u{1}\u{1F}é🌍")
    #expect(try parse(awkward.text) == awkward)
    let value = JSONValue.object([
      .init(name: "k", value: .array([.number(1.0 / 3), .null, .bool(true)]))
    ])
    #expect(try parse(value.text) == value)
    #expect(JSONValue.number(.nan).text == "null" && JSONValue.number(3).text == "3")
  }

  @Test(arguments: [
    ("", 1), ("{", 1), ("[1,\n2", 2), ("{\"a\"\n:\n1 2}", 3), ("tru", 1), ("[1,]", 1), ("{a:1}", 1),
    ("\"a", 1), ("\"\\x\"", 1), ("\"\\u12\"", 1), ("\"\\uD800\"", 1), ("\"\\uDC00\"", 1),
    ("1 1", 1),
    ("--1", 1), ("1.2.3", 1), ("nan", 1), (String(repeating: "[", count: 100_000), 1),
    (String(repeating: "{\"a\":", count: 100_000), 1),
  ])
  func mistakesThrowWithTheLine(text: String, line: Int) {
    do {
      _ = try parse(text)
      Issue.record("no error")
    } catch GeoRasterError.malformed("a.json", "line \(line)", _, _) {
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func bytesThatAreNoTextThrow() {
    #expect(throws: GeoRasterError.self) {
      try JSONParser.parse(Data([34, 0xC3, 0x28, 34]), source: "a")
    }
  }
}
