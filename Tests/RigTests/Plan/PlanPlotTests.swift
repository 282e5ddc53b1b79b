// The picture of a plan, as a browser reads it.

import Foundation
import FoundationXML
import Rig
import Seeded
import StepperCore
import Testing

@Suite("plan --plot")
struct PlanPlotTests {
  /// Every piece of text in a picture; nil where it is no XML.
  private final class Texts: NSObject, XMLParserDelegate {
    var texts: [String] = []
    var paths = 0
    private var current = ""

    static func of(_ svg: String) -> Texts? {
      let parser = XMLParser(data: Data(svg.utf8))
      let texts = Texts()
      parser.delegate = texts
      return parser.parse() ? texts : nil
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      current = ""
      if name == "path" { paths += 1 }
    }
    func parser(_ parser: XMLParser, foundCharacters string: String) { current += string }
    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      texts.append(current)
      current = ""
    }
  }

  @Test("shows speed, the acceleration of each axis with its limits, and the lines of the job")
  func panels() throws {
    let plan = try PlannedJob(MotionProfileTests.job, on: BoardFixture.load("reference-3axis"))
    let texts = try #require(Texts.of(plan.plot))
    for text in ["limit 500", "limit −500", "limit 200", "limit −200", "job.nc"] {
      #expect(texts.texts.contains(text), "\(text)")
    }
    #expect(texts.texts.filter { $0.hasPrefix("mm/s²") }.count == 3)
    #expect(plan.plot.contains("Speed over time") && plan.plot.contains("Speed over the lines of the job"))
    #expect(texts.paths >= 5 * 2 + 2 + 6)
  }

  @Test("speaks French where the terminal does")
  func french() throws {
    let plan = try PlannedJob(
      MotionProfileTests.job, on: BoardFixture.load("reference-3axis"), language: .fr)
    #expect(plan.plot.contains("Vitesse au fil du temps"))
    #expect(plan.plot.contains("limite 500"))
  }

  @Test("a name that is markup is shown and not obeyed")
  func hostileName() throws {
    let name = "<script>&\"x'.nc"
    let plan = try PlannedJob("G0 X5\n", on: BoardFixture.load("reference-3axis"), named: name)
    #expect(!plan.plot.contains("<script"))
    let texts = try #require(Texts.of(plan.plot))
    #expect(texts.texts.contains(name))
  }

  @Test("stays below a megabyte however long and busy the job is")
  func bounded() throws {
    var random = SplitMix64(seed: 5)
    var job = "G21 G90 G64 F4000\n"
    for _ in 0..<20_000 {
      job += "G1 X\(Int.random(in: 0..<200, using: &random)) Y\(Int.random(in: 0..<200, using: &random))\n"
    }
    let board = try BoardFixture.load("reference-3axis")
    let folder = NSTemporaryDirectory() + "rig-plot-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try job.write(toFile: folder + "/job.nc", atomically: true, encoding: .utf8)
    var files = PlanFiles()
    files.plotPath = folder + "/plot.svg"
    var run = try PlannedRun(try JobFile(folder + "/job.nc"), board: board, options: RunOptions(), files: files)
    #expect(try run.run().summary.machineSeconds ?? 0 > 3600)
    let svg = try String(contentsOfFile: folder + "/plot.svg", encoding: .utf8)
    #expect(svg.utf8.count < 1_000_000)
    #expect(Texts.of(svg) != nil)
  }
}
