// One line of G81, G82 or G83 comes in; its motions go out, one at a time, so that any number of holes needs no room.

/// A drilling cycle, repeated along a line, in machine coordinates.
///
/// ```
///   ──► rapid   ··► feed                 G83: pecks
///
///   ───────────►┐           ▲ clear (G98: level before the cycle; G99: R)
///               ▼           │
///   R ─ ─ ─ ─ ─ ┬ ─ ─ ─ ─ ─ ┤            ┬   ▲┐  ▲┐  ▲
///               ·           │            ·   ││  ││  │
///               ▼           │            ▼───┘▼  ││  │
///   bottom ─ ─ ─ (dwell) ───┘            · · ·▼──┘▼  │
///                                        · · · · ·▼──┘
/// ```
struct CannedCycle {
  /// Between pecks the tool comes back to this distance above the last depth: 0.010 inch, as LinuxCNC's G83 does.
  static var peckClearanceMm: Double { 0.254 }
  /// More pecks than this in one hole are taken for a slip of the pen.
  static var peckLimit: Double { 1000 }

  private enum Phase: UInt8 { case raise, across, down, feed, dwell, retract, back, done }

  var plane: Plane
  /// Hole `n` (from 1) lies in the plane at `base + step * n`.
  var base: Point
  var step: Point
  var holes: Int
  /// Levels along the axis across the plane.
  var retractMm: Double
  var bottomMm: Double
  var clearMm: Double
  /// Depth of a peck, and how many there are (1: none but the whole depth).
  var peckMm: Double
  var pecks: Int
  var dwellSeconds: Double
  var feed: Feed
  /// Where the tool is.
  var position: Point

  private var phase = Phase.raise
  private var hole = 1
  private var peck = 1

  init(
    plane: Plane, base: Point, step: Point, holes: Int, retractMm: Double, bottomMm: Double, clearMm: Double,
    peckMm: Double, pecks: Int, dwellSeconds: Double, feed: Feed, position: Point
  ) {
    self.plane = plane
    self.base = base
    self.step = step
    self.holes = holes
    self.retractMm = retractMm
    self.bottomMm = bottomMm
    self.clearMm = clearMm
    self.peckMm = peckMm
    self.pecks = pecks
    self.dwellSeconds = dwellSeconds
    self.feed = feed
    self.position = position
  }

  /// Where the tool is after the last hole.
  var end: Point {
    var end = center(of: holes)
    end[plane.axes.across] = clearMm
    return end
  }

  /// A hole's place in the plane, at the level where the tool is.
  private func center(of hole: Int) -> Point {
    var point = base + step * Double(hole)
    point[plane.axes.across] = position[plane.axes.across]
    return point
  }

  /// The next motion, or nil after the last. Motions that lead nowhere are left out.
  mutating func next() -> Command? {
    while phase != .done {
      switch phase {
      case .raise:
        phase = .across
        if position[plane.axes.across] < retractMm, let move = move(to: retractMm, .rapid) { return move }
      case .across:
        phase = .down
        let center = center(of: hole)
        if center != position {
          position = center
          return .line(to: center, feed: .rapid)
        }
      case .down:
        phase = .feed
        if let move = move(to: retractMm, .rapid) { return move }
      case .feed:
        phase = peck == pecks ? .dwell : .retract
        if let move = move(to: depth(of: peck), feed) { return move }
      case .dwell:
        phase = .retract
        if dwellSeconds > 0 { return .dwell(seconds: dwellSeconds) }
      case .retract:
        let isLast = peck == pecks
        phase = !isLast ? .back : hole == holes ? .done : .across
        if isLast {
          peck = 1
          hole += 1
        }
        if let move = move(to: isLast ? clearMm : retractMm, .rapid) { return move }
      case .back:
        phase = .feed
        let level = min(retractMm, depth(of: peck) + Self.peckClearanceMm)
        peck += 1
        if let move = move(to: level, .rapid) { return move }
      case .done: break
      }
    }
    return nil
  }

  private func depth(of peck: Int) -> Double { peck == pecks ? bottomMm : retractMm - peckMm * Double(peck) }

  private mutating func move(to level: Double, _ feed: Feed) -> Command? {
    guard position[plane.axes.across] != level else { return nil }
    position[plane.axes.across] = level
    return .line(to: position, feed: feed)
  }
}
