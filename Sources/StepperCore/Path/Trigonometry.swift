// The few functions that arcs need, as series: the same bits on every machine, whatever its C library.

package enum Trigonometry {
  package static let pi = 3.141592653589793
  package static let halfPi = 1.5707963267948966

  /// Sine and cosine of an angle in radians, |angle| ≤ 100; error below 2e-15.
  ///
  /// The angle is reduced to [−π/4, π/4] around a multiple of π/2 (in two parts, so that the reduction is exact to
  /// beyond the last bit), then the Taylor series is summed to x¹⁶.
  package static func sineCosine(_ angle: Double) -> (sine: Double, cosine: Double) {
    let turns = angle / halfPi
    let quarter = Int64(turns < 0 ? turns - 0.5 : turns + 0.5)
    let k = Double(quarter)
    let x = (angle - k * 1.57079632673412561417) - k * 6.07710050650619224932e-11
    let y = x * x
    var s = -1.0 / 1_307_674_368_000  // 1/15!
    s = s * y + 1.0 / 6_227_020_800
    s = s * y - 1.0 / 39_916_800
    s = s * y + 1.0 / 362_880
    s = s * y - 1.0 / 5_040
    s = s * y + 1.0 / 120
    s = s * y - 1.0 / 6
    s = s * y * x + x
    var c = 1.0 / 20_922_789_888_000  // 1/16!
    c = c * y - 1.0 / 87_178_291_200
    c = c * y + 1.0 / 479_001_600
    c = c * y - 1.0 / 3_628_800
    c = c * y + 1.0 / 40_320
    c = c * y - 1.0 / 720
    c = c * y + 1.0 / 24
    c = c * y - 0.5
    c = c * y + 1
    switch quarter & 3 {
    case 0: return (s, c)
    case 1: return (c, -s)
    case 2: return (-s, -c)
    default: return (-c, s)
    }
  }

  /// The angle of the vector (x, y) in (−π, π]; error below 1e-15. The zero vector gives 0.
  package static func angle(y: Double, x: Double) -> Double {
    let ax = abs(x), ay = abs(y)
    if ax == 0 && ay == 0 { return 0 }
    var t = ax > ay ? ay / ax : ax / ay
    // atan t = 2 atan(t / (1 + √(1 + t²))), three times: |t| ≤ 0.1.
    t = t / (1 + (1 + t * t).squareRoot())
    t = t / (1 + (1 + t * t).squareRoot())
    t = t / (1 + (1 + t * t).squareRoot())
    let y2 = t * t
    var sum = 1.0 / 17
    sum = 1.0 / 15 - sum * y2
    sum = 1.0 / 13 - sum * y2
    sum = 1.0 / 11 - sum * y2
    sum = 1.0 / 9 - sum * y2
    sum = 1.0 / 7 - sum * y2
    sum = 1.0 / 5 - sum * y2
    sum = 1.0 / 3 - sum * y2
    var a = 8 * (t - t * y2 * sum)
    if ay > ax { a = halfPi - a }
    if x < 0 { a = pi - a }
    return y < 0 ? -a : a
  }
}
