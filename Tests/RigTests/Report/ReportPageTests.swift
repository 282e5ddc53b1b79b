// The report page: well-formed, self-contained, harmless, in the reader's language, and not too large.

import Foundation
import FoundationXML
import Rig
import StepperCore
import Testing

@Suite("Report page")
struct ReportPageTests {
  private func input(_ points: Int = 4000, noisy: Bool = false) -> ReportInput {
    var record = MotionRecord()
    var state: UInt64 = 3
    for index in 0..<points {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let jump = noisy ? Double(state >> 40) / 16_777_216 * 200 : 0
      let turn = Double(index) * 0.01
      record.add(
        timeS: Double(index) * 0.001,
        position: Point(100 + 50 * cos(turn) + jump, 80 + 50 * sin(turn) - jump, -turn / 40),
        speedMmPerS: noisy ? jump : 20 + 10 * sin(turn), cutting: index > 100, line: UInt32(index))
    }
    var summary = SummaryTests.empty()
    summary.machineSeconds = 3723
    summary.path.lengthMm = 12_345.6
    summary.traceHash = 0x1234
    summary.axes.x.steps = 15163
    summary.axes.x.peakVelocityMmPerS = 60
    summary.axes.x.limitVelocityMmPerS = 80
    return ReportInput(
      summary: summary, record: record, boardTitle: "Small wood router",
      travel: Box(least: Point(0, 0, -60), greatest: Point(300, 200, 0)), workOffset: Point(40, 20, 0),
      stock: Box(least: Point(40, 20, -18), greatest: Point(160, 140, 0)))
  }

  private func isWellFormed(_ text: String) -> Bool {
    XMLParser(data: Data(text.utf8)).parse()
  }

  @Test("the page and the pictures are well-formed in every language and for every result")
  func wellFormed() {
    for language in [Language.en, .fr, .wo] {
      for result in Summary.Outcome.allCases {
        var input = input()
        input.language = language
        input.summary.result = result
        input.summary.alarm = .init(code: "hard_limit", line: 3, axis: "y", positionMm: 1, message: "y < 2 & so on")
        input.warnings = [.init(line: 5, text: .toolLengthMissing(tool: 2)), .init(line: nil, text: .coolantMissing)]
        #expect(isWellFormed(reportHTML(input)))
        #expect(isWellFormed(toolpathSVG(input)))
        #expect(isWellFormed(toolpathSVG(input, view: .front)))
      }
    }
  }

  @Test("names that strangers chose are shown as text, never run")
  func escaping() {
    let evil = "<script>alert(1)</script>\"'&\u{202E}\u{1B}[31m\u{0}]]>--><!--"
    var input = input()
    input.jobName = evil
    input.boardTitle = evil
    input.summary.board = evil
    input.summary.rigctl = evil
    input.summary.motors = [.init(name: evil)]
    input.summary.alarm = .init(code: "x", message: evil)
    input.warnings = [.init(line: 1, text: Phrase(en: "--\"><img src=x onerror=alert(1)> \(evil)", fr: evil))]
    let page = reportHTML(input)
    #expect(isWellFormed(page))
    #expect(!page.contains("<script"))
    #expect(!page.contains("<img"))
    #expect(!page.unicodeScalars.contains("\u{202E}"))
    #expect(!page.unicodeScalars.contains("\u{1B}"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(isWellFormed(toolpathSVG(input)))
    #expect(!toolpathSVG(input).contains("<script"))
  }

  @Test("the page asks nothing of any network, and the same run gives the same bytes")
  func selfContained() {
    let page = reportHTML(input())
    let links = page.replacingOccurrences(of: "http://www.w3.org/1999/xhtml", with: "")
    for reference in ["http:", "https:", "src=", "href=", "url(", "@import"] {
      let isThere = links.contains(reference)
      #expect(!isThere, "\(reference)")
    }
    let isSame = page == reportHTML(input())
    #expect(isSame)
  }

  @Test("French pages speak French and write French figures")
  func french() {
    var input = input()
    input.language = .fr
    input.startedAt = Date(timeIntervalSince1970: 1_772_460_300)
    input.timeZone = TimeZone(secondsFromGMT: 3600) ?? .current
    let page = reportHTML(input)
    for text in [
      "lang=\"fr\"", "Terminé", "Trajet vu de dessus", "Vitesse au fil du temps", "15\u{A0}163", "12,3",
      "1\u{A0}h 02\u{A0}min 03\u{A0}s", "2 mars 2026, 15\u{A0}h\u{A0}05", "machine simulée",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("Completed"))
  }

  @Test("a peak is shown against its limit, and a peak over it stands out")
  func limits() {
    var input = input()
    #expect(reportHTML(input).contains("<small>75%</small>"))
    #expect(!reportHTML(input).contains("class=\"over\""))
    input.summary.axes.x.peakVelocityMmPerS = 90
    #expect(reportHTML(input).contains("<td class=\"over\">"))
  }

  @Test("a run that never moved gives a page that says so")
  func noMotion() {
    var input = input(0)
    input.travel = nil
    input.stock = nil
    let page = reportHTML(input)
    #expect(page.contains("The machine did not move."))
    #expect(isWellFormed(page))
    #expect(isWellFormed(toolpathSVG(input)))
  }

  @Test("a motion along one axis only, or far away, still gives a picture")
  func degenerate() {
    for end in [Point(0, 0, 5), Point(0, 80, 0), Point(1e6, 0, 0), Point(1e-6, 0, 0), Point(-1e12, 1e12, -1e12)] {
      var record = MotionRecord()
      record.add(timeS: 0, position: .zero, speedMmPerS: 0, cutting: true, line: 1)
      record.add(timeS: 1, position: end, speedMmPerS: 10, cutting: true, line: 1)
      var input = input(0)
      input.record = record
      #expect(isWellFormed(reportHTML(input)))
    }
  }

  @Test("sixty thousand points of pure noise stay under two megabytes")
  func size() {
    let input = input(59_000, noisy: true)
    #expect(input.record.points.count > 50_000)
    #expect(reportHTML(input).utf8.count < 2_000_000)
  }

  @Test("a list of thousands of warnings is cut, and says how many are missing")
  func manyWarnings() {
    var input = input()
    input.warnings = (1...5000).map { .init(line: $0, text: .pausePassed) }
    let page = reportHTML(input)
    #expect(page.contains("and 4,800 more warnings"))
    #expect(page.utf8.count < 400_000)
  }
}
