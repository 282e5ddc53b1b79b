// Everything the core has to know about a machine, as plain numbers. A board file becomes one of these.

/// One axis of the machine as the G-code sees it.
@frozen
public struct AxisSettings: Equatable, Sendable {
  public var maxVelocityMmPerS: Double
  public var maxAccelerationMmPerS2: Double
  /// Zero: no limit.
  public var maxJerkMmPerS3: Double
  /// Travel, in machine coordinates.
  public var minMm: Double
  public var maxMm: Double
  /// Play that has to be taken up when the axis turns round; zero: none.
  public var backlashMm: Double
  /// What keeps the axis from ringing; nil: nothing.
  public var shaper: ShaperSettings?

  public init(
    maxVelocityMmPerS: Double, maxAccelerationMmPerS2: Double, maxJerkMmPerS3: Double = 0,
    minMm: Double, maxMm: Double, backlashMm: Double = 0, shaper: ShaperSettings? = nil
  ) {
    self.maxVelocityMmPerS = maxVelocityMmPerS
    self.maxAccelerationMmPerS2 = maxAccelerationMmPerS2
    self.maxJerkMmPerS3 = maxJerkMmPerS3
    self.minMm = minMm
    self.maxMm = maxMm
    self.backlashMm = backlashMm
    self.shaper = shaper
  }
}

/// What a driver's data sheet asks of the pulses it gets, in nanoseconds.
@frozen
public struct DriverTiming: Equatable, Sendable {
  public var stepHighNs: UInt32
  public var stepLowNs: UInt32
  /// The direction must stand this long before the step that it is meant for, …
  public var directionSetupNs: UInt32
  /// … and this long after it.
  public var directionHoldNs: UInt32
  /// From enable (or wake-up) to the first step.
  public var enableDelayNs: UInt32

  public init(
    stepHighNs: UInt32, stepLowNs: UInt32, directionSetupNs: UInt32, directionHoldNs: UInt32, enableDelayNs: UInt32
  ) {
    self.stepHighNs = stepHighNs
    self.stepLowNs = stepLowNs
    self.directionSetupNs = directionSetupNs
    self.directionHoldNs = directionHoldNs
    self.enableDelayNs = enableDelayNs
  }
}

/// One joint: a stream of steps, and the motor or motors that follow it (two motors on one gantry axis are one joint).
@frozen
public struct JointSettings: Equatable, Sendable {
  public var stepsPerMm: Double
  /// Which motors (bits 0…7 as in ``PortWord``) follow this joint.
  public var motors: UInt8
  /// Those among them whose direction line is active for *negative* motion.
  public var inverted: UInt8
  /// The most demanding of its drivers.
  public var timing: DriverTiming

  public init(stepsPerMm: Double, motors: UInt8, inverted: UInt8 = 0, timing: DriverTiming) {
    self.stepsPerMm = stepsPerMm
    self.motors = motors
    self.inverted = inverted
    self.timing = timing
  }
}

/// How axes become joints.
@frozen
public enum Kinematics: UInt8, Equatable, Sendable {
  /// Joint 0, 1, 2 are X, Y, Z.
  case cartesian
  /// Joint 0 is X + Y, joint 1 is X − Y, joint 2 is Z.
  case coreXY
}

/// A spindle or a laser.
@frozen
public struct SpindleSettings: Equatable, Sendable {
  @frozen
  public enum Kind: UInt8, Equatable, Sendable { case none, relay, pwm, laser }
  public var kind: Kind
  /// S at full power.
  public var maxRpm: Double
  /// The least S that is not off.
  public var minRpm: Double
  /// PWM frequency; the period is rounded to whole ticks. Unused for a relay.
  public var pwmHz: Double
  /// The machine waits this long after the spindle was switched on.
  public var spinUpSeconds: Double
  /// M4 is allowed to turn it the other way (there is a reversing line).
  public var reversible: Bool

  public init(
    kind: Kind, maxRpm: Double = 1000, minRpm: Double = 0, pwmHz: Double = 1000, spinUpSeconds: Double = 0,
    reversible: Bool = false
  ) {
    self.kind = kind
    self.maxRpm = maxRpm
    self.minRpm = minRpm
    self.pwmHz = pwmHz
    self.spinUpSeconds = spinUpSeconds
    self.reversible = reversible
  }
}

/// A whole machine.
@frozen
public struct MachineSettings: Equatable, Sendable {
  /// Ticks per second, 5,000 to 200,000.
  public var tickHz: UInt32
  /// Ticks in one slice: the planner's clock, 1 kHz unless the board says otherwise.
  public var sliceTicks: UInt32
  public var x: AxisSettings
  public var y: AxisSettings
  public var z: AxisSettings
  public var kinematics: Kinematics
  public var joint0: JointSettings
  public var joint1: JointSettings
  public var joint2: JointSettings
  /// How far corners may leave the programmed path, unless G64 P says otherwise.
  public var toleranceMm: Double
  public var spindle: SpindleSettings
  /// Whether a motion that would leave the travel is refused before it starts.
  public var softLimits: Bool

  public init(
    tickHz: UInt32, sliceTicks: UInt32, x: AxisSettings, y: AxisSettings, z: AxisSettings, kinematics: Kinematics,
    joint0: JointSettings, joint1: JointSettings, joint2: JointSettings, toleranceMm: Double,
    spindle: SpindleSettings, softLimits: Bool = true
  ) {
    self.tickHz = tickHz
    self.sliceTicks = sliceTicks
    self.x = x
    self.y = y
    self.z = z
    self.kinematics = kinematics
    self.joint0 = joint0
    self.joint1 = joint1
    self.joint2 = joint2
    self.toleranceMm = toleranceMm
    self.spindle = spindle
    self.softLimits = softLimits
  }

  /// The axis with that number: 0 = X, 1 = Y, 2 = Z.
  @inlinable public subscript(axis axis: Int) -> AxisSettings {
    axis == 0 ? x : axis == 1 ? y : z
  }

  /// The joint with that number, 0…2.
  @inlinable public subscript(joint joint: Int) -> JointSettings {
    joint == 0 ? joint0 : joint == 1 ? joint1 : joint2
  }
}

extension MachineSettings {
  /// The window of the smoothing, in slices: T = max over axes of 2a/j, rounded up; one where no axis limits its jerk.
  ///
  /// Smoothed jerk is (a(t) − a(t−T))/T. Between speeding up and braking a changes by twice the limit: T = 2a/j keeps the
  /// jerk whatever the motion does, also where it is told to stop at any moment.
  public var smoothingSlices: Int {
    var window = 0.0
    for axis in 0..<3 where self[axis: axis].maxJerkMmPerS3 > 0 {
      window = max(window, 2 * self[axis: axis].maxAccelerationMmPerS2 / self[axis: axis].maxJerkMmPerS3)
    }
    let slices = window * Double(tickHz) / Double(sliceTicks)
    let whole = Int(slices)
    // A quotient that rounding has lifted by a last bit is still that whole number.
    return min(max(1, slices - Double(whole) > 1e-9 ? whole + 1 : whole), 1000)
  }
}
