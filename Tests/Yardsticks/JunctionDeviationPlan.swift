// Commands in, the seconds out that grbl's planner would give them: corners taken in no time.

import StepperCore

/// The planner of grbl 1.1 (`planner.c`) with a look-ahead without end: a trapezoid a block, and at each corner the speed
/// of an arc that would stay within δ of it, although the machine turns the corner itself (S. Jeon, "Improving Grbl:
/// Cornering Algorithm", 2011).
///
/// ```
/// v² = a·δ·sin(θ/2) / (1 − sin(θ/2))        θ: the angle between the two sides; a: along v − u, by the weakest axis
/// ```
/// It limits neither the acceleration in corners nor the jerk, so no machine can follow it; it tells what a job takes
/// on most machines of today.
public struct JunctionDeviationPlan {
  /// What becomes of arcs.
  public enum Arcs: Sendable {
    /// Chords at most this far beside the arc, mm, as grbl makes them (its default is 0.002).
    case chords(toleranceMm: Double)
    /// They stay arcs, at the speed whose centripetal acceleration the weakest axis allows.
    case kept
  }

  private struct Block {
    var length: Double
    var startTangent: Point
    var endTangent: Point
    /// (mm/s)² of feed and axes.
    var limitSquared: Double
    var acceleration: Double
    var startsAtRest: Bool
    var toleranceMm: Double
  }

  private let settings: MachineSettings
  private let arcs: Arcs
  private var blocks: [Block] = []

  /// Seconds of all motion; waits come on top.
  public private(set) var seconds = 0.0

  /// - Parameter restsBefore: commands, by index, before which the machine waits.
  public init(
    _ commands: [Command], on settings: MachineSettings, from start: Point, restsBefore: Set<Int>,
    arcs: Arcs = .chords(toleranceMm: 0.002)
  ) {
    self.settings = settings
    self.arcs = arcs
    var here = start
    var tolerance = settings.toleranceMm
    var isExact = false
    for (index, command) in commands.enumerated() {
      let rests = restsBefore.contains(index) || isExact
      switch command {
      case .line(let end, let feed):
        add(Segment(lineFrom: here, to: end), feed, rests, tolerance)
        here = end
      case .probe(let end, let feed, _):
        add(Segment(lineFrom: here, to: end), feed, true, tolerance)
        here = end
      case .arc(let arc, let feed):
        add(arc, from: here, feed, rests, tolerance)
        here = arc.end
      case .pathMode(let mode):
        isExact = mode == .exactStop || mode == .exactPath
        tolerance = settings.toleranceMm
        if case .blend(let given?) = mode { tolerance = given }
      case .programEnd:
        isExact = false
        tolerance = settings.toleranceMm
      default: continue
      }
    }
    seconds = drive()
  }

  private mutating func add(_ arc: Arc, from start: Point, _ feed: Feed, _ rests: Bool, _ tolerance: Double) {
    guard let segment = Segment(arc, from: start) else { return }
    guard case .chords(let error) = arcs else { return add(segment, feed, rests, tolerance) }
    // grbl's own count (`motion_control.c`, mc_arc).
    let chord = (error * (2 * segment.radius - error)).squareRoot()
    let count = chord > 0 ? max(1, Int(0.5 * segment.sweep * segment.radius / chord)) : 1
    var here = start
    for piece in 1...count {
      let next = piece == count ? segment.end : segment.position(at: segment.length * Double(piece) / Double(count))
      var share = feed
      if case .inverse(let seconds) = feed { share = .inverse(seconds: seconds / Double(count)) }
      add(Segment(lineFrom: here, to: next), share, rests && piece == 1, tolerance)
      here = next
    }
  }

  private mutating func add(_ segment: Segment?, _ feed: Feed, _ rests: Bool, _ tolerance: Double) {
    guard let segment else { return }
    var speed = Double.infinity, acceleration = Double.infinity
    let places = segment.shape == .line ? 0 : 64
    for place in 0...places {
      let distance = segment.length * Double(place) / Double(max(places, 1))
      let tangent = segment.tangent(at: distance)
      speed = min(speed, weakest(tangent) { settings[axis: $0].maxVelocityMmPerS })
      acceleration = min(acceleration, weakest(tangent) { settings[axis: $0].maxAccelerationMmPerS2 })
      let curvature = segment.curvature(at: distance)
      let bend = curvature.length
      if bend > 0 {
        let centripetal = weakest(curvature * (1 / bend)) { settings[axis: $0].maxAccelerationMmPerS2 }
        speed = min(speed, (centripetal / bend).squareRoot())
      }
    }
    switch feed {
    case .rapid: break
    case .perSecond(let wanted): speed = min(speed, wanted)
    case .inverse(let seconds): speed = min(speed, segment.length / seconds)
    }
    blocks.append(
      Block(
        length: segment.length, startTangent: segment.startTangent, endTangent: segment.endTangent,
        limitSquared: speed * speed, acceleration: acceleration, startsAtRest: rests || blocks.isEmpty,
        toleranceMm: tolerance))
  }

  /// What the axes allow along a direction: the smallest limit over the direction's share of the axis.
  private func weakest(_ direction: Point, _ limit: (Int) -> Double) -> Double {
    var least = Double.infinity
    for axis in 0..<3 where abs(direction[axis]) > 1e-12 { least = min(least, limit(axis) / abs(direction[axis])) }
    return least
  }

  /// (mm/s)² at the corner between two blocks.
  private func junctionSquared(_ before: Block, _ after: Block) -> Double {
    if after.startsAtRest { return 0 }
    let both = min(before.limitSquared, after.limitSquared)
    let cosine = -before.endTangent.dot(after.startTangent)
    if cosine > 0.999999 { return 0 }
    if cosine < -0.999999 { return both }
    let change = after.startTangent - before.endTangent
    let acceleration = weakest(change * (1 / change.length)) { settings[axis: $0].maxAccelerationMmPerS2 }
    let sine = (0.5 * (1 - cosine)).squareRoot()
    return min(both, acceleration * after.toleranceMm * sine / (1 - sine))
  }

  /// Backwards what braking allows, forwards what speeding up reaches.
  private func drive() -> Double {
    guard !blocks.isEmpty else { return 0 }
    var entry = [Double](repeating: 0, count: blocks.count + 1)
    for index in blocks.indices.reversed() {
      let corner = index > 0 ? junctionSquared(blocks[index - 1], blocks[index]) : 0
      entry[index] = min(corner, entry[index + 1] + 2 * blocks[index].acceleration * blocks[index].length)
    }
    var sum = 0.0
    for index in blocks.indices {
      let block = blocks[index]
      entry[index + 1] = min(entry[index + 1], entry[index] + 2 * block.acceleration * block.length)
      sum += Trapezoid.seconds(
        length: block.length, entrySquared: entry[index], exitSquared: entry[index + 1],
        limitSquared: block.limitSquared, acceleration: block.acceleration)
    }
    return sum
  }
}
