// The edges of a run come in; what was commanded, and whether it stopped when inputs asked for it, goes out.

import SimBackend
import StepperCore

/// Looks at a machine from outside: it counts the step pulses that went out and reads the inputs that came back, and
/// knows nothing of what core or simulator believe.
package final class SafetyWatch {
  /// What was sent.
  package struct Findings: Sendable {
    /// Extents of the axes, steps; on CoreXY X and Y in half steps of a belt.
    package var low: SIMD4<Int64>
    package var high: SIMD4<Int64>
    /// When an axis was there first.
    package var lowTick = SIMD4<UInt64>.zero
    package var highTick = SIMD4<UInt64>.zero
    /// Where the axes stand now, in the same unit.
    package var place: SIMD4<Int64>
    /// Of the last rising step edge; nil before the first.
    package var lastStepTick: UInt64?
    /// The tick on which inputs had asked for a stop; nil where they have not.
    package var tripTick: UInt64?
    /// The first step behind that tick.
    package var stepAfterTrip: UInt64?
    /// Of all outputs, last.
    package var levels: UInt32 = 0
  }

  private let isCoreXY: Bool
  private let stepBit: InlineArray<3, UInt32>
  private let directionBit: InlineArray<3, UInt32>
  private let isInverted: InlineArray<3, Bool>
  private let allSteps: UInt32
  private let limits: UInt32
  private let spikeTicks: UInt64
  private var joints: SIMD4<Int64>
  /// Since when an input has asked for a stop without a break; `max`: none does.
  private var stopSince = UInt64.max
  private var limitSince = UInt64.max
  private var tripTick = UInt64.max
  package private(set) var findings: Findings

  /// - Parameters:
  ///   - inputs: as they are before the first tick.
  ///   - spikeS: a limit switch that is active for less is a spike.
  init(_ board: Board, inputs: InputWord, spikeS: Double = 0.001) {
    let settings = board.settings
    isCoreXY = settings.kinematics == .coreXY
    stepBit = InlineArray { UInt32(settings[joint: $0].motors) & (0 &- UInt32(settings[joint: $0].motors)) }
    directionBit = InlineArray {
      let first = UInt32(settings[joint: $0].motors) & (0 &- UInt32(settings[joint: $0].motors))
      return first << 8
    }
    isInverted = InlineArray {
      let first = UInt32(settings[joint: $0].motors) & (0 &- UInt32(settings[joint: $0].motors))
      return UInt32(settings[joint: $0].inverted) & first != 0
    }
    allSteps = PortWord.steps.rawValue
    limits = board.limitInputs.rawValue
    spikeTicks = UInt64(max(1, spikeS * Double(settings.tickHz) + 0.5))
    let start = JointMap(settings).subSteps(at: board.startPosition)
    joints = SIMD4(
      SubSteps.wholeSteps(start[0]), SubSteps.wholeSteps(start[1]), SubSteps.wholeSteps(start[2]), 0)
    let place = isCoreXY ? SIMD4(joints[0] + joints[1], joints[0] - joints[1], joints[2], 0) : joints
    findings = Findings(low: place, high: place, place: place)
    read(inputs.rawValue, at: 0)
  }

  /// The edges of a slice.
  package func take(_ edges: [Edge]) {
    for edge in edges {
      let tick = edge.instant.tick
      if edge.isInput {
        settle(before: tick)
        read(edge.levels, at: tick)
      } else {
        findings.levels = edge.levels
        let rises = edge.levels & edge.changing & allSteps
        if rises != 0 { step(rises, edge.levels, at: tick) }
      }
    }
  }

  /// All ticks before this one are over.
  func finish(at tick: UInt64) {
    settle(before: tick)
    findings.tripTick = tripTick == .max ? nil : tripTick
  }

  private func step(_ rises: UInt32, _ levels: UInt32, at tick: UInt64) {
    if limitSince != .max || stopSince != .max { settle(before: tick) }
    if tick > tripTick && findings.stepAfterTrip == nil { findings.stepAfterTrip = tick }
    findings.lastStepTick = tick
    for joint in 0..<3 where rises & stepBit[joint] != 0 {
      let isPositive = (levels & directionBit[joint] != 0) != isInverted[joint]
      joints[joint] &+= isPositive ? 1 : -1
    }
    let place = isCoreXY ? SIMD4(joints[0] &+ joints[1], joints[0] &- joints[1], joints[2], 0) : joints
    findings.place = place
    let isLower = place .< findings.low, isHigher = place .> findings.high
    if any(isLower) {
      findings.low.replace(with: place, where: isLower)
      findings.lowTick.replace(with: SIMD4(repeating: tick), where: isLower)
    }
    if any(isHigher) {
      findings.high.replace(with: place, where: isHigher)
      findings.highTick.replace(with: SIMD4(repeating: tick), where: isHigher)
    }
  }

  /// The emergency stop ends a motion on the tick that sees it, limit switches when they have been active for longer than
  /// a spike: what ``SafetyInputs`` does tick by tick.
  private func settle(before tick: UInt64) {
    if stopSince < tick { tripTick = min(tripTick, stopSince) }
    if limitSince < tick && tick &- limitSince >= spikeTicks {
      tripTick = min(tripTick, limitSince &+ spikeTicks &- 1)
    }
  }

  private func read(_ levels: UInt32, at tick: UInt64) {
    if levels & InputWord.emergencyStop.rawValue == 0 {
      stopSince = .max
    } else if stopSince == .max {
      stopSince = tick
    }
    if levels & limits == 0 {
      limitSince = .max
    } else if limitSince == .max {
      limitSince = tick
    }
  }
}
