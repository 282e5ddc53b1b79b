// Seeded numbers from ranges, as the tests of the core want them.

import Seeded

extension SplitMix64 {
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
