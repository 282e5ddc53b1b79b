// The program's motions and the place at the end of every slice in, the greatest distance between the two out.

import StepperCore

/// How far the executed motion leaves the programmed path: the greatest distance of a slice's end from the nearest motion
/// that the program could mean there.
///
/// ```
///  given:   ├ dropped ┤├──────── window ────────┤├─ not reached yet ─┤
///  executed:               ▲ smoothed   ▲ profile (half a smoothing window and the shapers' delay ahead)
/// ```
/// Only motions around the line being executed count, so a path that comes back near itself does not hide anything. A place
/// that is no farther from one motion than the greatest distance so far cannot change it: most slices are done with one
/// distance, and the window is searched only where a motion ends or a new greatest distance is found. Between two ends of
/// slices the motion strays by at most a·h²/8 more (60 nm at 500 mm/s² and 1 ms).
package struct PathDeviation {
  /// The path stage makes one line of at most so many; a corner's blend takes the line number of the motion behind it.
  static let mergedMotions = 33
  /// Rounding to sub-steps stays far below.
  private static let floorMm = 5e-7

  private(set) var pieces: [ProgrammedPiece] = []
  private(set) var head = 0
  private var near = 0
  /// The first motion whose line has not been reached.
  private var ahead = 0
  private var newest: Point
  private var boundMm2 = floorMm * floorMm
  private var hasBeenFound = false

  // Lines are dropped once they lie more than a smoothing window and the longest shaper back.
  private let window: Int
  private var slices = 0
  private var olderLine: UInt32 = 0
  private var oldLine: UInt32 = 0
  private let reachMm: Double

  // Where an axis has play, its carriage stays behind the screw.
  private let playMm: Point
  private let hasPlay: Bool
  private var carriage: Point

  /// mm: the widest tolerance that the board and the job allow.
  package private(set) var toleranceMm: Double

  package init(_ settings: MachineSettings, at position: Point) {
    newest = position
    carriage = position
    window = settings.smoothingSlices + settings.shapingSlices + 1
    toleranceMm = settings.toleranceMm
    playMm = Point(settings.x.backlashMm, settings.y.backlashMm, settings.z.backlashMm)
    hasPlay = playMm != .zero
    let fastest = Point(settings.x.maxVelocityMmPerS, settings.y.maxVelocityMmPerS, settings.z.maxVelocityMmPerS)
    reachMm = 2 * fastest.length * Double(settings.sliceTicks) / Double(settings.tickHz)
  }

  /// Room for what a window of so many segments, and what waits behind it to be dropped, have: a planner in real time is
  /// not kept waiting by a list that moves.
  package mutating func reserve(segments: Int) { pieces.reserveCapacity(2 * segments + 4096) }

  /// Millimetres, at the carriages and before rounding to steps. Exact to a micrometre's thousandth.
  package var greatestMm: Double { hasBeenFound ? boundMm2.squareRoot() : 0 }

  /// The program goes on with this, once the pump has taken it.
  package mutating func program(_ command: Command, line: UInt32) {
    if case .pathMode(.blend(let given?)) = command { toleranceMm = max(toleranceMm, given) }
    guard let piece = ProgrammedPiece(command, from: newest, line: line) else { return }
    newest = piece.end
    pieces.append(piece)
  }

  /// The machine stopped early, and the program goes on from here. Only at rest.
  package mutating func restart(at position: Point) {
    pieces.removeAll(keepingCapacity: true)
    head = 0
    near = 0
    ahead = 0
    newest = position
  }

  /// The end of a slice.
  ///
  /// - Parameters:
  ///   - screws: where the joints have come to, as a place of the axes, mm
  ///   - line: the line of the job that the slice says
  @inline(__always)
  package mutating func add(_ screws: Point, line: UInt32) {
    if hasPlay { follow(screws) } else { carriage = screws }
    slices += 1
    if slices == window { turnOver(line) }
    if near < pieces.count, pieces[near].squaredDistanceMm2(to: carriage) <= boundMm2 { return }
    search(line)
  }

  /// Within its play a carriage stays where it is.
  private mutating func follow(_ screws: Point) {
    for axis in 0..<3 { carriage[axis] = min(max(carriage[axis], screws[axis]), screws[axis] + playMm[axis]) }
  }

  private mutating func turnOver(_ line: UInt32) {
    slices = 0
    drop(before: olderLine)
    olderLine = oldLine
    oldLine = line
  }

  private mutating func drop(before line: UInt32) {
    while head + Self.mergedMotions < pieces.count && pieces[head + Self.mergedMotions].line < line { head += 1 }
    near = max(near, head)
    guard head > 1024, head * 2 > pieces.count else { return }
    pieces.removeFirst(head)
    near -= head
    ahead = max(ahead - head, 0)
    head = 0
  }

  private mutating func search(_ line: UInt32) {
    guard head < pieces.count else { return }
    while ahead < pieces.count && pieces[ahead].line <= line { ahead += 1 }
    var least = Double.infinity
    var nearest = near
    var index = near
    var beyondMm = 0.0
    while index < pieces.count && (index < ahead + Self.mergedMotions || beyondMm <= reachMm) {
      if take(index, &least, &nearest) { return }
      if index >= ahead + Self.mergedMotions { beyondMm += pieces[index].lengthMm }
      index += 1
    }
    index = near
    while index > head {
      index -= 1
      if take(index, &least, &nearest) { return }
    }
    near = nearest
    boundMm2 = least
    hasBeenFound = true
  }

  /// True where this motion is near enough.
  private mutating func take(_ index: Int, _ least: inout Double, _ nearest: inout Int) -> Bool {
    let distance = pieces[index].squaredDistanceMm2(to: carriage)
    if distance <= boundMm2 {
      near = index
      return true
    }
    if distance < least {
      least = distance
      nearest = index
    }
    return false
  }
}
