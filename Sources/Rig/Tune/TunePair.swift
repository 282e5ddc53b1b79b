// A velocity and an acceleration: how long moves take with them, and which pair suits which work.

/// The two limits of an axis.
public struct TunePair: Equatable, Sendable {
  public var velocityMmPerS: Double
  public var accelerationMmPerS2: Double

  public init(velocityMmPerS: Double, accelerationMmPerS2: Double) {
    self.velocityMmPerS = velocityMmPerS
    self.accelerationMmPerS2 = accelerationMmPerS2
  }

  /// From rest to rest, without a limit of jerk.
  ///
  /// ```
  ///      ____                          v²/a and more: both ramps and a cruise
  ///  v  ╱    ╲      ╱╲ √(d·a)          less: the top is not reached
  ///    ╱      ╲    ╱  ╲
  /// ```
  public func seconds(overMm way: Double) -> Double {
    let ramps = velocityMmPerS * velocityMmPerS / accelerationMmPerS2
    return way >= ramps
      ? way / velocityMmPerS + velocityMmPerS / accelerationMmPerS2 : 2 * (way / accelerationMmPerS2).squareRoot()
  }

  /// Both rounded down to half of their second figure: 12,870 becomes 12,500.
  ///
  /// - Parameter acceleration: what is left at a velocity: the slower one may have more.
  func roundedDown(acceleration: (_ mmPerS: Double) -> Double) -> TunePair {
    let mmPerMin = Self.roundedDown(velocityMmPerS * 60)
    return TunePair(
      velocityMmPerS: mmPerMin / 60, accelerationMmPerS2: Self.roundedDown(acceleration(mmPerMin / 60)))
  }

  private static func roundedDown(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 0 }
    // Half of the second figure: 0.5 from 10 on, 5 from 100 on.
    var step = 0.5
    while step * 200 <= value { step *= 10 }
    while step * 20 > value { step /= 10 }
    return ((value + 1e-9 * step) / step).rounded(.down) * step
  }
}

/// What a pair is chosen for.
public enum TuneAim: String, CaseIterable, Sendable {
  /// The shortest time over a millimetre: reliefs, engraving, short moves.
  case strongestAcceleration = "strongest_acceleration"
  /// On average nearest to the best that is possible for moves from a millimetre to the whole travel: what is recommended.
  case balanced
  /// The shortest time over the whole travel: large panels, long rapids.
  case fastestTravel = "fastest_travel"
}

/// The acceleration that is safe with each velocity: what the motors leave at that speed and at all lower ones.
struct TuneEnvelope {
  /// From the lowest to the highest; the acceleration never rises.
  let pairs: [TunePair]
  let travelMm: Double

  private static let count = 400

  init(_ drive: AxisDrive, margin: Double) {
    travelMm = drive.travelMm
    var pairs: [TunePair] = []
    var least = drive.acceleration(mmPerS: 0, margin: margin)
    for index in 1...Self.count {
      let speed = drive.stepVelocityMmPerS * Double(index) / Double(Self.count)
      least = min(least, drive.acceleration(mmPerS: speed, margin: margin))
      if least <= 0 { break }
      pairs.append(TunePair(velocityMmPerS: speed, accelerationMmPerS2: least))
    }
    self.pairs = pairs
  }

  /// Nothing moves with that margin.
  var isEmpty: Bool { pairs.isEmpty }

  /// The safe acceleration of any velocity within the envelope: that of the next higher place.
  func acceleration(mmPerS speed: Double) -> Double {
    let index = pairs.firstIndex { $0.velocityMmPerS >= speed * (1 - 1e-12) } ?? pairs.count - 1
    return pairs[index].accelerationMmPerS2
  }

  func pair(for aim: TuneAim) -> TunePair? {
    switch aim {
    case .strongestAcceleration:
      return pairs.min { $0.seconds(overMm: 1) < $1.seconds(overMm: 1) }
    case .balanced:
      let ways = typicalWaysMm
      let best = ways.map { way in pairs.map { $0.seconds(overMm: way) }.min() ?? 1 }
      return pairs.min { Self.slowness($0, ways, best) < Self.slowness($1, ways, best) }
    case .fastestTravel:
      return pairs.min { $0.seconds(overMm: travelMm) < $1.seconds(overMm: travelMm) }
    }
  }

  /// Nine ways from a millimetre to the whole travel, each longer than the one before by the same factor.
  var typicalWaysMm: [Double] {
    let longest = max(travelMm, 1)
    return (0...8).map { TuneEnvelope.power(longest, eighths: $0) }
  }

  /// Mean of the time that typical moves take with a pair over the best that is possible for each.
  private static func slowness(_ pair: TunePair, _ ways: [Double], _ best: [Double]) -> Double {
    zip(ways, best).reduce(0) { $0 + pair.seconds(overMm: $1.0) / $1.1 }
  }

  private static func power(_ value: Double, eighths: Int) -> Double {
    let root = value.squareRoot().squareRoot().squareRoot()
    return (0..<eighths).reduce(1) { product, _ in product * root }
  }
}
