// What the ticks were told to do, measured slice by slice: peaks and extents, in the integers that the ticks add.

import StepperCore

/// One axis's peaks, in sub-steps and ticks.
private struct AxisPeaks {
  var position: Int64
  var low: Int64
  var high: Int64
  var velocity: Int64 = 0
  var acceleration: Int64 = 0
  /// Between the accelerations of two slices.
  var change: Int64 = 0
  private var lastAcceleration: Int64 = 0

  init(at position: Int64) {
    self.position = position
    low = position
    high = position
  }

  @inline(__always)
  mutating func add(_ first: Int64, _ acceleration: Int64, ticks: Int64) {
    if first | acceleration | lastAcceleration == 0 { return }
    position &+= first &* ticks &+ acceleration &* (ticks &* (ticks &- 1) / 2)
    velocity = max(velocity, abs(first), abs(first &+ acceleration &* (ticks &- 1)))
    self.acceleration = max(self.acceleration, abs(acceleration))
    change = max(change, abs(acceleration &- lastAcceleration))
    lastAcceleration = acceleration
    low = min(low, position)
    high = max(high, position)
  }
}

/// Peaks and extents of the executed motion, per axis.
///
/// Jerk is the change of a slice's acceleration over the slice time.
struct ExecutedMotion {
  private let map: JointMap
  /// A slice has no time for divisions.
  private let mmPerSubStep: Point
  private let ticksPerSecond: Double
  private let sliceTicks: UInt32
  private var x: AxisPeaks
  private var y: AxisPeaks
  private var z: AxisPeaks

  init(_ settings: MachineSettings, start: SIMD4<Int64>) {
    map = JointMap(settings)
    let perMm = map.stepsPerMm
    mmPerSubStep = Point(1 / perMm.x, 1 / perMm.y, 1 / perMm.z) * (1 / SubSteps.perStep)
    ticksPerSecond = Double(settings.tickHz)
    sliceTicks = settings.sliceTicks
    let axes = Self.axes(start, settings.kinematics)
    x = AxisPeaks(at: axes[0])
    y = AxisPeaks(at: axes[1])
    z = AxisPeaks(at: axes[2])
  }

  /// Joints as axes. On CoreXY the two belts have the same steps per millimetre, so sums of sub-steps are twice an axis's.
  @inline(__always)
  private static func axes(_ joints: SIMD4<Int64>, _ kinematics: Kinematics) -> SIMD4<Int64> {
    switch kinematics {
    case .cartesian: joints
    case .coreXY: SIMD4((joints[0] &+ joints[1]) / 2, (joints[0] &- joints[1]) / 2, joints[2], 0)
    }
  }

  /// Takes one slice.
  @inline(__always)
  mutating func add(_ slice: Slice) {
    let velocity = Self.axes(slice.velocity, map.kinematics)
    let acceleration = Self.axes(slice.acceleration, map.kinematics)
    let ticks = Int64(slice.ticks)
    x.add(velocity[0], acceleration[0], ticks: ticks)
    y.add(velocity[1], acceleration[1], ticks: ticks)
    z.add(velocity[2], acceleration[2], ticks: ticks)
  }

  /// Where the slices have led, machine mm.
  var position: Point {
    Point(
      Double(x.position) * mmPerSubStep.x, Double(y.position) * mmPerSubStep.y, Double(z.position) * mmPerSubStep.z)
  }

  private func millimetres(_ subSteps: Int64, _ axis: Int) -> Double {
    Double(subSteps) / (SubSteps.perStep * map.stepsPerMm[axis])
  }

  /// One axis's extents and peaks beside its limits.
  func summary(_ axis: Int, limits: AxisSettings) -> Summary.Axis {
    let perTick2 = ticksPerSecond * ticksPerSecond
    let peaks = axis == 0 ? x : axis == 1 ? y : z
    var figures = Summary.Axis()
    figures.minMm = millimetres(peaks.low, axis)
    figures.maxMm = millimetres(peaks.high, axis)
    figures.peakVelocityMmPerS = millimetres(peaks.velocity, axis) * ticksPerSecond
    figures.peakAccelerationMmPerS2 = millimetres(peaks.acceleration, axis) * perTick2
    figures.peakJerkMmPerS3 = millimetres(peaks.change, axis) * perTick2 * ticksPerSecond / Double(sliceTicks)
    figures.limitVelocityMmPerS = limits.maxVelocityMmPerS
    figures.limitAccelerationMmPerS2 = limits.maxAccelerationMmPerS2
    figures.limitJerkMmPerS3 = limits.maxJerkMmPerS3 > 0 ? limits.maxJerkMmPerS3 : nil
    return figures
  }
}
