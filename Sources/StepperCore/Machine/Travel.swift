// The space the tool may be in: every motion is held against it before it starts.

/// Why a motion cannot be made.
public enum MotionError: Error, Equatable, Sendable {
  /// The motion would take an axis (0 = X, 1 = Y, 2 = Z) to this position, outside its travel.
  case travelExceeded(axis: Int, positionMm: Double)
  /// M4 on a spindle that turns one way only: cutting on with a tool that turns wrongly, or not, breaks it.
  case spindleNotReversible
  /// The axis's position is too far from zero to be counted in steps.
  case positionTooLarge(axis: Int, positionMm: Double)
}

/// The travel of all axes.
public struct Travel: Sendable {
  let low: Point
  let high: Point
  let isLimited: Bool
  let map: JointMap
  /// Programs round: a position this far outside is still on the edge. Millimetres.
  static let slack = 1e-6
  /// An arc around a point farther away than this is no arc to anybody.
  static let farthestCenterMm = 1e10

  public init(_ settings: MachineSettings) {
    low = Point(settings.x.minMm, settings.y.minMm, settings.z.minMm)
    high = Point(settings.x.maxMm, settings.y.maxMm, settings.z.maxMm)
    isLimited = settings.softLimits
    map = JointMap(settings)
  }

  /// A straight motion, or nil where there is none. From a start inside, its end decides; from outside it may come back.
  func line(from start: Point, to end: Point) throws(MotionError) -> Segment? {
    try check((low: end, high: end))
    return Segment(lineFrom: start, to: end)
  }

  /// A circular motion, or nil where there is none.
  func arc(_ arc: Arc, from start: Point) throws(MotionError) -> Segment? {
    try check((low: arc.end, high: arc.end))
    let axes = arc.plane.axes
    for axis in 0..<3 where axis != axes.across {
      let center = arc.center[axis]
      if !(abs(center) < Self.farthestCenterMm) { throw .positionTooLarge(axis: axis, positionMm: center) }
    }
    guard let segment = Segment(arc, from: start) else { return nil }
    try check(segment.extents)
    return segment
  }

  /// Throws when a box, given by two corners, is not inside.
  public func check(_ box: (low: Point, high: Point)) throws(MotionError) {
    for axis in 0..<3 {
      let least = box.low[axis], most = box.high[axis]
      if isLimited {
        if !(least >= low[axis] - Self.slack) { throw .travelExceeded(axis: axis, positionMm: least) }
        if !(most <= high[axis] + Self.slack) { throw .travelExceeded(axis: axis, positionMm: most) }
      }
      // Far enough from the end of the number range that sums of coordinates stay inside too.
      let farther = abs(least) > abs(most) ? least : most
      if !(abs(farther) * map.stepsPerMm[axis] * 2 < SubSteps.limitSteps) {
        throw .positionTooLarge(axis: axis, positionMm: farther)
      }
    }
  }
}

extension SpindleSettings {
  /// Throws where M4 asks for what the spindle cannot do.
  func check(_ mode: SpindleMode) throws(MotionError) {
    if mode == .counterclockwise && !reversible && kind != .laser && kind != .none { throw .spindleNotReversible }
  }
}

/// Follows a program without moving, and says at which command it could not be driven.
public struct ProgramCheck: Sendable {
  private let travel: Travel
  private let spindle: SpindleSettings
  private var position: Point
  /// After a probing motion nobody knows where the program goes on; only the machine itself finds out.
  private var isPositionKnown = true
  public private(set) var low: Point
  public private(set) var high: Point

  public init(_ settings: MachineSettings, at position: Point) {
    travel = Travel(settings)
    spindle = settings.spindle
    self.position = position
    low = position
    high = position
  }

  /// Throws what ``Motion/add(_:line:)`` would throw.
  public mutating func check(_ command: Command) throws(MotionError) {
    switch command {
    case .line(let end, _): if isPositionKnown { add(try travel.line(from: position, to: end)) }
    case .arc(let arc, _): if isPositionKnown { add(try travel.arc(arc, from: position)) }
    case .probe(let end, _, _):
      if isPositionKnown { add(try travel.line(from: position, to: end)) }
      isPositionKnown = false
    case .spindle(let mode, _): try spindle.check(mode)
    default: return
    }
  }

  /// Goes on behind a motion that cannot be made, as if it had been: to find the next one.
  public mutating func pass(_ command: Command) {
    switch command {
    case .line(let end, _), .probe(let end, _, _): position = end
    case .arc(let arc, _): position = arc.end
    default: return
    }
  }

  private mutating func add(_ segment: Segment?) {
    guard let segment else { return }
    let box = segment.extents
    position = segment.end
    for axis in 0..<3 {
      low[axis] = min(low[axis], box.low[axis])
      high[axis] = max(high[axis], box.high[axis])
    }
  }
}
