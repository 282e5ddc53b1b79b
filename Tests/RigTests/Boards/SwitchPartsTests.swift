// Switches and spindles of the parts: what a board takes from them, what goes before them, and what does not fit.

import Foundation
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Board switches and spindles from the parts")
struct BoardSwitchPartsTests {
  /// The default board with more said of the switch at the right end of X.
  private func limit(_ more: String, normally: String = "closed") throws -> String {
    try BoardFixture.edited("normally: closed, at_mm: 302}", "normally: \(normally), at_mm: 302, \(more)}")
  }

  @Test("a limit has the hysteresis and the bounce of its switch, and what the board measured goes before them")
  func limits() throws {
    let part = try #require(BoardFixture.parts.switches["v-154"])
    func end(_ more: String) throws -> SimSwitch {
      let switches = try BoardFixture.read(try limit(more)).0.simulation(nil).switches
      return try #require(switches.first { $0.input == .limitMax(0) })
    }
    let plain = try end("switch: v-154")
    #expect(plain.hysteresisMm == 1.5 && plain.bounceMs == part.bounceMs.value && plain.bounceMs > 0)
    let measured = try end("switch: v-154, hysteresis_mm: 0.7")
    #expect(measured.hysteresisMm == 0.7 && measured.bounceMs == plain.bounceMs)
    let quiet = try end("switch: v-154, bounce_ms: 0")
    #expect(quiet.hysteresisMm == 1.5 && quiet.bounceMs == 0)
  }

  @Test("a probe bounces as its part does, and a button's part is shown")
  func probe() throws {
    let text = try BoardFixture.edited(
      "probe: {pin: GPIO26,",
      "cycle_start: {pin: GPIO2, switch: printer-lever}\nprobe: {pin: GPIO26, switch: touch-plate,")
    let board = try BoardFixture.read(text).0
    #expect(board.simulation(nil).switches.first { $0.input == .probe }?.bounceMs == 1)
    // A button bounces as its part does; one without a part, and the probe's plate, are no such button.
    #expect(board.simulation(nil).buttons == [SimButton(input: .cycleStart, bounceMs: 5)])
    let router = try BoardFixture.load("pi4-router-tb6600").simulation(nil).buttons
    #expect(router.contains(SimButton(input: .emergencyStop, bounceMs: 5)))
    #expect(!router.contains { $0.input == .limitMin(0) })
    for name in ["touch-plate", "printer-lever"] {
      #expect(board.text(in: .en).contains("normally open (\(name))"))
    }
  }

  @Test("a switch or a spindle that nobody knows is one error with the nearest name")
  func unknown() throws {
    let cases = [
      (try limit("switch: kw13"), "axes.x.limits.max.switch", "kw12"),
      (
        try BoardFixture.edited("part: vfd-2200w-water", "part: vfd-2200w-wate", in: "pi4-router-tb6600"),
        "spindle.part", "vfd-2200w-water"
      ),
    ]
    for (text, key, meant) in cases {
      let problems = BoardFixture.problems(text)
      #expect(problems.map(\.key) == [key])
      #expect(problems.first?.suggestion == meant)
      #expect(problems.first?.text(in: .en) != problems.first?.text(in: .fr))
    }
  }

  @Test("a switch without the contact that the board wants is an error with the contact that it has")
  func contacts() throws {
    let problems = BoardFixture.problems(try limit("switch: lj12a3-4-z-bx"))
    #expect(problems.map(\.key) == ["axes.x.limits.max.normally"])
    let said = try #require(problems.first)
    #expect(said.text(in: .en).hasSuffix("lj12a3-4-z-bx has no normally closed contact; write open"))
    #expect(said.text(in: .fr).hasSuffix("lj12a3-4-z-bx n'a pas de contact fermé au repos ; écrivez open"))
    let open = try BoardFixture.read(try limit("switch: lj12a3-4-z-bx", normally: "open")).0
    #expect(open.inputs.first { $0.name == "limit_x_max" }?.isNormallyClosed == false)
    #expect(try BoardFixture.read(try limit("switch: lj12a3-4-z-ax")).1.isEmpty)

    // What is left out of a button is a normally open contact.
    func button(_ entry: String) throws -> [FileProblem] {
      BoardFixture.problems(try BoardFixture.edited("probe: {", "feed_hold: {pin: GPIO3, \(entry)}\nprobe: {"))
    }
    let silent = try button("switch: mushroom-stop")
    #expect(silent.map(\.key) == ["feed_hold.switch"])
    #expect(silent.first?.text(in: .en).hasSuffix("has no normally open contact; write normally: closed") == true)
    #expect(try button("normally: closed, switch: mushroom-stop").isEmpty)
    // A word that is wrong is told once, not the contact that it would have been.
    #expect(try button("normally: shut, switch: mushroom-stop").map(\.key) == ["feed_hold.normally"])
  }

  @Test("a spindle's speeds and times are those of its part, and what the board says goes before them")
  func spindle() throws {
    func board(_ lines: String) throws -> Board {
      try BoardFixture.read(try BoardFixture.edited("max_rpm: 24000\n  spin_up_s: 2", lines)).0
    }
    let plain = try board("part: trim-router")
    #expect(plain.settings.spindle.maxRpm == 30_000 && plain.settings.spindle.minRpm == 10_000)
    #expect(plain.settings.spindle.spinUpSeconds == 1)
    let simulated = plain.simulation(nil).spindle
    #expect(simulated.maxRpm == 30_000 && simulated.timeToSpeedS == 1 && simulated.timeToStopS == 6)
    // 430 W at 95 % of 30,000 rev/min, which is 2,984.5 rad/s.
    #expect(abs(simulated.ratedTorqueNm - 430 / 2984.5) < 1e-5 && abs(simulated.droopRpm - 1_500) < 1e-6)
    let own = try board("part: trim-router\n  max_rpm: 24000\n  min_rpm: 8000\n  spin_up_s: 3\n  time_to_stop_s: 4")
    #expect(own.settings.spindle.maxRpm == 24_000 && own.settings.spindle.minRpm == 8000)
    #expect(own.settings.spindle.spinUpSeconds == 3)
    let limited = own.simulation(nil).spindle
    #expect(limited.maxRpm == 24_000 && limited.timeToSpeedS == 1 && limited.timeToStopS == 4)
    #expect(limited.ratedTorqueNm == simulated.ratedTorqueNm && limited.droopRpm == simulated.droopRpm)
    // Whoever has timed it lets the program wait for as long.
    #expect(try board("part: trim-router\n  time_to_speed_s: 1.5").settings.spindle.spinUpSeconds == 1.5)
  }

  @Test("a spindle that does not fit the rest of its entry is told with the key")
  func spindleMisfits() throws {
    let slow = try BoardFixture.edited("max_rpm: 24000", "part: trim-router\n  max_rpm: 8000")
    #expect(BoardFixture.problems(slow).map(\.key) == ["spindle.max_rpm"])
    let laser = try BoardFixture.edited("kind: laser", "kind: laser\n  part: trim-router", in: "corexy-laser")
    #expect(BoardFixture.problems(laser).map(\.key) == ["spindle.part"])
  }

  @Test("the router with an inverter has the figures of its spindle, and shows its parts")
  func router() throws {
    let board = try BoardFixture.load("pi4-router-tb6600")
    #expect(board.settings.spindle.maxRpm == 24_000 && board.settings.spindle.minRpm == 6000)
    let spindle = board.simulation(nil).spindle
    #expect(spindle.maxRpm == 24_000 && spindle.timeToSpeedS == 5 && spindle.timeToStopS == 5)
    #expect(spindle.ratedTorqueNm > 0.8 && spindle.ratedTorqueNm < 1 && spindle.droopRpm == 960)
    let shown = board.text(in: .fr)
    for part in ["Spindle 2.2 kW, water-cooled", "fermé au repos (kw12)", "fermé au repos (mushroom-stop)"] {
      #expect(shown.contains(part))
    }
  }

  @Test("programs are told which switches and which spindle a board has, each figure with its source")
  func json() throws {
    let text = try BoardFixture.load("pi4-router-tb6600").json.text
    let all = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let inputs = try #require(all["inputs"] as? [[String: Any]])
    #expect(inputs.first { $0["name"] as? String == "limit_x_min" }?["switch"] as? String == "kw12")
    #expect(inputs.first { $0["name"] as? String == "estop" }?["switch"] as? String == "mushroom-stop")
    #expect(inputs.allSatisfy { $0["normally_closed"] is Bool })
    let switches = try #require(all["switch_parts"] as? [[String: Any]])
    // Five switches of one kind are one part.
    #expect(switches.map { $0["name"] as? String } == ["kw12", "mushroom-stop"])
    let bounce = try #require(switches.first?["bounce_ms"] as? [String: Any])
    #expect(bounce["value"] as? Double == 3 && bounce["estimated"] as? Bool == true)
    #expect((bounce["source"] as? String)?.contains("Ganssle") == true)
    #expect(switches.last?["hysteresis_mm"] is NSNull && switches.last?["contacts"] as? String == "closed")
    let spindle = try #require((all["spindle_parts"] as? [[String: Any]])?.first)
    #expect((spindle["power_w"] as? [String: Any])?["value"] as? Double == 2200)
    for key in ["max_rpm", "min_rpm", "time_to_speed_s", "time_to_stop_s", "droop_percent"] {
      #expect((spindle[key] as? [String: Any])?["source"] as? String != "", "\(key)")
    }
    #expect((all["spindle"] as? [String: Any])?["part"] as? String == "vfd-2200w-water")
    let plain = try BoardFixture.load("reference-3axis").json.text.filter { !$0.isWhitespace }
    #expect(plain.contains(#""switch_parts":[]"#) && plain.contains(#""spindle_parts":[]"#))
  }

  @Test("each figure of the project's switches and spindles has its source, and is what such parts can be")
  func sources() {
    let parts = BoardFixture.parts
    #expect(parts.switches.count >= 7 && parts.spindles.count >= 7)
    for part in parts.switches.values {
      let figures = [part.bounceMs] + [part.hysteresisMm].compactMap { $0 }
      #expect(figures.allSatisfy { !$0.source.isEmpty } && !part.title.isEmpty)
    }
    for part in parts.spindles.values {
      let figures =
        [part.powerW, part.maxRpm, part.minRpm, part.timeToSpeedS, part.timeToStopS]
        + [part.droopPercent].compactMap { $0 }
      #expect(figures.allSatisfy { !$0.source.isEmpty } && part.minRpm.value < part.maxRpm.value)
      // Without a brake a spindle runs out for at least as long as it takes to its speed.
      #expect(part.timeToStopS.value >= part.timeToSpeedS.value)
    }
    // What has no contact cannot bounce.
    for name in ["tcst2103", "lj12a3-4-z-bx", "lj12a3-4-z-ax"] { #expect(parts.switches[name]?.bounceMs.value == 0) }
  }

  @Test("a parts file is told what is wrong with its switches and spindles")
  func partsFile() {
    let text = """
      switches:
        odd:
          title: Odd
          contacts: {value: no, source: me}
          hysteresis_mm: {value: 20, source: me}
      spindles:
        backwards:
          title: Backwards
          power_w: {value: 500, source: me}
          max_rpm: {value: 100, source: me}
          min_rpm: {value: 200, source: me}
          time_to_speed_s: {value: 1, source: me}
          time_to_stop_s: 2
      """
    let keys = PartsLibrary(bytes: [UInt8](text.utf8), file: "parts.yaml").problems.map(\.key).sorted()
    #expect(
      keys == [
        "spindles.backwards.min_rpm", "spindles.backwards.time_to_stop_s", "switches.odd.bounce_ms",
        "switches.odd.contacts.value", "switches.odd.hysteresis_mm.value",
      ])
  }
}
