// Findings on a real board's wires, as sentences, JSON and picture.

import Foundation
import Rig
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Words and picture of a loopback test")
struct LoopbackWordsTests {
  /// Outputs of the router: step_x on pin 11, dir_x on pin 13; inputs: limit_x_min on pin 29, limit_x_max on pin 31.
  private static func result(_ findings: (LoopbackPlan) -> [LoopbackFinding]) throws -> LoopbackResult {
    let text =
      try BoardFixture.text("pi4-router-tb6600")
      + "\njumpers: [{from: step_x, to: limit_x_min}, {from: dir_x, to: limit_x_max}, {from: step_y, to: probe}]\n"
    let (board, _) = try BoardFixture.read(text)
    let plan = LoopbackPlan(board)
    try #require(plan.jumpers.count == 3)
    return LoopbackResult(board: board, plan: plan, findings: findings(plan), settleMs: 5, slowestMs: 0.25)
  }

  /// One finding of every kind on the wires of the first two jumpers.
  private static func finding(_ kind: LoopbackFinding.Kind, _ plan: LoopbackPlan) -> LoopbackFinding {
    let first = plan.jumpers[0], second = plan.jumpers[1]
    switch kind {
    case .open: return .open(first)
    case .swapped: return .swapped(first, second)
    case .wrongInput: return .wrongInput(output: first.output, found: second.input, missing: first.input)
    case .wrongOutput: return .wrongOutput(input: first.input, found: second.output, missing: first.output)
    case .short: return .short(outputs: [first.output, second.output], inputs: [])
    case .unlisted: return .unlisted(LoopbackJumper(output: first.output, input: second.input))
    case .stuckHigh: return .stuckHigh(first)
    case .stuckLow: return .stuckLow(first)
    case .unsteady: return .unsteady(first)
    }
  }

  @Test("good wiring is said to be good, with what was not tested", arguments: [Language.en, .fr])
  func good(_ language: Language) throws {
    let result = try Self.result { _ in [] }
    let text = result.text(in: language)
    #expect(text.contains(language == .en ? "All 3 jumpers are good" : "Les 3 ponts sont bons"))
    let rows = text.split(separator: "\n")
    let good = language == .en ? "good" : "bon"
    #expect(rows.contains { $0.hasPrefix("step_x") && $0.contains("11") && $0.contains("29") && $0.hasSuffix(good) })
    #expect(rows.contains { $0.hasPrefix("step_z") && $0.contains(language == .en ? "not tested" : "non essayé") })
    #expect(result.exit == .done)
  }

  @Test(
    "every finding names its wires with line and pin, in English and in French",
    arguments: LoopbackFinding.Kind.allCases)
  func sentences(_ kind: LoopbackFinding.Kind) throws {
    let result = try Self.result { [Self.finding(kind, $0)] }
    #expect(result.exit == .notDone)
    let finding = try #require(result.findings.first)
    let english = result.text(in: .en), french = result.text(in: .fr)
    #expect(english != french)
    for output in finding.outputs {
      let wire = result.board.outputs[output]
      let pin = try #require(wire.line.offset.flatMap(PiHeader.pin(ofGPIO:)))
      #expect(english.contains("\(wire.name) (\(wire.line.text), pin \(pin))"), "\(english)")
      #expect(french.contains("\(wire.name) (\(wire.line.text), broche \(pin))"), "\(french)")
    }
    for input in finding.inputs {
      #expect(english.contains("\(result.board.inputs[input].name) ("), "\(english)")
      #expect(french.contains("\(result.board.inputs[input].name) ("), "\(french)")
    }
  }

  @Test("the JSON has a verdict for every output, and each finding's kind and wires")
  func json() throws {
    let result = try Self.result { [.swapped($0.jumpers[0], $0.jumpers[1])] }
    let data = Data(result.json.text.utf8)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(json["good"] as? Bool == false)
    let wires = try #require(json["wires"] as? [[String: Any]])
    #expect(wires.count == result.board.outputs.count)
    var verdicts: [String: String] = [:]
    for wire in wires {
      let output = try #require(wire["output"] as? [String: Any])
      verdicts[try #require(output["name"] as? String)] = wire["verdict"] as? String
    }
    #expect(verdicts["step_x"] == "swapped" && verdicts["dir_x"] == "swapped")
    #expect(verdicts["step_y"] == "good" && verdicts["step_z"] == "not_tested")
    let findings = try #require(json["findings"] as? [[String: Any]])
    #expect(findings.count == 1)
    #expect(findings[0]["kind"] as? String == "swapped")
    #expect(findings[0]["outputs"] as? [String] == ["step_x", "dir_x"])
    #expect(findings[0]["inputs"] as? [String] == ["limit_x_min", "limit_x_max"])
  }

  private static let green = "stroke=\"#118833\"", red = "stroke=\"#cc1111\""

  /// Lines between pins in a colour: those of the legend are not among them.
  private static func wires(_ svg: String, _ color: String) -> Int {
    svg.split(separator: "\n").filter { line in
      line.hasPrefix("<polyline") && line.contains(color) && line.filter { $0 == "," }.count > 2
    }.count
  }

  @Test("the picture has good jumpers in green", arguments: [Language.en, .fr])
  func goodPicture(_ language: Language) throws {
    let svg = try Self.result { _ in [] }.svg(in: language)
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(Self.wires(svg, Self.green) == 3 && Self.wires(svg, Self.red) == 0)
    for name in ["step_x", "limit_x_min", "probe"] { #expect(svg.contains(">\(name)</text>")) }
  }

  @Test("the picture has wrong jumpers in red, and says what is wrong", arguments: LoopbackFinding.Kind.allCases)
  func wrongPicture(_ kind: LoopbackFinding.Kind) throws {
    let result = try Self.result { [Self.finding(kind, $0)] }
    let svg = result.svg(in: .en)
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(Self.wires(svg, Self.red) >= 1)
    // The third jumper has no part in it.
    #expect(Self.wires(svg, Self.green) >= 1)
    #expect(svg.contains("step_x (GPIO17, pin 11)"))
  }

  @Test("a chip without a known header has a picture too")
  func unknownChip() throws {
    let text =
      try BoardFixture.edited("pinctrl-bcm2711", "stm32-bank-a")
      + "\njumpers: [{from: step_x, to: limit_x_min}]\n"
    let (board, _) = try BoardFixture.read(text)
    let plan = LoopbackPlan(board)
    let result = LoopbackResult(board: board, plan: plan, findings: [], settleMs: 5, slowestMs: 0)
    let svg = result.svg(in: .en)
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(Self.wires(svg, Self.green) == 1)
    #expect(result.text(in: .en).contains("The jumper is good"))
  }
}
