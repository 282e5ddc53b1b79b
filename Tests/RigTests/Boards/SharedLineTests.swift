// Limit switches that share a line of the chip: how a board file says it, and a machine that homes and stops with them.

import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Limit switches on one line")
struct SharedLineTests {
  /// The default board with its five limit switches on the line of the first.
  static func oneLine() throws -> String {
    var text = try BoardFixture.text("default")
    for line in ["GPIO6", "GPIO13", "GPIO19", "GPIO21"] {
      #expect(text.contains("pin: \(line), normally"))
      text = text.replacing("pin: \(line), normally", with: "pin: GPIO5, normally")
    }
    return text
  }

  static let limits: InputWord = .limitMin(0) | .limitMax(0) | .limitMin(1) | .limitMax(1) | .limitMax(2)

  @Test("they are one input of the chip, one name on its pin, one line of a firmware, and one wire of a waveform")
  func oneWire() throws {
    let board = try BoardFixture.read(try Self.oneLine()).0
    let inputs = board.gpioLayout.inputs.filter { $0.line == .name("GPIO5") }
    #expect(inputs.count == 1 && inputs[0].bits == Self.limits)
    let name = "limit_x_min+x_max+y_min+y_max+z_max"
    #expect(board.inputLines.map(\.name) == [name, "probe", "estop"])
    #expect(board.inputs.count == 7)
    let picture = board.headerSVG(language: .en)
    #expect(picture.contains(name) && picture.contains("5 limit switches one after the other to GND, normally closed"))
    let text = board.text(in: .en)
    #expect(text.contains("limit switch Y max, in a row with the others of its line, normally closed"), "\(text)")
    let firmware = try BoardFirmware(board).source
    #expect(firmware.contains("map.input(InputWord(rawValue: \(Self.limits.rawValue)), line: 5, activeLow: false"))
    let x = InputWord.limitMin(0)
    #expect(firmware.contains("shared: InputWord(rawValue: \((Self.limits & ~x).rawValue))"), "\(firmware)")
  }

  @Test("axes of one order whose switches share a line go one after the other")
  func turns() throws {
    func turns(_ text: String) throws -> [UInt8] {
      let control = try BoardFixture.read(text).0.controllerSettings
      return (0..<3).map { control[homing: $0].turn }
    }
    #expect(try turns(try BoardFixture.text("default")) == [2, 2, 1])
    #expect(try turns(try Self.oneLine()) == [2, 3, 1])
    let board = try BoardFixture.read(try Self.oneLine()).0
    #expect(board.text(in: .en).contains("Z max, X min, Y min\n"), "\(board.text(in: .en))")
    // X with its own two, Y with Z: nothing that goes together shares a line.
    let pairs = try BoardFixture.edited("pin: GPIO6, normally", "pin: GPIO5, normally")
    #expect(try turns(pairs) == [2, 2, 1])
    let two = pairs.replacing("pin: GPIO13, normally", with: "pin: GPIO5, normally")
    #expect(try turns(two) == [2, 3, 1])
  }

  @Test("switches that are not wired alike, and a switch with something else, are refused with both")
  func refused() throws {
    func told(_ old: String, _ new: String) throws -> [String] {
      BoardFixture.problems(try BoardFixture.edited(old, new)).map { $0.text(in: .en) }
    }
    let unlike = try told("pin: GPIO6, normally: closed", "pin: GPIO5, normally: open")
    #expect(unlike.count == 1 && unlike[0].contains("axes.x.limits.max.pin"), "\(unlike)")
    #expect(unlike.first?.contains("limit_x_min is on this line too, and normally closed") == true, "\(unlike)")
    let probe = try told("probe: {pin: GPIO26", "probe: {pin: GPIO5")
    #expect(
      probe.count == 1 && probe[0].contains("probe.pin: GPIO5 is already used by axes.x.limits.min.pin"), "\(probe)")
  }

  @Test("the two sides of a gantry are told apart, so they cannot share")
  func gantry() throws {
    let one = "min: {pin: GPIO13, normally: closed, switch: kw12, at_mm: -3}"
    let two = """
      min: {pin: GPIO13, normally: closed, switch: kw12, at_mm: -3, motor: y}
            min_second: {pin: GPIO13, normally: closed, switch: kw12, at_mm: -2.6, motor: y2}
      """
    let told = BoardFixture.problems(try BoardFixture.edited(one, two, in: "pi4-router-tb6600")).map {
      $0.text(in: .en)
    }
    #expect(told.count == 1 && told[0].contains("a gantry is made square by telling its two sides apart"), "\(told)")
  }

  @Test("two jumpers to one line are refused, whatever its contacts are called")
  func jumpers() throws {
    let text = try Self.oneLine() + "jumpers: [{from: step_x, to: limit_x_min}, {from: step_y, to: limit_y_min}]\n"
    let told = BoardFixture.problems(text).map { $0.text(in: .en) }
    #expect(told.count == 1 && told[0].contains("jumpers[1].to"), "\(told)")
  }

  // MARK: on the machine

  @Test("a machine whose limit switches are all on one line homes, axis after axis", arguments: [false, true])
  func homes(_ physics: Bool) throws {
    let board = try BoardFixture.read(try Self.oneLine()).0
    let apart = try BoardFixture.load("default")
    var one = try Operator(board, physics: physics, mustHome: true)
    var other = try Operator(apart, physics: physics, mustHome: true)
    #expect(one.line("$H") == "ok\r\n" && other.line("$H") == "ok\r\n")
    #expect(one.state == .idle)
    for axis in 0..<3 {
      #expect(abs(one.carriage[axis] - other.carriage[axis]) < 0.02, "\(one.carriage) \(other.carriage)")
      #expect(abs(one.position[axis] - one.carriage[axis]) < 0.05, "\(one.position) \(one.carriage)")
    }
    #expect(one.line("G90 G53 G0 X20 Y10 Z-5") == "ok\r\n" && one.state == .idle)
  }

  @Test("a limit that is hit is an alarm; unlocked, the machine drives off")
  func limit() throws {
    let board = try BoardFixture.read(try Self.oneLine()).0
    var one = try Operator(board)
    one.send("G53 G1 X60 F600\n")
    one.pass(seconds: 1)
    one.press(.limitMax(1))
    let told = one.settle()
    #expect(told.contains("ALARM:1\r\n"), "\(told)")
    one.press(.limitMax(1), false)
    #expect(one.line("$X").contains("ok"))
    #expect(one.line("$J=G91 X-3 F300") == "ok\r\n" && one.state == .idle)
  }

  @Test("a run that ends on one of them names every switch that it may have been")
  func named() throws {
    let board = try BoardFixture.read(try Self.oneLine()).0
    var options = RunOptions()
    options.hasPhysics = false
    options.faults = [SimFault(.stuckSwitch(.limitMax(0), isPressed: true), .tick(4_000))]
    options.origin = .zero
    let job = JobFile(bytes: Array("G21 G90\nG1 X40 F600\nM30\n".utf8), path: "job.nc")
    var run = try SimulatedRun(job, board: board, options: options)
    let result = try run.run()
    let alarm = try #require(result.summary.alarm)
    #expect(alarm.code == "hard_limit" && alarm.axis == nil, "\(alarm)")
    #expect(alarm.message.contains("limit_x_min, limit_x_max, limit_y_min, limit_y_max, limit_z_max"), "\(alarm)")
  }

  @Test("a machine that stands on a switch of a shared line does not move: nobody knows which one, nor the way off it")
  func startsOnASwitch() throws {
    let board = try BoardFixture.read(try Self.oneLine()).0
    var one = try Operator(board, mustHome: true)
    one.press(.limitMin(0))
    let told = one.line("$H")
    #expect(told.contains("ALARM:8"), "\(told)")
    #expect(one.pulses == 0)
  }

  @Test("a wire that comes off is that of all closed contacts, and of one open one; a stuck contact keeps all pressed")
  func wiring() throws {
    let board = try BoardFixture.read(try Self.oneLine()).0
    var port = SimPort(board.simulation(nil, seed: 1))
    #expect((port.inputs & Self.limits).isEmpty)
    port.breakWire(of: .limitMax(2), at: 1)
    #expect(port.inputs.contains(Self.limits))
    port.mendWire(of: .limitMax(2), at: 2)
    #expect((port.inputs & Self.limits).isEmpty)
    port.stick(.limitMin(0), pressed: true, at: 3)
    port.setInput(.limitMax(1), active: true, at: PortInstant(tick: 4, ns: 0))
    port.unstick(.limitMin(0), at: 5)
    #expect(port.inputs.contains(Self.limits))
    port.setInput(.limitMax(1), active: false, at: PortInstant(tick: 6, ns: 0))
    #expect((port.inputs & Self.limits).isEmpty)
    // Open contacts side by side: a wire that comes off takes its own switch away, and the others work.
    let open = try BoardFixture.read(try Self.oneLine().replacing("normally: closed, at", with: "normally: open, at")).0
    var sideBySide = SimPort(open.simulation(nil, seed: 1))
    sideBySide.breakWire(of: .limitMin(0), at: 1)
    sideBySide.setInput(.limitMin(0), active: true, at: PortInstant(tick: 2, ns: 0))
    #expect((sideBySide.inputs & Self.limits).isEmpty)
    sideBySide.setInput(.limitMax(1), active: true, at: PortInstant(tick: 3, ns: 0))
    #expect(sideBySide.inputs.contains(Self.limits))
  }

  @Test("the machine behind pins puts one level on the line, and tells of one contact")
  func plant() throws {
    let board = try BoardFixture.read(try Self.oneLine()).0
    let layout = PlantLayout(board)
    #expect(layout.driven.outputs.count == 3)
    #expect(layout.levels(of: .limitMax(1)).rawValue == 1)
    let contact = try #require(board.inputs.first { $0.name == "limit_y_max" })
    var machine = PlantMachine(board, levels: 0, startNs: 0)
    machine.press(contact, true)
    #expect(machine.inputs.contains(Self.limits))
    #expect(machine.hits(after: 0).map(\.name) == ["limit_x_min+x_max+y_min+y_max+z_max"])
  }
}
