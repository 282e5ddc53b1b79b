// The time-optimal yardstick on paths whose best time is known in closed form.

import Glibc
import Seeded
import StepperCore
import Testing
import Yardsticks

@Suite("Time-optimal profile")
struct TimeOptimalProfileTests {
  static let a = 500.0

  static func profile(velocity: Double = 1e6, fineness: Double = 1) -> TimeOptimalProfile {
    TimeOptimalProfile(
      velocity: Point(velocity, velocity, velocity), acceleration: Point(a, a, a), fineness: fineness)
  }

  static func line(_ start: Point, _ end: Point) throws -> PathPiece {
    PathPiece(try #require(Segment(lineFrom: start, to: end)))
  }

  /// Counter-clockwise around a centre in XY.
  static func arc(from start: Point, to end: Point, around center: Point) throws -> PathPiece {
    PathPiece(try #require(Segment(Arc(plane: .xy, center: center, end: end, clockwise: false), from: start)))
  }

  @Test("a line from rest to rest is a trapezoid, or a triangle where it is short")
  func straight() throws {
    let long = try Self.line(.zero, Point(100, 0, 0))
    let trapezoid = Self.profile(velocity: 50).seconds([long]).reduce(0, +)
    #expect(abs(trapezoid - (100 / 50.0 + 50 / Self.a)) < 1e-9)
    let short = try Self.line(.zero, Point(3, 4, 0))
    let triangle = Self.profile().seconds([short]).reduce(0, +)
    // Along (3, 4) the Y axis is the weaker: a/0.8.
    #expect(abs(triangle - 2 * (5 / (Self.a / 0.8)).squareRoot()) < 1e-9)
  }

  @Test("a line in pieces takes as long as the whole")
  func pieces() throws {
    let whole = try Self.line(.zero, Point(10, 0, 0))
    let cut = try zip([0, 1.0, 1.5, 7, 9.99], [1.0, 1.5, 7, 9.99, 10]).map {
      try Self.line(Point($0, 0, 0), Point($1, 0, 0))
    }
    let one = Self.profile(velocity: 60).seconds([whole]).reduce(0, +)
    let five = Self.profile(velocity: 60).seconds(cut).reduce(0, +)
    #expect(abs(one - five) < 1e-9)
  }

  @Test("a circle left from rest is driven as fast as its one straight axis speeds up")
  func circleFromRest() throws {
    // At the start the motion is all Y's: r·sin θ = a·t²/2 until X, which bends it, has no more to give (0.32 rad).
    let r = 10.0
    let end = Point(r * cos(0.3), r * sin(0.3), 0)
    let arc = try Self.arc(from: Point(r, 0, 0), to: end, around: .zero)
    let best = (2 * r * sin(0.3) / Self.a).squareRoot()
    let measured = Self.profile(fineness: 16).seconds([arc], exit: 1e6).reduce(0, +)
    #expect(abs(measured / best - 1) < 1e-4)
  }

  @Test("a rounded corner is entered at √(a·r) and driven with the one axis, then the other, at its limit")
  func corner() throws {
    let r = 2.0, side = 40.0
    let path = [
      try Self.line(.zero, Point(side, 0, 0)),
      try Self.arc(from: Point(side, 0, 0), to: Point(side + r, r, 0), around: Point(side, r, 0)),
      try Self.line(Point(side + r, r, 0), Point(side + r, r + side, 0)),
    ]
    let seconds = Self.profile().seconds(path)
    // A side: up to a peak, and down to √(a·r). In the arc Y speeds up by a along r(1 − cos θ) as far as 45°.
    let peak = (Self.a * side + 0.5 * Self.a * r).squareRoot()
    let straight = (2 * peak - (Self.a * r).squareRoot()) / Self.a
    let bend = 2 * (2 * r * (1 - 0.5.squareRoot()) / Self.a).squareRoot()
    #expect(abs(seconds[0] / straight - 1) < 1e-4)
    #expect(abs(seconds[1] / bend - 1) < 1e-3)
    #expect(abs(seconds[2] / straight - 1) < 1e-4)
  }

  @Test("on a long circle the speed follows what each place allows, and is never below what the worst place allows")
  func circle() throws {
    let r = 10.0
    let circle = try Self.arc(from: Point(r, 0, 0), to: Point(r, 0, 0), around: .zero)
    let laps = [PathPiece](repeating: circle, count: 4)
    let lap = Self.profile().seconds(laps)[2]
    let steady = 2 * Double.pi * r / (Self.a * r).squareRoot()
    #expect(lap < steady * 0.99)
    // Where both axes together could give at most √2·a.
    #expect(lap > steady / 2.0.squareRoot().squareRoot())
  }

  @Test("the feed on a circle is its time")
  func feed() throws {
    var circle = try Self.arc(from: Point(10, 0, 0), to: Point(10, 0, 0), around: .zero)
    circle.speedLimit = 5
    let measured = Self.profile().seconds([circle], entry: 5, exit: 5).reduce(0, +)
    #expect(abs(measured - 2 * Double.pi * 10 / 5) < 1e-9)
  }

  @Test("the grid costs less than a thousandth, and a finer one never makes a path slower")
  func grid() throws {
    let program = RandomProgram(seed: 5, moves: 60)
    let settings = MotionLimitsTests.machines[0].settings
    let coarse = try PlanComparison(program.commands, on: settings, from: program.chords[0])
    let fine = try PlanComparison(program.commands, on: settings, from: program.chords[0], fineness: 4)
    let one = coarse.optimalS(.axes).reduce(0, +), other = fine.optimalS(.axes).reduce(0, +)
    #expect(one >= other)
    #expect(one <= other * 1.001)
  }

  @Test("two-variable programs agree with a search over both variables")
  func linearProgram() {
    var random = SplitMix64(seed: 3)
    func unit() -> Double { Double(random.next() >> 11) / 9_007_199_254_740_992 }
    for _ in 0..<300 {
      var program = TwoVariableProgram()
      var rows: [(p: Double, q: Double, r: Double)] = []
      for _ in 0..<6 {
        let row = (p: 2 * unit() - 1, q: 2 * unit() - 1, r: unit())
        program.add(row.p, row.q, within: row.r)
        rows.append(row)
      }
      let found = program.largestX(upTo: 1.5, y: 1.2)
      var best = 0.0
      // For each y the largest x is where the first row ends; the best of them is concave in y.
      for step in 0...20_000 {
        let y = 1.2 * Double(step) / 20_000
        var low = 0.0, high = 1.5
        for row in rows {
          let ends = ((-row.r - row.q * y) / row.p, (row.r - row.q * y) / row.p)
          low = max(low, min(ends.0, ends.1))
          high = min(high, max(ends.0, ends.1))
        }
        if high >= low { best = max(best, high) }
      }
      #expect(found >= best - 1e-9)
      // The search may stop short of a corner by a step of y times the slope of its sides.
      #expect(found <= best + 0.05)
    }
  }
}
