// grbl's rule as a yardstick, on corners whose speed is known.

import StepperCore
import Testing
import Yardsticks

@Suite("Junction-deviation plan")
struct JunctionDeviationPlanTests {
  static var settings: MachineSettings { Machines.plain }

  static func seconds(
    _ commands: [Command], rests: Set<Int> = [], arcs: JunctionDeviationPlan.Arcs = .chords(toleranceMm: 0.002)
  ) -> Double {
    JunctionDeviationPlan(commands, on: settings, from: .zero, restsBefore: rests, arcs: arcs).seconds
  }

  static func line(_ x: Double, _ y: Double, feed: Double = 50) -> Command {
    .line(to: Point(x, y, 0), feed: .perSecond(feed))
  }

  @Test("a right angle is taken at the speed that the rule gives")
  func rightAngle() {
    // a along the diagonal: 500·√2; sin(θ/2) = √½; so v² = 500·δ / (1 − √½).
    let corner = 500 * 0.01 / (1 - 0.5.squareRoot())
    let ramps = (50 * 50 + 50 * 50 - corner) / (2 * 500)
    let side = (100 - corner.squareRoot()) / 500 + (100 - ramps) / 50
    #expect(abs(Self.seconds([Self.line(100, 0), Self.line(100, 100)]) - 2 * side) < 1e-9)
  }

  @Test("straight on costs nothing, turning back is a stop, and so is a wait")
  func extremes() {
    let one = Self.seconds([Self.line(100, 0)])
    #expect(abs(one - (100 / 50.0 + 50 / 500.0)) < 1e-9)
    #expect(abs(Self.seconds([Self.line(30, 0), Self.line(100, 0)]) - one) < 1e-9)
    #expect(abs(Self.seconds([Self.line(100, 0), Self.line(0, 0)]) - 2 * one) < 1e-9)
    #expect(abs(Self.seconds([Self.line(100, 0), Self.line(200, 0)], rests: [1]) - 2 * one) < 1e-9)
  }

  @Test("a slow circle takes its length over its feed, as chords and as an arc")
  func circle() {
    let arc = Arc(plane: .xy, center: Point(10, 0, 0), end: .zero, clockwise: true)
    let circle = Command.arc(arc, feed: .perSecond(10))
    let expected = 2 * Double.pi * 10 / 10 + 10 / 500.0
    #expect(abs(Self.seconds([circle], arcs: .kept) / expected - 1) < 1e-4)
    #expect(abs(Self.seconds([circle]) / expected - 1) < 1e-3)
  }

  @Test("a fast circle kept as an arc is as fast as its centripetal acceleration allows")
  func fastCircle() {
    let arc = Arc(plane: .xy, center: Point(1, 0, 0), end: .zero, clockwise: true)
    let speed = 500.0.squareRoot()
    let seconds = Self.seconds([.arc(arc, feed: .rapid)], arcs: .kept)
    #expect(abs(seconds / (2 * Double.pi / speed + speed / 500) - 1) < 1e-3)
  }
}
