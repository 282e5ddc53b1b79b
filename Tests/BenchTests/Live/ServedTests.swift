// A machine on real lines behind a sender: what it is told, and what reaches the wires.

import CommandRuns
import Foundation
import Testing

@Suite("A served machine, on lines", .onTheBench, .serialized)
struct ServedTests {
  private static let options = ["--backend", "gpio", "--board", BenchMachine.board]

  @Test("a sender unlocks it, moves it, holds it, and is told of a limit; afterwards every output is off")
  func drives() throws {
    let machine = try BenchMachine()
    let record = try KernelRecord()
    let served = try ServedProcess(Self.options)
    let sender = try served.sender()
    #expect(sender.isIn("Alarm"))
    #expect(sender.line("G53 G1 X1 F300") == "error:9")
    #expect(sender.line("$X") == "ok")
    #expect(sender.line("G53 G1 X6 F600") == "ok")
    #expect(sender.isIn("Run"))
    sender.send("!")
    #expect(sender.isIn("Hold") && sender.status()?.contains("MPos:6.000,") == false)
    sender.send("~")
    #expect(sender.isIn("Idle") && sender.status()?.contains("MPos:6.000,") == true)
    #expect(sender.line("G53 G1 X40 F600") == "ok")
    #expect(sender.isIn("Run"))
    try machine.chip.drive(BenchMachine.limitXMax, high: true)
    #expect(sender.hear { $0 == "ALARM:1" } != nil)
    #expect(sender.isIn("Alarm") && sender.status()?.contains("Pn:X") == true)
    try machine.chip.drive(BenchMachine.limitXMax, high: false)
    #expect(try served.end().code == 130)
    // The lines are free then, and go where their wires pull them.
    #expect(try machine.active(atEndOf: record) == [])
  }

  @Test("a sender jogs, cancels that, feels for nothing, and is told of the emergency stop, which must be let go first")
  func jogs() throws {
    let machine = try BenchMachine()
    let record = try KernelRecord()
    let served = try ServedProcess(Self.options + ["--assume-position"])
    let sender = try served.sender()
    #expect(sender.line("$J=G91X2F600") == "ok")
    #expect(sender.isIn("Idle") && sender.status()?.contains("MPos:2.000,") == true)
    #expect(sender.line("$J=G53X60F600") == "ok")
    #expect(sender.isIn("Jog"))
    sender.send([0x85])
    #expect(sender.isIn("Idle") && sender.status()?.contains("MPos:60.000,") == false)
    #expect(sender.line("G91G38.3Z-1F300") == "ok")
    #expect(sender.answers.contains { $0.hasPrefix("[PRB:") && $0.hasSuffix(":0]") })
    #expect(sender.line("G90") == "ok" && sender.line("G53 G1 X60 F600") == "ok")
    #expect(sender.isIn("Run"))
    try machine.chip.drive(BenchMachine.emergencyStop, high: true)
    #expect(sender.hear { $0 == "ALARM:10" } != nil)
    #expect(sender.isIn("Alarm") && sender.line("$X") == "error:79")
    try machine.chip.drive(BenchMachine.emergencyStop, high: false)
    // The contact bounces no more, and was read.
    #expect(waitFor(seconds: 20) { sender.line("$X") == "ok" })
    #expect(sender.line("$J=G91X-1F600") == "ok" && sender.isIn("Idle"))
    #expect(try served.end().code == 130)
    #expect(try machine.active(atEndOf: record) == [])
  }

  @Test("a sender that goes away in the middle of a motion leaves it held")
  func lost() throws {
    let machine = try BenchMachine()
    let record = try KernelRecord()
    let served = try ServedProcess(Self.options + ["--assume-position"])
    do {
      let driver = try served.sender()
      #expect(driver.line("G53 G1 X40 F600") == "ok")
      #expect(driver.isIn("Run"))
    }
    let next = try served.sender()
    let stands = waitFor(seconds: 20) { next.status()?.hasPrefix("<Hold:0|") == true }
    #expect(stands)
    next.send([0x18])
    #expect(next.isIn("Idle"))
    #expect(try served.end().code == 130)
    // The lines are free then, and go where their wires pull them.
    #expect(try machine.active(atEndOf: record) == [])
  }
}
