// What a job will cut, found by reading it: the extents of its feed moves and its tools.

import StepperCore

/// A spindle word of the job.
struct SpindleWord {
  var line: UInt32
  var rpm: Double
}

/// Follows the commands of a whole job before any of it moves.
struct JobScout: Sendable {
  /// No job has more tools; further ones are cut like the last of these.
  private static let mostTools = 64

  private var position: Point
  /// Corners of the box around all feed moves, machine mm; nil while there is none.
  private(set) var box: Box?
  /// The highest Z at which a feed move goes sideways, and is therefore a cut.
  private(set) var highestLevel: Double?
  /// The lowest Z at which a rapid goes sideways: no piece is higher.
  private(set) var lowestRapid: Double?
  /// T numbers in the order of their first M6.
  private(set) var tools: [Int] = []

  init(at position: Point) { self.position = position }

  mutating func add(_ command: Command) {
    switch command {
    case .line(let end, let feed): take(Segment(lineFrom: position, to: end), feed)
    case .arc(let arc, let feed): take(Segment(arc, from: position), feed)
    case .probe(let end, _, _): position = end
    case .toolChange(let tool):
      if !tools.contains(tool) && tools.count < Self.mostTools { tools.append(tool) }
    default: return
    }
  }

  private mutating func take(_ segment: Segment?, _ feed: Feed) {
    guard let segment else { return }
    position = segment.end
    let extents = segment.extents
    let isSideways = max(extents.high.x - extents.low.x, extents.high.y - extents.low.y) > 0.1
    if feed == .rapid {
      // On the way from the machine's zero to the job nothing is under the tool yet.
      if isSideways && box != nil { lowestRapid = min(lowestRapid ?? extents.low.z, extents.low.z) }
      return
    }
    var box = self.box ?? Box(least: extents.low, greatest: extents.high)
    for axis in 0..<3 {
      box.least[axis] = min(box.least[axis], extents.low[axis])
      box.greatest[axis] = max(box.greatest[axis], extents.high[axis])
    }
    self.box = box
    if isSideways { highestLevel = max(highestLevel ?? extents.low.z, extents.low.z) }
  }

  /// Stock for a job about which nobody has said anything: around its feed moves with a margin of a tool's diameter, its
  /// top at the job's zero. A job that stays above its zero has it on the table: then the top is as high as sideways rapids
  /// and cuts allow.
  func stock(zeroZ: Double, toolDiameterMm: Double) -> Box? {
    guard let box, let highestLevel else { return nil }
    let isBelowZero = box.least.z < zeroZ - 1e-6
    let top = isBelowZero ? zeroZ : min(lowestRapid ?? highestLevel, highestLevel)
    guard box.least.z < top else { return nil }
    // A floor under the deepest cut, so that a relief is not a hole.
    let floor = max(1, (top - box.least.z) * 0.1)
    let bottom = isBelowZero ? box.least.z - floor : min(zeroZ, box.least.z - floor)
    let margin = Point(toolDiameterMm, toolDiameterMm, 0)
    var low = box.least - margin, high = box.greatest + margin
    low.z = bottom
    high.z = top
    return Box(least: low, greatest: high)
  }

  /// Whether a piece lies under most of what the job cuts: nine tenths of the area, and not all of it too low.
  func isCut(from piece: Box) -> Bool {
    guard let box else { return true }
    if box.least.z >= piece.greatest.z { return false }
    var share = 1.0
    for axis in 0..<2 {
      // A single line has a width, too.
      let (low, high) = (box.least[axis] - 0.1, box.greatest[axis] + 0.1)
      let length = high - low
      let shared = min(high, piece.greatest[axis]) - max(low, piece.least[axis])
      share *= max(0, min(1, shared / length))
    }
    return share >= 0.9
  }
}
