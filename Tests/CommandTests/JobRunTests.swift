// Whole jobs on the simulated machine: each ends where its text says, to the step, and always in the same way.

import Foundation
import Testing

@Suite("Jobs from end to end")
struct JobRunTests {
  /// What the boards' files say, written down once more.
  private struct Machine {
    var stepsPerMm: [Double]
    var zeroMm: [Double]

    static func named(_ board: String) -> Machine {
      board == "default"
        ? Machine(stepsPerMm: [200, 200, 200], zeroMm: [45, 10, -30])
        : Machine(stepsPerMm: [80, 80, 400], zeroMm: [0, 0, 0])
    }
  }

  @Test("a job is completed and ends on the step that its text says", arguments: TestJob.all)
  func completes(_ job: TestJob) throws {
    let ending = try Command()("run", job.path, "--board", job.board, "--json")
    #expect(ending.code == 0)
    let summary = try ending.json()
    #expect(try summary.string("result") == "completed")
    #expect(summary.isNull("alarm"))
    #expect(try summary.integer("timing_violations") == 0)

    // The machine starts at its own zero.
    let machine = Machine.named(job.board)
    let end = GCodeFollower(
      try job.text(), start: (-machine.zeroMm[0], -machine.zeroMm[1], -machine.zeroMm[2])
    ).position
    for (axis, name) in ["x", "y", "z"].enumerated() {
      let endMm = try #require(end[Character(name.uppercased())]) + machine.zeroMm[axis]
      #expect(try summary.integer("axes.\(name).position_steps") == Int((endMm * machine.stepsPerMm[axis]).rounded()))
      #expect(try summary.integer("axes.\(name).missed_pulses") == 0)
    }
  }

  @Test("the trace hash is the same with and without physics, and in debug and release", arguments: TestJob.all)
  func hashes(_ job: TestJob) throws {
    let once = try Command()("run", job.path, "--board", job.board, "--json").json()
    let fast = try Command()("run", job.path, "--board", job.board, "--fast", "--json").json()
    let debug = try Command(.debug)("run", job.path, "--board", job.board, "--fast", "--json", seconds: 300).json()
    let hash = try once.string("trace_hash")
    #expect(hash.count == 16 && hash.allSatisfy(\.isHexDigit))
    #expect(try fast.string("trace_hash") == hash)
    #expect(try debug.string("trace_hash") == hash)
    #expect(try debug.integer("ticks") == once.integer("ticks"))
  }

  @Test("motors and cut come out the same twice, and in debug and release, to the last figure")
  func physics() throws {
    let job = """
      G21 G90
      M3 S12000
      G0 X5 Y5 Z2
      G1 Z-1.5 F300
      G1 X40 Y12 F1500
      G2 X60 Y32 R20
      G1 X20
      G0 Z5
      M5

      """
    let runs = try [Command(), Command(), Command(.debug)].map { command in
      try command("run", "-", "--json", input: job, seconds: 300).json()
    }
    for axis in ["x", "y", "z"] {
      for key in ["peak_load_angle_deg", "min_torque_margin", "lost_steps"] {
        let figures = try runs.map { try $0.number("axes.\(axis).\(key)") }
        #expect(figures == Array(repeating: figures[0], count: 3), "\(axis) \(key)")
      }
    }
    #expect(try runs[0].number("axes.x.peak_load_angle_deg") > 1)
    for key in ["cutting.removed_mm3", "cutting.peak_power_w"] {
      let figures = try runs.map { try $0.number(key) }
      #expect(figures == Array(repeating: figures[0], count: 3) && figures[0] > 0, "\(key)")
    }
  }

  @Test("plan and run agree on time, extents and peaks", arguments: TestJob.all)
  func plans(_ job: TestJob) throws {
    let run = try Command()("run", job.path, "--board", job.board, "--fast", "--json").json()
    let plan = try Command()("plan", job.path, "--board", job.board, "--json").json()
    #expect(try plan.integer("ticks") == run.integer("ticks"))
    #expect(try plan.number("path.length_mm") == run.number("path.length_mm"))
    for axis in ["x", "y", "z"] {
      for key in ["min_mm", "max_mm", "peak_velocity_mm_s", "peak_acceleration_mm_s2"] {
        #expect(try plan.number("axes.\(axis).\(key)") == run.number("axes.\(axis).\(key)"))
      }
    }
    #expect(plan.isNull("trace_hash"))
    #expect(plan.isNull("axes.x.steps"))
  }

  @Test("from standard input, in whatever pieces it comes, a job makes the same steps")
  func pieces() throws {
    let job = TestJob.examples[2]
    let whole = try Command()("run", job.path, "--json").json()
    let piped = try Command()("run", "-", "--json", input: job.text()).json()
    #expect(try piped.string("trace_hash") == whole.string("trace_hash"))

    let pipe = Pipe()
    let running = try Command().start("run", "-", "--json", inputFrom: pipe)
    var rest = Data(try job.text().utf8)
    var size = 1
    while !rest.isEmpty {
      try pipe.fileHandleForWriting.write(contentsOf: rest.prefix(size))
      rest = rest.dropFirst(size)
      size = size % 61 + 7
    }
    try pipe.fileHandleForWriting.close()
    let chopped = try running.ending().json()
    #expect(try chopped.string("trace_hash") == whole.string("trace_hash"))
    #expect(try chopped.integer("job.bytes") == whole.integer("job.bytes"))
  }

  @Test("one straight move holds the limits of its axis")
  func limits() throws {
    let summary = try Command()("run", "-", "--board", "reference-3axis", "--json", input: "G0 X200\n").json()
    // The last bits of a slice's integers lie a little beside the limit.
    #expect(try summary.number("axes.x.peak_velocity_mm_s") <= summary.number("axes.x.limit_velocity_mm_s") * 1.001)
    #expect(
      try summary.number("axes.x.peak_acceleration_mm_s2")
        <= summary.number("axes.x.limit_acceleration_mm_s2") * 1.01)
    #expect(try summary.integer("axes.x.position_steps") == 16_000)
  }

  @Test("200,000 lines stream through less than 100 MB, from a file and from a pipe")
  func streams() throws {
    let scratch = try Scratch()
    var text = "G21 G90\nG0 Z0\nG1 F3000\n"
    for line in 0..<200_000 {
      text += "X\(line % 400).\(line % 7)Y\(line / 400).\(line % 3)\n"
    }
    let path = try scratch.write("long.nc", text)
    // Hours of machine time: without the motors, which have no part in this.
    let file = try Command()("run", path, "--board", "reference-3axis", "--fast", "--json").json()
    #expect(try file.string("result") == "completed")
    #expect(try file.integer("job.lines") == 200_003)
    #expect(try file.number("peak_memory_mb") < 100)
    let pipe = try Command().shell("cat \(path) | $rigctl run - --board reference-3axis --fast --json").json()
    #expect(try pipe.number("peak_memory_mb") < 100)
    #expect(try pipe.string("trace_hash") == file.string("trace_hash"))
  }
}
