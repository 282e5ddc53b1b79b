// What the ticks were told to do, measured slice by slice: peaks and extents, in the integers that the ticks add.

import StepperCore

/// Peaks of the executed motion, per axis.
///
/// Jerk is the change of a slice's acceleration over the slice time.
struct ExecutedMotion {
  private let map: JointMap
  private let ticksPerSecond: Double
  private let sliceTicks: UInt32
  private var lastAcceleration: SIMD4<Int64> = .zero
  /// Sub-steps of the axes: of the joints themselves, or on CoreXY of the sum and the difference of the first two.
  private var axisPosition: SIMD4<Int64>
  private var low: SIMD4<Int64>
  private var high: SIMD4<Int64>
  private var peakVelocity: SIMD4<Int64> = .zero
  private var peakAcceleration: SIMD4<Int64> = .zero
  private var peakJerk: SIMD4<Int64> = .zero

  init(_ settings: MachineSettings, start: SIMD4<Int64>) {
    map = JointMap(settings)
    ticksPerSecond = Double(settings.tickHz)
    sliceTicks = settings.sliceTicks
    axisPosition = Self.axes(start, settings.kinematics)
    low = axisPosition
    high = axisPosition
  }

  /// On CoreXY the two belts have the same steps per millimetre, so sums of sub-steps are twice an axis's.
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
    let way = Self.axes(slice.displacement, map.kinematics)
    let last = velocity &+ acceleration &* SIMD4(repeating: Int64(slice.ticks))
    axisPosition &+= way
    note(0, velocity[0], last[0], acceleration[0])
    note(1, velocity[1], last[1], acceleration[1])
    note(2, velocity[2], last[2], acceleration[2])
    lastAcceleration = acceleration
  }

  @inline(__always)
  private mutating func note(_ axis: Int, _ first: Int64, _ last: Int64, _ acceleration: Int64) {
    if first | last | acceleration | lastAcceleration[axis] == 0 { return }
    peakVelocity[axis] = max(peakVelocity[axis], abs(first), abs(last))
    peakAcceleration[axis] = max(peakAcceleration[axis], abs(acceleration))
    peakJerk[axis] = max(peakJerk[axis], abs(acceleration &- lastAcceleration[axis]))
    low[axis] = min(low[axis], axisPosition[axis])
    high[axis] = max(high[axis], axisPosition[axis])
  }

  /// Where the slices have led, machine mm.
  var position: Point {
    Point(millimetres(axisPosition[0], 0), millimetres(axisPosition[1], 1), millimetres(axisPosition[2], 2))
  }

  private func millimetres(_ subSteps: Int64, _ axis: Int) -> Double {
    Double(subSteps) / (SubSteps.perStep * map.stepsPerMm[axis])
  }

  /// One axis's extents and peaks beside its limits.
  func summary(_ axis: Int, limits: AxisSettings) -> Summary.Axis {
    let perTick2 = ticksPerSecond * ticksPerSecond
    var figures = Summary.Axis()
    figures.minMm = millimetres(low[axis], axis)
    figures.maxMm = millimetres(high[axis], axis)
    figures.peakVelocityMmPerS = millimetres(peakVelocity[axis], axis) * ticksPerSecond
    figures.peakAccelerationMmPerS2 = millimetres(peakAcceleration[axis], axis) * perTick2
    figures.peakJerkMmPerS3 =
      millimetres(peakJerk[axis], axis) * perTick2 * ticksPerSecond / Double(sliceTicks)
    figures.limitVelocityMmPerS = limits.maxVelocityMmPerS
    figures.limitAccelerationMmPerS2 = limits.maxAccelerationMmPerS2
    figures.limitJerkMmPerS3 = limits.maxJerkMmPerS3 > 0 ? limits.maxJerkMmPerS3 : nil
    return figures
  }
}
