// Boards in: which levels the machine's end of their wires has; and pulses, presses and typed lines one by one.

import GPIOBackend
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("The wires of the machine behind pins")
struct PlantWiresTests {
  /// Of the board's motor X: step line, direction line and enable line.
  private func lines(_ board: Board) throws -> (step: Int, enable: Int) {
    (
      try #require(board.outputs.firstIndex { $0.bits.contains(.step(0)) }),
      try #require(board.outputs.firstIndex { $0.bits.contains(.enable(0)) })
    )
  }

  private func fast(_ board: Board, levels: UInt64 = 0) -> PlantMachine {
    var settings = PlantMachine.Settings()
    settings.hasPhysics = false
    return PlantMachine(board, levels: levels, startNs: 0, settings: settings)
  }

  /// Whether an input's wire is high.
  private func isHigh(_ name: String, _ board: Board, _ inputs: InputWord) throws -> Bool {
    let place = try #require(board.inputs.firstIndex { $0.name == name })
    let layout = PlantLayout(board)
    let isActive = !(layout.levels(of: inputs) & layout.driven.outputs[place].bits).isEmpty
    return isActive != layout.driven.outputs[place].activeLow
  }

  @Test(
    "a limit switch has the level of its circuit, at rest and pressed",
    arguments: [
      ("closed", "pull-up", false, true), ("open", "pull-up", true, false), ("closed", "pull-down", true, false),
    ])
  func limitLevels(_ normally: String, _ bias: String, _ resting: Bool, _ pressed: Bool) throws {
    let (board, _) = try BoardFixture.read(
      BoardFixture.edited(
        "max: {pin: GPIO6, normally: closed,", "max: {pin: GPIO6, normally: \(normally), bias: \(bias),",
        in: "pi4-router-tb6600"))
    var machine = fast(board)
    var seen = [try isHigh("limit_x_max", board, machine.inputs)]
    let wire = try #require(board.inputs.first { $0.name == "limit_x_max" })
    machine.press(wire, true)
    machine.advance(to: 50_000_000)
    seen.append(try isHigh("limit_x_max", board, machine.inputs))
    machine.press(wire, false)
    machine.advance(to: 100_000_000)
    seen.append(try isHigh("limit_x_max", board, machine.inputs))
    #expect(seen == [resting, pressed, resting])
    let result = machine.result()
    #expect(result.hits.map(\.name) == ["limit_x_max"])
  }

  @Test(
    "every board is mirrored line by line, with outputs pulled to where they are off", arguments: BoardFixture.names)
  func mirrored(_ name: String) throws {
    let board = try BoardFixture.load(name)
    let layout = PlantLayout(board, chip: "other", countsPulses: true)
    #expect(layout.chip == "other" && layout.driven.chip == "other" && layout.driven.inputs.isEmpty)
    #expect(layout.watched.map(\.line) == board.gpioLayout.outputs.map(\.line))
    #expect(layout.driven.outputs.map(\.line) == board.gpioLayout.inputs.map(\.line))
    for (wire, watched) in zip(board.outputs, layout.watched) {
      #expect(watched.activeLow == wire.isActiveLow && watched.bias == (wire.isActiveLow ? .pullUp : .pullDown))
      #expect(watched.activatingOnly == !(wire.bits & .steps).isEmpty)
    }
    let machine = fast(board)
    let inputs = machine.inputs
    #expect(inputs.isEmpty && layout.levels(of: inputs).isEmpty, "nothing is pressed where it stands at the start")
  }

  @Test("a step that comes too early, or is too short, is told with its motor and its time")
  func violations() throws {
    let board = try BoardFixture.load("pi4-router-tb6600")
    let (step, enable) = try lines(board)
    var machine = fast(board)
    func edge(_ us: Double, _ line: Int, _ isActive: Bool) -> GPIOEdge {
      GPIOEdge(ns: UInt64(us * 1000), line: line, isActive: isActive)
    }
    // Not enabled; then well; then a pulse of 1 µs, and one after a pause of 1 µs.
    for (us, line, isActive) in [
      (1_000.0, step, true), (1_010, step, false), (2_000, enable, true), (900_000, step, true), (900_010, step, false),
      (901_000, step, true), (901_001, step, false), (902_000, step, true), (902_010, step, false),
      (902_011, step, true), (902_021, step, false),
    ] { machine.take(edge(us, line, isActive)) }
    machine.advance(to: 1_000_000_000)
    let result = machine.result()
    #expect(result.violations.map(\.fault) == [.notEnabled, .stepHigh, .stepLow])
    #expect(result.violations.allSatisfy { $0.motor == "x" })
    #expect(result.violations.map { ($0.atS * 1e6).rounded() } == [1_000, 901_001, 902_011])
    #expect(result.motors[0].pulses == 2 && result.motors[0].missedPulses == 3)
    #expect(result.troubles == [.timing] && result.exit == .notDone)
    let text = result.text(in: .en)
    #expect(text.contains("3 edges came sooner") && text.contains("x step pulse too short (0.901001"), "\(text)")
    #expect(result.text(in: .fr).contains("impulsion de pas trop courte"))
  }

  @Test("a step line that is high at the start moves nothing, and what is on then stays on")
  func levelsAtStart() throws {
    let board = try BoardFixture.load("pi4-router-tb6600")
    let (step, enable) = try lines(board)
    var machine = fast(board, levels: 1 << UInt64(step) | 1 << UInt64(enable))
    machine.take(GPIOEdge(ns: 500_000_000, line: step, isActive: false))
    machine.take(GPIOEdge(ns: 501_000_000, line: step, isActive: true))
    machine.take(GPIOEdge(ns: 501_010_000, line: step, isActive: false))
    machine.advance(to: 600_000_000)
    let result = machine.result()
    #expect(result.motors[0].pulses == 1 && result.troubles.isEmpty)
  }

  @Test("a head that sinks while its driver is off has lost no step, and that is told")
  func sinking() throws {
    var board = try BoardFixture.load("pi4-router-tb6600")
    // Heavier than friction and detent hold.
    board.mechanics[2]?.movingMassKg = 12
    let (_, enable) = try lines(board)
    var machine = PlantMachine(board, levels: 1 << UInt64(enable), startNs: 0)
    machine.advance(to: 500_000_000)
    machine.take(GPIOEdge(ns: 600_000_000, line: enable, isActive: false))
    machine.advance(to: 700_000_000)
    let result = machine.result()
    let z = try #require(result.motors.first { $0.name == "z" })
    #expect(z.movedWhileOff ?? 0 >= 4 && z.lostSteps == 0 && z.firstSlipS == nil, "\(z)")
    #expect(result.carriageMm.z < -0.05)
    #expect(!result.troubles.contains(.lostSteps))
    #expect(result.text(in: .en).contains("Moved while their drivers were off"))
  }

  @Test("what a rotor is behind once current has caught it was not lost; what it loses from its first step on was")
  func caught() {
    func behind(_ fullSteps: Int) -> MotorReport {
      var report = MotorReport.none
      report.lostFullSteps = fullSteps
      return report
    }
    var rest = MotorRest(enableDelaysNs: [200_000_000, 0])
    rest.switchCurrent(0, true, at: 1_000, report: nil)
    rest.switchCurrent(1, true, at: 1_000, report: nil)
    // The driver needs 0.2 s to wake, and the rotor 0.1 s to come to rest.
    #expect(rest.nextTick == 11_000 && rest.due(at: 11_000) == [1])
    #expect(rest.due(at: 2_000, stepping: .step(0)) == [0])
    rest.settle(1, at: 11_000, report: behind(8))
    rest.settle(0, at: 31_000, report: behind(0))
    #expect(rest.nextTick == .max)
    var figures = rest.figures(1, at: 40_000, behind(12))
    #expect(figures.lost == 4 && figures.moved == 8)
    rest.switchCurrent(1, false, at: 50_000, report: behind(12))
    figures = rest.figures(1, at: 60_000, behind(40))
    #expect(figures.lost == 4 && figures.moved == 36)
    rest.switchCurrent(1, true, at: 70_000, report: nil)
    rest.settle(1, at: 80_000, report: behind(44))
    figures = rest.figures(1, at: 90_000, behind(48))
    #expect(figures.lost == 8 && figures.moved == 40)
  }

  @Test("steps faster than any motor can follow are lost steps, with the time of the first")
  func tooFast() throws {
    let board = try BoardFixture.load("pi4-router-tb6600")
    let (step, enable) = try lines(board)
    var machine = PlantMachine(board, levels: 1 << UInt64(enable), startNs: 0)
    // 40,000 steps a second, from standstill.
    for count in 0..<20_000 {
      let ns = 500_000_000 + UInt64(count) * 25_000
      machine.take(GPIOEdge(ns: ns, line: step, isActive: true))
      machine.take(GPIOEdge(ns: ns + 10_000, line: step, isActive: false))
    }
    machine.advance(to: 1_500_000_000)
    let result = machine.result()
    let x = try #require(result.motors.first)
    #expect(x.pulses == 20_000 && x.missedPulses == 0 && x.lostSteps ?? 0 > 100)
    #expect(x.firstSlipS.map { $0 > 0.5 && $0 < 0.51 } == true)
    #expect(result.troubles == [.lostSteps] && result.exit == .notDone)
  }

  @Test("the emergency stop cuts the drivers' supply where the board has it so")
  func emergencyStop() throws {
    var board = try BoardFixture.load("pi4-router-tb6600")
    board.emergencyCut = [.motors]
    let (step, enable) = try lines(board)
    var machine = fast(board, levels: 1 << UInt64(enable))
    let stop = try #require(board.inputs.first { $0.bit == .emergencyStop })
    machine.advance(to: 500_000_000)
    machine.press(stop, true)
    machine.take(GPIOEdge(ns: 600_000_000, line: step, isActive: true))
    machine.take(GPIOEdge(ns: 600_010_000, line: step, isActive: false))
    machine.advance(to: 700_000_000)
    let inputs = machine.inputs, result = machine.result()
    #expect(inputs.contains(.emergencyStop))
    #expect(result.motors[0].missedPulses == 1 && result.motors[0].pulses == 0)
  }

  @Test("typed lines press and release, and a wrong one is told what there is")
  func commands() throws {
    let board = try BoardFixture.load("pi4-router-tb6600")
    let press = try #require(try PlantCommand("  Press  estop ", board: board))
    #expect(press.wire.bit == .emergencyStop && press.isPressed)
    #expect(try PlantCommand("release probe", board: board)?.isPressed == false)
    #expect(try PlantCommand("   ", board: board) == nil)
    for (line, wanted) in [
      ("pres estop", "did you mean \"press NAME\"?"), ("press", "There are: press NAME"),
      ("press estop now", "There are"), ("press estp", "did you mean \"estop\"?"), ("press moon", "limit_x_min"),
    ] {
      let mistake = #expect(throws: PlantCommand.Mistake.self) { _ = try PlantCommand(line, board: board) }
      #expect(mistake?.phrase.english.contains(wanted) == true, "\(line): \(mistake?.phrase.english ?? "")")
    }
  }
}
