// Faults of the computer and of the cable: what a run and a script make of them, in figures and in the words of real lines.

import Rig
import StepperCore
import Testing

@Suite("Faults of the computer and of the cable")
struct ComputerFaultTests {
  private static let job = "G90 G21\n  G1 X8 F1200\n  G1 X2\n  M30"

  private func run(_ fault: String?) throws -> RunResult {
    let faults = fault.map { "faults: [\($0)]\n" } ?? ""
    return try ScenarioFixture.read(
      "name: a\norigin: [0, 0, 0]\nphysics: false\njob: |\n  \(Self.job)\n\(faults)expect: {late_ticks: 0}\n"
    ).simulate()
  }

  private func script(_ steps: String, faults: String = "") throws -> RunResult {
    try ScenarioFixture.read(
      "name: a\nphysics: false\nsteps:\n\(steps)\(faults)expect: {late_ticks: 0}\n"
    ).simulate()
  }

  private static let move = "  - send: |\n      G90 G21\n      G53 G1 X20 F1200\n      G53 G1 Y5\n"

  @Test("a tick that is late within what the board allows shows in figures, and not in the trace")
  func late() throws {
    let plain = try run(nil)
    let late = try run("{kind: late-tick, late_us: 1000, at: {position: {x: 4}, passing: up}}")
    #expect(late.exit == .done && late.summary.traceHash == plain.summary.traceHash)
    #expect(late.summary.lateTicks == 1 && late.summary.maxLatenessUs == 1000)
    #expect(plain.summary.lateTicks == 0 && plain.summary.maxLatenessUs == 0 && plain.notes.isEmpty)
    #expect(late.notes.map(\.text.english).contains { $0.contains("came late") })
    // A quarter of a tick is made up for.
    let beyondUs = ((late.summary.machineSeconds ?? 0) - (plain.summary.machineSeconds ?? 0)) * 1e6
    #expect(abs(beyondUs - (1000 - 6.25)) < 0.01 && late.summary.ticks == plain.summary.ticks)
  }

  @Test("beyond it the machine brakes along its path, and says why in the words of real lines")
  func tooLate() throws {
    let result = try run("{kind: late-tick, late_us: 1001, at: {position: {x: 4}, passing: up}}")
    #expect(result.summary.result == .alarm && result.summary.alarm?.code == "late_tick" && result.exit == .system)
    #expect(result.summary.alarm?.line == 2)
    #expect(result.reason?.english == Phrase.tickTooLate(us: 1001, limitUs: 1000).english)
    let x = try #require(result.commandedMm).x
    #expect(x > 4 && x < 6, "\(x)")
  }

  @Test("a planner that is held up costs time and no pulse", arguments: [3.0, 8, 30])
  func slow(_ delayMs: Double) throws {
    let plain = try run(nil)
    let slow = try run("{kind: slow-planner, delay_ms: \(delayMs), at: {position: {x: 4}, passing: up}}")
    #expect(slow.exit == .done && slow.summary.traceHash == plain.summary.traceHash)
    #expect(slow.slowdowns == (delayMs > 4 ? 1 : 0) && slow.standstills == (delayMs > 10.1 ? 1 : 0))
    #expect(slow.summary.lateTicks == 0 && slow.notes.isEmpty == (delayMs < 4))
    let beyondS = (slow.summary.machineSeconds ?? 0) - (plain.summary.machineSeconds ?? 0)
    #expect(delayMs < 4 ? beyondS == 0 : beyondS > (delayMs - 10.1) * 1e-3 && beyondS < delayMs * 1e-3 + 0.01)
  }

  @Test("a port that fails ends the run where it is, as an error")
  func port() throws {
    let result = try run("{kind: port-error, at: {position: {x: 4}, passing: up}}")
    #expect(result.summary.result == .error && result.summary.alarm?.code == "gpio" && result.exit == .system)
    #expect(result.reason?.english.hasPrefix("the lines were lost") == true)
    let x = try #require(result.commandedMm).x
    #expect(abs(x - 4) < 0.02, "\(x)")
  }

  @Test("in a script a late tick holds the machine, which goes on when it is told to; the alarm stays")
  func scriptLate() throws {
    let begin = "  - wait: {position: {x: 5}}\n  - begin: {kind: late-tick, late_us: 2000}\n  - wait: {state: hold}\n"
    let held = try script(Self.move + begin)
    #expect(held.summary.alarm?.code == "late_tick" && held.summary.result == .alarm)
    #expect(held.script?.answers.contains("[MSG:A tick came too late: held, ~ goes on]") == true)
    let resumed = try script(Self.move + begin + "  - realtime: resume\n")
    #expect(resumed.script?.states.map(\.state) == [.idle, .run, .hold, .run, .idle])
    #expect(resumed.commandedMm == Point(20, 5, 0))
    // At rest no tick is waited for.
    let resting = try script("  - begin: {kind: late-tick, late_us: 2000}\n  - wait: {time_s: 0.1}\n" + Self.move)
    #expect(resting.summary.result == .completed && resting.summary.lateTicks == 0)
  }

  @Test("in a script a port that fails ends everything")
  func scriptPort() throws {
    let result = try script(Self.move + "  - wait: {position: {x: 5}}\n  - begin: {kind: port-error}\n")
    #expect(result.summary.result == .error && result.summary.alarm?.code == "gpio")
    let later = try script(Self.move, faults: "faults: [{kind: port-error, at: {time_s: 0.3}}]\n")
    #expect(later.summary.result == .error && later.struckFaults.count == 1)
  }

  @Test("bytes are lost, or come twice, from the moment on, and only so many")
  func bytes() throws {
    func answers(_ kind: String, _ count: Int, _ text: String) throws -> [String] {
      let result = try script("  - begin: {kind: \(kind), bytes: \(count)}\n  - send: \"\(text)\"\n")
      return (result.script?.answers ?? []).filter { $0 == "ok" || $0.hasPrefix("error") }
    }
    #expect(try answers("bytes-dropped", 1, "G21\\nG90") == ["error:1", "error:1"])
    // All of a line, and its end: nobody has seen it.
    #expect(try answers("bytes-dropped", 4, "G21\\nG90") == ["ok"])
    #expect(try answers("bytes-doubled", 1, "G21\\nG90") == ["error:2", "error:2"])
    // Another line that is as good: what nobody can sense.
    #expect(try answers("bytes-dropped", 1, " G21\\nG90") == ["ok", "ok"])
    let status = try script("  - begin: {kind: bytes-dropped, bytes: 1}\n  - realtime: status\n  - realtime: status\n")
    #expect(status.script?.answers.filter { $0.hasPrefix("<Idle") }.count == 1)
  }

  @Test("noise that a step begins is mended by a step")
  func noise() throws {
    let noise = "{kind: noise, input: limit_x_max, spikes_per_s: 100, spike_us: 3000}"
    let begin = "  - wait: {position: {x: 5}}\n  - begin: \(noise)\n"
    let hit = try script(Self.move + begin)
    #expect(hit.summary.alarm?.code == "hard_limit")
    #expect(try script(Self.move + begin).summary.traceHash == hit.summary.traceHash)
    let mended = try script(Self.move + begin + "  - mend: \(noise)\n")
    #expect(mended.summary.result == .completed)
  }

  @Test("a step says where the probe touches")
  func stock() throws {
    for z in [-3.0, -20] {
      let result = try script("  - stock: {z_mm: \(z)}\n  - send: G91 G38.2 Z-40 F300\n")
      let found = try #require(result.commandedMm).z
      #expect(result.summary.result == .completed && found < z && found > z - 0.2, "\(found)")
    }
  }
}
