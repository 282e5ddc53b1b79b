// The shapers of a machine in, what each axis takes from which slice out: every axis with the same mean delay.

/// The impulses of one axis on whole slices.
///
/// An impulse between two slices is split between them in such a way that its mean delay is kept. All axes have the same
/// mean delay, a whole number of slices: otherwise axes that are shaped differently would come to the same place of the
/// path at different times.
///
/// ```
///  X, 30 Hz   │        │        │          mean delay of both: ▲
///  Y, 50 Hz       │     │     │
///  Z, none              │
///  slices     0         ▲        …
/// ```
struct ShaperTaps: Sendable {
  private(set) var count = 0
  private var weights: InlineArray<6, Double> = InlineArray(repeating: 0)
  private var delays: InlineArray<6, Int> = InlineArray(repeating: 0)

  /// - Parameters:
  ///   - shaper: nil for an axis that is delayed only
  ///   - delay: the mean delay that all axes have, in slices; not less than the shaper's own
  init(_ shaper: ShaperSettings?, sliceS: Double, delay: Int) {
    guard let shaper else {
      append(1, delay)
      return
    }
    let train = ImpulseTrain(shaper)
    for index in 0..<train.count {
      let (weight, seconds) = train[index]
      let slices = max(0, Double(delay) + (seconds - train.meanS) / sliceS)
      let whole = Int(slices)
      let part = slices - Double(whole)
      // What rounding has left is no second slice.
      if part < 1 - 1e-9 { append(weight * (1 - (part < 1e-9 ? 0 : part)), whole) }
      if part >= 1e-9 { append(weight * (part < 1 - 1e-9 ? part : 1), whole + 1) }
    }
  }

  private mutating func append(_ weight: Double, _ slices: Int) {
    weights[count] = weight
    delays[count] = slices
    count += 1
  }

  /// A share of one, and the slices that it comes late.
  subscript(index: Int) -> (weight: Double, slices: Int) { (weights[index], delays[index]) }

  /// Slices back to the oldest position that is still used.
  var longest: Int {
    var longest = 0
    for index in 0..<count { longest = max(longest, delays[index]) }
    return longest
  }

  /// Mean square of the delays around their mean, in slices².
  func variance(delay: Int) -> Double {
    var variance = 0.0
    for index in 0..<count {
      let off = Double(delays[index] - delay)
      variance += weights[index] * off * off
    }
    return variance
  }
}

extension MachineSettings {
  /// Whether any axis is shaped.
  public var hasShaper: Bool { x.shaper != nil || y.shaper != nil || z.shaper != nil }

  /// Slices by which shaping delays every axis, on average; 0 where no axis is shaped.
  public var shaperDelaySlices: Int {
    let perSecond = Double(tickHz) / Double(sliceTicks)
    var longest = 0.0
    for axis in 0..<3 {
      if let shaper = self[axis: axis].shaper { longest = max(longest, ImpulseTrain(shaper).meanS * perSecond) }
    }
    let whole = Int(longest)
    return longest - Double(whole) > 1e-9 ? whole + 1 : whole
  }

  /// Positions that shaping remembers: places of ``MotionStorage/shaping``; 0 where no axis is shaped.
  ///
  /// The slowest shaper, EI at 5 Hz, takes 230 at slices of a millisecond.
  public var shapingSlices: Int {
    guard hasShaper else { return 0 }
    var longest = 0
    for axis in 0..<3 { longest = max(longest, taps(axis).longest) }
    return longest
  }

  /// Mean square of the times by which shaping spreads a motion of that axis around its mean delay, in s².
  public func shaperVarianceS2(_ axis: Int) -> Double {
    guard hasShaper else { return 0 }
    return taps(axis).variance(delay: shaperDelaySlices) * sliceS * sliceS
  }

  func taps(_ axis: Int) -> ShaperTaps {
    ShaperTaps(self[axis: axis].shaper, sliceS: sliceS, delay: shaperDelaySlices)
  }

  private var sliceS: Double { Double(sliceTicks) / Double(tickHz) }
}
