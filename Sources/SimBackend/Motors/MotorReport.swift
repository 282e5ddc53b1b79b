// What became of one motor during a run.

import StepperCore

/// The moment in which a motor first fell out of step.
public struct Slip: Equatable, Sendable {
  public var tick: UInt64
  /// Of its carriage, along the joint, machine mm.
  public var positionMm: Double
  public var speedMmPerS: Double
  /// Command less rotor, degrees electrical; its sign is that of the motion it missed.
  public var loadAngleDeg: Double
  /// Of the slice before; see ``MotorReport/minTorqueMargin``.
  public var torqueMargin: Double
}

/// Figures of one motor since switch-on.
public struct MotorReport: Equatable, Sendable {
  /// Full steps that the rotor is behind the command for good: four for each slip, with the sign of the motion missed.
  public var lostFullSteps: Int
  /// All slips, whether they were made up for or not.
  public var slips: Int
  public var firstSlip: Slip?
  /// The largest angle between command and rotor, degrees electrical; 180 where it slipped.
  public var peakLoadAngleDeg: Double
  /// 1 − |torque that the commanded motion needs| / pull-out torque at its speed, at its least: negative where the motor
  /// was asked for more than it has. 1 where nothing was asked.
  public var minTorqueMargin: Double
  /// Command less rotor, now, full steps; within a step of ``lostFullSteps`` where it stands still under current.
  public var lagFullSteps: Double

  /// Of a motor that was not asked for anything.
  public static let none = MotorReport(
    lostFullSteps: 0, slips: 0, firstSlip: nil, peakLoadAngleDeg: 0, minTorqueMargin: 1, lagFullSteps: 0)
}
