// What a person at the machine makes of the program's speeds.

/// Shares of the speeds that the program asks for; 1 is as it asks.
///
/// They act on the speed along the path: every limit of the machine holds at every share, and the path stays the same.
public struct SpeedOverrides: Equatable, Sendable {
  /// Of feeds: 0.1…2.
  public let feed: Double
  /// Of the speed that rapids have by themselves: 0.05…1.
  public let rapid: Double

  /// Shares outside their range become the nearest one inside; what is no number becomes 1.
  public init(feed: Double = 1, rapid: Double = 1) {
    self.feed = feed.isNaN ? 1 : min(max(feed, 0.1), 2)
    self.rapid = rapid.isNaN ? 1 : min(max(rapid, 0.05), 1)
  }
}

/// What limits speed right now: the overrides, or a hold, which is an override of nothing.
struct SpeedTarget: Equatable, Sendable {
  var overrides = SpeedOverrides()
  var isHeld = false

  /// mm/s on a segment. A probing motion keeps its feed: its speed is part of what it measures.
  func limit(_ entry: PlannedSegment) -> Double {
    if isHeld { return 0 }
    if entry.probe != nil { return min(entry.wanted, entry.ceiling) }
    if entry.isRapid { return min(entry.wanted, entry.ceiling) * overrides.rapid }
    return min(entry.wanted * overrides.feed, entry.ceiling)
  }
}
