// The tick engine alone: slices in, and a port that takes notice of every write.

import StepperCore

/// Takes what the engine writes, as the yardstick does with its words.
private struct NotingPort: StepPort, ~Copyable {
  typealias Failure = Never
  var words: UInt64 = 0

  @inline(__always)
  mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) {
    words = (words ^ UInt64(levels.rawValue) ^ instant.tick) &* 0x0000_0100_0000_01B3
  }

  @inline(__always)
  mutating func readInputs() -> InputWord { .none }
}

/// Runs slices of 40 ticks with the speeds of the yardstick: each of four axes steps in 6 to 11 % of the ticks.
func engineTicks(slices: Int) -> UInt64 {
  let timing = DriverTiming(
    stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 200, directionHoldNs: 200, enableDelayNs: 0)
  let plans = InlineArray<4, PulsePlan> {
    PulsePlan(JointSettings(stepsPerMm: 80, motors: 1 << UInt8($0), timing: timing), tickHz: 40_000)
  }
  var engine = TickEngine(plans, pwm: PWMTrain(hz: 1_000, tickHz: 40_000))
  var port = NotingPort()
  func perTick(_ steps: Double) -> Int64 { Int64(steps * SubSteps.perStep) }
  let slice = Slice(
    velocity: SIMD4(perTick(1 / 16), perTick(3 / 32), perTick(5 / 64), perTick(7 / 64)),
    acceleration: SIMD4(1 << 12, -(1 << 11), 1 << 9, 1 << 10), ticks: 40)
  for _ in 0..<slices { engine.run(slice, port: &port) }
  return port.words
}
