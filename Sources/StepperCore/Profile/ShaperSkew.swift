// Axes that are shaped differently in, how far that bends a straight way while its speed changes out.

/// How far straight ways are left because their axes are not shaped alike.
///
/// Changing speed by a moves each axis by ½·a·σ² along it, with the variance σ² of its own shaper. Where the variances of
/// two axes differ, the two do not add up to a displacement along the way:
///
/// ```
///  Y │      ╱ ·        ½·a·|σx² − σy²|·uₓ·u_y  away from a way of direction u
///    │    ╱ ·
///    │  ╱·             · driven    ╱ programmed
///    └──────── X
/// ```
/// Circles are left by no more than ½·a·σ² of the greatest σ² and this, added.
public struct ShaperSkew: Equatable, Sendable {
  /// Half of it: mm for each mm/s², of each axis.
  private var perAcceleration = Point.zero
  private let accelerations: Point
  private let differs: Bool

  public init(_ settings: MachineSettings) {
    accelerations = Point(
      settings.x.maxAccelerationMmPerS2, settings.y.maxAccelerationMmPerS2, settings.z.maxAccelerationMmPerS2)
    for axis in 0..<3 { perAcceleration[axis] = 0.5 * settings.shaperVarianceS2(axis) }
    differs = perAcceleration.x != perAcceleration.y || perAcceleration.y != perAcceleration.z
  }

  /// Millimetres off a straight way in that direction, at the acceleration that its axes allow.
  public func mm(along direction: Point) -> Double {
    guard differs else { return 0 }
    var acceleration = Double.infinity
    for axis in 0..<3 where abs(direction[axis]) > 1e-9 {
      acceleration = min(acceleration, accelerations[axis] / abs(direction[axis]))
    }
    guard acceleration < .infinity else { return 0 }
    let moved = Point(
      perAcceleration.x * direction.x, perAcceleration.y * direction.y, perAcceleration.z * direction.z)
    return acceleration * (moved - direction * moved.dot(direction)).length
  }

  /// The two axes (0 = X, 1 = Y, 2 = Z) that differ most, and how many millimetres a straight way in the worst direction
  /// is left; nil where all are shaped alike.
  ///
  /// The worst direction of two axes is that in which both reach their limits: ½·|σ₁² − σ₂²|·a₁·a₂/√(a₁² + a₂²). The
  /// three pairs are added as squares, which is not less than any direction in space has.
  public var worst: (first: Int, second: Int, mm: Double)? {
    guard differs else { return nil }
    var found = (first: 0, second: 1, mm: 0.0)
    var greatest = -1.0
    var sum = 0.0
    for first in 0..<2 {
      for second in (first + 1)..<3 {
        let a = accelerations[first], b = accelerations[second]
        let pair = abs(perAcceleration[first] - perAcceleration[second]) * a * b / (a * a + b * b).squareRoot()
        sum += pair * pair
        if pair > greatest {
          greatest = pair
          found.first = first
          found.second = second
        }
      }
    }
    found.mm = sum.squareRoot()
    return found
  }

  /// Millimetres that the budget of a tolerance has for it: on curves and corners, what blending can give up.
  public static func allowedMm(toleranceMm: Double) -> Double {
    (0.9 - ToleranceBudget.smoothingShare) * max(toleranceMm, ToleranceBudget.leastToleranceMm)
  }
}
