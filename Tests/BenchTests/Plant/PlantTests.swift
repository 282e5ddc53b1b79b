// A controller on the chip of a Pi 4, the simulated machine behind the pins of a Pi 5: what the one commands, the other does.

import CommandRuns
import Foundation
import Testing

@Suite("hil plant, wired to a controller", .onTheBench, .serialized)
struct PlantTests {
  private static let job = """
    G21 G91 M3 S12000 M7
    G1 X3 Y2 Z-1 F400
    G2 X2 Y2 I0 J2
    G1 X-4 Y-3 F500
    G4 P0.1
    G0 Z1
    M5 M9
    M30

    """

  private func expectSameSteps(_ machine: JSONObject, _ run: JSONObject) throws {
    for axis in ["x", "y", "z"] {
      #expect(try machine.integer("motors.\(axis).steps") == run.integer("axes.\(axis).steps"), "\(axis)")
      let net = try machine.integer("motors.\(axis).position_steps")
      #expect(try net == run.integer("axes.\(axis).position_steps"), "\(axis)")
    }
    #expect(try machine.integer("motors.y2.steps") == machine.integer("motors.y.steps"))
  }

  @Test(
    "the machine makes every step of a job, and nothing is wrong with any",
    arguments: [[], ["--fast"], ["--count-pulses"]])
  func job(_ options: [String]) throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", Self.job)
    let (run, ending) = try PlantRig.measured(options) { rig in try rig.run(job) }
    #expect(run.code == 0, "\(run.errors)")
    #expect(ending.code == 0, "\(ending.errors) \(ending.output) \(run.output)")
    let machine = try ending.json(), summary = try run.json()
    try expectSameSteps(machine, summary)
    #expect(try summary.integer("axes.x.steps") > 400)
    for name in ["missed_edges", "full_queues", "late_edges", "timing_violations", "switch_hit_count"] {
      #expect(try machine.integer(name) == 0, "\(name)")
    }
    // Z sinks once its driver is off.
    for (axis, at) in [("x", 1.0), ("y", 1.0)] {
      #expect(abs(try machine.number("carriage_mm.\(axis)") - at) < 0.06, "\(axis)")
    }
    #expect(machine.isNull("motors.x.lost_steps") == options.contains("--fast"))
  }

  @Test("a carriage on its limit switch closes the line, and the controller ends with the alarm of that axis")
  func limit() throws {
    let scratch = try Scratch()
    // The controller is told of a longer machine than there is.
    let rig = try PlantRig(machine: PlantRig.board(scratch, but: PlantRig.shortX))
    let run = try rig.run(scratch.write("job.nc", "G21 G91\nG1 X12 F400\nM30\n"))
    #expect(run.code == 1)
    let summary = try run.json()
    #expect(try summary.string("alarm.code") == "hard_limit")
    #expect(try summary.string("alarm.axis") == "x")
    let ending = try rig.end()
    #expect(ending.code == 0, "\(ending.errors) \(ending.output)")
    let machine = try ending.json()
    try expectSameSteps(machine, summary)
    let hits = try #require(machine["switch_hits"] as? [[String: Any]])
    #expect(hits.map { $0["name"] as? String } == ["limit_x_max"])
    let pressedAt = try #require((hits.first?["position_mm"] as? [String: Any])?["x"] as? Double)
    #expect((3.999...4.02).contains(pressedAt), "\(pressedAt)")
    // At 6.7 mm/s through a contact that bounces, wires, and the filter against spikes; play and backlash are in it.
    #expect((4.0...4.12).contains(try machine.number("motors.x.position_steps") / 80), "\(machine["motors.x"] ?? "")")
    // Drivers are off then, and rotor and screw run out.
    #expect((4.0...4.4).contains(try machine.number("carriage_mm.x")), "\(machine["carriage_mm.x"] ?? "")")
  }

  @Test("pressed at the machine, the emergency stop ends the controller's job")
  func emergencyStop() throws {
    let rig = try PlantRig()
    let scratch = try Scratch()
    let running = try rig.start(scratch.write("job.nc", "G21 G91\nG1 X40 F400\nM30\n"))
    let chip = try SimulatedChip.pi5
    try rig.wait("the motors are on") { try !chip.isHigh(22) }
    usleep(1_000_000)
    try rig.type("press estop", until: "estop is pressed")
    let run = try running.ending()
    #expect(run.code == 1 && run.errors.contains("emergency stop"), "\(run.errors)")
    #expect(try run.json().string("alarm.code") == "emergency_stop")
    try rig.type("release estop", until: "estop is released")
    try rig.type("press moon", until: "no input \"moon\"")
    let machine = try rig.end().json()
    let steps = try machine.integer("motors.x.position_steps")
    #expect(steps > 100 && steps < 3_000)
    #expect(try machine.integer("missed_edges") == 0)
  }

  @Test("its lines are busy while it is there, and free afterwards; it says what it waits for")
  func busy() throws {
    let rig = try PlantRig()
    let second = try Command()("hil", "plant", "--board", PlantRig.board, "--chip", "pinctrl-rp1", "--seconds", "1")
    #expect(second.code == 4 && second.errors.contains("rigctl-plant"), "\(second.errors)")
    #expect(try rig.end().code == 0)
    let third = try Command()(
      "hil", "plant", "--board", PlantRig.board, "--chip", "pinctrl-rp1", "--seconds", "0.2")
    #expect(third.code == 0 && third.output.contains("Nothing went wrong"), "\(third.errors)")
  }
}
