// Slices in, what the axes do at their starts out: place, velocity and acceleration in millimetres and seconds.

import StepperCore

/// The executed motion at the start of a slice. During the slice the acceleration stays what it is.
struct MotionSample {
  var startTick: UInt64
  var ticks: UInt32
  /// mm, machine coordinates: where the joints are, before rounding to steps.
  var position: Point
  /// mm/s.
  var velocity: Point
  /// mm/s².
  var acceleration: Point
  /// Line of the job.
  var line: UInt32

  var isAtRest: Bool { velocity == .zero && acceleration == .zero }
}

/// Adds up slices as the ticks will.
struct MotionSampler {
  private let map: JointMap
  private let tickHz: Double
  private var joints: SIMD4<Int64>
  private(set) var tick: UInt64 = 0

  init(_ settings: MachineSettings, start: SIMD4<Int64>) {
    map = JointMap(settings)
    tickHz = Double(settings.tickHz)
    joints = start
  }

  /// Where the slices so far have led.
  var position: Point { axes(joints, 1) }

  mutating func add(_ slice: Slice) -> MotionSample {
    // The first tick adds the velocity of its middle: half an acceleration more than at its start.
    let atStart = slice.velocity &+ slice.velocity &- slice.acceleration
    let sample = MotionSample(
      startTick: tick, ticks: slice.ticks, position: position, velocity: axes(atStart, 0.5 * tickHz),
      acceleration: axes(slice.acceleration, tickHz * tickHz), line: slice.line)
    joints &+= slice.displacement
    tick += UInt64(slice.ticks)
    return sample
  }

  private func axes(_ joints: SIMD4<Int64>, _ factor: Double) -> Point {
    let unit = factor / SubSteps.perStep
    return map.position(
      ofSteps: Point(Double(joints[0]) * unit, Double(joints[1]) * unit, Double(joints[2]) * unit))
  }
}
