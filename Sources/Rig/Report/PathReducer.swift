// Drops the points of a path that a straight line replaces within a tolerance: samples in one by one, corners out.

import StepperCore

/// Joins consecutive straight pieces as long as no dropped point is farther than a tolerance from the line that
/// replaces it.
///
/// ```
///            P        the bound on the error needs no memory of dropped points: all of them lie within e of A–P,
///        .·'  '·.     and A–P lies within |P, A–N| of A–N, so all of them lie within e + |P, A–N| of A–N.
///     A ──────────N   On an arc this over-estimates the error by a factor of two.
/// ```
struct PathReducer: Sendable {
  typealias Sample = MotionRecord.Sample

  var toleranceMm: Double
  /// Pieces whose speeds differ by more are not joined, so that ramps keep their colours.
  var speedToleranceMmPerS: Double
  /// Join feed moves with rapids, when there is no room for the difference.
  var joinsRapids = false

  private var anchor: Point
  /// The end of the piece that is being extended; its speed is the sum of speed times seconds until it is emitted.
  private(set) var tip: Sample
  private var errorMm = 0.0
  private var leastMmPerS: Double
  private var greatestMmPerS: Double
  private var integralMm = 0.0
  private var seconds = 0.0
  private var isEmpty = true

  init(start: Sample, toleranceMm: Double, speedToleranceMmPerS: Double) {
    self.toleranceMm = toleranceMm
    self.speedToleranceMmPerS = speedToleranceMmPerS
    anchor = start.position
    tip = start
    leastMmPerS = 0
    greatestMmPerS = 0
  }

  /// Takes the next sample; gives a finished piece when this one cannot be joined to it.
  ///
  /// Out of line on purpose: inlined into a loop, the optimizer of Swift 6.3.1 loses the last value of `tip`, and the path
  /// jumps back to its start (a test in release shows it). The call costs 2 ns.
  @inline(never)
  mutating func add(_ next: Sample) -> Sample? {
    let dtS = next.timeS - tip.timeS
    if isEmpty {
      begin(next, seconds: dtS)
      return nil
    }
    let least = min(leastMmPerS, next.speedMmPerS)
    let greatest = max(greatestMmPerS, next.speedMmPerS)
    if greatest - least <= speedToleranceMmPerS && (next.cutting == tip.cutting || joinsRapids) {
      let grownMm = errorMm + PathReducer.distanceMm(of: tip.position, from: anchor, to: next.position)
      if grownMm <= toleranceMm {
        errorMm = grownMm
        leastMmPerS = least
        greatestMmPerS = greatest
        integralMm += next.speedMmPerS * dtS
        seconds += dtS
        tip = next
        return nil
      }
    }
    let done = piece
    anchor = tip.position
    begin(next, seconds: dtS)
    return done
  }

  /// The piece that is being extended, as it would be emitted now; nil when nothing came after the start.
  var pending: Sample? { isEmpty ? nil : piece }

  private var piece: Sample {
    var piece = tip
    if seconds > 0 { piece.speedMmPerS = integralMm / seconds }
    return piece
  }

  private mutating func begin(_ next: Sample, seconds dtS: Double) {
    isEmpty = false
    errorMm = 0
    leastMmPerS = next.speedMmPerS
    greatestMmPerS = next.speedMmPerS
    integralMm = next.speedMmPerS * dtS
    seconds = dtS
    tip = next
  }

  /// The distance of a point from a line segment, ends included (a path may turn back on itself).
  @inline(__always)
  private static func distanceMm(of point: Point, from start: Point, to end: Point) -> Double {
    let whole = end - start
    let part = point - start
    let squared = whole.dot(whole)
    guard squared > 0 else { return part.length }
    let along = min(max(part.dot(whole) / squared, 0), 1)
    return (part - whole * along).length
  }
}
