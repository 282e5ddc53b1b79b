// Limit switches that a machine stands on while it may move, and when they count again.

/// Limits that were pressed when the watching began, by a machine that is to be driven off them.
///
/// A contact bounces as it opens: a limit counts again once it has been free for a while, not from its first release on.
struct IgnoredLimits: Sendable {
  private(set) var inputs = InputWord.none
  /// By bit of a limit's word: when it was last seen pressed.
  private var pressed = InlineArray<16, UInt64>(repeating: 0)
  private let freeTicks: UInt64

  /// Longer than the contacts of a switch bounce; what the carriage goes in that time, it goes unwatched.
  static var freeSeconds: Double { 0.02 }

  init(tickHz: UInt32) { freeTicks = UInt64(Double(tickHz) * Self.freeSeconds) }

  /// These are pressed, and cut nothing.
  mutating func ignore(_ limits: InputWord, at tick: UInt64) {
    inputs = inputs | limits
    for bit in 0..<16 where limits.rawValue & (1 << UInt32(bit)) != 0 { pressed[bit] = tick }
  }

  /// What the inputs are now: the ones that have been free for long enough count again.
  mutating func look(at now: InputWord, tick: UInt64) {
    var kept = InputWord.none
    for bit in 0..<16 {
      let input = InputWord(rawValue: 1 << UInt32(bit))
      guard inputs.contains(input) else { continue }
      if now.contains(input) { pressed[bit] = tick }
      if tick &- pressed[bit] < freeTicks { kept = kept | input }
    }
    inputs = kept
  }
}
