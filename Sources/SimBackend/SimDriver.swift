// What one stepper driver makes of its three input lines.

import StepperCore

/// Something a driver's data sheet forbids.
public enum TimingFault: UInt8, Equatable, Sendable, CaseIterable {
  /// A step pulse, or the pause before it, was too short: the driver did not see it.
  case stepHigh, stepLow
  /// The direction changed too shortly before, or after, a step.
  case directionSetup, directionHold
  /// A step came while the driver was off, or not yet awake.
  case notEnabled
}

/// A driver that counts the pulses it can see, judged by its own data sheet and not by what the core believes.
///
/// Times are nanoseconds since switch-on.
struct SimDriver {
  let timing: DriverTiming
  /// Net pulses, in the direction of the direction line.
  var position: Int64 = 0
  var pulses: UInt64 = 0
  var missedPulses: UInt64 = 0
  private var isPositive = false
  private var isEnabled = false
  private var isPowered = true
  /// Enabled and powered, and nothing happens to pulses on their way.
  private var isReady = false
  /// What happens to them.
  private(set) var trouble = PulseTrouble()
  private var riseNs: Int64 = -1_000_000_000
  private var fallNs: Int64 = -1_000_000_000
  private var turnNs: Int64 = -1_000_000_000
  private var enableNs: Int64 = 0
  /// What the pulse now high has added to the position: 0 where it was not seen.
  private var counted: Int64 = 0

  init(_ timing: DriverTiming) { self.timing = timing }

  @inline(__always)
  mutating func rise(at ns: Int64) -> TimingFault? { isReady ? rise(at: ns, isReady: true) : riseUnready(at: ns) }

  @inline(never)
  private mutating func riseUnready(at ns: Int64) -> TimingFault? {
    let fault = rise(at: ns, isReady: isEnabled && isPowered)
    if trouble.isThere && counted != 0 {
      let taken = trouble.take(counted)
      position &+= taken &- counted
      pulses = pulses &- 1 &+ UInt64(abs(taken))
      counted = taken
      refresh()
    }
    return fault
  }

  @inline(__always)
  private mutating func rise(at ns: Int64, isReady: Bool) -> TimingFault? {
    var fault: TimingFault?
    // The gravest last: a pulse that was not seen has no direction.
    if ns &- turnNs < Int64(timing.directionSetupNs) { fault = .directionSetup }
    if ns &- fallNs < Int64(timing.stepLowNs) { fault = .stepLow }
    if !isReady || ns &- enableNs < Int64(timing.enableDelayNs) { fault = .notEnabled }
    riseNs = ns
    if fault == nil || fault == .directionSetup {
      // A late direction is a step the wrong way, not a missed one.
      counted = isPositive == (fault == nil) ? 1 : -1
      pulses &+= 1
      position &+= counted
    } else {
      counted = 0
      missedPulses &+= 1
      // What the emergency stop has cut off is nobody's mistake.
      if !isPowered { return nil }
    }
    return fault
  }

  @inline(__always)
  mutating func fall(at ns: Int64) -> TimingFault? {
    fallNs = ns
    if ns &- riseNs >= Int64(timing.stepHighNs) { return nil }
    if counted != 0 {
      pulses &-= UInt64(abs(counted))
      missedPulses &+= 1
      position &-= counted
      counted = 0
    }
    return .stepHigh
  }

  /// A pulse of which one end was seen: counted, and judged by nothing but direction and enable.
  mutating func pulse(at ns: Int64) -> TimingFault? {
    fallNs = min(fallNs, ns &- Int64(timing.stepLowNs))
    let fault = rise(at: ns)
    fallNs = ns
    // Nothing is taken back when a fall is seen next.
    counted = 0
    return fault
  }

  mutating func turn(toPositive: Bool, at ns: Int64) -> TimingFault? {
    isPositive = toPositive
    turnNs = ns
    return ns &- riseNs < Int64(timing.directionHoldNs) ? .directionHold : nil
  }

  mutating func enable(_ on: Bool, at ns: Int64) {
    isEnabled = on
    refresh()
    enableNs = ns
  }

  /// Its supply comes or goes. It wakes anew when it comes.
  mutating func setPower(_ on: Bool, at ns: Int64) {
    isPowered = on
    refresh()
    enableNs = ns
  }

  /// Something begins, or ceases, to happen to its pulses.
  mutating func trouble(_ change: (inout PulseTrouble) -> Void) {
    change(&trouble)
    refresh()
  }

  private mutating func refresh() { isReady = isEnabled && isPowered && !trouble.isThere }
}
