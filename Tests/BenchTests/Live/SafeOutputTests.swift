// A run that ends in the middle of a motion, in every way that there is: what reaches the wires, by the kernel's record.

import CommandRuns
import Foundation
import Glibc
import Seeded
import Testing

@Suite("Outputs when a run is ended", .onTheBench, .serialized)
struct SafeOutputTests {
  @Test("SIGKILL at any moment of a motion: every output is off within 50 ms, and stays off")
  func killed() throws {
    let machine = try BenchMachine()
    let record = try KernelRecord()
    var noise = SplitMix64(2026)
    var worstNs: UInt64 = 0
    for _ in 0..<(BenchJob.isLong ? 100 : 20) {
      // The guard of the run before still holds the lines: this one asks it to let go.
      let running = try machine.start()
      usleep(UInt32(noise.next() % 1_500_000))
      try record.begin()
      try record.mark("kill")
      running.send(SIGKILL)
      usleep(60_000)
      #expect(try machine.active() == [], "after 60 ms")
      let killed = try #require(try record.marks("kill").first)
      let changes = try record.changes(on: machine.chip)
      if let last = changes.last { worstNs = max(worstNs, last.ns - killed) }
      #expect(try running.ending().code == 128 + SIGKILL)
      usleep(200_000)
      #expect(try machine.active() == [], "they do not come back")
    }
    #expect(worstNs < 50_000_000)
    print("the slowest guard had every output off \(Double(worstNs) / 1e6) ms after SIGKILL")
    #expect(try Command()("safe", "--board", BenchMachine.board).code == 0)
  }

  @Test("with the guard gone too, outputs go to whatever their wires pull them: it is the guard that makes them safe")
  func killedWithItsGuard() throws {
    let machine = try BenchMachine()
    let running = try machine.start()
    usleep(500_000)
    let guardProcess = try #require(BenchMachine.guardProcess())
    kill(guardProcess, SIGKILL)
    running.send(SIGKILL)
    _ = try running.ending()
    usleep(60_000)
    #expect(try machine.active().count == BenchMachine.outputs.count)
  }

  @Test("a run whose guard has died brings the machine to rest, and says so")
  func guardDies() throws {
    let machine = try BenchMachine()
    let running = try machine.start()
    usleep(500_000)
    kill(try #require(BenchMachine.guardProcess()), SIGKILL)
    let ending = try running.ending()
    #expect(ending.code == 4)
    #expect(ending.errors.contains("guard"), "\(ending.errors)")
  }

  @Test(
    "SIGTERM, SIGINT and SIGHUP bring the machine to rest along its path, with exit code 130",
    arguments: [SIGTERM, SIGINT, SIGHUP])
  func asked(_ signal: Int32) throws {
    let machine = try BenchMachine()
    let running = try machine.start()
    usleep(700_000)
    let record = try KernelRecord()
    running.send(signal)
    let ending = try running.ending()
    #expect(ending.code == 130, "\(ending.errors)")
    // Nothing is active at its end; the lines are free, and go where their wires pull them.
    #expect(try machine.active(atEndOf: record) == [])
    #expect(BenchMachine.guardProcess() == nil)
  }

  @Test("a crash leaves every output off", arguments: [SIGABRT, SIGSEGV])
  func crashed(_ signal: Int32) throws {
    let machine = try BenchMachine()
    let running = try machine.start()
    usleep(700_000)
    running.send(signal)
    #expect(try running.ending().code != 0)
    usleep(60_000)
    #expect(try machine.active() == [])
    #expect(try Command()("safe", "--board", BenchMachine.board).code == 0)
  }
}
