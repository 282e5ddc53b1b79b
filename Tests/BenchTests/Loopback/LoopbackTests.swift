// rigctl hil loopback on lines with jumpers between them, right and wrong ones.

import CommandRuns
import Foundation
import Glibc
import Testing

@Suite("Loopback on the bench", .onTheBench, .serialized)
struct LoopbackTests {
  /// Runs the test over a wiring, with every unwired line on the level that its own request pulls it to.
  private func run(_ wiring: JumperWiring, _ options: String...) throws -> Command.Ending {
    let wires = try JumperWires(wiring, on: try SimulatedChip.pi4)
    defer { extendLifetime(wires) }
    return try Command()(["hil", "loopback", "--board", BenchMachine.board] + options)
  }

  private func findings(_ ending: Command.Ending) throws -> [NamedFinding] {
    let list = try #require(try ending.json()["findings"] as? [[String: Any]], "\(ending.errors)")
    return try list.map { one in
      NamedFinding(
        kind: try #require(one["kind"] as? String), outputs: Set(try #require(one["outputs"] as? [String])),
        inputs: Set(try #require(one["inputs"] as? [String])))
    }
  }

  @Test("on good wiring nothing is invented, and the supply is spoken of before the start")
  func good() throws {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    let ending = try run(JumperWiring(), "--json")
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(try findings(ending) == [])
    #expect(ending.errors.contains("supply must be off"))
    let json = try ending.json()
    #expect(json["good"] as? Bool == true)
    let wires = try #require(json["wires"] as? [[String: Any]])
    let verdicts = wires.compactMap { $0["verdict"] as? String }
    #expect(verdicts.filter { $0 == "good" }.count == 8)
    #expect(verdicts.filter { $0 == "not_tested" }.count == 4)
    // Longer than a look of the wires, shorter than the time of rest.
    print("the last change came \(try json.number("slowest_ms")) ms after the outputs'")
    let text = try run(JumperWiring())
    #expect(text.output.contains("All 8 jumpers are good"), "\(text.output)")
  }

  @Test("20 seeded mistakes, swaps, opens and shorts to a neighbour: each is named, and nothing else")
  func mistakes() throws {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    let mistakes = JumperWiring.mistakes(swaps: 7, opens: 5, shorts: 8, seed: 2026)
    #expect(Set(mistakes).count == 20)
    var named = 0
    for mistake in mistakes {
      let ending = try run(JumperWiring(mistake), "--json")
      #expect(ending.code == 1, "\(mistake): \(ending.errors)")
      let found = try findings(ending)
      #expect(found == [JumperWiring.expected(mistake)], "\(mistake): \(found)")
      if found == [JumperWiring.expected(mistake)] { named += 1 }
    }
    print("\(named) of \(mistakes.count) wiring mistakes named, and nothing else")
  }

  @Test("without a single wire every jumper is open")
  func nothingWired() throws {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    let ending = try Command()("hil", "loopback", "--board", BenchMachine.board, "--json")
    #expect(ending.code == 1)
    let found = try findings(ending)
    #expect(found.count == 8 && found.allSatisfy { $0.kind == "open" }, "\(found)")
  }

  @Test("the picture and the sentences are written on lines too")
  func picture() throws {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    let scratch = try Scratch()
    let ending = try run(JumperWiring(.swap(0, 1)), "--svg", scratch.file("wires.svg"))
    #expect(ending.code == 1)
    #expect(ending.output.contains("step_x (GPIO17, pin 11) goes to limit_x_max (GPIO6, pin 31)"), "\(ending.output)")
    #expect(scratch.read("wires.svg").contains("</svg>"))
  }

  @Test("killed or interrupted in the middle, every output is off", arguments: [SIGKILL, SIGINT])
  func ended(_ signal: Int32) throws {
    let machine = try BenchMachine()
    let running = try Command().start("hil", "loopback", "--board", BenchMachine.board, "--settle-ms", "50", "--quiet")
    // Drivers are off, so this is the test's own doing.
    try machine.wait("an output is driven", on: running) {
      try machine.chip.isHigh(BenchMachine.enable) && machine.active().count >= 7
    }
    let record = try KernelRecord()
    running.send(signal)
    #expect(try running.ending().code == (signal == SIGINT ? 130 : 128 + signal))
    usleep(60_000)
    #expect(try machine.active(atEndOf: record) == [])
    #expect(try !record.lastLevels(on: machine.chip).isEmpty)
    #expect(try Command()("safe", "--board", BenchMachine.board).code == 0)
  }

  @Test("lines that another program holds are exit code 4")
  func busy() throws {
    let machine = try BenchMachine()
    let running = try machine.start()
    let ending = try Command()("hil", "loopback", "--board", BenchMachine.board)
    #expect(ending.code == 4)
    #expect(ending.errors.contains("another rigctl"), "\(ending.errors)")
    running.send(SIGINT)
    #expect(try running.ending().code == 130)
  }
}
