// A gantry's motor that is muted: its step line is silent, and every other line is as it would have been.

import Seeded
import StepperCore
import Testing

@Suite("Muted motors")
struct MutedMotorTests {
  /// Changes of all lines but some.
  private struct Tape: StepPort, ~Copyable {
    let without: PortWord
    var last: UInt32 = 0
    var hash = TraceHash()
    var rises = 0

    init(without: PortWord) { self.without = without }

    mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) {
      rises += (levels & changing & without).rawValue.nonzeroBitCount
      let kept = levels & ~without
      if kept.rawValue == last { return }
      last = kept.rawValue
      hash.add(instant, kept)
    }
    mutating func readInputs() -> InputWord { .none }
  }

  @Test("the other lines, and where joints stand, do not depend on it", arguments: EngineCase.all)
  func others(_ one: EngineCase) {
    // The second motor of joint 1, and the only one of joint 2.
    let silent = PortWord.step(2) | .step(3)
    var plain = TickEngine(one.plans, pwm: PWMTrain(hz: 1000, tickHz: one.tickHz))
    var muted = TickEngine(one.plans, pwm: PWMTrain(hz: 1000, tickHz: one.tickHz))
    var port = Tape(without: silent), mutedPort = Tape(without: silent)
    var noise = SplitMix64(one.seed &+ 7)
    let limits = one.limits
    for round in 0..<3 {
      muted.mute(round == 1 ? silent : .none)
      let before = (port.rises, mutedPort.rises)
      for _ in 0..<2_000 {
        let slice = one.slice(&noise, limits: limits)
        plain.run(slice, port: &port)
        muted.run(slice, port: &mutedPort)
      }
      // Steps that had to wait for a direction come before the next order.
      plain.run(Slice(ticks: 20_000), port: &port)
      muted.run(Slice(ticks: 20_000), port: &mutedPort)
      let made = port.rises - before.0, heard = mutedPort.rises - before.1
      #expect((made > 1_000 || one.joints.count < 3) && heard == (round == 1 ? 0 : made), "round \(round)")
    }
    #expect(port.hash.value == mutedPort.hash.value)
    for joint in 0..<4 { #expect(plain.steps(joint) == muted.steps(joint)) }
  }
}
