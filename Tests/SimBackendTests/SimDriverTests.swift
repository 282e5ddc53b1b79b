// Purpose-made bad edges on the simulated drivers: each fault is found, named, placed and counted.

import SimBackend
import StepperCore
import Testing

@Suite("Simulated drivers")
struct SimDriverTests {
  /// 1 MHz ticks would be out of range for a machine, but make edges easy to write: tick = µs.
  private static let timing = DriverTiming(
    stepHighNs: 3_000, stepLowNs: 4_000, directionSetupNs: 5_000, directionHoldNs: 6_000, enableDelayNs: 100_000)

  /// Levels of motor 0, at microseconds.
  private struct Script: ~Copyable {
    var port: SimPort
    private var levels = PortWord.none

    init(isInverted: Bool = false, timing: DriverTiming = SimDriverTests.timing) {
      var machine = Machines.settings(tickHz: 1_000_000)
      machine.motors = [SimMotor(timing: timing, isInverted: isInverted, joint: 0)]
      port = SimPort(machine)
    }

    mutating func set(_ line: PortWord, _ isActive: Bool, at us: UInt64, ns: UInt32 = 0) {
      let next = isActive ? levels | line : levels & ~line
      port.write(next, changing: next ^ levels, at: PortInstant(tick: us, ns: ns))
      levels = next
    }

    /// A step that nothing is wrong with, unless its moments are.
    mutating func pulse(at us: UInt64, highUs: UInt64 = 3) {
      set(.step(0), true, at: us)
      set(.step(0), false, at: us + highUs)
    }

    /// Faults, the first of them, counted pulses, missed pulses, net position.
    var outcome: Outcome {
      Outcome(
        violations: port.timingViolations, first: port.firstViolation?.fault, pulses: port.pulses(ofMotor: 0),
        missed: port.missedPulses(ofMotor: 0), steps: port.steps(ofMotor: 0))
    }
  }

  private struct Outcome: Equatable {
    var violations: UInt64
    var first: TimingFault?
    var pulses: UInt64
    var missed: UInt64
    var steps: Int64
  }

  private static func enabled() -> Script {
    var script = Script()
    script.set(.enable(0), true, at: 0)
    script.set(.direction(0), true, at: 10)
    return script
  }

  @Test("pulses that just keep every time are counted, in both directions")
  func good() {
    var script = Self.enabled()
    for index in 0..<5 { script.pulse(at: 100 + 7 * UInt64(index)) }
    script.set(.direction(0), false, at: 100 + 28 + 6)
    for index in 0..<3 { script.pulse(at: 139 + 7 * UInt64(index)) }
    let outcome = script.outcome
    #expect(outcome == Outcome(violations: 0, first: nil, pulses: 8, missed: 0, steps: 2))
  }

  @Test("a pulse too short is missed")
  func stepHigh() {
    var script = Self.enabled()
    script.set(.step(0), true, at: 200)
    script.set(.step(0), false, at: 202, ns: 999)
    var outcome = script.outcome
    #expect(outcome == Outcome(violations: 1, first: .stepHigh, pulses: 0, missed: 1, steps: 0))
    script.pulse(at: 300)
    outcome = script.outcome
    #expect(outcome == Outcome(violations: 1, first: .stepHigh, pulses: 1, missed: 1, steps: 1))
  }

  @Test("a pulse too soon after the last is missed")
  func stepLow() {
    var script = Self.enabled()
    script.pulse(at: 200)
    script.pulse(at: 206)
    let outcome = script.outcome
    #expect(outcome == Outcome(violations: 1, first: .stepLow, pulses: 1, missed: 1, steps: 1))
    let violation = script.port.firstViolation
    #expect(violation?.motor == 0)
    #expect(violation?.at == PortInstant(tick: 206, ns: 0))
  }

  @Test("a direction set too late is a step the wrong way")
  func directionSetup() {
    var script = Self.enabled()
    script.set(.direction(0), false, at: 200)
    script.pulse(at: 204)
    var outcome = script.outcome
    #expect(outcome == Outcome(violations: 1, first: .directionSetup, pulses: 1, missed: 0, steps: 1))
    script.pulse(at: 300)
    outcome = script.outcome
    #expect(outcome.steps == 0)
  }

  @Test("a direction and a step in one write are a step the wrong way")
  func together() {
    var script = Self.enabled()
    script.set(.direction(0) | .step(0), false, at: 150)
    script.set(.direction(0) | .step(0), true, at: 200)
    let outcome = script.outcome
    #expect(outcome.first == .directionSetup)
    #expect(outcome.steps == -1)
  }

  @Test("a direction changed too soon after a step is told")
  func directionHold() {
    var script = Self.enabled()
    script.pulse(at: 200)
    script.set(.direction(0), false, at: 205)
    let outcome = script.outcome
    #expect(outcome == Outcome(violations: 1, first: .directionHold, pulses: 1, missed: 0, steps: 1))
  }

  @Test("steps of a driver that is off, or not yet awake, or off again, are missed")
  func notEnabled() {
    var script = Script()
    script.set(.direction(0), true, at: 1)
    script.pulse(at: 50)
    script.set(.enable(0), true, at: 100)
    script.pulse(at: 199)
    var outcome = script.outcome
    #expect(outcome == Outcome(violations: 2, first: .notEnabled, pulses: 0, missed: 2, steps: 0))
    script.pulse(at: 300)
    script.set(.enable(0), false, at: 400)
    script.pulse(at: 1_000)
    outcome = script.outcome
    #expect(outcome == Outcome(violations: 3, first: .notEnabled, pulses: 1, missed: 3, steps: 1))
  }

  @Test("a pulse that is both too soon and of a late direction is missed, and moves nothing")
  func soonAndLate() {
    var script = Self.enabled()
    script.pulse(at: 200)
    script.set(.direction(0), false, at: 206)
    script.pulse(at: 206)
    let outcome = script.outcome
    #expect(outcome == Outcome(violations: 1, first: .stepLow, pulses: 1, missed: 1, steps: 1))
  }

  @Test("a step the wrong way that was too short is taken back the way it came")
  func wrongWayAndShort() {
    var script = Self.enabled()
    script.set(.direction(0), false, at: 200)
    script.pulse(at: 204, highUs: 2)
    var outcome = script.outcome
    #expect(outcome == Outcome(violations: 2, first: .directionSetup, pulses: 0, missed: 1, steps: 0))
    // Also where the direction turns while the pulse is high.
    script.set(.step(0), true, at: 300)
    script.set(.direction(0), true, at: 301)
    script.set(.step(0), false, at: 302)
    outcome = script.outcome
    #expect(outcome.steps == 0 && outcome.missed == 2)
  }

  @Test("an inverted motor counts the other way round")
  func inverted() {
    var script = Script(isInverted: true)
    script.set(.enable(0), true, at: 0)
    script.pulse(at: 200)
    script.pulse(at: 210)
    let outcome = script.outcome
    #expect(outcome == Outcome(violations: 0, first: nil, pulses: 2, missed: 0, steps: 2))
    let x = script.port.position.x
    #expect(x == 2.0 / 80)
  }

  @Test("times hold to the nanosecond where ticks are no whole nanoseconds")
  func oddTicks() {
    // 30 kHz: ticks of 33,333 and 33,334 ns in turn.
    for (highNs, isSeen) in [(33_333, true), (33_334, false)] {
      var machine = Machines.settings(tickHz: 30_000)
      let timing = DriverTiming(
        stepHighNs: UInt32(highNs), stepLowNs: 0, directionSetupNs: 0, directionHoldNs: 0, enableDelayNs: 0)
      machine.motors = [SimMotor(timing: timing, isInverted: false, joint: 0)]
      var port = SimPort(machine)
      let on = PortWord.enable(0), high = PortWord.enable(0) | .step(0)
      port.write(on, changing: on, at: PortInstant(tick: 0, ns: 0))
      port.write(high, changing: .step(0), at: PortInstant(tick: 3, ns: 0))
      port.write(on, changing: .step(0), at: PortInstant(tick: 4, ns: 0))
      let missed = port.missedPulses(ofMotor: 0)
      #expect((missed == 0) == isSeen)
    }
  }

  @Test("ticks become nanoseconds without losing any, after years too")
  func tickTime() {
    for hz in [5_000, 30_000, 40_000, 77_777, 200_000] as [UInt32] {
      let time = TickTime(hz: hz)
      #expect(time.ns(PortInstant(tick: UInt64(hz) * 100_000_000, ns: 7)) == 100_000_000_000_000_007)
      for tick in [0, 1, 2, 3, 1_000_003] as [UInt64] {
        #expect(time.ns(PortInstant(tick: tick, ns: 0)) == Int64(tick * 1_000_000_000 / UInt64(hz)))
      }
    }
  }
}
