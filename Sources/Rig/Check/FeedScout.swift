// The commands of a job in, feeds that an axis cannot follow out.

import StepperCore

/// Feeds above what an axis may do: the planner drives them slower without a word.
struct FeedScout {
  /// The first line on which an axis was too slow for its feed.
  struct Slowed {
    var line: UInt32
    var axis: Int
    var wantedMmPerS: Double
    var allowedMmPerS: Double
    /// Lines on which this axis is too slow.
    var count = 1
  }

  private let settings: MachineSettings
  private var position: Point
  private(set) var slowed: [Slowed] = []

  init(_ settings: MachineSettings, at position: Point) {
    self.settings = settings
    self.position = position
  }

  mutating func add(_ command: Command, line: UInt32) {
    switch command {
    case .line(let end, let feed):
      let way = end - position
      position = end
      guard case .perSecond(let wanted) = feed, way.length > 1e-9 else { return }
      for axis in 0..<3 where abs(way[axis]) > 1e-9 {
        let allowed = settings[axis: axis].maxVelocityMmPerS * way.length / abs(way[axis])
        // Half a per cent is rounding.
        if wanted > allowed * 1.005 { note(axis, wanted, allowed, line) }
      }
    case .arc(let arc, let feed):
      position = arc.end
      guard case .perSecond(let wanted) = feed else { return }
      let axes = arc.plane.axes
      let allowed = max(settings[axis: axes.first].maxVelocityMmPerS, settings[axis: axes.second].maxVelocityMmPerS)
      if wanted > allowed * 1.005 { note(axes.first, wanted, allowed, line) }
    case .probe(let end, _, _): position = end
    default: return
    }
  }

  private mutating func note(_ axis: Int, _ wanted: Double, _ allowed: Double, _ line: UInt32) {
    if let index = slowed.firstIndex(where: { $0.axis == axis }) {
      slowed[index].count += 1
    } else {
      slowed.append(Slowed(line: line, axis: axis, wantedMmPerS: wanted, allowedMmPerS: allowed))
    }
  }
}
