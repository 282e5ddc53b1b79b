// A check of a job: its verdict, what it says about lines, and cures that really cure.

import Foundation
import FoundationXML
import Rig
import StepperCore
import Testing

@Suite("A check")
struct JobCheckTests {
  /// To and fro along X, with one feed on its way.
  private static let job = "G0 X50 Y10\nG1 X100 Y50 F3000\nG1 X120 F12000\nX150\nX200 Y100\nG0 X0 Y0\nM30\n"

  /// The reference machine, faster than its motors.
  private func hot(acceleration: Double = 20_000) throws -> Board {
    var board = try Board.load("reference-3axis").0
    board.settings.x.maxVelocityMmPerS = 330
    board.settings.y.maxVelocityMmPerS = 330
    board.settings.x.maxAccelerationMmPerS2 = acceleration
    board.settings.y.maxAccelerationMmPerS2 = acceleration
    board.settings.x.maxJerkMmPerS3 = 0
    board.settings.y.maxJerkMmPerS3 = 0
    return board
  }

  private func check(_ job: String, _ board: Board, _ change: (inout RunOptions) -> Void = { _ in }) -> CheckResult {
    var options = RunOptions()
    change(&options)
    return JobCheck(bytes: Array(job.utf8), path: "job.nc", board: board, options: options).run()
  }

  @Test("a job that a machine can do would run, with the margins that a run has")
  func runs() throws {
    let board = try Board.load("reference-3axis").0
    let result = check(Self.job, board)
    #expect(result.verdict == .runs && result.exit == .done && result.cures.isEmpty)
    var options = RunOptions()
    options.model = .conservative
    var run = try SimulatedRun(
      JobFile(bytes: Array(Self.job.utf8), path: "job.nc"), board: board, options: options)
    let summary = try run.run().summary
    for axis in 0..<3 { #expect(result.joints[axis].worst?.demand.margin == summary.axes[axis].minTorqueMargin) }
    // Of what the torque is for, nothing is left out.
    let shares = try #require(result.joints[0].worst).demand.shares
    #expect(abs(shares.inertia + shares.friction + shares.weight + shares.tool - 1) < 1e-9)
    #expect(shares.inertia > 0.05 && shares.friction > 0.05 && shares.tool == 0)
  }

  @Test("an axis that fails on many lines is told on three of them, and the others are named in one sentence")
  func manyFailures() throws {
    let board = try hot()
    var result = check(Self.job, board)
    let failure = try #require(result.findings.first { $0.kind == .stall && $0.axis == "x" })
    // As a long job has them.
    result.findings = (1...9).map { index in
      var one = failure
      one.line = index * 10
      return one
    }
    let failures = result.findings
    let told = checkText(result, board: board, language: .en, terminal: .output)
    #expect(
      told.split(separator: "\n").filter { $0.contains("X would stall") || $0.contains("X could stall") }.count <= 3)
    let last = try #require(failures.last?.line)
    #expect(told.contains("X fails on \(failures.count - 3) more lines: "))
    #expect(told.split(separator: "\n").contains { $0.contains("X fails on") && $0.contains("\(last)") })
  }

  @Test("a job that stalls is told with its line, speed and torque, and each cure that is named cures it")
  func cures() throws {
    let board = try hot()
    let result = check(Self.job, board)
    #expect(result.verdict == .stalls && result.exit == .notDone)
    let finding = try #require(result.findings.first { $0.kind == .stall })
    #expect(finding.axis == "x" && finding.line == 6)
    #expect(finding.text.english.contains("X would stall at ") && finding.text.english.contains("mm/s"))
    #expect(finding.text.english.contains("N·m needed"))
    let cures = try #require(result.cures.first).cures
    #expect(cures.count == 2)
    for cure in cures {
      var cured = board
      switch cure.change {
      case .acceleration(let axes, let value, let now):
        #expect(axes == [0] && now == 20_000 && value < now)
        cured.settings.x.maxAccelerationMmPerS2 = value
      case .motor(let axes, let part, let amperes):
        #expect(axes == [0])
        cured.motors[0].motor = part
        cured.motors[0].currentA = amperes
      default: Issue.record("not expected: \(cure.change)")
      }
      let again = check(Self.job, cured)
      #expect(again.joints[0].verdict == .runs)
      #expect(again.joints[0].worst?.demand.margin == cure.margin && cure.margin > 0)
    }
  }

  @Test("a stall that only the conservative model has is a risk, and fails the check")
  func risk() throws {
    // Between the two edges there is room: look for it, a step at a time.
    var kinds: Set<CheckVerdict> = []
    for acceleration in stride(from: 12_000.0, through: 20_000, by: 500) {
      var board = try hot(acceleration: acceleration)
      board.supplyV = 15
      var check = JobCheck(
        bytes: Array("G0 X100\nG0 X0\n".utf8), path: "job.nc", board: board, options: RunOptions())
      check.looksForCures = false
      let result = check.run()
      kinds.insert(result.verdict)
      #expect((result.exit == .done) == (result.verdict == .runs))
      if result.verdict == .atRisk {
        #expect(result.findings.contains { $0.kind == .risk || $0.kind == .resonance })
        #expect(!result.findings.contains { $0.kind == .stall })
      }
    }
    #expect(kinds == [.runs, .atRisk, .stalls])
  }

  @Test("more voltage is named where speed is what lacks torque")
  func voltage() throws {
    var board = try hot(acceleration: 12_000)
    board.supplyV = 12
    let result = check("G0 X300\nG0 X0\n", board)
    #expect(result.verdict != .runs)
    let changes = try #require(result.cures.first).cures.map(\.change)
    let volts = changes.compactMap { change in
      if case .supply(let volts, let now) = change { return now == 12 ? volts : nil }
      return nil
    }
    #expect(volts.count == 1 && (volts.first ?? 0) > 12 && (volts.first ?? 99) <= 35)
  }

  @Test("where nothing helps, that is what is said")
  func incurable() throws {
    var board = try hot()
    board.mechanics[0]?.frictionN = 2_000
    let result = check("G0 X100\n", board)
    #expect(result.verdict == .stalls)
    #expect(result.cures.first?.cures.isEmpty == true)
    let text = checkText(result, board: board, language: .en, terminal: .output)
    #expect(text.contains("Look for what is jammed"))
  }

  @Test("a cut that is too heavy is told as cutting, and slower feeds or stronger motors are its cure")
  func cutting() throws {
    let board = try Board.load("reference-3axis").0
    let job = "G21 M3 S12000\nG0 X20 Y20 Z2\nG1 Z-20 F900\nX60 F5000\nG0 Z5\nM30\n"
    let iroko = try Board.load("default").0.cutting.material(named: "iroko")
    let result = check(job, board) { $0.material = iroko }
    #expect(result.verdict == .stalls && result.findings.first?.line == 4)
    #expect(try #require(result.joints[1].worst).demand.shares.tool > 0.9)
    // Pushed aside by the cut while it stands; what a piece asks for does not grow because a motor has slipped.
    #expect(result.joints[1].worst?.demand.margin ?? -9 > -1)
    for search in result.cures {
      #expect(search.isCutting && search.cures.map(\.change.isFeed) == [true, false])
    }
    #expect(result.curesTogether == true)
    // The F word of the job, as the cure says it.
    guard case .feed(let factor) = result.cures[0].cures[0].change else { return }
    let slower = check(
      job.replacingOccurrences(of: "F5000", with: "F\(Int(5000 * factor))")
        .replacingOccurrences(of: "F900", with: "F\(Int(900 * factor))"), board
    ) { $0.material = iroko }
    #expect(slower.verdict == .runs)
  }

  @Test("findings come in the order of lines: feeds that an axis is too slow for, low margins, remarks, travel")
  func findings() throws {
    let board = try Board.load("reference-3axis").0
    let result = check("G1 X10 F90000\nG43 H3\nG1 Z5 F9000\nT1 M6\nG1 X0 Z0\n", board)
    #expect(result.findings.map(\.line) == [1, 2, 3, 4])
    #expect(result.findings.map(\.kind) == [.feed, .note, .feed, .note])
    #expect(result.findings[0].text.english.contains("90,000 mm/min"))
    #expect(result.findings[2].axis == "z" && result.findings[2].text.english.contains("1,500 mm/min"))
    #expect(result.verdict == .runs)
    for finding in result.findings { #expect(finding.text.english != finding.text.french) }

    let far = check("G0 X10\nG0 X5000\nG1 X5010 F600\nG0 X10\nG0 Z-500\n", board)
    #expect(far.verdict == .stops && far.exit == .notDone)
    #expect(far.findings.map(\.line) == [2, 3, 5])
    for finding in far.findings { #expect(finding.kind == .alarm && finding.text.english.contains("its travel is")) }
    var slow = board
    slow.motors[1].driver.stepHighUs.value = 5
    let blind = check("G0 X3\nG0 Y2\n", slow)
    #expect(blind.verdict == .stops && blind.findings.map(\.kind) == [.alarm] && blind.findings[0].line == 2)
    let wrong = check("G0 X10\nG77\n", board)
    #expect(wrong.exit == .wrongGCode && wrong.run.faults.count == 1)
  }

  @Test("a board without mechanics is told what to add, and is not called safe from stalls")
  func withoutMechanics() throws {
    var board = try hot()
    board.mechanics = [board.mechanics[0], nil, board.mechanics[2]]
    let result = check(Self.job, board)
    let finding = try #require(result.findings.last)
    #expect(finding.kind == .noMechanics && finding.text.english.contains("axes.y"))
    #expect(!finding.text.english.contains("axes.x") && finding.text.english.contains("moving_mass_kg"))
    #expect(result.joints.isEmpty)
    #expect(!checkText(result, board: board, language: .en, terminal: .output).contains("Least margin"))
  }

  @Test("a belt that stalls is called by its motor, and slower axes are its cure")
  func coreXY() throws {
    var board = try Board.load("corexy-laser").0
    board.settings.x.maxAccelerationMmPerS2 = 90_000
    board.settings.y.maxAccelerationMmPerS2 = 90_000
    board.settings.x.maxJerkMmPerS3 = 0
    board.settings.y.maxJerkMmPerS3 = 0
    let result = check("G0 X60 Y60\nG0 X0 Y0\n", board)
    #expect(result.joints.map(\.name) == ["A", "B", "Z"])
    #expect(result.joints[0].verdict != .runs)
    let change = try #require(result.cures.first?.cures.first).change
    guard case .acceleration(let axes, _, _) = change else {
      Issue.record("not expected: \(change)")
      return
    }
    #expect(axes == [0, 1])
  }

  @Test("a page and a text say the same in both languages; the page shows the margin and where it is gone")
  func told() throws {
    let board = try hot()
    let result = check(Self.job, board) { $0.keepsRecord = true }
    let record = try #require(result.run.record)
    var input = ReportInput(result, record, board: board, origin: nil, startedAt: nil)
    var pages: [String] = []
    for language in [Language.en, .fr] {
      input.language = language
      let page = reportHTML(input)
      #expect(XMLParser(data: Data(page.utf8)).parse())
      pages.append(page)
    }
    #expect(pages[0].contains("Torque margin over time") && pages[1].contains("Marge de couple au fil du temps"))
    #expect(pages[0].contains("Would stall") && pages[1].contains("Décrochera"))
    // A dashed line where X fails, and a dot at the worst place of each axis on its ground.
    #expect(pages[0].contains("stroke=\"#b3372b\" stroke-width=\"1.6\" stroke-dasharray"))
    #expect(pages[0].components(separatedBy: "h0.01").count == 7)
    let french = checkText(result, board: board, language: .fr, terminal: .output)
    #expect(french.hasPrefix("Décrochera") && french.contains("Ce qui y remédierait"))
    let json = result.jsonText
    #expect(json.contains("\"verdict\": \"stalls\"") && json.contains("\"change\": \"acceleration\""))
  }
}

extension BoardChange {
  fileprivate var isFeed: Bool {
    if case .feed = self { return true }
    return false
  }
}
