// The shaper as the pump uses it: no drift, no overshoot, equal delays, and an exact end.

import Seeded
import StepperCore
import Testing

@Suite("Input shapers")
struct InputShaperTests {
  private static func machine(
    _ x: ShaperSettings?, _ y: ShaperSettings?, _ z: ShaperSettings? = nil
  ) -> MachineSettings {
    var settings = Machines.plain
    settings.x.shaper = x
    settings.y.shaper = y
    settings.z.shaper = z
    return settings
  }

  private static func ask(_ positions: [Point], _ settings: MachineSettings) -> [Point] {
    let past = UnsafeMutableBufferPointer<Point>.allocate(capacity: settings.shapingSlices)
    defer { past.deallocate() }
    var shaper = InputShaper(settings, past: past, at: .zero)
    return positions.map { shaper.add($0) }
  }

  /// What a jump of all axes by 1 mm becomes, as increments: the weights of each slice.
  private static func weights(_ settings: MachineSettings, _ axis: Int) -> [Double] {
    let out = ask(Array(repeating: Point(1, 1, 1), count: settings.shapingSlices + 2), settings)
    var last = 0.0
    return out.map { point in
      defer { last = point[axis] }
      return point[axis] - last
    }
  }

  @Test("every axis is delayed alike, whatever its shaper, and by no more than the slowest shaper needs")
  func equalDelay() throws {
    let settings = Self.machine(
      ShaperSettings(.ei, frequencyHz: 23.7, dampingRatio: 0.07), ShaperSettings(.zv, frequencyHz: 61.3))
    for axis in 0..<3 {
      let weights = Self.weights(settings, axis)
      let centroid = weights.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
      #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
      #expect(abs(centroid - Double(settings.shaperDelaySlices)) < 1e-9, "axis \(axis)")
      #expect(weights.allSatisfy { $0 > -1e-12 })
    }
    // Half a damped period of 23.7 Hz is 21.1 ms; with damping the first impulses are the larger ones.
    #expect((19...22).contains(settings.shaperDelaySlices))
    // An axis that is not shaped is only late.
    #expect(Self.weights(settings, 2).filter { abs($0) > 1e-12 } == [1])
  }

  @Test("impulses between two slices keep their mean: the spread is that of the impulses and no more than it must be")
  func spread() throws {
    let shaper = try #require(ShaperSettings(.mzv, frequencyHz: 42))
    let settings = Self.machine(shaper, shaper)
    let train = ImpulseTrain(shaper)
    var variance = 0.0
    for index in 0..<3 {
      let off = train[index].seconds - train.meanS
      variance += train[index].weight * off * off
    }
    let found = settings.shaperVarianceS2(0)
    #expect(found >= variance - 1e-12 && found <= variance + 0.25e-6)
    #expect(settings.shaperVarianceS2(2) == 0)
  }

  @Test(
    "after thousands of random moves the shaped place is the asked one, to the last bit, and never outside",
    arguments: 1...5)
  func noDrift(seed: UInt64) throws {
    let settings = Self.machine(
      ShaperSettings(.zv, frequencyHz: 31.4), ShaperSettings(.mzv, frequencyHz: 50),
      ShaperSettings(.ei, frequencyHz: 77))
    let past = UnsafeMutableBufferPointer<Point>.allocate(capacity: settings.shapingSlices)
    defer { past.deallocate() }
    var shaper = InputShaper(settings, past: past, at: .zero)
    let isSettled = shaper.isSettled
    #expect(isSettled)
    var random = SplitMix64(seed)
    var low = Point.zero, high = Point.zero
    for _ in 0..<3_000 {
      let aim = Point(random.double(-300...300), random.double(-1e-6...1e-6), random.double(0...40))
      for axis in 0..<3 {
        low[axis] = min(low[axis], aim[axis])
        high[axis] = max(high[axis], aim[axis])
      }
      for _ in 0..<random.integer(0...7) {
        let place = shaper.add(aim)
        for axis in 0..<3 { #expect(place[axis] >= low[axis] - 1e-12 && place[axis] <= high[axis] + 1e-12) }
      }
    }
    let end = Point(random.double(-300...300), random.double(-300...300), random.double(-300...300))
    var calls = 0
    var place = shaper.add(end)
    while !shaper.isSettled {
      place = shaper.add(end)
      calls += 1
    }
    #expect(place == end)
    #expect(calls <= settings.shapingSlices)
    let later = shaper.add(end)
    #expect(later == end)
  }

  @Test("the machine stops exactly where it was told, after thousands of moves")
  func exactEnd() throws {
    var random = SplitMix64(7)
    var commands: [Command] = []
    for _ in 0..<2_000 {
      let end = Point(random.double(0...20), random.double(0...20), random.double(0...5))
      commands.append(.line(to: end, feed: .perSecond(random.double(5...80))))
      if random.chance(40) { commands.append(.dwell(seconds: 0.01)) }
    }
    commands.append(.line(to: Point(3, 4, 1), feed: .rapid))
    let settings = Self.machine(ShaperSettings(.ei, frequencyHz: 30), ShaperSettings(.zv, frequencyHz: 50))
    let run = MotionRun(settings, commands, smoothing: 20)
    #expect(run.joints == JointMap(settings).subSteps(at: Point(3, 4, 1)))
    #expect(run.position == Point(3, 4, 1))
  }

  @Test("a move shorter than the delay is not forgotten")
  func shortMove() throws {
    let settings = Self.machine(ShaperSettings(.zv, frequencyHz: 5), ShaperSettings(.zv, frequencyHz: 5))
    let run = MotionRun(settings, [.line(to: Point(0.001, 0, 0), feed: .rapid)], smoothing: 1)
    #expect(run.joints == JointMap(settings).subSteps(at: Point(0.001, 0, 0)))
  }

  @Test("without a shaper there is nothing to remember, and places pass through as they are")
  func none() {
    #expect(Machines.plain.shapingSlices == 0)
    #expect(Machines.plain.shaperDelaySlices == 0)
    let places = [Point(0.1, -0.2, 1e-9), Point(3, 4, 5)]
    #expect(Self.ask(places, Machines.plain) == places)
  }

  /// Joints at the ends of whole slices: at a stop, a tick goes what rounding has left, where it has left something.
  private static func places(_ run: MotionRun) -> [SIMD4<Int64>] {
    var joints = run.startJoints
    return run.slices.compactMap {
      joints &+= $0.displacement
      return $0.ticks == 40 ? joints : nil
    }
  }

  @Test("on crossed belts the head is shaped and not the belts")
  func crossedBelts() throws {
    var crossed = Self.machine(ShaperSettings(.zv, frequencyHz: 25), nil)
    crossed.kinematics = .coreXY
    var straight = crossed
    straight.kinematics = .cartesian
    let commands: [Command] = [
      .line(to: Point(10, 6, 0), feed: .perSecond(50)), .line(to: Point(0, 9, 0), feed: .rapid),
    ]
    let belts = MotionRun(crossed, commands, smoothing: 10), screws = MotionRun(straight, commands, smoothing: 10)
    let a = Self.places(belts), b = Self.places(screws)
    try #require(a.count == b.count && a.count > 300)
    for (belt, screw) in zip(a, b) {
      #expect(abs(belt[0] + belt[1] - 2 * screw[0]) < 1_000 && abs(belt[0] - belt[1] - 2 * screw[1]) < 1_000)
    }
  }

  @Test("a laser's beam comes as late as the motion that it belongs to", arguments: [false, true])
  func beam(isShaped: Bool) throws {
    var settings = Machines.laser
    if isShaped {
      settings.x.shaper = ShaperSettings(.ei, frequencyHz: 25)
      settings.y.shaper = ShaperSettings(.ei, frequencyHz: 25)
    }
    let way = { (x: Double, feed: Feed) in Command.line(to: Point(x, 0, 0), feed: feed) }
    let run = MotionRun(
      settings,
      [
        .spindle(.clockwise, rpm: 1000), way(20, .perSecond(40)), way(40, .rapid), way(60, .perSecond(40)),
        .programEnd,
      ],
      smoothing: 20)
    var joint = run.startJoints[0]
    var isOn = false
    var switched: [Double] = []
    for slice in run.slices {
      if (slice.pwmHighNs > 0) != isOn {
        isOn.toggle()
        switched.append(Double(joint) / SubSteps.perStep / 80)
      }
      joint += slice.displacement[0]
    }
    // On at the start, off at 20 mm, on at 40 mm, off at the end.
    #expect(switched.count >= 3)
    #expect(switched.contains { abs($0 - 20) < 0.15 } && switched.contains { abs($0 - 40) < 0.15 }, "\(switched)")
  }
}
