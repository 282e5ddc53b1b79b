// Jobs that cut: which stock and which tool a run takes, what it finds, and what it leaves alone.

import Foundation
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("A run that cuts")
struct CutRunTests {
  private static let slot = "G21 M3 S12000\nG0 X20 Y20 Z2\nG1 Z-2 F300\nX60 F900\nG0 Z5\nM30\n"

  private func run(
    _ job: String, board name: String = "default", _ change: (inout RunOptions) throws -> Void = { _ in }
  ) throws -> RunResult {
    var options = RunOptions()
    try change(&options)
    var run = try SimulatedRun(
      JobFile(bytes: Array(job.utf8), path: "job.nc"), board: try Board.load(name).0, options: options)
    return try run.run()
  }

  @Test func theBoardsStockIsCutByTheBoardsTool() throws {
    let result = try run(Self.slot)
    let cut = try #require(result.cut)
    #expect(!cut.isStockFromJob)
    #expect(cut.material == "Okoume plywood")
    #expect(cut.result.stock.corner == Point(45, 10, -30))
    // 3 mm wide, 2 mm deep, 40 mm long, and a round end.
    #expect(abs(cut.result.removedMm3 - 2 * (3 * 40 + 3.14159 * 2.25)) < 4)
    #expect(cut.result.incidents.isEmpty)
    #expect(result.summary.cut?.removedMm3 == cut.result.removedMm3)
    #expect((result.summary.cut?.peakForceN?.y ?? 0) > 0.1)
  }

  @Test func aFastRunHasTheSameTraceAndNoCut() throws {
    let slow = try run(Self.slot), fast = try run(Self.slot) { $0.hasPhysics = false }
    #expect(fast.cut == nil)
    #expect(fast.summary.cut == nil)
    #expect(fast.summary.traceHash == slow.summary.traceHash)
  }

  @Test func aJobThatLiesBesideTheStockGetsOneOfItsOwn() throws {
    // Where the job's zero is put, the stock goes too; a job around its zero is not covered by it.
    let moved = try run(Self.slot) { $0.origin = Point(100, 50, -40) }
    #expect(moved.cut?.isStockFromJob == false)
    #expect(moved.cut?.result.stock.corner == Point(100, 50, -40))
    let around = "M3 S12000\nG0 X-20 Y-20 Z2\nG1 Z-2 F300\nX20 F900\nY20\nG0 Z5\n"
    let centred = try run(around) { $0.origin = Point(100, 50, -40) }
    let cut = try #require(centred.cut)
    #expect(cut.isStockFromJob)
    // A tool's diameter of 3 mm around the feed moves.
    #expect(abs(cut.result.stock.corner.x - 77) < 1e-6 && abs(cut.result.stock.corner.y - 27) < 1e-6)
    #expect(cut.result.stock.topMm == -40)
    #expect(abs(cut.result.stock.size.x - 46) < 1e-6)
  }

  @Test func aBoardWithoutStockCutsFromTheJobsExtents() throws {
    let result = try run(Self.slot, board: "reference-3axis")
    let cut = try #require(result.cut)
    #expect(cut.isStockFromJob)
    #expect(abs(cut.result.removedMm3 - 254.1) < 4)
  }

  @Test func onlyAKnownMaterialPushesBack() throws {
    // Far too deep and fast for three motors of a desk machine, if it is wood.
    let job = "G21 M3 S12000\nG0 X20 Y20 Z2\nG1 Z-20 F900\nX60 F5000\nG0 Z5\nM30\n"
    let unknown = try run(job, board: "reference-3axis")
    #expect(unknown.summary.result == .completed)
    #expect(unknown.cut?.isWithoutForce == true && unknown.summary.cut?.peakForceN == nil)
    #expect(unknown.notes.contains { $0.text.english.contains("--material") })
    let iroko = try run(job, board: "reference-3axis") {
      $0.material = try Board.load("default").0.cutting.material(named: "iroko")
    }
    #expect(iroko.summary.result == .stalled)
    #expect((iroko.summary.cut?.peakForceN?.x ?? 0) > 20)
    #expect(!iroko.notes.contains { $0.text.english.contains("--material") })
    let cutting = try Board.load("default").0.cutting
    #expect(throws: ToolChoice.Unknown.self) { () throws in _ = try cutting.material(named: "irokko") }
  }

  @Test func aTorchAndALaserCutNoChips() throws {
    let job = "M3 S1000\nG0 X20 Y20\nG1 X60 Z-1 F900\nM5\n"
    #expect(try run(job, board: "pi3-plasma-dm542").cut == nil)
    #expect(try run(job, board: "corexy-laser").cut == nil)
  }

  @Test func whatBreaksToolsIsSaidWithItsLine() throws {
    // A tool of 2 mm has edges of 8 mm.
    let result = try run("G0 X20 Y20 Z2\nG1 Z-2 F300\nX60 F900\nM3 S12000\nG0 X80\nG1 Z-24 F300\nG0 Z5\n") {
      $0.tools = try ToolChoice(["flat-2mm"], Board.load("default").0.cutting)
    }
    let kinds = try #require(result.cut).result.incidents.map(\.kind)
    #expect(kinds == [.spindleOff, .rapid, .deeperThanFlutes, .intoTable])
    let said = result.notes.map { ($0.line ?? 0, $0.text.english) }
    #expect(said.contains { $0.0 == 2 && $0.1.contains("the spindle stands") })
    #expect(said.contains { $0.0 == 5 && $0.1.contains("a rapid goes through the stock") })
    #expect(said.contains { $0.0 == 6 && $0.1.contains("below the stock") })
    #expect(result.summary.result == .completed)
  }

  @Test("a cut that asks for more power than the board's spindle has is remarked with its line, one for less is not")
  func weakSpindle() throws {
    func run(_ part: String) throws -> RunResult {
      let text = try BoardFixture.edited("spin_up_s: 2", "spin_up_s: 2\n  part: \(part)")
      let job = "G21 M3 S12000\nG0 X30 Y30 Z2\nG1 Z-15 F300\nX90 F2400\nG0 Z5\nM30\n"
      let board = try BoardFixture.read(text).0
      var options = RunOptions()
      options.tools = try ToolChoice(["flat-12mm"], board.cutting)
      var run = try SimulatedRun(JobFile(bytes: Array(job.utf8), path: "job.nc"), board: board, options: options)
      return try run.run()
    }
    let weak = try run("dc-775"), strong = try run("trim-router")
    // 12 mm × 15 mm × 40 mm/s of plywood at 25 N/mm².
    let asked = try #require(weak.summary.cut?.peakPowerW)
    #expect((100..<430).contains(asked))
    let said = weak.notes.filter { $0.text.english.contains("the spindle has") }
    #expect(said.map(\.line) == [4])
    let text = try #require(said.first).text
    #expect(text.english.contains("asks for \(Int(asked.rounded()))\u{A0}W, and the spindle has 80\u{A0}W"))
    #expect(text.french.contains("la broche en a 80"))
    #expect(weak.summary.warnings.contains { $0.line == 4 && $0.message == text.english })
    #expect(abs((strong.summary.cut?.peakPowerW ?? 0) / asked - 1) < 0.05)
    #expect(!strong.notes.contains { $0.text.english.contains("the spindle has") })
  }

  @Test(
    "a cut slows the spindle of the board's part down as its straight line has it, and says how far",
    arguments: [2.0, 7])
  func loadedSpindle(_ depthMm: Double) throws {
    let text = try BoardFixture.edited("spin_up_s: 2", "spin_up_s: 2\n  part: dc-775")
    let job = "G21 M3 S12000\nG0 X30 Y30 Z2\nG1 Z-\(depthMm) F300\nX90 F3000\nG0 Z5\nM30\n"
    let board = try BoardFixture.read(text).0
    var options = RunOptions()
    options.tools = try ToolChoice(["flat-12mm"], board.cutting)
    var run = try SimulatedRun(JobFile(bytes: Array(job.utf8), path: "job.nc"), board: board, options: options)
    let result = try run.run()
    let power = try #require(result.summary.cut?.peakPowerW)
    // T = P/ω and n = n₀·(1 − 0.11·T/T_r) with T_r = 80 W at 0.89 n₀: s² − s + 0.11·0.89·P/80 = 0.
    let share = (1 + (1 - 4 * 0.11 * 0.89 * power / 80).squareRoot()) / 2
    let slowed = result.cut?.result.incidents.first { $0.kind == .spindleOverloaded }
    if share > 0.92 {
      #expect(slowed == nil && depthMm == 2)
    } else {
      #expect(share < 0.88 && depthMm == 7)
      let incident = try #require(slowed)
      #expect(
        abs(incident.leastSpeedShare - share) < 0.02 && incident.line == 4, "\(incident.leastSpeedShare) \(share)")
      let said = try #require(result.notes.first { $0.line == 4 && $0.text.english.contains("slows the spindle") }).text
      #expect(said.english.contains("down to \(Language.en.percent(incident.leastSpeedShare)) of its speed"))
      #expect(said.french.contains("ralentit la broche"))
    }
  }

  @Test func aToolThatEntersBeforeTheSpindleHasItsSpeedIsRemarkedUntilTheJobWaits() throws {
    // The board waits 0.4 s, and its spindle takes three; the way to the piece takes half a second more.
    let text = try BoardFixture.edited("spin_up_s: 2", "spin_up_s: 0.4\n  time_to_speed_s: 3")
    let board = try BoardFixture.read(text).0
    func run(_ wait: String) throws -> RunResult {
      let job = "G21 M3 S24000\n\(wait)G0 X2 Y2 Z1\nG1 Z-2 F600\nX30 F900\nG0 Z5\nM30\n"
      var options = RunOptions()
      options.origin = Point(1, 1, -20)
      var run = try SimulatedRun(JobFile(bytes: Array(job.utf8), path: "job.nc"), board: board, options: options)
      return try run.run()
    }
    let early = try run(""), late = try run("G4 P3\n")
    let incident = try #require(early.cut?.result.incidents.first)
    #expect(incident.kind == .spindleSlow && incident.line == 3)
    #expect(incident.leastSpeedShare > 0.15 && incident.leastSpeedShare < 0.6)
    let percent = Language.en.percent(incident.leastSpeedShare)
    let said = try #require(early.notes.first { $0.line == 3 }).text
    #expect(said.english.contains("only \(percent) of its speed"), "\(said.english)")
    #expect(said.french.contains("broche"))
    #expect(late.cut?.result.incidents.isEmpty == true)
    #expect((early.summary.cut?.peakForceN?.z ?? 0) > 1.2 * (late.summary.cut?.peakForceN?.z ?? .infinity))
  }

  @Test func liftingTheToolAfterACutIsNoRapidThroughTheStock() throws {
    var job = "M3 S12000\n"
    for y in stride(from: 10, to: 100, by: 7) {
      job += "G0 Z1\nX20 Y\(y)\nG1 Z-1.5 F300\nG2 X30 Y\(y) Z-0.3 I5 J0 F900\nG0 Z5\n"
    }
    #expect(try #require(try run(job).cut).result.incidents.isEmpty)
  }

  @Test func toolsComeFromThePersonThenTheBoardThenTheComments() throws {
    let job = "T1 M6 (6 mm end mill)\n" + Self.slot
    // The comment's tool is twice as wide as the board's own.
    #expect(abs(try #require(try run(job).cut).result.removedMm3 - 2 * (6 * 40 + 3.14159 * 9)) < 10)
    let chosen = try run(job) { $0.tools = try ToolChoice(["1=flat-2mm"], Board.load("default").0.cutting) }
    #expect(abs(try #require(chosen.cut).result.removedMm3 - 2 * (2 * 40 + 3.14159)) < 4)
    let cutting = try Board.load("default").0.cutting
    #expect(throws: ToolChoice.Unknown.self) { () throws in _ = try ToolChoice(["flat-3m"], cutting) }
  }

  @Test(arguments: [
    ("T1 M6 (3 mm ball nose)", 1, CuttingTool.Shape.ball, 3.0),
    ("T2 M6 (drill 1.5 mm)", 2, .vee(angleDeg: 118, tipMm: 0), 1.5),
    ("T1 M6 (60 degree V-bit)", 1, .vee(angleDeg: 60, tipMm: 0), 6), ("( T0 : 3.175 )", 0, .flat, 3.175),
    ("(T5 D=6.35 CR=0. - ZMIN=-3. - flat end mill)", 5, .flat, 6.35),
    ("(T7  D=4. CR=2. - ZMIN=-9. - ball end mill)", 7, .ball, 4),
    ("T1 M6 (engraving bit 30 degrees, tip 0.2 mm)", 1, .vee(angleDeg: 30, tipMm: 0.2), 3.175),
  ])
  func commentsOfCAMProgramsNameTools(_ line: String, _ number: Int, _ shape: CuttingTool.Shape, _ diameter: Double) {
    let tools = read("G21\n\(line)\nG0 X1 (top)\n")
    #expect(tools.count == 1)
    #expect(tools[number]?.shape == shape)
    #expect(tools[number]?.diameterMm == diameter)
  }

  /// In pieces of nine bytes, as a slow stream would bring it.
  private func read(_ text: String) -> [Int: CuttingTool] {
    var comments = ToolComments()
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 9) {
      bytes[start..<min(start + 9, bytes.count)].withUnsafeBufferPointer { comments.read($0) }
    }
    comments.end()
    return comments.tools
  }

  @Test func aListOfToolsIsReadOneByOne() {
    let tools = read("(Tools: T1 engraving bit 30 degrees 0.2 mm, T2 drill 1.5 mm, T3 end mill 2 mm, all carbide)\n")
    #expect(tools[1]?.shape == .vee(angleDeg: 30, tipMm: 0.2))
    #expect(tools[2]?.diameterMm == 1.5)
    #expect(tools[3]?.shape == .flat && tools[3]?.diameterMm == 2)
  }

  @Test func otherCommentsNameNoTool() {
    for line in [
      "(Time: 12 mm)", "T1 M6", "(T)", "G1 X1 (t)", "(Part 3 of 7 mm)", "(T1 : nothing)", "(Stock: 180 x 75 x 15 mm)",
    ] {
      #expect(read(line).isEmpty, "\(line)")
    }
  }
}
