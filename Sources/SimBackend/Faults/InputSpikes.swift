// How often and how long a line is disturbed comes in; the ticks on which its level turns over go out.

import StepperCore

/// Spikes on one input, the same for the same seed.
struct InputSpikes {
  let input: InputWord
  /// The level is turned over now.
  private(set) var isOn = false
  private let spikeTicks: UInt64
  /// The greatest pause between two spikes.
  private let longestPause: UInt64
  private var noise: UInt64

  init(_ input: InputWord, spikesPerS: Double, spikeUs: Double, tickHz: UInt32, seed: UInt64) {
    self.input = input
    noise = seed
    let perS = Double(tickHz)
    spikeTicks = UInt64(max((spikeUs * 1e-6 * perS).rounded(), 1))
    // From the beginning of a spike to that of the next: a pause of one to `longestPause` ticks, and the spike.
    let mean = max(perS / spikesPerS - Double(spikeTicks), 1)
    longestPause = UInt64(max((2 * mean - 1).rounded(), 1))
  }

  /// How long the level now stays as it is.
  mutating func pause() -> UInt64 {
    if isOn { return spikeTicks }
    noise &+= 0x9E37_79B9_7F4A_7C15
    return 1 &+ splitMix64(noise) % longestPause
  }

  mutating func turn() { isOn.toggle() }
}

/// The output function of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
@inline(__always)
func splitMix64(_ state: UInt64) -> UInt64 {
  var mixed = state
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}
