// Sine and cosine of a rotor's place between two full steps, and the exponential that set-up needs, as polynomials.

/// Functions of an angle given in full steps of 90° electrical.
enum ElectricalAngle {
  /// Cosine and sine of `fullSteps` · 90°, |fullSteps| ≤ 0.5; error below 2e-9, less than any current is known to.
  ///
  /// Taylor series to the tenth and ninth power, with the powers of π/2 in the coefficients, side by side.
  @inline(__always)
  static func cosineSine(_ fullSteps: Double) -> SIMD2<Double> {
    let y = fullSteps * fullSteps
    let y2 = y * y
    let low = SIMD2(-1.2337005501361697, 1.5707963267948966) + SIMD2(0.253669507901048, -0.6459640975062462) * y
    let middle =
      SIMD2(-0.020863480763352957, 0.07969262624616703) + SIMD2(0.0009192602748394263, -0.004681754135318687) * y
    let series = low + (middle + SIMD2(-2.5202042373060596e-05, 0.00016044118478735975) * y2) * y2
    return SIMD2(1, 0) + SIMD2(y, fullSteps) * series
  }

  /// Cosine of an angle of `index` parts of a quarter turn of `quarter` parts; exactly 0 and ±1 where it should be.
  static func cosine(_ index: Int, quarter: Int) -> Double {
    let turn = 4 * quarter
    var i = index % turn
    if i < 0 { i += turn }
    if i > 2 * quarter { i = turn - i }
    if i == quarter { return 0 }
    let isNegative = i > quarter
    if isNegative { i = 2 * quarter - i }
    let part = Double(i) / Double(quarter)
    // Beyond 45° the sine of the rest, so that the series stays short.
    let value = part <= 0.5 ? cosineSine(part).x : cosineSine(1 - part).y
    return isNegative ? -value : value
  }
}

/// e to the power of −x for x ≥ 0: halved until the series is short, then squared back.
func exponential(ofMinus x: Double) -> Double {
  if !(x < 700) { return 0 }
  var x = x
  var squarings = 0
  while x > 0.125 {
    x *= 0.5
    squarings += 1
  }
  var sum = 1.0
  for n in stride(from: 14.0, through: 1, by: -1) { sum = 1 - x / n * sum }
  for _ in 0..<squarings { sum *= sum }
  return sum
}
