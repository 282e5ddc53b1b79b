// Ctrl-C and its relatives: heard wherever the command is, exit code 130, and nothing left half done.

import Foundation
import Glibc
import Testing

@Suite("Interruption")
struct InterruptionTests {
  /// Years of machine time.
  private static let endless = "G21 G90\nG1 X200 F0.001\n"

  private func stopped(_ running: RunningCommand, by signal: Int32, after seconds: Double = 1) throws
    -> Command.Ending
  {
    Thread.sleep(forTimeInterval: seconds)
    running.send(signal)
    return try running.ending(seconds: 10)
  }

  @Test("a run is stopped with exit code 130, a message and a finished trace", arguments: [SIGINT, SIGTERM, SIGHUP])
  func run(_ signal: Int32) throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", Self.endless)
    let running = try Command().start(
      "run", job, "--origin", "0,0,0", "--json", "--trace", scratch.file("t.vcd"), "--summary", scratch.file("s.json"))
    // It listens before it begins its trace.
    for _ in 0..<200 where !scratch.names.contains(where: { $0.hasSuffix(".part") }) {
      Thread.sleep(forTimeInterval: 0.1)
    }
    let ending = try stopped(running, by: signal, after: 0.3)
    #expect(ending.code == 130)
    #expect(ending.errors.contains("interrupted at line 2"))
    let summary = try ending.json()
    #expect(try summary.string("result") == "aborted")
    #expect(try JSONObject(scratch.read("s.json")).string("result") == "aborted")
    // The trace tells of every step until then, and ends with all outputs at rest.
    let trace = try VCDFile(scratch.read("t.vcd"))
    #expect(try trace.steps("x").all == summary.integer("axes.x.steps"))
    #expect(trace.changes.last { $0.wire == "enable" }?.isHigh == false)
    #expect(scratch.names == ["job.nc", "s.json", "t.vcd"])
  }

  @Test("planning is stopped with exit code 130")
  func plan() throws {
    let scratch = try Scratch()
    let running = try Command().start("plan", try scratch.write("job.nc", Self.endless), "--origin", "0,0,0")
    #expect(try stopped(running, by: SIGINT).code == 130)
  }

  @Test("waiting for a pipe that says nothing is stopped")
  func silentPipe() throws {
    let pipe = Pipe()
    let running = try Command().start("run", "-", inputFrom: pipe)
    #expect(try stopped(running, by: SIGINT).code == 130)
    try pipe.fileHandleForWriting.close()
  }

  @Test("a line without end is stopped")
  func endlessLine() throws {
    let running = try Command().start("run", "/dev/zero")
    #expect(try stopped(running, by: SIGINT).code == 130)
  }

  @Test("a long pause at the pace of the wall clock is stopped at once")
  func pause() throws {
    let scratch = try Scratch()
    let running = try Command().start("run", try scratch.write("job.nc", "G4 P600\n"), "--real-time")
    let begun = Date()
    #expect(try stopped(running, by: SIGTERM).code == 130)
    #expect(Date().timeIntervalSince(begun) < 8)
  }

  @Test("what a caller has told it to ignore is ignored")
  func ignored() throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", Self.endless)
    let ending = try Command().shell(
      """
      trap '' HUP
      $rigctl run \(job) --origin 0,0,0 --max-time 500000 --quiet >/dev/null 2>&1 & rig=$!
      sleep 0.5; kill -HUP $rig; sleep 0.5; kill -0 $rig && echo alive
      kill -TERM $rig; wait $rig; echo code $?
      """)
    #expect(ending.output == "alive\ncode 130\n")
  }

  @Test("--max-time ends a run or a plan that would take years, with exit code 1", arguments: ["run", "plan"])
  func maxTime(_ command: String) throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", Self.endless)
    let ending = try Command()(command, job, "--origin", "0,0,0", "--max-time", "90", "--json")
    #expect(ending.code == 1)
    #expect(ending.errors.contains("\(job):2: stopped after 1\u{A0}min 30\u{A0}s of machine time"))
    let summary = try ending.json()
    #expect(try summary.string("result") == "aborted")
    #expect(try summary.string("alarm.code") == "time_limit")
    #expect(try abs(summary.number("machine_seconds") - 90) < 0.1)
    #expect(try Command()(command, "examples/name-sign.nc", "--max-time", "3600").code == 0)
  }
}
