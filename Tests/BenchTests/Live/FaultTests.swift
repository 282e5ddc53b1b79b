// Trouble in the middle of a job on real lines: the message, the exit code, the lines, and no burst of steps.

import CommandRuns
import Foundation
import Glibc
import Testing

@Suite("Trouble on real lines", .onTheBench, .serialized)
struct FaultTests {
  /// TB6600 boxes: a step is high for 3 µs and low for 3 µs at least.
  private static let stepNs: UInt64 = 3_000

  /// No two edges of a step line closer than the driver allows, by the kernel's own time.
  private func expectNoBurst(_ changes: [LevelChange]) {
    for line in BenchMachine.steps {
      let edges = changes.filter { $0.line == line }
      let closest = zip(edges, edges.dropFirst()).map { $1.ns - $0.ns }.min() ?? .max
      #expect(closest >= Self.stepNs, "line \(line)")
    }
  }

  @Test("a call that fails with EIO ends the job with exit code 4, its line, and every output off")
  func failingCall() throws {
    let machine = try BenchMachine()
    let record = try KernelRecord(bufferMB: 64)
    let running = try machine.start(
      env: ["LD_PRELOAD": try Guest.tool("libboundary_faults.so"), "RIG_FAIL_SET": "2000"])
    let ending = try running.ending()
    #expect(ending.code == 4)
    #expect(ending.errors.contains("to-and-fro.nc:"), "\(ending.errors)")
    #expect(ending.errors.contains("Input/output error"), "\(ending.errors)")
    let changes = try record.changes(on: machine.chip)
    #expect(changes.count > 1_000)
    expectNoBurst(changes)
    #expect(try machine.active(atEndOf: record) == [])
  }

  @Test("lines that cannot be reached any more are made safe by the guard")
  func lostLines() throws {
    let machine = try BenchMachine()
    let running = try machine.start(
      env: ["LD_PRELOAD": try Guest.tool("libboundary_faults.so"), "RIG_FAIL_SET": "2000+"])
    #expect(try running.ending().code == 4)
    // The guard's own calls fail too in this test, for it has the same faults: what is left is to say so.
    let safe = try Command()("safe", "--board", BenchMachine.board)
    #expect(safe.code == 0, "\(safe.errors)")
  }

  @Test("a tick that is 2 ms late ends the motion with a controlled hold, and bunches no steps")
  func lateTick() throws {
    let machine = try BenchMachine()
    let record = try KernelRecord(bufferMB: 64)
    let running = try machine.start(
      env: ["LD_PRELOAD": try Guest.tool("libboundary_faults.so"), "RIG_LATE_SLEEP": "14000"])
    let ending = try running.ending()
    #expect(ending.code == 4)
    #expect(ending.errors.contains("late"), "\(ending.errors)")
    let changes = try record.changes(on: machine.chip)
    #expect(changes.count > 1_000)
    expectNoBurst(changes)
    #expect(try machine.active(atEndOf: record) == [])
  }

  @Test("a program that takes all the time there is does not disturb the ticks")
  func hog() throws {
    let machine = try BenchMachine()
    let hog = Process()
    hog.executableURL = URL(fileURLWithPath: "/bin/sh")
    hog.arguments = ["-c", "while :; do :; done"]
    try hog.run()
    defer { hog.terminate() }
    let ending = try Command()(
      "run", BenchMachine.job, "--board", BenchMachine.board, "--backend", "gpio", "--assume-position",
      "--max-time", "8", "--json", seconds: 300)
    #expect(ending.code == 1, "\(ending.errors)")  // --max-time ends it
    let summary = try ending.json()
    #expect(try summary.integer("late_ticks") == 0)
    #expect(try summary.integer("axes.x.steps") > 500)
    extendLifetime(machine)
  }

  @Test("the emergency stop cuts every output within two ticks")
  func emergencyStop() throws {
    let machine = try BenchMachine()
    let running = try machine.start()
    usleep(700_000)
    let record = try KernelRecord()
    try record.mark("pressed")
    try machine.chip.drive(BenchMachine.emergencyStop, high: true)
    let ending = try running.ending()
    #expect(ending.code == 1)
    #expect(ending.errors.contains("emergency stop"), "\(ending.errors)")
    let pressed = try #require(try record.marks("pressed").first)
    let last = try #require(try record.changes(on: machine.chip).last)
    // The write that presses it takes a few µs itself.
    #expect(last.ns - pressed < 200_000)
    #expect(try machine.active(atEndOf: record) == [])
  }

  @Test("what is pressed before the start is named, and nothing moves")
  func pressedBefore() throws {
    let machine = try BenchMachine()
    try machine.chip.drive(BenchMachine.limitXMax, high: true)
    let ending = try Command()(
      "run", BenchMachine.job, "--board", BenchMachine.board, "--backend", "gpio", "--assume-position")
    #expect(ending.code == 1)
    #expect(ending.errors.contains("limit_x_max"), "\(ending.errors)")
  }

  @Test("two runs on the same lines: the second is told who holds them")
  func twoRuns() throws {
    let machine = try BenchMachine()
    let running = try machine.start()
    let second = try Command()(
      "run", BenchMachine.job, "--board", BenchMachine.board, "--backend", "gpio", "--assume-position")
    #expect(second.code == 4)
    #expect(second.errors.contains("another rigctl"), "\(second.errors)")
    running.send(SIGINT)
    #expect(try running.ending().code == 130)
  }

  @Test("a user without the right to real time is told how to get it, and may try lines with slow ticks")
  func noRights() throws {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    let chips = "chmod 666 /dev/gpiochip*; setpriv --reuid=65534 --regid=65534 --clear-groups "
    let job = "$rigctl run \(BenchMachine.job) --board \(BenchMachine.board) --backend gpio --assume-position"
    let refused = try Command().shell(chips + job)
    #expect(refused.code == 4)
    for word in ["setcap", "limits.conf", "--slow-ticks"] {
      #expect(refused.errors.contains(word), "\(refused.errors)")
    }
    let slow = try Command().shell(chips + job + " --slow-ticks --max-time 3 --json; chmod 600 /dev/gpiochip*")
    #expect(try slow.json().integer("tick_hz") == 2_000)
  }
}
