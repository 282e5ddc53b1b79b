// What a motor has to move: the figures of one axis.

/// The mechanics of one axis, as a person can measure them at the carriage.
///
/// Where an axis has two motors, each of them gets half of mass, friction and weight.
public struct AxisMechanics: Equatable, Sendable {
  /// Travel for one turn of the motor: lead of the screw, or pitch × teeth.
  public var mmPerRev: Double
  public var movingMassKg: Double
  /// Screw, coupling and pulleys, as the motor's shaft feels them; for each motor.
  public var driveInertiaKgM2: Double
  /// Coulomb friction at the carriage.
  public var frictionN: Double
  /// Friction that grows with speed.
  public var viscousNSPerMm: Double
  /// Weight less counterbalance, towards the low end of the axis; zero for horizontal axes.
  public var weightN: Double
  /// Play between motor and carriage.
  public var backlashMm: Double
  /// Machine position of the hard ends; nil where the carriage could run for ever.
  public var stopsMm: ClosedRange<Double>?
  /// Of belt, screw and frame between motor and carriage; nil: rigid.
  public var stiffnessNPerMm: Double?
  /// Between the two sides of a gantry: what holds them square when their motors disagree.
  public var frameStiffnessNPerMm: Double

  public init(
    mmPerRev: Double, movingMassKg: Double, driveInertiaKgM2: Double = 0, frictionN: Double = 0,
    viscousNSPerMm: Double = 0, weightN: Double = 0, backlashMm: Double = 0, stopsMm: ClosedRange<Double>? = nil,
    stiffnessNPerMm: Double? = nil, frameStiffnessNPerMm: Double = 50
  ) {
    self.mmPerRev = mmPerRev
    self.movingMassKg = movingMassKg
    self.driveInertiaKgM2 = driveInertiaKgM2
    self.frictionN = frictionN
    self.viscousNSPerMm = viscousNSPerMm
    self.weightN = weightN
    self.backlashMm = backlashMm
    self.stopsMm = stopsMm
    self.stiffnessNPerMm = stiffnessNPerMm
    self.frameStiffnessNPerMm = frameStiffnessNPerMm
  }

  /// Metres of travel for a radian at the shaft.
  public var metresPerRadian: Double { mmPerRev / 1000 / (2 * 3.141592653589793) }

  /// The play that a carriage really has: a weight that friction does not hold keeps it on one flank.
  public var effectiveBacklashMm: Double { weightN > frictionN ? 0 : backlashMm }
}
