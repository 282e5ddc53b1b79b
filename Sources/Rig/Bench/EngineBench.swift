// The bare tick engine against a port that does nothing, beside the plainest loop that makes the same steps.

import StepperCore

/// Takes every write, and keeps only enough of it that the compiler cannot leave it out.
struct NullPort: StepPort, ~Copyable {
  typealias Failure = Never
  var sum: UInt64 = 0

  @inline(__always)
  mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) {
    sum &+= UInt64(levels.rawValue) &+ instant.tick
  }

  @inline(__always)
  mutating func readInputs() -> InputWord { .none }
}

enum EngineBench {
  /// A second of ticks at 40 kHz, in slices of a millisecond; four axes at 4,000 to 1,000 steps a second.
  private static let slices = 25_000
  private static let slice = Slice(
    velocity: SIMD4(1 << 35, 1 << 34, 3 << 33, 1 << 33), acceleration: SIMD4(1 << 12, -(1 << 11), 0, 1 << 10), ticks: 40
  )

  private static var plans: InlineArray<4, PulsePlan> {
    let timing = DriverTiming(
      stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 200, directionHoldNs: 200, enableDelayNs: 0)
    return InlineArray {
      PulsePlan(JointSettings(stepsPerMm: 80, motors: 1 << UInt8($0), timing: timing), tickHz: 40_000)
    }
  }

  /// Processor nanoseconds a tick of ``TickEngine``.
  static func nsPerTick() -> Double {
    var engine = TickEngine(plans, pwm: PWMTrain(hz: 1000, tickHz: 40_000))
    var port = NullPort()
    let begun = ProcessFigures.cpuSeconds
    for _ in 0..<slices { engine.run(slice, port: &port) }
    let seconds = ProcessFigures.cpuSeconds - begun
    precondition(port.sum != 0)
    return seconds * 1e9 / Double(slices * Int(slice.ticks))
  }

  /// Processor nanoseconds a tick of a loop without timing rules, slices' ends, pulses' ends or inputs.
  static func plainNsPerTick() -> Double {
    var port = NullPort()
    var p = SIMD4<Int64>.zero
    var word: UInt32 = 0
    let begun = ProcessFigures.cpuSeconds
    var tick: UInt64 = 0
    for _ in 0..<slices {
      var v = slice.velocity
      for _ in 0..<slice.ticks {
        let before = p
        p &+= v
        v &+= slice.acceleration
        let moved = (p ^ before) &>> SIMD4(repeating: SubSteps.fractionBits)
        if moved != .zero {
          word = (moved[0] != 0 ? 1 : 0) | (moved[1] != 0 ? 2 : 0) | (moved[2] != 0 ? 4 : 0) | (moved[3] != 0 ? 8 : 0)
          port.write(PortWord(rawValue: word), changing: PortWord(rawValue: word), at: PortInstant(tick: tick, ns: 0))
        }
        tick &+= 1
      }
    }
    let seconds = ProcessFigures.cpuSeconds - begun
    precondition(port.sum != 0)
    return seconds * 1e9 / Double(slices * Int(slice.ticks))
  }
}
