// A work zero that survives: over a restart, and over a kill at every call that writes it down.

import CommandRuns
import Foundation
import Glibc
import Seeded
import Testing

@Suite("What a served machine remembers", .serialized)
struct KeptOffsetsTests {
  private static let kills = ProcessInfo.processInfo.environment["RIG_LONG"] == "1" ? 200 : 12

  private func served(_ scratch: borrowing Scratch, _ more: [String] = []) throws -> ServedProcess {
    try ServedProcess(["--speed", "max", "--fast", "--state", scratch.file("zero.json")] + more)
  }

  private func offset(_ machine: borrowing ServedProcess, _ system: String = "G54") throws -> String? {
    let sender = try machine.sender()
    guard sender.line("$#") == "ok" else { return nil }
    return sender.answers.first { $0.hasPrefix("[\(system):") }
  }

  @Test("work offsets and $10 are there again after a restart; G92 is not")
  func restart() throws {
    let scratch = try Scratch()
    do {
      let machine = try served(scratch)
      let sender = try machine.sender()
      for line in ["G10 L2 P1 X10 Y20 Z-30.5", "G10 L2 P6 X-1.25", "G92 X5", "$10=3"] {
        #expect(sender.line(line) == "ok", "\(line)")
      }
      // As the power goes: no time to tidy up.
      _ = try machine.end(SIGKILL)
    }
    let machine = try served(scratch)
    let sender = try machine.sender()
    #expect(sender.line("$#") == "ok")
    for line in ["[G54:10.000,20.000,-30.500]", "[G59:-1.250,0.000,0.000]", "[G92:0.000,0.000,0.000]"] {
      #expect(sender.answers.contains(line), "\(line)")
    }
    #expect(sender.status()?.contains("|Bf:") == true)
    // What is set while it moves is written when it stands.
    #expect(sender.line("G53 G1 X20 F3000") == "ok" && sender.line("G10 L2 P2 X7") == "ok" && sender.isIn("Idle"))
    #expect(waitFor(seconds: 10) { scratch.read("zero.json").replacing(" ", with: "").contains("\"g55\":[\n7,") })
    #expect(sender.line("$RST=#") == "ok")
    _ = try machine.end(SIGKILL)
    #expect(try offset(try served(scratch)) == "[G54:0.000,0.000,0.000]")
  }

  @Test(
    "killed at each call that puts the file in its place, it is the old one or the new one, and never less than was told"
  )
  func killedAtEachCall() throws {
    let strace = "/usr/bin/strace"
    try #require(access(strace, X_OK) == 0, "strace is missing: scripts/install-deps")
    // As it begins a server writes once: the file, its name, the folder. Then comes the new zero.
    let calls: [(call: String, count: Int, isStarting: Bool, wanted: Int)] = [
      ("fsync", 1, true, 1), ("/rename", 1, true, 1), ("fsync", 2, true, 1),
      ("fsync", 3, false, 1), ("/rename", 2, false, 1), ("fsync", 4, false, 2),
    ]
    for (call, count, isStarting, wanted) in calls {
      let scratch = try Scratch()
      do {
        let machine = try served(scratch)
        #expect(try machine.sender().line("G10 L2 P1 X1") == "ok")
        _ = try machine.end(SIGKILL)
      }
      let wrapper = [
        strace, "-f", "-qq", "-o", scratch.file("calls"), "-e", "trace=fsync,/rename", "-e",
        "inject=\(call):signal=KILL:when=\(count)",
      ]
      if !isStarting {
        let machine = try ServedProcess(
          ["--speed", "max", "--fast", "--state", scratch.file("zero.json")], under: wrapper)
        let sender = try machine.sender()
        // Nobody is told of what is not on the disk.
        #expect(sender.line("G10 L2 P1 X2") == nil, "\(call) \(count)")
        #expect(try machine.running.ending(seconds: 20).code == 128 + SIGKILL)
      } else {
        let ending = try Command(at: strace)(
          wrapper.dropFirst() + [Command().path, "serve", "--grbl-tcp", "0", "--state", scratch.file("zero.json")])
        #expect(ending.code == 128 + SIGKILL, "\(call) \(count): \(ending.errors)")
      }
      #expect(try offset(try served(scratch)) == "[G54:\(wanted).000,10.000,-30.000]", "\(call) \(count)")
    }
  }

  @Test("killed at any moment while zeros are set, it has the last that was acknowledged, or the one behind it")
  func killedAtAnyMoment() throws {
    let scratch = try Scratch()
    var random = SplitMix64(seed: 11)
    var last = 0
    for round in 0..<Self.kills {
      let machine = try served(scratch)
      let sender = try machine.sender()
      let server = machine.running.id
      let delay = UInt32(random.next() % 60_000)
      let killer = Thread {
        usleep(20_000 + delay)
        kill(server, SIGKILL)
      }
      killer.start()
      var told = last
      while sender.line("G10 L2 P1 X\(told + 1)", seconds: 2) == "ok" { told += 1 }
      _ = try machine.running.ending(seconds: 20)
      let now = try #require(try offset(try served(scratch)), "round \(round)")
      #expect(
        now == "[G54:\(told).000,10.000,-30.000]" || now == "[G54:\(told + 1).000,10.000,-30.000]",
        "round \(round): \(now) \(told)")
      last = now.hasPrefix("[G54:\(told + 1).") ? told + 1 : told
    }
    #expect(last > 0)
  }

  @Test("a damaged file is put aside and every sender is told; a file that cannot be written is no start")
  func damaged() throws {
    let scratch = try Scratch()
    try scratch.write("zero.json", "{\"schema\": 1, \"boa")
    let machine = try served(scratch)
    for _ in 0..<2 { #expect(try machine.sender().hear { $0.hasPrefix("[MSG:Kept work offsets were damaged") } != nil) }
    #expect(try offset(machine) == "[G54:45.000,10.000,-30.000]")
    #expect(scratch.read("zero.json.damaged").hasSuffix("boa"))
    #expect(try machine.end().errors.contains("zero.json.damaged"))
    let refused = try Command()("serve", "--grbl-tcp", "0", "--state", scratch.path + "/none/zero.json")
    #expect(refused.code == 4 && refused.errors.contains("/none"), "\(refused.errors)")
    let other = try Command()(
      "serve", "--grbl-tcp", "0", "--state", scratch.file("zero.json"), "--board", "corexy-laser")
    #expect(other.code == 2 && other.errors.contains("default"), "\(other.errors)")
  }

  @Test(
    "settings of the board file are listed; sent back as they are they are taken, changed they are refused with their key"
  )
  func settings() throws {
    let machine = try ServedProcess()
    let sender = try machine.sender()
    #expect(sender.line("$$") == "ok")
    let listed = sender.answers.filter { $0.hasPrefix("$") }
    #expect(listed.count > 25)
    for one in listed { #expect(sender.line(one) == "ok", "\(one)") }
    for one in listed where !one.hasPrefix("$10=") {
      let changed = one.split(separator: "=")[0] + "=" + String((Double(one.split(separator: "=")[1]) ?? 0) + 1)
      #expect(sender.line(changed) == "error:3", "\(changed)")
      #expect(sender.answers.suffix(2).first?.contains("in the board file]") == true, "\(sender.answers.suffix(2))")
    }
    #expect(sender.line("$7=1") == "error:3" && sender.line("$500=1") == "error:3" && sender.line("$10=x") == "error:2")
  }

  @Test("the log for programs is one JSON object a line, with ticks; the summary has what the machine has come to")
  func log() throws {
    let scratch = try Scratch()
    let machine = try ServedProcess(
      ["--speed", "max", "--fast", "--log-json", "--summary", scratch.file("summary.json")])
    let sender = try machine.sender()
    #expect(sender.line("G53 G1 X10 F600") == "ok" && sender.isIn("Idle"))
    #expect(sender.line("G77") == "error:20")
    let ending = try machine.end()
    let lines = try ending.errors.split(separator: "\n").dropFirst().map { try JSONObject(String($0)) }
    let events = try lines.map { try $0.string("event") }
    #expect(
      events.filter { $0 == "sender_came" || $0 == "sender_drives" || $0 == "ended" } == [
        "sender_came", "sender_drives", "ended",
      ])
    let states = try lines.filter { $0["event"] as? String == "state" }.map { try $0.string("state") }
    #expect(states.starts(with: ["run", "idle"]), "\(states)")
    #expect(try lines.contains { try $0.string("event") == "line_refused" && $0.integer("error") == 20 })
    let ticks = try lines.map { try $0.integer("tick") }
    #expect(ticks == ticks.sorted() && (ticks.last ?? 0) > 40_000)
    let summary = try JSONObject(scratch.read("summary.json"))
    #expect(try summary.integer("axes.x.position_steps") == 2000 && summary.string("result") == "completed")
    #expect(try summary.number("axes.x.max_mm") == 10)
  }
}
