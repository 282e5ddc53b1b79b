// The fingerprint of what was driven: the same however long a machine stands between its motions, another where a step is.

import Seeded
import StepperCore
import Testing

@Suite("Motion hash")
struct MotionHashTests {
  /// Two motions of a random machine, with rests of so many ticks before each of them.
  private func hash(
    _ one: EngineCase, rests: [UInt32], change: (Int, inout Slice) -> Void = { _, _ in }
  ) -> (motion: UInt64, trace: UInt64) {
    var noise = SplitMix64(one.seed)
    var engine = TickEngine(one.plans, pwm: PWMTrain(hz: 1000, tickHz: one.tickHz))
    var port = HashedPort()
    let limits = one.limits
    for (motion, rest) in rests.enumerated() {
      // Pulses still to come are of the motion before.
      engine.run(Slice(ticks: 20_000), port: &port)
      engine.run(Slice(ticks: rest), port: &port)
      for index in 0..<200 {
        var slice = one.slice(&noise, limits: limits)
        slice.beginsMotion = index == 0
        if motion == 1 { change(index, &slice) }
        engine.run(slice, port: &port)
      }
    }
    return (engine.motionHash.value, port.hash.value)
  }

  @Test("does not depend on the ticks at rest, as the trace hash does", arguments: EngineCase.all)
  func rests(_ one: EngineCase) {
    let first = hash(one, rests: [10, 10])
    for rests: [UInt32] in [[11, 10], [10, 4_000], [123_456, 1]] {
      let other = hash(one, rests: rests)
      #expect(other.motion == first.motion && other.trace != first.trace, "\(rests)")
    }
  }

  @Test("tells a motion that is a tick longer, and one with another output", arguments: EngineCase.all)
  func changes(_ one: EngineCase) {
    let first = hash(one, rests: [10, 10]).motion
    let later = hash(one, rests: [10, 10]) { index, slice in if index == 50 { slice.ticks += 1 } }
    let spinning = hash(one, rests: [10, 10]) { index, slice in if index > 50 { slice.outputs = .spindle } }
    #expect(later.motion != first && spinning.motion != first)
  }
}

private struct HashedPort: StepPort {
  var hash = TraceHash()
  mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) { hash.add(instant, levels) }
  mutating func readInputs() -> InputWord { .none }
}
