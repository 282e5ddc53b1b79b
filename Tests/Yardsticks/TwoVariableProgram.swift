// Linear constraints on two variables in, the largest first variable that they allow out.

/// max x subject to pₖ·x + qₖ·y ≤ rₖ and 0 ≤ x ≤ X, 0 ≤ y ≤ Y, with all rₖ ≥ 0: the origin is always allowed.
///
/// Incremental (R. Seidel, "Small-dimensional linear programming and convex hulls made easy", Discrete & Computational
/// Geometry 6, 1991): the best point stays as long as constraints leave it alone; where one does not, the new best lies
/// on that one's edge. Exact but for rounding.
public struct TwoVariableProgram {
  struct Constraint {
    var p: Double
    var q: Double
    var r: Double
  }

  private(set) var constraints: [Constraint] = []

  public init() { constraints.reserveCapacity(16) }

  mutating func removeAll() { constraints.removeAll(keepingCapacity: true) }

  /// −r ≤ p·x + q·y ≤ r.
  public mutating func add(_ p: Double, _ q: Double, within r: Double) {
    constraints.append(Constraint(p: p, q: q, r: r))
    constraints.append(Constraint(p: -p, q: -q, r: r))
  }

  /// The largest x for any y.
  public func largestX(upTo xLimit: Double, y yLimit: Double) -> Double {
    var x = xLimit, y = yLimit
    for index in constraints.indices {
      let c = constraints[index]
      if c.p * x + c.q * y <= c.r + 1e-13 * (abs(c.p * x) + abs(c.q * y)) { continue }
      (x, y) = bestOnEdge(of: index, xLimit, yLimit)
    }
    return x
  }

  /// The largest y for a given x; at least 0.
  public func largestY(upTo yLimit: Double, x: Double) -> Double {
    var y = yLimit
    for c in constraints where c.q > 0 { y = min(y, (c.r - c.p * x) / c.q) }
    return max(0, y)
  }

  /// The point with the largest x on the edge of one constraint that those before it and the box allow.
  private func bestOnEdge(of index: Int, _ xLimit: Double, _ yLimit: Double) -> (Double, Double) {
    let edge = constraints[index]
    // Where x hardly changes along the edge, y is what can be chosen, and the other way round.
    let byX = abs(edge.q) > 1e-6 * abs(edge.p)
    var low = 0.0, high = byX ? xLimit : yLimit
    func cut(_ p: Double, _ q: Double, _ r: Double) {
      // The edge put into p·x + q·y ≤ r leaves slope · free ≤ bound.
      let slope = byX ? p - q * edge.p / edge.q : q - p * edge.q / edge.p
      let bound = byX ? r - q * edge.r / edge.q : r - p * edge.r / edge.p
      if slope > 0 { high = min(high, bound / slope) } else if slope < 0 { low = max(low, bound / slope) }
    }
    if byX {
      cut(0, 1, yLimit)
      cut(0, -1, 0)
    } else {
      cut(1, 0, xLimit)
      cut(-1, 0, 0)
    }
    for other in constraints[..<index] { cut(other.p, other.q, other.r) }
    if byX {
      let x = max(0, high)
      return (x, min(max(0, (edge.r - edge.p * x) / edge.q), yLimit))
    }
    // x = (r − q·y)/p: largest at the end of y that its sign asks for.
    let y = max(0, edge.q / edge.p > 0 ? min(low, high) : high)
    return (min(max(0, (edge.r - edge.q * y) / edge.p), xLimit), y)
  }
}
