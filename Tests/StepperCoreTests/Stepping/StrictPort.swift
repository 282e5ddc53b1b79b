// A port that judges every edge by the drivers' data sheets in exact arithmetic, counts steps, and remembers what it saw.

import StepperCore

/// What a test told the engine about one joint, and what the port has seen of it.
///
/// Moments are in units of 1 ns ÷ tick rate, so that no tick rate needs rounding: tick·10⁹ + ns·rate.
struct StrictJoint {
  let motors: UInt32
  let inverted: UInt32
  let timing: DriverTiming
  var steps: Int64 = 0
  var rises = 0
  var lastRiseTick = UInt64.max
  var riseAt: Int64 = -1 << 60
  var fallAt: Int64 = -1 << 60
  var turnAt: Int64 = -1 << 60
}

struct StrictPort: StepPort, ~Copyable {
  typealias Failure = Never
  let tickHz: Int64
  var joints: [StrictJoint]
  var faults: [String] = []
  var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325
  var writes = 0
  /// Filled only where a test asks for it.
  var edges: [(at: PortInstant, levels: PortWord, changing: PortWord)] = []
  var keepsEdges = false
  private var last = PortInstant(tick: 0, ns: 0)
  private var levels = PortWord.none

  init(_ settings: [JointSettings], tickHz: UInt32) {
    self.tickHz = Int64(tickHz)
    joints = settings.map {
      StrictJoint(motors: UInt32($0.motors), inverted: UInt32($0.inverted), timing: $0.timing)
    }
  }

  private mutating func fault(_ text: String, _ instant: PortInstant) {
    if faults.count < 5 { faults.append("\(text) at tick \(instant.tick) + \(instant.ns) ns") }
  }

  mutating func write(_ next: PortWord, changing: PortWord, at instant: PortInstant) {
    writes += 1
    fingerprint = (fingerprint ^ instant.tick) &* 0x100_0000_01B3
    fingerprint = (fingerprint ^ (UInt64(instant.ns) << 32 | UInt64(next.rawValue))) &* 0x100_0000_01B3
    if keepsEdges { edges.append((instant, next, changing)) }
    if instant < last { fault("time goes back", instant) }
    if (next ^ levels) != changing || changing.isEmpty { fault("changing lines told wrongly", instant) }
    if Int64(instant.ns) * tickHz >= 1_000_000_000 { fault("an edge outside its tick", instant) }
    last = instant
    levels = next
    let now = Int64(instant.tick) * 1_000_000_000 + Int64(instant.ns) * tickHz
    if changing.rawValue & 0xFFFF == 0 { return }
    for index in joints.indices { judge(index, next.rawValue, changing.rawValue, now, instant) }
  }

  private mutating func judge(_ index: Int, _ word: UInt32, _ changing: UInt32, _ now: Int64, _ instant: PortInstant) {
    let motors = joints[index].motors
    let steps = changing & motors, turns = (changing >> 8) & motors
    if steps | turns == 0 { return }
    if steps != 0 && steps != motors { fault("motors of a joint part", instant) }
    let timing = joints[index].timing
    if turns != 0 {
      if now - joints[index].riseAt < Int64(timing.directionHoldNs) * tickHz { fault("direction hold", instant) }
      joints[index].turnAt = now
    }
    if steps == 0 { return }
    if word & motors == 0 {
      if now - joints[index].riseAt < Int64(timing.stepHighNs) * tickHz { fault("step high", instant) }
      joints[index].fallAt = now
      return
    }
    if now - joints[index].fallAt < Int64(timing.stepLowNs) * tickHz { fault("step low", instant) }
    if now - joints[index].turnAt < Int64(timing.directionSetupNs) * tickHz { fault("direction setup", instant) }
    if instant.tick == joints[index].lastRiseTick { fault("two steps in one tick", instant) }
    let active = (word >> 8) & motors
    let isPositive = active == motors & ~joints[index].inverted
    if !isPositive && active != joints[index].inverted { fault("motors of a joint disagree", instant) }
    joints[index].steps += isPositive ? 1 : -1
    joints[index].rises += 1
    joints[index].lastRiseTick = instant.tick
    joints[index].riseAt = now
  }

  mutating func readInputs() -> InputWord { .none }
}
