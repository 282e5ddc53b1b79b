// JUnit files: what stands in them, that other programs read them, and that they come back as they were.

import Foundation
import Rig
import Testing

@Suite("JUnit files")
struct JUnitTests {
  /// Names that break XML, terminals and shells.
  static let nasty = [
    "plain", "<tag attr=\"x\">", "a & b &amp; c", "]]>", "quote ' and \"", "line\nfeed\r\nand\ttab",
    "nul\u{0}and\u{1B}[31m",
    "\u{FFFE}\u{FFFF}", "\u{7F}\u{85}", "é̈ ;\u{301} &\u{308}", "日本語 🛠️", "\u{202E}right to left", " spaces ", "",
    "&#0;", "<!-- comment -->", "<![CDATA[x]]>", "%s\\n",
  ]

  private static func nastyCases() -> [TestCase] {
    nasty.enumerated().map { number, name in
      let verdict: TestOutcome.Verdict =
        switch number % 4 {
        case 0: .failed([TestFixture.phrase(name), TestFixture.phrase("second: " + name)])
        case 1: .broken(TestFixture.phrase(name))
        case 2: .skipped(TestFixture.phrase(name))
        default: .passed
        }
      return TestFixture.testcase("\(number) \(name)", name: "\(number) \(name)", group: name, verdict)
    }
  }

  /// What XML 1.0 cannot hold becomes U+FFFD.
  private static func kept(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isLost = scalar.value < 0x20 && !"\t\n\r".unicodeScalars.contains(scalar)
          return isLost || scalar.value == 0xFFFE || scalar.value == 0xFFFF ? "\u{FFFD}" : scalar
        }))
  }

  @Test("every name and message, however strange, comes back from the file as it was, but for what XML cannot hold")
  func roundTrip() throws {
    let report = try TestFixture.report(Self.nastyCases(), seed: 7)
    let back = try JUnitReport(xml: Array(report.xml.utf8))
    #expect(back.cases.map { Array($0.group.utf8) } == Self.nasty.map { Array(Self.kept($0).utf8) })
    #expect(back.cases.map(\.place) == Array(Self.nasty.indices))
    #expect(back[property: "seed"] == "7")
    guard case .failed(let message, let text) = back.cases[4].verdict else {
      Issue.record("\(back.cases[4].verdict)")
      return
    }
    #expect(message == Self.nasty[4] && text == "\(Self.nasty[4])\nsecond: \(Self.nasty[4])")
    // Written once more it is the same file, to the byte.
    #expect(back.xml == report.xml)
  }

  @Test("xmllint finds the file well-formed and in the layout of the schema")
  func schema() throws {
    let folder = try TestFolder()
    let empty = try #require(Shard("5/5"))
    let reports = [
      try TestFixture.report(Self.nastyCases(), seed: 7), try TestFixture.report(TestFixture.mixed(40)),
      try TestFixture.report(TestFixture.mixed(3), shard: empty),
    ]
    for (number, report) in reports.enumerated() {
      let file = try folder.write("\(number).xml", report.xml)
      let lint = try TestFixture.output(of: "xmllint", ["--noout", "--schema", TestFixture.schema, file])
      #expect(lint.code == 0, "\(lint.text)")
    }
    // The schema is one that can say no.
    let wrong = try folder.write("wrong.xml", reports[1].xml.replacingOccurrences(of: " name=\"case 3\"", with: ""))
    #expect(try TestFixture.output(of: "xmllint", ["--noout", "--schema", TestFixture.schema, wrong]).code != 0)
  }

  @Test("Python's XML reader finds the same cases, verdicts and counts")
  func python() throws {
    let folder = try TestFolder()
    let report = try TestFixture.report(TestFixture.mixed(40))
    let file = try folder.write("r.xml", report.xml)
    let script = """
      import sys, xml.etree.ElementTree as E
      root = E.parse(sys.argv[1]).getroot()
      print(root.get("tests"), root.get("failures"), root.get("errors"))
      for suite in root:
          cases = suite.findall("testcase")
          print(suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("errors"), suite.get("skipped"))
          assert len(cases) == int(suite.get("tests"))
          for key in ("failure", "error", "skipped"):
              print(key, len([c for c in cases if c.find(key) is not None]))
          print(cases[0].get("classname"), cases[0].get("name"), cases[0].find("system-out").text.split("\\n")[1:3])
      """
    let said = try TestFixture.output(of: "python3", ["-c", script, file])
    #expect(said.code == 0)
    // 40 cases in turns of seven: number 3 fails, number 5 is broken, number 6 skipped.
    #expect(said.text.hasPrefix("40 6 5\ngroup 0 14 "), "\(said.text)")
    #expect(
      said.text.contains(
        "group 0 case 0 ['command: rigctl test files/0.scenario.yaml', 'trace_hash: 0123456789abcdef']"))
  }

  @Test("seconds are written without exponent, separator or sign, whatever they are")
  func seconds() throws {
    var report = try TestFixture.report(TestFixture.mixed(1))
    for (seconds, text) in [
      (0.0, "0.000"), (1e-9, "0.000"), (0.0015, "0.002"), (59.9996, "60.000"), (123_456.7, "123456.700"), (-1, "0.000"),
      (.nan, "0.000"), (.infinity, "0.000"),
    ] {
      report.cases[0].seconds = seconds
      #expect(report.xml.contains("name=\"case 0\" time=\"\(text)\""), "\(seconds)")
    }
  }

  @Test("what is no report of this command is told with what is wrong with it, and never traps")
  func strange() throws {
    let good = try TestFixture.report(TestFixture.mixed(5)).xml
    let strange = [
      "", " ", "<", "<a", "<a>", "<a></b>", "<a b=c/>", "<a b='1' b='2'/>", "<a>&nbsp;</a>", "<a>&#0;</a>", "<a/><b/>",
      "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<html/>", "<testsuites/>",
      "<testsuites><testsuite name=\"x\" tests=\"0\" failures=\"0\" errors=\"0\"/></testsuites>",
      good.replacingOccurrences(of: "name=\"places\"", with: "name=\"other\""),
      good.replacingOccurrences(of: "value=\"0 3\"", with: "value=\"0\""),
      good.replacingOccurrences(of: "value=\"0 3\"", with: "value=\"0 x\""),
      String(repeating: "<a>", count: 100_000), String(good.dropLast(20)),
    ]
    for text in strange {
      #expect(throws: JUnitReadError.self, "\(text.prefix(80))") { try JUnitReport(xml: Array(text.utf8)) }
    }
    do throws(JUnitReadError) {
      _ = try JUnitReport(xml: Array("<testsuites>\n<testsuite>\n</wrong>".utf8))
      Issue.record("taken")
    } catch {
      #expect(error.line == 3 && error.what.contains("</wrong>"))
    }
    // Every beginning of a good file is either refused, or all of it.
    let bytes = Array(good.utf8)
    for count in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(throws: JUnitReadError.self) { try JUnitReport(xml: Array(bytes[..<count])) }
    }
  }
}
