// A machine on lines that is operated, with the simulated machine behind its pins: it homes, probes, and hits a limit.

import CommandRuns
import Foundation
import Testing

@Suite("A machine that is operated, wired to a plant", .onTheBench, .serialized)
struct OperatedPlantTests {
  /// Runs a scenario of steps on the controller's lines; it has to pass. Then the machine's own figures.
  ///
  /// - Parameter machine: its board file; `told` is the controller's.
  private func operate(_ steps: String, machine: String, told: String = PlantRig.board) throws -> JSONObject {
    let scratch = try Scratch()
    let file = try scratch.write("operated.scenario.yaml", steps)
    let (found, machine) = try PlantRig.measured(machine: machine) { rig in try rig.test(file, board: told) }
    #expect(found.ending.code == 0, "\(found.ending.output) \(found.ending.errors)")
    #expect(found.one["result"] as? String == "passed", "\(found.one)")
    // Nothing in these scenarios asks more of a motor than it has.
    #expect(machine.code == 0, "\(machine.errors) \(machine.output)")
    return try machine.json()
  }

  /// Runs the same steps on the simulated machine: its pulses have to bring it to where the lines' have, to one step.
  private func expectSimulated(
    _ steps: String, board: String, _ places: [(axis: String, steps: Int, perMm: Double)]
  ) throws {
    let scratch = try Scratch()
    let script = try #require(steps.range(of: "expect:")).lowerBound
    for (axis, count, perMm) in places {
      let mm = Double(count) / perMm
      let file = try scratch.write(
        "simulated.scenario.yaml",
        steps[..<script] + "physics: false\nexpect:\n  carriage_mm: {\(axis): \(mm), tolerance: \(1.01 / perMm)}\n")
      let ending = try Command()("test", file, "--board", board, "--slow-ticks")
      #expect(ending.code == 0, "\(axis): \(count) steps on lines: \(ending.output)")
    }
  }

  @Test("it does not know its place, finds its switches, and stands where it says")
  func homes() throws {
    // Six millimetres from where the controller was told, and Z lower than it thinks.
    let scratch = try Scratch()
    let board = try PlantRig.board(scratch, but: [("start_mm: [0, 0, 0]", "start_mm: [6, 3, -4]")])
    let steps = """
      name: It finds its place
      unhomed: true
      steps:
        - send: G0 X10
        - send: $H
        - wait: {state: idle, within_s: 200}
      expect:
        states: [alarm, home, idle]
        answers: ["error:9", ok]
        position_mm: {x: 0, y: 0, z: 0, tolerance: 0.02}
      """
    let machine = try operate(steps, machine: board)
    // Pulses brought it to within a tenth of a millimetre; once the drivers are off a rotor turns to its next detent,
    // which may be most of a full step away, and the head sinks a little.
    let places = try [("x", 80.0), ("y", 80), ("z", 100)].map { axis, perMm in
      (axis: axis, steps: try machine.integer("motors.\(axis).position_steps"), perMm: perMm)
    }
    for (axis, steps, perMm) in places {
      #expect(abs(Double(steps)) <= perMm / 10, "\(axis): \(machine)")
      #expect(abs(try machine.number("carriage_mm.\(axis)")) < 0.35, "\(axis): \(machine)")
    }
    try expectSimulated(steps, board: board, places)
    let hits = try #require(machine["switch_hits"] as? [[String: Any]]).compactMap { $0["name"] as? String }
    #expect(Set(hits) == ["limit_x_min", "limit_y_min", "limit_z_max"], "\(hits)")
    #expect(try machine.integer("missed_edges") == 0 && machine.integer("timing_violations") == 0)
  }

  @Test("with all its switches on one line it finds them one after the other")
  func homesOnOneLine() throws {
    let scratch = try Scratch()
    let one = ["GPIO6", "GPIO13", "GPIO19", "GPIO26"].map {
      (told: "pin: \($0), normally", real: "pin: GPIO5, normally")
    }
    let told = try PlantRig.board(scratch, but: one, name: "told.yaml")
    let board = try PlantRig.board(scratch, but: one + [("start_mm: [0, 0, 0]", "start_mm: [2, 1, -1]")])
    let steps = """
      name: It finds its place on one line
      unhomed: true
      steps:
        - send: $H
        - wait: {state: idle, within_s: 200}
      expect:
        states: [alarm, home, idle]
        position_mm: {x: 0, y: 0, z: 0, tolerance: 0.02}
      """
    let machine = try operate(steps, machine: board, told: told)
    for (axis, perMm) in [("x", 80), ("y", 80), ("z", 100)] {
      #expect(try abs(machine.integer("motors.\(axis).position_steps")) <= perMm / 10, "\(axis): \(machine)")
    }
    let hits = try #require(machine["switch_hits"] as? [[String: Any]]).compactMap { $0["name"] as? String }
    #expect(Set(hits) == ["limit_x_min+x_max+y_min+y_max+z_max"], "\(hits)")
  }

  /// What became of a scenario of the library on the controller's lines.
  private func library(_ name: String, _ options: String...) throws -> [String: Any] {
    let file = Checkout.path + "/examples/scenarios/\(name).scenario.yaml"
    let ending = try Command()(
      ["test", file, "--backend", "gpio", "--slow-ticks", "--board", PlantRig.board, "--json"] + options)
    #expect(ending.code == 0, "\(ending.output) \(ending.errors)")
    return try #require((try ending.json().members["cases"] as? [[String: Any]])?.first)
  }

  @Test(
    "the library's own scenario of homing holds on these lines, unchanged, but for what lines cannot know",
    .enabled(if: BenchJob.isLong, "as long as the one above: scripts/long has time for it"))
  func libraryHomes() throws {
    let rig = try PlantRig()
    let one = try library("homing")
    #expect(one["result"] as? String == "skipped" && "\(one["messages"] ?? "")".contains("states"), "\(one)")
    _ = try rig.end()
  }

  @Test("it feels for the plate, and stops where that is")
  func probes() throws {
    let scratch = try Scratch()
    let board = try PlantRig.board(scratch, but: [("touches_at_z_mm: -60", "touches_at_z_mm: -4")])
    let steps = """
      name: It finds the plate
      steps:
        - send: |
            G90 G21
            G38.2 Z60 F240
        - wait: {state: idle, within_s: 60}
      expect:
        states: [idle, run, probe, idle]
        position_mm: {z: -4.1, tolerance: 0.12}
      """
    let machine = try operate(steps, machine: board)
    // Pulses, for the head sinks a little once the drivers are off. It brakes some slices after the touch.
    #expect(abs(try machine.integer("motors.z.position_steps") + 410) <= 15, "\(machine)")
  }

  @Test(
    "the library's own scenario of probing holds on these lines, unchanged, but for what lines cannot know",
    .enabled(if: BenchJob.isLong, "as long as the one above: scripts/long has time for it"))
  func libraryProbes() throws {
    let scratch = try Scratch()
    let rig = try PlantRig(
      machine: PlantRig.board(scratch, but: [("touches_at_z_mm: -60", "touches_at_z_mm: -32")]))
    let one = try library("probe-touches", "--assume-position")
    #expect(one["result"] as? String == "passed", "\(one)")
    _ = try rig.end()
  }

  /// What a probing motion finds on a served machine, mm.
  private func found(_ options: [String]) throws -> Double {
    let served = try ServedProcess(options)
    let sender = try served.sender()
    #expect(sender.line("G90 G21") == "ok")
    #expect(sender.line("G38.2 Z60 F240") == "ok")
    #expect(sender.line("$#") == "ok")
    let told = try #require(sender.answers.last { $0.hasPrefix("[PRB:") })
    #expect(told.hasSuffix(":1]"))
    #expect(try served.end().code == 130)
    return try #require(Double(told.dropFirst(5).dropLast(3).split(separator: ",")[2]), "\(told)")
  }

  @Test("what a sender is told of a touch is what it is told by a simulated machine, to one step")
  func found() throws {
    let scratch = try Scratch()
    let board = try PlantRig.board(scratch, but: [("touches_at_z_mm: -60", "touches_at_z_mm: -4")])
    let onLines = try PlantRig.measured(machine: board) { _ in
      try found(["--backend", "gpio", "--slow-ticks", "--assume-position", "--board", PlantRig.board])
    }.found
    let simulated = try found(["--speed", "max", "--fast", "--board", board])
    // A hundred steps a millimetre.
    #expect(abs(onLines - simulated) < 0.0101, "\(onLines) \(simulated)")
  }

  @Test("a limit that is hit is an alarm; unlocked, it drives off its switch")
  func limit() throws {
    let scratch = try Scratch()
    let board = try PlantRig.board(scratch, but: PlantRig.shortX)
    let machine = try operate(
      """
      name: It hits a switch that nobody told it of
      steps:
        - send: |
            G90 G21
            G53 G1 X12 F400
        - wait: {state: alarm, within_s: 30}
        - send: |
            $X
            $J=G91 X-3 F300
        - wait: {state: idle, within_s: 30}
      expect:
        states: [idle, run, alarm, jog, idle]
        answers: ["ALARM:1", "[MSG:Caution: Unlocked]", ok]
        position_mm: {x: 1.05, tolerance: 0.15}
      """, machine: board)
    #expect(abs(try machine.integer("motors.x.position_steps") - 84) <= 12, "\(machine)")
    #expect(try machine.integer("missed_edges") == 0)
  }
}
