// The machine's switches: carriage positions in, input levels out.

import StepperCore

/// All switches that carriages press, with a count of steps during which none can change.
struct SwitchBank {
  private let switches: [SimSwitch]
  /// How many millimetres one step of any motor can move any axis, at most.
  private let reachMm: Double
  private var quietSteps: Int64 = 0
  /// From the nearest switch at the last reading.
  private(set) var nearestMm = 0.0
  /// The inputs that belong to switches.
  let inputs: UInt32

  init(_ settings: SimSettings) {
    switches = settings.switches
    inputs = settings.switches.reduce(0) { $0 | $1.input.rawValue }
    let slowest = min(settings.map.stepsPerMm.x, settings.map.stepsPerMm.y, settings.map.stepsPerMm.z)
    // Several motors may step in one write.
    reachMm = Double(max(settings.motors.count, 1)) / slowest
  }

  /// Counts one write with steps in it; true when a switch could have changed since the last reading.
  @inline(__always)
  mutating func mayChange() -> Bool {
    quietSteps &-= 1
    return quietSteps <= 0
  }

  /// The switches' levels with the carriage here.
  mutating func read(at position: Point) -> InputWord {
    var word = InputWord.none
    var nearest = Double.infinity
    for one in switches {
      let beyond = one.closesAbove ? position[one.axis] - one.atMm : one.atMm - position[one.axis]
      if beyond >= 0 { word = word | one.input }
      nearest = min(nearest, abs(beyond))
    }
    nearestMm = nearest
    // Half of what the distance would allow: two writes may lie between counting and reading.
    quietSteps = nearest == .infinity ? .max : Int64(min(nearest / reachMm * 0.5, 1e15))
    return word
  }
}
