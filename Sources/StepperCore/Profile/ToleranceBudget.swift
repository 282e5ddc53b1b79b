// How far the path may be left, and how merging, blending and smoothing share it.

/// How far the path may be left, and who may use how much of it. Millimetres.
///
/// ```
///  tolerance = merging + blending + smoothing
/// ```
/// Smoothing over a window T leaves a curve of centripetal acceleration a by a·T²/24: curves are slowed where that would
/// be more than its share. What it and merging do not use is left to blending.
struct ToleranceBudget: Sendable {
  static let mergingShare = 0.2
  static let smoothingShare = 0.45

  /// No machine steps so finely; with less (G64 P0) curves would have no speed at all.
  static let leastToleranceMm = 0.001

  let toleranceMm: Double
  /// mm/s²: the centripetal acceleration at which smoothing uses up its share.
  let centripetalLimit: Double
  private let smoothingMm: Double
  private let isCapped: Bool
  private let windowS: Double

  init(toleranceMm: Double, windowS: Double, greatestAcceleration: Double) {
    self.toleranceMm = max(toleranceMm, Self.leastToleranceMm)
    self.windowS = windowS
    let perAcceleration = windowS * windowS / 24
    centripetalLimit = Self.smoothingShare * self.toleranceMm / perAcceleration
    isCapped = centripetalLimit < 0.25 * greatestAcceleration
    smoothingMm = min(centripetalLimit, greatestAcceleration) * perAcceleration
  }

  /// A tenth stays free: on a corner's sides smoothing also meets the change of speed.
  func blendingMm(merged: Double) -> Double { max(0, 0.9 * toleranceMm - smoothingMm - merged) }

  /// The speed of a blend: where smoothing is long, a sharp blend takes most of its window, so that the change of speed on
  /// the corner's sides stays out of it.
  func bendSpeed(_ speed: Double, halfSine: Double, length: Double) -> Double {
    isCapped && halfSine > 0.35 ? min(speed, length / (0.8 * windowS)) : speed
  }

  /// How far smoothing stays short of a corner at which the machine stops: the mean of a parabola on either side.
  func cutMm(halfSine: Double, acceleration: Double) -> Double { acceleration * halfSine * windowS * windowS / 24 }
}
