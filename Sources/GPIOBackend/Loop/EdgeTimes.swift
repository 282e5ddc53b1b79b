// When edges were over in, when the next ones may begin out: the memory of what drivers have been shown.

import StepperCore

/// The moments until which each driver has to be spared, ns.
///
/// Where every driver is content within half a tick, the latest edge of any motor stands for all: nothing has to wait for
/// it beyond the tick it fell in. Drivers that are slower than that are each remembered by themselves, so that one of them
/// does not hold up the others.
struct EdgeTimes {
  private struct Needs {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var setup: UInt64 = 0
    var hold: UInt64 = 0
  }

  private struct Motor {
    var needs = Needs()
    var mayRise: UInt64 = 0
    var mayFall: UInt64 = 0
    var mayTurn: UInt64 = 0
  }

  /// Of all motors, the most demanding.
  private var needs = Needs()
  private let areQuick: Bool
  private var mayRise: UInt64 = 0
  private var mayFall: UInt64 = 0
  private var mayTurn: UInt64 = 0
  /// By themselves, where they are not all quick.
  private var motors: InlineArray<8, Motor> = InlineArray(repeating: Motor())
  /// Edges whose time is not known yet, it is before the end of the tick: steps that fell, directions that changed, each
  /// with its bit of the port's word.
  private var open: UInt32 = 0

  init(_ timings: InlineArray<8, DriverTiming>, tickNs: UInt64) {
    for motor in 0..<8 {
      let timing = timings[motor]
      motors[motor].needs = Needs(
        high: UInt64(timing.stepHighNs), low: UInt64(timing.stepLowNs), setup: UInt64(timing.directionSetupNs),
        hold: UInt64(timing.directionHoldNs))
      needs.high = max(needs.high, motors[motor].needs.high)
      needs.low = max(needs.low, motors[motor].needs.low)
      needs.setup = max(needs.setup, motors[motor].needs.setup)
      needs.hold = max(needs.hold, motors[motor].needs.hold)
    }
    let longest = max(needs.high &+ needs.low, max(needs.setup, needs.hold))
    areQuick = longest <= tickNs / 2
  }

  /// The first moment at which every driver may see these edges: steps that rise and fall (bits of the motors), lines of
  /// directions that change.
  @inline(__always)
  mutating func earliest(_ rises: UInt32, _ falls: UInt32, _ turns: UInt32) -> UInt64 {
    if !areQuick { return earliestOfEach(rises, falls, turns >> 8) }
    var moment: UInt64 = 0
    if rises != 0 { moment = mayRise }
    if falls != 0 { moment = max(moment, mayFall) }
    if turns != 0 { moment = max(moment, mayTurn) }
    return moment
  }

  // Mutating, although it changes nothing: otherwise all of this is copied for it.
  @inline(never)
  private mutating func earliestOfEach(_ rises: UInt32, _ falls: UInt32, _ turns: UInt32) -> UInt64 {
    var moment: UInt64 = 0
    for motor in 0..<8 {
      let bit: UInt32 = 1 << UInt32(motor)
      if rises & bit != 0 { moment = max(moment, motors[motor].mayRise) }
      if falls & bit != 0 { moment = max(moment, motors[motor].mayFall) }
      if turns & bit != 0 { moment = max(moment, motors[motor].mayTurn) }
    }
    return moment
  }

  /// Steps have risen, and that was over at `ns`.
  @inline(__always)
  mutating func rose(_ rises: UInt32, at ns: UInt64) {
    if areQuick {
      mayFall = ns &+ needs.high
      mayTurn = ns &+ needs.hold
      return
    }
    roseEach(rises, at: ns)
  }

  @inline(never)
  private mutating func roseEach(_ rises: UInt32, at ns: UInt64) {
    for motor in 0..<8 where rises & 1 << UInt32(motor) != 0 {
      motors[motor].mayFall = ns &+ motors[motor].needs.high
      motors[motor].mayTurn = ns &+ motors[motor].needs.hold
    }
  }

  /// Steps have fallen, directions have changed: when, is known at the end of the tick.
  @inline(__always)
  mutating func open(_ falls: UInt32, _ turns: UInt32) { open |= falls | turns }

  /// Everything that is open was over at `ns`.
  @inline(__always)
  mutating func close(at ns: UInt64) {
    if open == 0 { return }
    if areQuick {
      if open & PortWord.steps.rawValue != 0 { mayRise = max(mayRise, ns &+ needs.low) }
      if open & PortWord.directions.rawValue != 0 { mayRise = max(mayRise, ns &+ needs.setup) }
    } else {
      closeEach(at: ns)
    }
    open = 0
  }

  @inline(never)
  private mutating func closeEach(at ns: UInt64) {
    for motor in 0..<8 {
      let bit: UInt32 = 1 << UInt32(motor)
      if open & bit != 0 { motors[motor].mayRise = max(motors[motor].mayRise, ns &+ motors[motor].needs.low) }
      if open >> 8 & bit != 0 { motors[motor].mayRise = max(motors[motor].mayRise, ns &+ motors[motor].needs.setup) }
    }
  }
}
