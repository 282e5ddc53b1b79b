// Lines, arcs and helices, held against points computed by other means.

import Glibc
import Seeded
import StepperCore
import Testing

@Suite("Segment")
struct SegmentTests {
  /// A random arc about which everything is known.
  private struct Known {
    var arc: Arc
    var start: Point
    var radius: Double
    var begin: Double
    var turn: Double
    var rise: Double

    init(_ noise: inout SplitMix64, isFull: Bool = false) {
      let plane = Plane(rawValue: UInt8(noise.integer(0...2))) ?? .xy
      let axes = plane.axes
      let center = Point(noise.double(-50...50), noise.double(-50...50), noise.double(-50...50))
      radius = Double(noise.logarithmic(100...200_000)) * 1e-3
      begin = noise.double(-3.14...3.14)
      turn = isFull ? 2 * .pi : noise.double(0.001...6.28)
      let clockwise = noise.chance(2)
      if clockwise { turn = -turn }
      rise = noise.chance(2) ? 0 : noise.double(-30...30)
      start = center
      start[axes.first] += radius * cos(begin)
      start[axes.second] += radius * sin(begin)
      var end = center
      end[axes.first] += radius * cos(begin + turn)
      end[axes.second] += radius * sin(begin + turn)
      end[axes.across] = start[axes.across] + rise
      if isFull {
        end[axes.first] = start[axes.first]
        end[axes.second] = start[axes.second]
      }
      arc = Arc(plane: plane, center: center, end: end, clockwise: clockwise)
    }

    func point(_ part: Double) -> Point {
      let axes = arc.plane.axes
      var point = arc.center
      point[axes.first] += radius * cos(begin + turn * part)
      point[axes.second] += radius * sin(begin + turn * part)
      point[axes.across] = start[axes.across] + rise * part
      return point
    }

    var length: Double { (radius * radius * turn * turn + rise * rise).squareRoot() }
  }

  @Test("20,000 random arcs and helices in all planes are where they should be, everywhere", arguments: [false, true])
  func arcs(_ isFull: Bool) throws {
    var noise = SplitMix64(isFull ? 4 : 3)
    var worstPlace = 0.0, worstDirection = 0.0, worstLength = 0.0, worstNorm = 0.0
    for _ in 0..<20_000 {
      let known = Known(&noise, isFull: isFull)
      let segment = try #require(Segment(known.arc, from: known.start))
      worstLength = max(worstLength, abs(segment.length - known.length) / known.length)
      for _ in 0..<4 {
        let part = noise.double(0...1)
        let place = segment.position(at: part * segment.length)
        worstPlace = max(worstPlace, (place - known.point(part)).length)
        let step = 1e-5
        let slope = (known.point(part + step) - known.point(part - step)) * (1 / (2 * step * known.length))
        let direction = segment.tangent(at: part * segment.length)
        worstDirection = max(worstDirection, (direction - slope).length)
        worstNorm = max(worstNorm, abs(direction.length - 1))
      }
      #expect(segment.position(at: segment.length) == known.arc.end)
      #expect(segment.position(at: segment.length + 1) == known.arc.end)
      #expect((segment.position(at: 0) - known.start).length < 1e-11)
    }
    #expect(worstPlace < 1e-9)
    #expect(worstLength < 1e-9)
    #expect(worstDirection < 1e-6)
    #expect(worstNorm < 1e-12)
  }

  @Test("the box of an arc holds every point of it, and no more")
  func extents() throws {
    var noise = SplitMix64(5)
    for index in 0..<3_000 {
      let known = Known(&noise, isFull: index % 5 == 0)
      let segment = try #require(Segment(known.arc, from: known.start))
      var low = known.start, high = known.start
      for sample in 0...2_000 {
        let point = known.point(Double(sample) / 2_000)
        for axis in 0..<3 {
          low[axis] = min(low[axis], point[axis])
          high[axis] = max(high[axis], point[axis])
        }
      }
      // Between two samples an arc rises above both by less than this.
      let sagitta = known.radius * (2 * .pi / 2_000) * (2 * .pi / 2_000)
      let box = segment.extents
      for axis in 0..<3 {
        #expect(box.low[axis] <= low[axis] + 1e-9 && box.low[axis] >= low[axis] - sagitta - 1e-9)
        #expect(box.high[axis] >= high[axis] - 1e-9 && box.high[axis] <= high[axis] + sagitta + 1e-9)
      }
    }
  }

  @Test("a line goes straight, at any distance, and ends where it was told")
  func lines() throws {
    var noise = SplitMix64(6)
    for _ in 0..<10_000 {
      let a = Point(noise.double(-900...900), noise.double(-900...900), noise.double(-90...90))
      let b = Point(noise.double(-900...900), noise.double(-900...900), noise.double(-90...90))
      let line = try #require(Segment(lineFrom: a, to: b))
      let part = noise.double(0...1)
      #expect((line.position(at: part * line.length) - (a + (b - a) * part)).length < 1e-11)
      #expect(line.position(at: line.length) == b)
      #expect(line.position(at: 0) == a)
      #expect(abs(line.startTangent.length - 1) < 1e-15 * 4)
    }
  }

  @Test("a line of no length, and an arc of no radius, are none")
  func nothing() {
    let here = Point(1, 2, 3)
    #expect(Segment(lineFrom: here, to: here) == nil)
    #expect(Segment(Arc(plane: .xy, center: here, end: here, clockwise: true), from: here) == nil)
    #expect(Segment(restAt: here).position(at: 0) == here)
    #expect(Segment(restAt: here).position(at: 5) == here)
  }

  @Test("an arc that ends where it starts is a full circle, in both directions", arguments: [true, false])
  func circle(_ clockwise: Bool) throws {
    let circle = try #require(
      Segment(
        Arc(plane: .xy, center: Point(0, 0, 0), end: Point(10, 0, 0), clockwise: clockwise), from: Point(10, 0, 0)))
    #expect(abs(circle.length - 20 * .pi) < 1e-12)
    let quarter = circle.position(at: circle.length / 4)
    #expect((quarter - Point(0, clockwise ? -10 : 10, 0)).length < 1e-12)
  }

  @Test("an arc whose radius grows is as long as its points are apart, and its direction is theirs")
  func spiral() throws {
    // Rounded programs do this: a short arc of a large radius whose ends differ in radius by more than it turns.
    for (endRadius, angle) in [(400.4, 1e-5), (10.005, 0.0005), (10.005, -0.3), (9.995, 1.5)] {
      let start = Point(endRadius > 100 ? 400 : 10, 0, 0)
      let end = Point(endRadius * cos(angle), endRadius * sin(angle), 0)
      let arc = try #require(Segment(Arc(plane: .xy, center: .zero, end: end, clockwise: angle < 0), from: start))
      var length = 0.0, last = start
      for sample in 1...10_000 {
        let point = arc.position(at: arc.length * Double(sample) / 10_000)
        length += (point - last).length
        last = point
      }
      #expect(abs(arc.length - length) < 1e-6 * length)
      for part in [0.1, 0.5, 0.9] {
        let step = arc.length * 1e-4
        let slope = arc.position(at: arc.length * part + step) - arc.position(at: arc.length * part - step)
        #expect((arc.tangent(at: arc.length * part) - slope * (1 / slope.length)).length < 1e-4)
      }
      #expect((arc.endTangent - arc.tangent(at: arc.length)).length < 1e-12)
    }
  }
}
