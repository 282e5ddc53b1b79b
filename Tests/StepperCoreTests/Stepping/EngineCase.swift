// A tick rate with drivers for four joints, and random slices that stay inside what they can step.

import Seeded
import StepperCore
import Testing

/// Data sheets, from the fastest driver to the slowest, and two that no one sells but that sit on a tick's edge.
enum Sheet {
  static let a4988 = DriverTiming(
    stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 200, directionHoldNs: 200, enableDelayNs: 1_000_000)
  static let tmc2209 = DriverTiming(
    stepHighNs: 100, stepLowNs: 100, directionSetupNs: 20, directionHoldNs: 20, enableDelayNs: 0)
  static let tb6600 = DriverTiming(
    stepHighNs: 3_000, stepLowNs: 3_000, directionSetupNs: 5_000, directionHoldNs: 5_000, enableDelayNs: 0)
  static let dm542 = DriverTiming(
    stepHighNs: 2_500, stepLowNs: 2_500, directionSetupNs: 5_000, directionHoldNs: 5_000, enableDelayNs: 0)
  static let l297 = DriverTiming(
    stepHighNs: 500, stepLowNs: 4_000, directionSetupNs: 1_000, directionHoldNs: 4_000, enableDelayNs: 0)
  static let tb6560 = DriverTiming(
    stepHighNs: 30_000, stepLowNs: 30_000, directionSetupNs: 15_000, directionHoldNs: 15_000, enableDelayNs: 0)
  /// Pulses that end exactly where a tick of 40 kHz begins, and no pause asked for.
  static let wholeTick = DriverTiming(
    stepHighNs: 25_000, stepLowNs: 0, directionSetupNs: 0, directionHoldNs: 75_000, enableDelayNs: 0)
  static let nothing = DriverTiming(
    stepHighNs: 0, stepLowNs: 0, directionSetupNs: 0, directionHoldNs: 0, enableDelayNs: 0)
}

struct EngineCase: CustomTestStringConvertible, Sendable {
  var name: String
  var tickHz: UInt32
  var timings: [DriverTiming]
  var seed: UInt64

  var testDescription: String { name }

  /// Joint 1 has two motors, one of them mirrored; joint 2 is mirrored.
  var joints: [JointSettings] {
    let motors: [UInt8] = [0b1, 0b110, 0b1000, 0b1_0000]
    let inverted: [UInt8] = [0, 0b100, 0b1000, 0]
    return timings.enumerated().map {
      JointSettings(stepsPerMm: 80, motors: motors[$0.offset], inverted: inverted[$0.offset], timing: $0.element)
    }
  }

  var plans: InlineArray<4, PulsePlan> {
    let joints = joints
    return InlineArray { $0 < joints.count ? PulsePlan(joints[$0], tickHz: tickHz) : .none }
  }

  /// Sub-steps per tick that each joint can just step at.
  var limits: [Int64] {
    joints.map { joint in
      let high = Int64(max(1, joint.timing.stepHighNs)), low = Int64(max(1, joint.timing.stepLowNs))
      let tickNs = 1_000_000_000 / Int64(tickHz)
      return Int64(1 << 38) / ((high + low + tickNs - 1) / tickNs)
    }
  }

  /// Speeds from a step in an hour to the fastest, turning round every few slices.
  func slice(_ noise: inout SplitMix64, limits: [Int64]) -> Slice {
    var slice = Slice(ticks: UInt32(noise.logarithmic(1...400)))
    for joint in limits.indices where !noise.chance(4) {
      var ends: (Int64, Int64) = (
        noise.logarithmic(1 << 8...limits[joint]), noise.logarithmic(1 << 8...limits[joint])
      )
      if noise.chance(8) { ends = (limits[joint], limits[joint]) }
      if noise.chance(2) { ends = (-ends.0, -ends.1) }
      if noise.chance(5) { ends.1 = -ends.1 }
      slice.velocity[joint] = ends.0
      slice.acceleration[joint] = (ends.1 - ends.0) / Int64(slice.ticks)
    }
    return slice
  }

  static let all = [
    EngineCase(name: "A4988 at 40 kHz", tickHz: 40_000, timings: [Sheet.a4988, Sheet.a4988, Sheet.a4988], seed: 1),
    EngineCase(
      name: "four kinds of driver at 40 kHz", tickHz: 40_000,
      timings: [Sheet.tmc2209, Sheet.l297, Sheet.dm542, Sheet.tb6600], seed: 2),
    EngineCase(name: "TB6560 at 40 kHz", tickHz: 40_000, timings: [Sheet.tb6560, Sheet.tb6560], seed: 3),
    EngineCase(
      name: "TB6560 beside an A4988 at 100 kHz", tickHz: 100_000, timings: [Sheet.tb6560, Sheet.a4988], seed: 4),
    EngineCase(name: "DM542 at 200 kHz", tickHz: 200_000, timings: [Sheet.dm542, Sheet.dm542, Sheet.tmc2209], seed: 5),
    EngineCase(
      name: "30 kHz, whose ticks are no whole nanoseconds", tickHz: 30_000,
      timings: [Sheet.tb6600, Sheet.tb6560, Sheet.a4988], seed: 6),
    EngineCase(name: "pulses of whole ticks", tickHz: 40_000, timings: [Sheet.wholeTick, Sheet.a4988], seed: 7),
    EngineCase(name: "a driver that asks for nothing, at 7 kHz", tickHz: 7_000, timings: [Sheet.nothing], seed: 8),
  ]
}
