// The speed that a carriage would have comes in; what friction and a hard end take of it goes out.

/// One direction in which a carriage slides: dry friction on the way, and hard ends.
struct Guideway {
  /// The speed that dry friction takes in a step, mm a step.
  var frictionMm = 0.0
  /// Hard ends, mm from where the carriage began.
  var ends = -Double.infinity...Double.infinity
  /// The speed, mm a step, that a newton along the axis makes in a step.
  private var mmPerN = 0.0

  init() {}

  /// - Parameter mmPerN: the speed, mm a step, that a newton along the axis makes in a step.
  init(_ settings: SimSettings, axis: Int, mmPerN: Double) {
    self.mmPerN = mmPerN
    setFriction(newtons: settings.mechanics[axis].frictionN)
    if let stops = settings.mechanics[axis].stopsMm {
      ends = (stops.lowerBound - settings.start[axis])...(stops.upperBound - settings.start[axis])
    }
  }

  mutating func setFriction(newtons: Double) { frictionMm = newtons * mmPerN }

  /// What friction takes of a speed, and what an end takes of the way to beyond it.
  @inline(__always)
  func takes(from speed: Double, at place: Double) -> Double {
    let friction = limited(speed, to: frictionMm)
    let next = place + speed - friction
    if next > ends.upperBound { return friction + next - ends.upperBound }
    if next < ends.lowerBound { return friction + next - ends.lowerBound }
    return friction
  }
}
