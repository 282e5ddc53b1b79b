// Speeds that the two motors of a CoreXY would have come in; what the friction and the hard ends of X and Y leave goes out.

import StepperCore

/// The carriage of a CoreXY, where friction and hard ends are: x = (a + b)/2 and y = (a − b)/2 in millimetres of belt.
///
/// A force along x pulls at both belts, and so takes speed from both motors; how much from each depends on their inertias.
/// Speeds are full steps a time step, as in ``Rotor``.
struct BeltCarriage {
  /// Impulse of each motor for a full step a step of the other: drag that is not the same along x and y.
  private(set) var dragA = 0.0
  private(set) var dragB = 0.0
  /// Millimetres of belt for a full step.
  private var mmA = 0.0
  private var mmB = 0.0
  private var x = Slide()
  private var y = Slide()

  /// One direction of the carriage.
  struct Slide {
    /// Speed of each motor for a millimetre a step along it, made by a force on the carriage.
    var a = 0.0
    var b = 0.0
    var guideway = Guideway()
  }

  /// Without belts.
  init() {}

  /// - Parameters:
  ///   - loads: of the two motors; impulsesPerNm: what a torque makes of each of them alone.
  ///   - gains: what impulses of the two make of both.
  init(
    _ settings: SimSettings, loads: (a: ShaftLoad, b: ShaftLoad), impulsesPerNm: (a: Double, b: Double), stepS: Double,
    gains: (Double, Double) -> (a: Double, b: Double)
  ) {
    mmA = loads.a.mmPerFullStep
    mmB = loads.b.mmPerFullStep
    let perNewton = (
      a: loads.a.metresPerRadian / 2 * impulsesPerNm.a, b: loads.b.metresPerRadian / 2 * impulsesPerNm.b
    )
    x = slide(gains(perNewton.a, perNewton.b), sense: 1, settings, axis: 0)
    y = slide(gains(perNewton.a, -perNewton.b), sense: -1, settings, axis: 1)
    // Virtual work: ¼(c_x + c_y) of a belt's own speed, which the rotor has as its own, and ¼(c_x − c_y) of the other's.
    let cross = (settings.mechanics[0].viscousNSPerMm - settings.mechanics[1].viscousNSPerMm) / 4 * 1000
    let radii = loads.a.metresPerRadian * loads.b.metresPerRadian
    dragA = cross * radii * impulsesPerNm.a * loads.b.mmPerFullStep / 1000 / loads.b.metresPerRadian / stepS
    dragB = cross * radii * impulsesPerNm.b * loads.a.mmPerFullStep / 1000 / loads.a.metresPerRadian / stepS
  }

  private func slide(_ gain: (a: Double, b: Double), sense: Double, _ settings: SimSettings, axis: Int) -> Slide {
    // Of one newton along it.
    let mm = (mmA * gain.a + sense * mmB * gain.b) / 2
    return Slide(a: gain.a / mm, b: gain.b / mm, guideway: Guideway(settings, axis: axis, mmPerN: mm))
  }

  /// Another friction of X or of Y, N.
  mutating func setFriction(axis: Int, newtons: Double) {
    if axis == 0 { x.guideway.setFriction(newtons: newtons) } else { y.guideway.setFriction(newtons: newtons) }
  }

  /// Other hard ends of X or of Y, mm from where the carriage began.
  mutating func setEnds(axis: Int, _ ends: ClosedRange<Double>) {
    if axis == 0 { x.guideway.ends = ends } else { y.guideway.ends = ends }
  }

  /// The speeds with which the motors really go on.
  /// - Parameter places: where they stand, full steps from where they began.
  @inline(__always)
  func held(_ free: (a: Double, b: Double), from places: (a: Double, b: Double)) -> (a: Double, b: Double) {
    let a = mmA * free.a, b = mmB * free.b
    let placeA = mmA * places.a, placeB = mmB * places.b
    let alongX = x.guideway.takes(from: (a + b) / 2, at: (placeA + placeB) / 2)
    let alongY = y.guideway.takes(from: (a - b) / 2, at: (placeA - placeB) / 2)
    let heldA = free.a - alongX * x.a - alongY * y.a
    let heldB = free.b - alongX * x.b - alongY * y.b
    // What is held on all sides rests; rounding must not keep it awake.
    return (abs(heldA) < 1e-13 ? 0 : heldA, abs(heldB) < 1e-13 ? 0 : heldB)
  }
}
