// One motion of the program in, its distance from any place out.

import Foundation
import StepperCore

/// A straight line or an arc exactly as the program has it: nothing merged, nothing rounded.
struct ProgrammedPiece {
  /// Line of the job.
  let line: UInt32
  let start: Point
  let end: Point
  let lengthMm: Double
  private let along: Point
  private let arc: ProgrammedArc?

  /// Nil where a command does not move.
  init?(_ command: Command, from start: Point, line: UInt32) {
    let segment: Segment?
    switch command {
    case .line(let end, _), .probe(let end, _, _):
      segment = Segment(lineFrom: start, to: end)
      arc = nil
    case .arc(let given, _):
      segment = Segment(given, from: start)
      arc = segment.map { ProgrammedArc(given, $0) }
    default: return nil
    }
    guard let segment else { return nil }
    self.line = line
    self.start = start
    end = segment.end
    lengthMm = segment.length
    along = segment.startTangent
  }

  /// Distance of a place from the piece, in mm², squared.
  @inline(__always)
  func squaredDistanceMm2(to place: Point) -> Double {
    let way = place - start
    if let arc { return arc.squaredDistanceMm2(to: place, start: start, end: end) }
    let part = min(max(way.dot(along), 0), lengthMm)
    let off = way - along * part
    return off.dot(off)
  }
}

/// What an arc has beyond its ends.
///
/// Angles are counted from its start in the sense of motion; the radius and the height grow evenly with them.
private struct ProgrammedArc {
  private let plane: Plane
  private let centerFirst: Double
  private let centerSecond: Double
  // From the centre to the start, of length 1; and turned a quarter in the sense of motion.
  private let radialFirst: Double
  private let radialSecond: Double
  private let turn: Double
  private let radius: Double
  private let growthPerRadian: Double
  private let risePerRadian: Double
  private let sweep: Double
  /// Cosine of the angle at which a helix climbs.
  private let planarShare: Double

  init(_ arc: Arc, _ segment: Segment) {
    let axes = arc.plane.axes
    plane = arc.plane
    centerFirst = arc.center[axes.first]
    centerSecond = arc.center[axes.second]
    let r1 = segment.start[axes.first] - centerFirst, r2 = segment.start[axes.second] - centerSecond
    let q1 = segment.end[axes.first] - centerFirst, q2 = segment.end[axes.second] - centerSecond
    radius = (r1 * r1 + r2 * r2).squareRoot()
    radialFirst = r1 / radius
    radialSecond = r2 / radius
    turn = arc.clockwise ? -1 : 1
    sweep = segment.sweep
    growthPerRadian = ((q1 * q1 + q2 * q2).squareRoot() - radius) / sweep
    risePerRadian = (segment.end[axes.across] - segment.start[axes.across]) / sweep
    planarShare = segment.planarShare
  }

  func squaredDistanceMm2(to place: Point, start: Point, end: Point) -> Double {
    let toStart = place - start, toEnd = place - end
    let ends = min(toStart.dot(toStart), toEnd.dot(toEnd))
    let axes = plane.axes
    let a = place[axes.first] - centerFirst, b = place[axes.second] - centerSecond
    var angle = atan2(turn * (radialFirst * b - radialSecond * a), radialFirst * a + radialSecond * b)
    if angle < 0 { angle += 2 * Double.pi }
    guard angle <= sweep else { return ends }
    let outwards = (a * a + b * b).squareRoot() - radius - growthPerRadian * angle
    // Across the direction of motion, which a helix leans.
    let upwards = (toStart[axes.across] - risePerRadian * angle) * planarShare
    return min(ends, outwards * outwards + upwards * upwards)
  }
}
