// A program and a machine in, the planner's seconds beside those of both yardsticks out.

import StepperCore

/// What a piece of the driven path is.
public enum PieceKind: Int, CaseIterable, Sendable {
  case line, blend, programmedArc
}

/// What the time-optimal profile has to keep.
public enum Restriction: Int, CaseIterable, Sendable {
  /// Feed and axes alone.
  case axes
  /// And each segment's own limit of speed, as the planner found it: what the axes allow on all of it, and on curves what
  /// smoothing leaves of the tolerance.
  case segmentSpeed
}

/// One program, planned and measured.
public struct PlanComparison {
  public let driven: DrivenProgram
  public let kinds: [PieceKind]
  private let groups: [Range<Int>]
  private let pieces: [PathPiece]
  private let optimum: TimeOptimalProfile

  public init(
    _ commands: [Command], on settings: MachineSettings, from start: Point, window: Int = 2048, fineness: Double = 1
  ) throws(MotionError) {
    let driven = try DrivenProgram(commands, on: settings, from: start, window: window)
    self.driven = driven
    optimum = TimeOptimalProfile(settings, fineness: fineness)
    let kinds = driven.segments.map { Self.kind($0.entry, commands) }
    self.kinds = kinds
    var groups: [Range<Int>] = []
    for index in driven.segments.indices {
      if driven.segments[index].startsFromRest || groups.isEmpty {
        groups.append(index..<(index + 1))
      } else {
        groups[groups.count - 1] = groups[groups.count - 1].lowerBound..<(index + 1)
      }
    }
    self.groups = groups
    let feeds = driven.segments.map { $0.entry.isRapid ? Double.infinity : $0.entry.wanted }
    var pieces: [PathPiece] = []
    for (index, segment) in driven.segments.enumerated() {
      var piece = PathPiece(segment.entry.segment)
      piece.speedLimit = feeds[index]
      let sides = Self.sides(of: index, kinds)
      if kinds[index] == .blend { piece.speedLimit = min(feeds[sides.before], feeds[sides.after]) }
      // A corner that could not be rounded is crawled through.
      piece.entrySquaredLimit = segment.entry.junctionSquared
      pieces.append(piece)
    }
    self.pieces = pieces
  }

  /// Time-optimal seconds of every driven segment.
  public func optimalS(_ restriction: Restriction) -> [Double] {
    var path = pieces
    if restriction == .segmentSpeed {
      for index in path.indices {
        path[index].speedLimit = min(path[index].speedLimit, driven.segments[index].entry.ceiling)
      }
    }
    return groups.flatMap { optimum.seconds(Array(path[$0])) }
  }

  /// Seconds by kind of segment.
  public func sums(_ seconds: [Double]) -> [PieceKind: Double] {
    var sums: [PieceKind: Double] = [:]
    for (kind, seconds) in zip(kinds, seconds) { sums[kind, default: 0] += seconds }
    return sums
  }

  /// An arc is a blend unless its centre is that of the command whose line it has.
  private static func kind(_ entry: PlannedSegment, _ commands: [Command]) -> PieceKind {
    if entry.segment.shape == .line { return .line }
    guard case .arc(let arc, _) = commands[Int(entry.line)] else { return .blend }
    let axes = arc.plane.axes
    let off = entry.segment.center - arc.center
    return abs(off[axes.first]) < 1e-9 && abs(off[axes.second]) < 1e-9 ? .programmedArc : .blend
  }

  /// The segments between which a blend lies.
  private static func sides(of index: Int, _ kinds: [PieceKind]) -> (before: Int, after: Int) {
    var before = index, after = index
    while kinds[before] == .blend && before > 0 { before -= 1 }
    while kinds[after] == .blend && after < kinds.count - 1 { after += 1 }
    return (before, after)
  }
}
