// A path and the limits of the axes in, the seconds out in which nothing could drive it faster.

import StepperCore

/// One piece of a path, and what may limit the speed on it beside the axes.
public struct PathPiece {
  public var segment: Segment
  /// mm/s: the feed.
  public var speedLimit = Double.infinity
  /// (mm/s)² with which it may be entered.
  public var entrySquaredLimit = Double.infinity

  public init(_ segment: Segment) { self.segment = segment }
}

/// The time-optimal profile on a given path (J. E. Bobrow, S. Dubowsky, J. S. Gibson, "Time-optimal control of robotic
/// manipulators along specified paths", 1985), by reachability (H. Pham, Q.-C. Pham, "A new approach to time-optimal
/// path parameterization based on reachability analysis", IEEE Transactions on Robotics 34 (3), 2018).
///
/// With x = v² and the acceleration a = x′/2 along the path every axis asks at every place for
///
/// ```
/// |tᵢ·a + κ·nᵢ·x| ≤ aᵢ        |tᵢ|·√x ≤ vᵢ        t: direction, κ·n: its change over the way
/// ```
/// Between two grid points a is constant, and both of them have to keep the limits under it. Backwards: the greatest x
/// at each point from which the end can still be reached; the set below it is convex and holds 0, so it has no gaps.
/// Forwards: always as fast as that allows. Where two pieces meet both their limits hold. Straight pieces are
/// solved whole, in closed form; arcs have a grid.
public struct TimeOptimalProfile {
  private let velocity: Point
  private let acceleration: Point
  private let fineness: Double

  /// - Parameter fineness: points on arcs, as a multiple of one a degree, two a millimetre and sixteen an arc.
  public init(velocity: Point, acceleration: Point, fineness: Double = 1) {
    self.velocity = velocity
    self.acceleration = acceleration
    self.fineness = fineness
  }

  /// The limits of a machine as its board gives them, drivers and ticks included.
  public init(_ settings: MachineSettings, fineness: Double = 1) {
    let limits = SegmentLimits(settings)
    self.init(
      velocity: Point(limits.axisVelocity(0), limits.axisVelocity(1), limits.axisVelocity(2)),
      acceleration: Point(
        settings.x.maxAccelerationMmPerS2, settings.y.maxAccelerationMmPerS2, settings.z.maxAccelerationMmPerS2),
      fineness: fineness)
  }

  /// Seconds on each piece of a path that is entered and left at given speeds, mm/s, or as near to them as can be.
  public func seconds(_ pieces: [PathPiece], entry: Double = 0, exit: Double = 0) -> [Double] {
    let grid = pieces.map { Grid($0, marks: marks($0), self) }
    var reachable: [[Double]] = grid.map { [Double](repeating: 0, count: $0.points.count) }
    var program = TwoVariableProgram()
    var next = exit * exit
    for index in grid.indices.reversed() {
      let piece = grid[index]
      next = min(next, piece.points[piece.points.count - 1].limit)
      reachable[index][piece.points.count - 1] = next
      for point in (0..<(piece.points.count - 1)).reversed() {
        next = piece.reach(point, next, &program)
        reachable[index][point] = next
      }
      next = min(next, pieces[index].entrySquaredLimit)
      reachable[index][0] = next
    }
    var x = min(entry * entry, next)
    return grid.indices.map { index in
      let piece = grid[index]
      // The piece before may have been left faster than this one can be entered only where rounding says so.
      x = min(x, reachable[index][0])
      let after = index + 1 < grid.count ? reachable[index + 1][0] : .infinity
      var sum = 0.0
      for point in 0..<(piece.points.count - 1) {
        var limit = reachable[index][point + 1]
        if point + 2 == piece.points.count { limit = min(limit, after) }
        let y = piece.advance(point, x, limit, &program)
        sum += piece.seconds(point, x, y)
        x = y
      }
      return sum
    }
  }

  /// Distances along a piece: on arcs closer to each other towards the ends, where speed may change within a fraction of
  /// the way that a stop takes.
  private func marks(_ piece: PathPiece) -> [Double] {
    let segment = piece.segment
    guard segment.shape == .arc else { return [0, segment.length] }
    let widest = min(segment.length / 16, segment.length / segment.sweep * 3.141592653589793 / 180, 0.5) / fineness
    let speed = min(piece.speedLimit, max(velocity.x, velocity.y, velocity.z))
    let stop = speed * speed / (2 * max(acceleration.x, acceleration.y, acceleration.z))
    var step = max(min(widest, 0.02 * stop / fineness), 1e-4 * widest)
    var half: [Double] = [0]
    while half[half.count - 1] + step < 0.5 * segment.length {
      half.append(half[half.count - 1] + step)
      step = min(widest, step * (1 + 0.25 / fineness))
    }
    return half + half.reversed().map { segment.length - $0 }
  }

  /// One piece with its grid points.
  private struct Grid {
    struct GridPoint {
      /// To the next point, mm.
      var step = 0.0
      var tangent: Point
      var curvature: Point
      /// (mm/s)² that speed limits allow here.
      var limit: Double
    }

    var points: [GridPoint]
    let isStraight: Bool
    let along: Double
    let acceleration: Point

    init(_ piece: PathPiece, marks: [Double], _ profile: TimeOptimalProfile) {
      let segment = piece.segment
      isStraight = segment.shape == .line
      acceleration = profile.acceleration
      points = marks.indices.map { index in
        let distance = marks[index]
        let tangent = segment.tangent(at: distance), curvature = segment.curvature(at: distance)
        var speed = piece.speedLimit
        for axis in 0..<3 where abs(tangent[axis]) > 1e-12 {
          speed = min(speed, profile.velocity[axis] / abs(tangent[axis]))
        }
        return GridPoint(
          step: index + 1 < marks.count ? marks[index + 1] - distance : 0, tangent: tangent,
          curvature: curvature, limit: speed * speed)
      }
      var along = Double.infinity
      for axis in 0..<3 where abs(points[0].tangent[axis]) > 1e-12 {
        along = min(along, profile.acceleration[axis] / abs(points[0].tangent[axis]))
      }
      self.along = along
    }

    /// The greatest x at a point from which some x up to `next` can be reached at the one behind it.
    func reach(_ point: Int, _ next: Double, _ program: inout TwoVariableProgram) -> Double {
      if isStraight { return min(points[point].limit, next + 2 * along * points[point].step) }
      constrain(point, &program)
      return program.largestX(upTo: points[point].limit, y: next)
    }

    /// The greatest x up to `limit` that can be reached at the point behind one.
    func advance(_ point: Int, _ x: Double, _ limit: Double, _ program: inout TwoVariableProgram) -> Double {
      if isStraight { return min(limit, x + 2 * along * points[point].step) }
      constrain(point, &program)
      return program.largestY(upTo: limit, x: x)
    }

    func seconds(_ point: Int, _ x: Double, _ y: Double) -> Double {
      if isStraight {
        return Trapezoid.seconds(
          length: points[point].step, entrySquared: x, exitSquared: y, limitSquared: points[0].limit,
          acceleration: along)
      }
      return 2 * points[point].step / (x.squareRoot() + y.squareRoot())
    }

    /// Every axis at both ends of an interval, times twice its length: t·(y − x) + 2·step·κn·x.
    private func constrain(_ point: Int, _ program: inout TwoVariableProgram) {
      program.removeAll()
      let a = points[point], b = points[point + 1]
      let twice = 2 * a.step
      for axis in 0..<3 {
        program.add(
          twice * a.curvature[axis] - a.tangent[axis], a.tangent[axis], within: twice * acceleration[axis])
        program.add(
          -b.tangent[axis], b.tangent[axis] + twice * b.curvature[axis], within: twice * acceleration[axis])
      }
    }
  }
}

extension Segment {
  /// The change of direction over the way, 1/mm, pointing to the centre: from directions alone, so that it holds for
  /// whatever shapes of segments there are.
  func curvature(at distance: Double) -> Point {
    guard shape == .arc else { return .zero }
    let h = 1e-3 * length
    if distance < h {
      let a = tangent(at: distance), b = tangent(at: distance + h), c = tangent(at: distance + 2 * h)
      return (b * 4 - a * 3 - c) * (0.5 / h)
    }
    if distance > length - h {
      let a = tangent(at: distance), b = tangent(at: distance - h), c = tangent(at: distance - 2 * h)
      return (a * 3 - b * 4 + c) * (0.5 / h)
    }
    return (tangent(at: distance + h) - tangent(at: distance - h)) * (0.5 / h)
  }
}
