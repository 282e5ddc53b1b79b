// A corner between two short lines in, how far it may move outwards before it is rounded out.

/// Chords of a curve have corners that lie on it, and an arc that rounds them out lies inside. Where the tolerance is what
/// keeps the arc small, the corner first moves outwards, so that the arc has the tolerance on both sides of the path:
///
/// ```
///            ╱╲  ← moved by s          δ ≤ tolerance + s
///           ╱──╲                       the arc then cuts off δ
///          ╱ ╱╲ ╲
///         ╱╱    ╲╲
/// ```
/// Only short lines: a long one is meant to be straight, and where it is.
enum CornerShift {
  /// Longer lines are no chords of a curve, mm.
  private static let longestMm = 2.0

  /// The corner's way outwards, zero where it would win nothing.
  ///
  /// - Parameters:
  ///   - deviation: how far an arc may stay away from the corner where it is, mm
  ///   - most: how far it may move, mm
  static func shift(_ before: Segment, _ after: Segment, deviation: Double, most: Double) -> Point {
    guard before.shape == .line, after.shape == .line, max(before.length, after.length) <= longestMm else {
      return .zero
    }
    let turn = after.startTangent - before.endTangent
    let angle = turn.length
    guard angle > 1e-6, before.endTangent.dot(after.startTangent) > -0.5 else { return .zero }
    // An arc that takes half of the shorter line stays an eighth of this away from the corner; it may take more where the
    // corner at the other end takes less.
    let useful = 0.2 * angle * min(before.length, after.length) - deviation
    guard useful > 0 else { return .zero }
    return turn * (-min(useful, most) / angle)
  }
}
