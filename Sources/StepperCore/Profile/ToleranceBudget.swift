// How far the path may be left, and how merging, blending and smoothing share it.

/// How far the path may be left, and who may use how much of it. Millimetres.
///
/// ```
///  tolerance = merging + blending + smoothing
/// ```
/// Weights around a mean delay, of variance σ², leave a curve of centripetal acceleration a by at most ½·a·σ². A window T
/// has σ² = T²/12, and the impulses of a shaper add theirs: curves are slowed where that would be more than smoothing's
/// share. What it and merging do not use is left to blending.
struct ToleranceBudget: Sendable {
  static let mergingShare = 0.2
  static let smoothingShare = 0.45
  /// On a corner's sides smoothing also meets the change of speed: for that the rest stays free.
  static let usedShare = 0.94

  /// No machine steps so finely; with less (G64 P0) curves would have no speed at all.
  static let leastToleranceMm = 0.001

  let toleranceMm: Double
  /// mm/s²: the centripetal acceleration at which smoothing uses up its share.
  let centripetalLimit: Double
  /// Smoothing is so long that it, and not the axes, limits curves.
  private let isCapped: Bool
  /// ½·σ², s²: how far the path is left for each mm/s² across it.
  private let perAcceleration: Double
  /// The window, without shapers, that would have that variance.
  private let windowS: Double

  /// - Parameter shaperVarianceS2: the greatest of all axes, s².
  init(toleranceMm: Double, windowS: Double, shaperVarianceS2: Double, greatestAcceleration: Double) {
    self.toleranceMm = max(toleranceMm, Self.leastToleranceMm)
    self.windowS = (windowS * windowS + 12 * shaperVarianceS2).squareRoot()
    perAcceleration = windowS * windowS / 24 + 0.5 * shaperVarianceS2
    centripetalLimit = Self.smoothingShare * self.toleranceMm / perAcceleration
    isCapped = centripetalLimit < 0.25 * greatestAcceleration
  }

  /// What is left for the arc of a corner whose axes allow `turning` mm/s² across the path.
  ///
  /// - Parameter spent: what merging has taken, and shapers that differ between the axes, mm.
  func blendingMm(spent: Double, turning: Double) -> Double {
    let smoothing = min(centripetalLimit, isCapped ? .infinity : turning) * perAcceleration
    return max(0, usedMm - smoothing - spent)
  }

  /// The centripetal acceleration, mm/s², at which smoothing takes what a corner's arc has left of the tolerance. Where
  /// smoothing is long several corners share its window, and none may take more than its share.
  func centripetalLimit(beside blended: Double, spent: Double) -> Double {
    isCapped ? centripetalLimit : max(0, usedMm - blended - spent) / perAcceleration
  }

  /// How far a corner may move outwards, where shapers that differ take `skew` of the tolerance on either side.
  func shiftMm(skew: Double) -> Double { isCapped ? 0 : max(0, 0.7 * toleranceMm - skew) }

  private var usedMm: Double { (isCapped ? 0.9 : Self.usedShare) * toleranceMm }

  /// The most that a blend is driven at: where smoothing is long, a sharp blend takes most of its window, so that the
  /// change of speed on the corner's sides stays out of it.
  func bendSpeed(halfSine: Double, length: Double) -> Double {
    isCapped && halfSine > 0.35 ? length / (0.8 * windowS) : .infinity
  }

  /// How far smoothing stays short of a corner at which the machine stops: the mean of a parabola on either side.
  func cutMm(halfSine: Double, acceleration: Double) -> Double { acceleration * halfSine * perAcceleration }
}
