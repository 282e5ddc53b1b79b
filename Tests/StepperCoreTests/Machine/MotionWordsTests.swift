// Feeds, stops, limits, probes: what single words of a program do to the motion.

import StepperCore
import Testing

@Suite("Words and motion")
struct MotionWordsTests {
  private static let square: [Command] = [
    .line(to: Point(20, 0, 0), feed: .perSecond(30)), .line(to: Point(20, 20, 0), feed: .perSecond(30)),
    .line(to: Point(0, 20, 0), feed: .perSecond(30)),
  ]

  /// mm/s at a slice's end; X and Y have 80 steps/mm.
  private static func endSpeed(_ slice: Slice) -> Double {
    speed(slice.velocity &+ slice.acceleration &* SIMD4(repeating: Int64(slice.ticks)))
  }

  /// mm/s, the mean over a slice.
  private static func meanSpeed(_ slice: Slice) -> Double {
    speed(slice.displacement) / Double(slice.ticks)
  }

  private static func speed(_ subStepsPerTick: SIMD4<Int64>) -> Double {
    let x = Double(subStepsPerTick[0]), y = Double(subStepsPerTick[1])
    return (x * x + y * y).squareRoot() * 40_000 / SubSteps.perStep / 80
  }

  private static func moving(_ run: MotionRun) -> [Slice] {
    run.slices.filter { $0.velocity != .zero || $0.acceleration != .zero }
  }

  // MARK: feeds

  @Test("a feed that drivers cannot step is slowed, and the notice says from what to what")
  func slowed() {
    var settings = Machines.plain
    settings.joint0.timing = Sheet.tb6560  // 40 kHz, 60 µs a step: one in three ticks
    settings.joint0.stepsPerMm = 400
    let run = MotionRun(settings, [.line(to: Point(50, 0, 0), feed: .perSecond(60))])
    let allowed = 40_000.0 / 3 / 400
    guard case .feedSlowed(let line, let wanted, let slowed)? = run.notices.first else {
      Issue.record("no notice")
      return
    }
    #expect(run.notices.count == 1 && line == 1 && wanted == 60)
    #expect(slowed <= allowed && slowed > allowed * 0.99)
    #expect(MotionRun(settings, [.line(to: Point(50, 0, 0), feed: .rapid)]).notices == [])
    #expect(MotionRun(settings, [.line(to: Point(50, 0, 0), feed: .perSecond(33))]).notices == [])
  }

  @Test("inverse time takes that time, and the speeding up besides")
  func inverseTime() {
    let run = MotionRun(Machines.plain, [.line(to: Point(50, 0, 0), feed: .inverse(seconds: 10))])
    // 5 mm/s at 500 mm/s²: 10 ms lost in all.
    let seconds = Double(Self.moving(run).reduce(0) { $0 + Int($1.ticks) }) / 40_000
    // And up to two slices in which the motion comes to its end.
    #expect(seconds > 10.009 && seconds < 10.0125)
  }

  @Test("a feed goes as fast as it says, also where it is all but nothing", arguments: [30.0, 0.5, 1e-3])
  func feed(_ mmPerS: Double) {
    let run = MotionRun(Machines.plain, [.line(to: Point(mmPerS * 3, 0, 0), feed: .perSecond(mmPerS))])
    let fastest = run.slices.map(Self.meanSpeed).max() ?? 0
    #expect(abs(fastest - mmPerS) < mmPerS * 1e-4 + 1e-6)
    #expect(abs(Double(Self.moving(run).reduce(0) { $0 + Int($1.ticks) }) / 40_000 - 3) < 0.1)
  }

  @Test("numbers that are none are refused, and move nothing")
  func noNumbers() {
    for end in [Point(.nan, 0, 0), Point(0, .infinity, 0), Point(0, 0, -1e300)] {
      for softLimits in [true, false] {
        var settings = Machines.plain
        settings.softLimits = softLimits
        for command in [
          Command.line(to: end, feed: .rapid),
          .probe(to: end, feed: .rapid, rule: ProbeRule(untilContact: true, mustHappen: true)),
          .arc(Arc(plane: .xy, center: Point(1, 0, 0), end: end, clockwise: true), feed: .rapid),
          .arc(Arc(plane: .xy, center: end, end: Point(1, 1, 0), clockwise: true), feed: .rapid),
        ] {
          // A centre counts only in its plane.
          if case .arc(let arc, _) = command, arc.center.z != 0 { continue }
          let run = MotionRun(settings, [command, .dwell(seconds: .nan)])
          #expect(run.refusal != nil)
          #expect(run.joints == .zero)
        }
      }
    }
  }

  // MARK: corners

  @Test("G61.1 stops at every end, G61 at every corner, G64 at none")
  func corners() {
    let along: [Command] = [10, 20].map { .line(to: Point($0, 0, 0), feed: .perSecond(30)) }
    func stops(_ mode: PathMode, _ commands: [Command]) -> Int {
      let run = MotionRun(Machines.plain, [.pathMode(mode)] + commands)
      let moves = Self.moving(run)
      // At rest between two moves: a slice that ends with no speed.
      return moves.dropLast(2).filter { Self.endSpeed($0) < 0.01 && $0.ticks == 40 }.count
    }
    #expect(stops(.exactStop, along) >= 1)
    #expect(stops(.exactPath, along) == 0)
    #expect(stops(.exactPath, Self.square) >= 2)
    #expect(stops(.exactStop, Self.square) >= 2)
    #expect(stops(.blend(toleranceMm: 0.05), Self.square) == 0)
  }

  @Test("G61 goes through every corner exactly", arguments: [1, 20])
  func exactCorners(_ smoothing: Int) {
    for mode in [PathMode.exactPath, .exactStop] {
      let run = MotionRun(Machines.plain, [.pathMode(mode)] + Self.square, smoothing: smoothing)
      let map = JointMap(Machines.plain)
      var joints = SIMD4<Int64>.zero
      var places: [SIMD4<Int64>] = [joints]
      for slice in run.slices {
        joints &+= slice.displacement
        places.append(joints)
      }
      #expect(places.contains(map.subSteps(at: Point(20, 0, 0))))
      #expect(places.contains(map.subSteps(at: Point(20, 20, 0))))
    }
  }

  // MARK: travel

  @Test("a motion out of the travel is refused with its axis and place, and the next one is made")
  func softLimits() {
    let run = MotionRun(
      Machines.plain,
      [
        .line(to: Point(10, 0, 0), feed: .rapid), .line(to: Point(10, 601, 0), feed: .rapid),
        .line(to: Point(20, 5, 0), feed: .rapid),
      ])
    #expect(run.refusal == .travelExceeded(axis: 1, positionMm: 601))
    #expect(run.position == Point(20, 5, 0))
    #expect(run.joints == JointMap(Machines.plain).subSteps(at: Point(20, 5, 0)))
  }

  @Test("an arc that leaves the travel on its way is refused, although both its ends are inside")
  func softLimitsOfArcs() {
    let arc = Arc(plane: .xy, center: Point(600, 50, 0), end: Point(600, 100, 0), clockwise: false)
    let run = MotionRun(Machines.plain, [.arc(arc, feed: .rapid)], start: Point(600, 0, 0))
    #expect(run.refusal == .travelExceeded(axis: 0, positionMm: 650))
    #expect(run.slices.isEmpty)
  }

  @Test("a machine that stands outside its travel may come back in, and not go farther out")
  func comingBack() {
    let outside = Point(-310, 0, 0)
    let back = MotionRun(Machines.plain, [.line(to: Point(-299, 0, 0), feed: .rapid)], start: outside)
    #expect(back.refusal == nil && back.position == Point(-299, 0, 0))
    let away = MotionRun(Machines.plain, [.line(to: Point(-311, 0, 0), feed: .rapid)], start: outside)
    #expect(away.refusal == .travelExceeded(axis: 0, positionMm: -311))
  }

  @Test("without soft limits a position that steps cannot count is refused all the same")
  func tooLarge() {
    var settings = Machines.plain
    settings.softLimits = false
    let run = MotionRun(settings, [.line(to: Point(0, 0, 1e6), feed: .rapid)])
    #expect(run.refusal == .positionTooLarge(axis: 2, positionMm: 1e6))
  }

  // MARK: probing

  private static let probe = Command.probe(
    to: Point(0, 0, -20), feed: .perSecond(10), rule: ProbeRule(untilContact: true, mustHappen: false))

  @Test("a probe that is touched anywhere on its way comes to rest a little behind it", arguments: 0...40)
  func probing(_ part: Int) {
    // From the enable delay through speeding up, steady motion and braking, to after the end.
    let touch = UInt64(part) * 2_200
    let run = MotionRun(Machines.plain, [Self.probe], touchAtTick: touch)
    var joints = SIMD4<Int64>.zero
    var ticks: UInt64 = 0
    for slice in run.slices {
      joints &+= slice.displacement
      ticks += UInt64(slice.ticks)
      if ticks >= touch { break }
    }
    #expect(run.probeEnds.count == 1)
    let touched = Double(joints[2]) / SubSteps.perStep / 400
    let end = run.position.z
    // 10 mm/s at 200 mm/s² needs 0.25 mm; two slices pass before it is heard.
    #expect(end <= touched + 1e-9 && end >= max(-20, touched - 0.25 - 0.02))
    #expect(run.joints == JointMap(Machines.plain).subSteps(at: run.position))
    #expect(abs(run.pathLengthMm + end) < 1e-9)
    for slice in run.slices { #expect(abs(slice.acceleration[2]) < 1 << 24) }
  }

  @Test("a probe that touches before it moves does not move")
  func touchedBefore() {
    let run = MotionRun(Machines.plain, [Self.probe], touchAtTick: 0)
    #expect(run.probeEnds == [.zero])
    #expect(run.joints == .zero)
  }

  @Test("a probe that nothing touches goes to its end")
  func untouched() {
    let run = MotionRun(Machines.plain, [Self.probe])
    #expect(run.probeEnds == [Point(0, 0, -20)])
  }

  @Test("a probing motion comes to rest before the motion behind it begins")
  func behindAProbe() {
    let run = MotionRun(
      Machines.plain, [Self.probe, .line(to: Point(0, 0, -30), feed: .perSecond(10))], goesOnAfterProbe: true)
    #expect(run.probeEnds == [Point(0, 0, -20)])
    #expect(run.position == Point(0, 0, -30))
  }

  // MARK: waiting

  @Test("a dwell lasts as long as it says, and in pieces that a person can interrupt")
  func dwelling() {
    for seconds in [0.0, 0.001, 0.5, 3.25] {
      let run = MotionRun(Machines.plain, [.dwell(seconds: seconds)])
      #expect(run.ticks == max(1, UInt64(seconds * 40_000)))
    }
    for seconds in [60, 1e5] {
      let run = MotionRun(Machines.plain, [.dwell(seconds: seconds)])
      #expect(run.ticks == UInt64(seconds * 40_000))
      #expect(run.slices.allSatisfy { $0.ticks <= 4_000 })
    }
  }

  @Test("stops come in their order, and nothing moves before them")
  func stops() {
    let run = MotionRun(
      Machines.plain,
      [.line(to: Point(1, 0, 0), feed: .rapid), .pause(optional: true), .toolChange(tool: 3), .programEnd])
    #expect(run.stops == [.pause(optional: true), .toolChange(tool: 3), .programEnd])
    #expect(run.position == Point(1, 0, 0))
  }
}
