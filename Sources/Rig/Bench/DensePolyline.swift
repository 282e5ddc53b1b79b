// A number of lines in, a path of that many short chords out, always the same: what planning costs most on.

import StepperCore

/// Chords of 0.05 to 0.5 mm around a circle of 20 mm while Z rises and falls, each point off by up to a micrometre, as
/// CAM programs write a smooth surface.
public enum DensePolyline {
  static let feedMmPerS = 50.0
  private static let radiusMm = 20.0
  private static let noiseMm = 0.001

  /// Commands that begin and stay within 25 mm of the machine's zero.
  public static func commands(lines: Int) -> [Command] {
    points(lines).map { .line(to: $0, feed: .perSecond(feedMmPerS)) }
  }

  /// The same as G-code, with four decimals.
  public static func text(lines: Int) -> String {
    var text = "G21 G90\nG1 F3000\n"
    for point in points(lines) { text += "X\(decimal(point.x))Y\(decimal(point.y))Z\(decimal(point.z))\n" }
    return text
  }

  private static func points(_ lines: Int) -> [Point] {
    var state: UInt64 = 7
    /// 0…1 (SplitMix64).
    func unit() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
    }
    func noise() -> Double { noiseMm * (2 * unit() - 1) }
    var radial = (x: 1.0, y: 0.0)
    var wayMm = 0.0
    return (0..<lines).map { _ in
      let step = 0.05 + 0.45 * unit()
      // A turn by the angle 2·atan(h): exact on the circle but for rounding.
      let h = step / (2 * radiusMm)
      let cosine = (1 - h * h) / (1 + h * h), sine = 2 * h / (1 + h * h)
      radial = (radial.x * cosine - radial.y * sine, radial.x * sine + radial.y * cosine)
      wayMm += step
      let z = 2 * abs((wayMm / radiusMm).truncatingRemainder(dividingBy: 2) - 1)
      return Point(radiusMm * radial.x + noise(), radiusMm * radial.y + noise(), z + noise())
    }
  }

  private static func decimal(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
