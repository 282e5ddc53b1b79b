// The pump as a whole: where programs end, how fast the machine gets there, and in how many ways they may be fed.

import Seeded
import StepperCore
import Testing

@Suite("Motion")
struct MotionTests {
  /// A program of lines and arcs inside a box, of segments from hundredths of a millimetre to decimetres.
  static func program(
    _ noise: inout SplitMix64, count: Int, from start: Point = .zero
  ) -> (commands: [Command], end: Point) {
    var here = start
    var commands: [Command] = []
    for _ in 0..<count {
      let reach = Double(noise.logarithmic(10...60_000)) * 1e-3
      var end = Point(
        min(max(here.x + noise.double(-reach...reach), -90), 90),
        min(max(here.y + noise.double(-reach...reach), -90), 90),
        min(max(here.z + noise.double(-reach...reach) * 0.2, -60), 60))
      let feed: Feed =
        noise.chance(5)
        ? .rapid
        : noise.chance(8) ? .inverse(seconds: noise.double(0.01...2)) : .perSecond(noise.double(0.5...120))
      if noise.chance(4) {
        // Half a turn, or a full one, around the middle of the way.
        let middle = (here + end) * 0.5
        if noise.chance(3) { end = Point(here.x, here.y, end.z) }
        commands.append(.arc(Arc(plane: .xy, center: middle, end: end, clockwise: noise.chance(2)), feed: feed))
      } else if noise.chance(6) {
        end = Point(end.x, here.y, here.z)
        commands.append(.line(to: end, feed: feed))
      } else {
        commands.append(.line(to: end, feed: feed))
      }
      here = end
      if noise.chance(15) { commands.append(.dwell(seconds: noise.double(0...0.02))) }
      let modes = [PathMode.exactPath, .exactStop, .blend(toleranceMm: 0.1)]
      if noise.chance(20) { commands.append(.pathMode(modes[Int(noise.integer(0...2))])) }
    }
    return (commands, here)
  }

  @Test("2,000 random programs end where they should, to the last bit", arguments: ["plain", "coreXY", "play"])
  func ends(_ name: String) {
    let settings = ["plain": Machines.plain, "coreXY": Machines.coreXY, "play": Machines.play][name] ?? Machines.plain
    let map = JointMap(settings)
    var noise = SplitMix64(31)
    for index in 0..<2_000 {
      let (commands, end) = Self.program(&noise, count: Int(noise.integer(1...12)))
      let run = MotionRun(settings, commands, smoothing: [1, 1, 8, 50][index % 4])
      #expect(run.refusal == nil)
      #expect(run.position == end)
      // Play is taken up fully, or not at all.
      var least = SIMD4<Int64>(repeating: .max)
      for x in [0, settings.x.backlashMm] {
        for z in [0, settings.z.backlashMm] {
          let apart = run.joints &- map.subSteps(at: end - Point(x, 0, z))
          if (apart.x | apart.y | apart.z) == 0 { least = .zero }
        }
      }
      #expect(least == .zero)
      #expect(abs(run.slices.reduce(0) { $0 + Int($1.ticks) }) > 0)
    }
  }

  /// Axis velocity in the last tick of a slice, mm/s, and acceleration inside slices, mm/s².
  private static func axes(_ settings: MachineSettings, _ slice: Slice) -> (last: Point, acceleration: Point) {
    let map = JointMap(settings)
    let hz = Double(settings.tickHz)
    func axis(_ joints: SIMD4<Int64>, _ scale: Double) -> Point {
      map.position(
        ofSteps: Point(Double(joints[0]) * scale, Double(joints[1]) * scale, Double(joints[2]) * scale))
    }
    let end = slice.velocity &+ slice.acceleration &* SIMD4(repeating: Int64(slice.ticks) - 1)
    return (axis(end, hz / SubSteps.perStep), axis(slice.acceleration, hz * hz / SubSteps.perStep))
  }

  @Test(
    "no axis is ever faster than it may be, nor speeds up faster on a straight line",
    arguments: ["plain", "coreXY", "play"])
  func limits(_ name: String) {
    let settings = ["plain": Machines.plain, "coreXY": Machines.coreXY, "play": Machines.play][name] ?? Machines.plain
    var noise = SplitMix64(32)
    for _ in 0..<150 {
      let (commands, _) = Self.program(&noise, count: 40)
      let run = MotionRun(settings, commands)
      let slices = run.slices
      for index in slices.indices.dropFirst().dropLast() {
        let slice = slices[index]
        let (velocity, acceleration) = Self.axes(settings, slice)
        // A slice beside one of another line may hold a corner.
        let neighbours = slices[index - 1...index + 1]
        let isStraight = neighbours.allSatisfy { $0.line == slice.line && $0.ticks == 40 }
        var isLine = false
        if case .line = commands[Int(slice.line) - 1] { isLine = true }
        for axis in 0..<3 {
          #expect(abs(velocity[axis]) <= settings[axis: axis].maxVelocityMmPerS * (1 + 1e-6))
          if isStraight && isLine {
            #expect(abs(acceleration[axis]) <= settings[axis: axis].maxAccelerationMmPerS2 * (1 + 1e-4) + 1e-3)
          }
        }
      }
    }
  }

  @Test(
    "no joint is ever asked for more steps than ticks and driver allow", arguments: [Kinematics.cartesian, .coreXY])
  func stepRate(_ kinematics: Kinematics) {
    var settings = Machines.plain
    settings.kinematics = kinematics
    settings.joint0.timing = Sheet.tb6560
    settings.joint1.timing = Sheet.tb6560
    settings.joint0.stepsPerMm = 400
    settings.joint1.stepsPerMm = 400
    if kinematics == .cartesian { settings.x.backlashMm = 0.1 }
    var noise = SplitMix64(33)
    for _ in 0..<100 {
      let run = MotionRun(settings, Self.program(&noise, count: 30).commands)
      for slice in run.slices {
        let end = slice.velocity &+ slice.acceleration &* SIMD4(repeating: Int64(slice.ticks) - 1)
        for joint in 0..<2 { #expect(abs(end[joint]) < (1 << 38) / 3) }
      }
    }
  }

  @Test("a short window, odd portions and a long window end alike, and portions make the same slices")
  func feeding() {
    var noise = SplitMix64(34)
    for _ in 0..<30 {
      let (commands, end) = Self.program(&noise, count: 120)
      let whole = MotionRun(Machines.plain, commands, window: 2048)
      let short = MotionRun(Machines.plain, commands, window: 32)
      #expect(whole.joints == short.joints)
      #expect(whole.position == end && short.position == end)
      #expect(short.ticks >= whole.ticks)
      for portion in [1, 3, 7] {
        let odd = MotionRun(Machines.plain, commands, window: 48, portion: portion)
        #expect(odd.slices == MotionRun(Machines.plain, commands, window: 48).slices)
      }
    }
  }

  @Test("a program that pauses for want of commands stops, goes on and ends in the same place")
  func flushing() {
    var noise = SplitMix64(35)
    for every in [1, 2, 5, 17] {
      let (commands, end) = Self.program(&noise, count: 100)
      let run = MotionRun(Machines.plain, commands, flushEvery: every)
      #expect(run.position == end)
      #expect(run.joints == JointMap(Machines.plain).subSteps(at: end))
    }
  }

  @Test("the path is as long as the program, less what a rounded corner saves")
  func length() {
    let run = MotionRun(
      Machines.plain,
      [
        .line(to: Point(30, 40, 0), feed: .rapid),
        .arc(Arc(plane: .xy, center: Point(20, 40, 0), end: Point(30, 40, 0), clockwise: true), feed: .perSecond(20)),
      ])
    let program = 50 + 20 * Double.pi
    #expect(run.pathLengthMm < program && run.pathLengthMm > program - 0.02)
    let stopping = MotionRun(
      Machines.plain,
      [
        .pathMode(.exactStop), .line(to: Point(30, 40, 0), feed: .rapid),
        .arc(Arc(plane: .xy, center: Point(20, 40, 0), end: Point(30, 40, 0), clockwise: true), feed: .perSecond(20)),
      ])
    #expect(abs(stopping.pathLengthMm - program) < 1e-9)
  }

  @Test("an arc whose radius grows inside the tolerance keeps its feed")
  func spiral() {
    var settings = Machines.plain
    settings.softLimits = false
    let start = Point(400, 0, 0)
    let end = Point(400.4, 0.004, 0)
    let run = MotionRun(
      settings, [.arc(Arc(plane: .xy, center: .zero, end: end, clockwise: false), feed: .perSecond(5))], start: start)
    for slice in run.slices { #expect(Self.axes(settings, slice).last.length <= 5.001) }
    #expect(run.position == end)
  }
}
