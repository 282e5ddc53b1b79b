// The settings of a shaper in, its impulses out: weights that sum to one, and their times.

/// The impulses of an input shaper.
///
/// A machine that rings answers each of them with the same ringing; weights and times are such that the ringings cancel:
///
/// ```
///  ZV  │         │        MZV  │      │      │     EI  │            │            │
///      0        ½T_d           0    ⅜T_d   ¾T_d        0           ½T_d         T_d
/// ```
/// With the damping ratio ζ, T_d = 1/(f·√(1−ζ²)) and K = e^(−ζπ/√(1−ζ²)):
/// - ZV: 1, K (N. C. Singer, W. P. Seering, "Preshaping command inputs to reduce system vibration", Journal of Dynamic
///   Systems, Measurement, and Control 112, 1990, 76–82)
/// - MZV: 1−1/√2, (√2−1)·K^¾, (1−1/√2)·K^(3/2) (Klipper, `klippy/extras/shaper_defs.py`)
/// - EI with a vibration V of 5 %: weights and time fitted in ζ and V (W. E. Singhose, "Command generation for flexible
///   systems", PhD thesis, MIT, 1997; the same in Klipper)
/// each divided by its sum.
public struct ImpulseTrain: Sendable {
  public private(set) var count = 0
  private var weights: InlineArray<3, Double> = InlineArray(repeating: 0)
  private var times: InlineArray<3, Double> = InlineArray(repeating: 0)

  public init(_ shaper: ShaperSettings) {
    let z = shaper.dampingRatio
    let root = (1 - z * z).squareRoot()
    let period = 1 / (shaper.frequencyHz * root)
    switch shaper.kind {
    case .zv:
      append(1, 0)
      append(Self.decay(z * Trigonometry.pi / root), 0.5 * period)
    case .mzv:
      let k = Self.decay(0.75 * z * Trigonometry.pi / root)
      let side = 1 - 0.5.squareRoot()
      append(side, 0)
      append((2.0.squareRoot() - 1) * k, 0.375 * period)
      append(side * k * k, 0.75 * period)
    case .ei:
      let v = 0.05
      let first =
        0.24968 + 0.24961 * v + (0.80008 + 1.23328 * v + (0.49599 + 3.17316 * v) * z) * z
      let third =
        0.25149 + 0.21474 * v + (-0.83249 + 1.41498 * v + (0.85181 - 4.90094 * v) * z) * z
      let middle =
        0.4999 + ((0.46159 + 8.57843 * v) * v + ((4.26169 - 108.644 * v) * v + (1.75601 + 336.989 * v) * v * z) * z) * z
      append(first, 0)
      append(1 - first - third, middle * period)
      append(third, period)
    }
    var sum = 0.0
    for index in 0..<count { sum += weights[index] }
    for index in 0..<count { weights[index] /= sum }
  }

  private mutating func append(_ weight: Double, _ seconds: Double) {
    weights[count] = weight
    times[count] = seconds
    count += 1
  }

  /// The impulse with that number: its share of one, and how many seconds it comes behind the first.
  public subscript(index: Int) -> (weight: Double, seconds: Double) { (weights[index], times[index]) }

  /// Seconds by which the impulses delay a motion, as a weighted mean.
  public var meanS: Double {
    var mean = 0.0
    for index in 0..<count { mean += weights[index] * times[index] }
    return mean
  }

  /// e⁻ˣ for 0 ≤ x ≤ 1: one over its Taylor series to x¹⁸, whose terms are all positive.
  private static func decay(_ x: Double) -> Double {
    var sum = 1.0
    var factor = 18.0
    while factor > 0 {
      sum = 1 + sum * x / factor
      factor -= 1
    }
    return 1 / sum
  }
}
