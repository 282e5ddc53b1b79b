// Speeds as colours: mm/s in, one of twelve shades out.

/// A colour scale from slow (dark blue) to fast (orange).
///
/// The "plasma" map of matplotlib (CC0), cut before its yellow, which is lost on white paper. Its lightness rises evenly,
/// so that it reads in grey and with any colour vision.
struct SpeedScale {
  static let colors = [
    "#0d0887", "#2f0596", "#4903a0", "#6100a7", "#7801a8", "#8e0ca4", "#a21d9a", "#b42e8d", "#c43e7f", "#d35171",
    "#e16462", "#f1834c",
  ]

  /// The speed at the top of the scale.
  let greatestMmPerS: Double

  /// From zero to the greatest cutting speed. Rapids are drawn in grey and do not count.
  init(_ points: [MotionRecord.Sample]) {
    var greatest = 0.0
    for point in points.dropFirst() where point.cutting { greatest = max(greatest, point.speedMmPerS) }
    greatestMmPerS = greatest
  }

  /// The shade of a speed: 0 is the slowest.
  func shade(_ speedMmPerS: Double) -> Int {
    guard greatestMmPerS > 0 else { return 0 }
    let count = SpeedScale.colors.count
    return min(max(Int(speedMmPerS / greatestMmPerS * Double(count)), 0), count - 1)
  }
}
