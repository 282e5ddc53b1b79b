// Seeded randomness for tests: the same numbers on every machine.

/// SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func double(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

  mutating func integer(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }

  /// From a range of positive numbers, every order of magnitude as often as every other.
  mutating func logarithmic(_ range: ClosedRange<Int64>) -> Int64 {
    let bits = Int64.random(
      in: Int64(63 - range.lowerBound.leadingZeroBitCount)...Int64(63 - range.upperBound.leadingZeroBitCount),
      using: &self)
    let low = max(range.lowerBound, 1 << bits)
    return integer(low...max(low, min(range.upperBound, (2 << bits) - 1)))
  }

  mutating func chance(_ oneIn: UInt64) -> Bool { next() % oneIn == 0 }
}
