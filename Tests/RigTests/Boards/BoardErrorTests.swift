// What a person is told who made a mistake in a board file: the place, what was expected, and the way out.

import Foundation
import Rig
import Testing

@Suite("Mistakes in board files")
struct BoardErrorTests {
  /// One mistake: what replaces what in the default board, and what the only message then says.
  struct Mistake: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var message: String
    var testDescription: String { message }

    init(_ old: String, _ new: String, _ message: String) {
      self.old = old
      self.new = new
      self.message = message
    }
  }

  static let mistakes = [
    Mistake("tick_hz: 40000", "tick_hertz: 40000", "tick_hertz: unknown key; did you mean tick_hz?"),
    Mistake(
      "    max_velocity_mm_min: 3000\n", "    max_velocty: 3000\n",
      "axes.x.max_velocty: unknown key; did you mean max_velocity_mm_min?"),
    Mistake("tick_hz: 40000", "tick_hz: fast", "tick_hz: expected a whole number such as 20000, found \"fast\""),
    Mistake(
      "tick_hz: 40000", "tick_hz: 40,5", "tick_hz: expected a whole number such as 20000, found \"40,5\"; write"),
    Mistake("tick_hz: 40000", "tick_hz: 1000", "tick_hz: 1000 is out of range; expected 5000 to 200000"),
    Mistake("tick_hz: 40000", "tick_hz:", "tick_hz: expected a whole number such as 20000, found nothing"),
    Mistake("tick_hz: 40000", "tick_hz: 1e999", "tick_hz: expected a whole number"),
    Mistake("tick_hz: 40000", "", "tick_hz: is missing; for example 20000"),
    Mistake("driver: tb6600", "driver: tb6000", "no driver \"tb6000\"; did you mean tb6600?"),
    Mistake("motor: 23hs22-2804s", "motor: 23hs22", "no motor \"23hs22\"; did you mean 23hs22-2804s?"),
    Mistake("transmission: screw-tr8x8", "transmission: tr8", "no transmission \"tr8\" (known: ball-screw-sfu1204,"),
    Mistake("driver: tb6600", "driver: 7", "axes.x.motors.x.driver: no driver \"7\" (known: a4988,"),
    Mistake("microsteps: 8", "microsteps: 7", "tb6600 cannot be set to 7 microsteps (1, 2, 4, 8, 16, 32); write 8"),
    Mistake(
      "step: GPIO23", "step: GPIO17",
      "axes.y.motors.y.pins.step: GPIO17 is already used by axes.x.motors.x.pins.step (line"),
    Mistake("step: GPIO17", "step: GPIO71", "no line \"GPIO71\" on the 40-pin header; lines are GPIO0 to GPIO27"),
    Mistake("step: GPIO17", "step: gpio17", "did you mean GPIO17?"),
    Mistake("step: GPIO17", "step: 11", "write GPIO11 (pin 23) / GPIO17 (pin 11)"),
    Mistake("step: GPIO17, ", "", "axes.x.motors.x.pins.step: is missing; for example GPIO17"),
    Mistake("label: pinctrl-bcm2711", "label: gpiochip0", "differs between kernels; give the label"),
    Mistake("label: pinctrl-bcm2711", "label: pinctrl-bcm2771", "did you mean pinctrl-bcm2711?"),
    Mistake("travel_mm: [0, 300]", "travel_mm: [300, 0]", "the travel runs from 300 to 0 mm"),
    Mistake("travel_mm: [0, 300]", "travel_mm: 300", "expected 2 numbers such as [0, 300], found \"300\""),
    Mistake("at_mm: 302", "at_mm: 290", "290 mm is inside the travel (0 to 300)"),
    Mistake(
      "normally: closed, at_mm: 302", "normally: shut, at_mm: 302", "expected one of closed, open, found \"shut\""),
    Mistake(
      "work_offset_mm: [45, 10, -30]", "work_offset_mm: [45, 10, 30]", "z = 30 mm is outside the travel (-60 to 0)"),
    Mistake("supply_v: 36", "supply_v: 48", "tb6600 takes at most 42 V, and supply_v is 48"),
    Mistake("kind: relay", "kind: laser", "max_rpm: has no meaning with kind: laser; leave it out"),
    Mistake("transmission: screw-tr8x8", "steps_per_mm: 80000", "the travel is 24000000 steps; at most 16777216"),
    Mistake(
      "transmission: screw-tr8x8", "steps_per_mm: 80\n    transmission: screw-tr8x8",
      "give one of transmission, steps_per_mm, and not more"),
    Mistake(
      "backlash_mm: 0\n", "input_shaper: {typ: mzv, frequency_hz: 42}\n",
      "axes.x.input_shaper.typ: unknown key; did you mean type?"),
    Mistake(
      "backlash_mm: 0\n", "input_shaper: {type: mvz, frequency_hz: 42}\n",
      "axes.x.input_shaper.type: expected one of zv, mzv, ei, found \"mvz\"; did you mean mzv?"),
    Mistake("backlash_mm: 0\n", "input_shaper: {type: zv}\n", "input_shaper.frequency_hz: is missing; for example 42"),
    Mistake(
      "backlash_mm: 0\n", "input_shaper: {type: zv, frequency_hz: 2}\n",
      "axes.x.input_shaper.frequency_hz: 2 is out of range; expected 5 to 200"),
    Mistake(
      "backlash_mm: 0\n", "input_shaper: {type: zv, frequency_hz: 120}\n",
      "axes.x.input_shaper.frequency_hz: 120 Hz is too fast for these slices; at most 100 Hz, or fewer slice_ticks"),
    Mistake(
      "backlash_mm: 0\n", "input_shaper: {type: zv, frequency_hz: 42, damping_ratio: 0.5}\n",
      "axes.x.input_shaper.damping_ratio: 0.5 is out of range; expected 0 to 0.3"),
    Mistake(
      "backlash_mm: 0\n", "input_shapper: {type: zv}\n", "input_shapper: unknown key; did you mean input_shaper?"),
    Mistake("supply_v: 36", "supply_v: 36\nsupply_v: 24", "supply_v: is there twice, first in line"),
    Mistake("supply_v: 36", "soft_limits: yes", "expected true or false, found \"yes\"; write true"),
    Mistake("supply_v: 36", "jumpers: [{from: step_q, to: probe}]", "jumpers[0].from: no wire \"step_q\""),
    Mistake(
      "supply_v: 36", "jumpers: [{from: step_x, to: probe}, {from: dir_x, to: probe}]",
      "jumpers[1].to: probe has a jumper from step_x already"),
    Mistake("supply_v: 36", "\tsupply_v: 36", "a tab in the indentation; YAML takes spaces only"),
    Mistake("supply_v: 36", "supply_v: [36", "is not valid YAML"),
    Mistake("supply_v: 36", "supply_v: &volts 36", "anchors (&name) and aliases (*name) are not used"),
  ]

  @Test("each mistake is told with its place and a way out", arguments: mistakes)
  func mistake(_ mistake: Mistake) throws {
    let problems = BoardFixture.problems(try BoardFixture.edited(mistake.old, mistake.new))
    let texts = problems.map { $0.text(in: .en) }
    #expect(texts.contains { $0.contains(mistake.message) }, "\(texts)")
    #expect(problems.allSatisfy { $0.file == "test.yaml" && $0.line > 0 && $0.column > 0 })
    // What is missing is told where it is missed, what clashes at the other end; everything else where it stands.
    let line = try BoardFixture.line(of: mistake.old)
    let elsewhere = ["missing", "give one of", "supply_v is", "the travel is", "not valid YAML"]
    if !elsewhere.contains(where: mistake.message.contains) {
      #expect(problems.contains { line == $0.line || line + 1 == $0.line }, "\(texts), line \(line)")
    }
  }

  @Test("file, line, column and key path are exact")
  func exactPlaces() {
    let text = """
      title: A
      chip: {label: pinctrl-bcm2711, model: Pi}
      tick_hz: 20000
      axes:
        x:
          max_velocty: 3000
          travel_mm: [0, 1O0]
      spindle: {kind: relay, pins: {run: 12}}

      """
    let problems = BoardFixture.problems(text).filter { !$0.text(in: .en).contains("is missing") }
    #expect(
      problems.map { $0.text(in: .en) } == [
        "test.yaml:6:5: axes.x.max_velocty: unknown key; did you mean max_velocity_mm_min?",
        "test.yaml:6:5: axes.x: give one of transmission, steps_per_mm, and not more",
        "test.yaml:7:20: axes.x.travel_mm[1]: expected a number such as 300, found \"1O0\"",
        "test.yaml:8:36: spindle.pins.run: expected the name of a line such as GPIO17, or {offset: 17}, found \"12\"; "
          + "write GPIO12 (pin 32) / GPIO18 (pin 12)",
      ])
  }

  @Test("one wrong key, part or number gives one message and no followers", arguments: mistakes.prefix(10))
  func oneMistakeOneMessage(_ mistake: Mistake) throws {
    #expect(BoardFixture.problems(try BoardFixture.edited(mistake.old, mistake.new)).count == 1)
  }

  @Test("all mistakes of a file are told at once, in the order of the file")
  func allAtOnce() throws {
    var text = try BoardFixture.edited("tick_hz: 40000", "tick_hz: 4")
    for (old, new) in [
      ("supply_v: 36", "supply_w: 36"), ("travel_mm: [0, 300]", "travel_mm: [300, 0]"),
      ("driver: tb6600", "driver: tb6601"), ("kind: relay", "kind: really"), ("currency: XOF", "currency: [XOF]"),
    ] {
      text = text.replacingOccurrences(of: old, with: new)
    }
    let problems = BoardFixture.problems(text)
    let keys = problems.map(\.key)
    #expect(
      keys == [
        "tick_hz", "supply_w", "axes.x.travel_mm", "axes.x.motors.x.driver", "axes.y.motors.y.driver",
        "axes.z.motors.z.driver", "spindle.kind", "price.currency",
      ])
    #expect(problems.map(\.line) == problems.map(\.line).sorted())
  }

  @Test("a speed that the ticks do not allow is a warning with the speed that would fit")
  func speedWarning() throws {
    let (_, warnings) = try BoardFixture.read(try BoardFixture.edited("tick_hz: 40000", "tick_hz: 5000"))
    let texts = warnings.map { $0.text(in: .en) }
    #expect(texts.count == 2, "\(texts)")
    #expect(
      texts.first?.hasSuffix(
        "axis x cannot reach 3000 mm/min: that is 10000 steps/s, and ticks and driver allow 5000; 1500 mm/min would fit"
      )
        == true, "\(texts)")
  }

  @Test(
    "lines with another duty on a Pi are a warning", arguments: [("GPIO14", "serial console"), ("GPIO1", "EEPROM")])
  func reservedLines(line: String, words: String) throws {
    let (_, warnings) = try BoardFixture.read(try BoardFixture.edited("mist: GPIO20", "mist: \(line)"))
    #expect(warnings.contains { $0.text(in: .en).contains(words) })
  }

  @Test("messages are French where French is asked for, and keys stay as they are")
  func french() throws {
    let problems = BoardFixture.problems(try BoardFixture.edited("tick_hz: 40000", "tick_hertz: 40000"))
    #expect(
      problems.map { $0.text(in: .fr).replacing(/:[0-9]+:1:/, with: ":1:1:") } == [
        "test.yaml:1:1: tick_hertz: clé inconnue ; vouliez-vous dire tick_hz ?"
      ])
  }

  @Test("every message has an English and a different French text", arguments: mistakes)
  func translated(_ mistake: Mistake) throws {
    for problem in BoardFixture.problems(try BoardFixture.edited(mistake.old, mistake.new)) {
      #expect(problem.text(in: .en) != problem.text(in: .fr))
      #expect(!problem.text(in: .fr).contains("\n"))
    }
  }

  @Test("kernel names by duty, offsets and unknown chips are understood")
  func otherNames() throws {
    let (byDuty, _) = try BoardFixture.read(try BoardFixture.edited("dir: GPIO8", "dir: SPI_CE0_N"))
    #expect(byDuty.outputs.contains { $0.name == "dir_z" && $0.line == GPIOLine(name: "GPIO8", offset: 8) })
    let (byOffset, _) = try BoardFixture.read(try BoardFixture.edited("dir: GPIO8", "dir: {offset: 8, active: low}"))
    #expect(byOffset.outputs.contains { $0.name == "dir_z" && $0.line.offset == 8 && $0.isActiveLow })
    let (elsewhere, _) = try BoardFixture.read(try BoardFixture.edited("pinctrl-bcm2711", "stm32-bank-a"))
    #expect(elsewhere.outputs.first?.line == GPIOLine(name: "GPIO17", offset: nil))
  }

  @Test("a mistake in a parts file is told with the place in that file")
  func partsMistake() throws {
    let text = "motors:\n  big:\n    title: Big\n    steps_per_rev: 200\n"
    let library = PartsLibrary(bytes: [UInt8](text.utf8), file: "parts/motors.yaml")
    let texts = library.problems.map { $0.text(in: .en) }
    #expect(texts.first?.hasPrefix("parts/motors.yaml:3:5: motors.big.holding_torque_n_m: is missing") == true)
    #expect(
      texts.contains {
        $0.hasPrefix("parts/motors.yaml:4:20: motors.big.steps_per_rev: expected keys and values such as {value: 3,")
      }, "\(texts)")
  }
}
