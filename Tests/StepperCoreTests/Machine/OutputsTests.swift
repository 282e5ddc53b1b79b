// Enable, spindle, coolant, laser and play: what lies beside the motion in the slices.

import Seeded
import StepperCore
import Testing

@Suite("Outputs beside the motion")
struct OutputsTests {
  private static func move(_ x: Double, _ y: Double = 0, feed: Feed = .perSecond(40)) -> Command {
    .line(to: Point(x, y, 0), feed: feed)
  }

  private static func moves(_ slice: Slice) -> Bool { slice.velocity != .zero || slice.acceleration != .zero }

  @Test("motors are enabled before the first step, by the longest delay of a driver, and stay so")
  func enable() {
    var settings = Machines.plain
    settings.joint2.timing.enableDelayNs = 7_000_000
    let run = MotionRun(settings, [Self.move(5), .dwell(seconds: 0.1), Self.move(0)])
    let enables = PortWord.enable(0) | .enable(1) | .enable(2)
    let first = run.slices.firstIndex(where: Self.moves) ?? 0
    let ticks = run.slices[..<first].filter { $0.outputs.contains(enables) }.reduce(0) { $0 + Int($1.ticks) }
    #expect(ticks >= 280)
    for slice in run.slices[first...] { #expect(slice.outputs.contains(enables)) }
  }

  @Test("the spindle runs before the motion behind it, for as long as it needs to spin up")
  func spinUp() {
    var settings = Machines.plain
    settings.spindle = SpindleSettings(
      kind: .pwm, maxRpm: 20_000, minRpm: 4_000, pwmHz: 1000, spinUpSeconds: 1.5, reversible: true)
    let run = MotionRun(
      settings,
      [
        Self.move(5), .spindle(.counterclockwise, rpm: 10_000), .coolant(flood: true, mist: false), Self.move(0),
        .spindle(.clockwise, rpm: 100), .spindle(.clockwise, rpm: 1e9), .spindle(.off, rpm: 1e9), Self.move(3),
        .programEnd,
      ])
    var isOn = false, waited = 0
    for slice in run.slices {
      if slice.outputs.contains(.spindle) { isOn = true }
      if isOn && !Self.moves(slice) { waited += Int(slice.ticks) }
      if isOn && Self.moves(slice) { break }
    }
    #expect(waited >= 60_000 && waited < 61_000)
    #expect(run.slices.contains { $0.outputs.contains(.spindle | .spindleReverse | .flood) && $0.line == 4 })
    #expect(Set(run.slices.map(\.pwmHighNs)) == [0, 500_000, 200_000, 1_000_000])
    let last = run.slices.last
    #expect(last?.outputs == .enable(0) | .enable(1) | .enable(2))
    #expect(last?.pwmHighNs == 0)
  }

  @Test("M4 on a spindle that turns one way only is refused, and a machine without one says so")
  func noReverse() {
    #expect(MotionRun(Machines.plain, [.spindle(.counterclockwise, rpm: 1)]).refusal == .spindleNotReversible)
    var none = Machines.plain
    none.spindle = SpindleSettings(kind: .none)
    #expect(MotionRun(none, [.spindle(.clockwise, rpm: 1)]).notices == [.noSpindle(line: 1)])
  }

  // MARK: laser

  @Test("M4: the beam is off on rapids and at rest, and follows the speed on the way", arguments: [1, 9])
  func dynamicBeam(_ smoothing: Int) {
    let run = MotionRun(
      Machines.laser,
      [
        .spindle(.counterclockwise, rpm: 800), Self.move(30), .dwell(seconds: 0.05), Self.move(60, feed: .rapid),
        Self.move(90), .programEnd,
      ], smoothing: smoothing)
    let unit = SubSteps.perStep * 80 / 40_000
    var lit = 0
    for slice in run.slices {
      let middle = Double(slice.velocity[0] + slice.acceleration[0] * Int64(slice.ticks) / 2) / unit
      if slice.pwmHighNs == 0 { continue }
      lit += Int(slice.ticks)
      #expect(Self.moves(slice))
      // Within what the speed changes in the slices of the window and one more.
      let expected = 0.8 * middle / 40 * 1_000_000
      let slack = 0.8 * 500 * 1e-3 * Double(smoothing + 1) / 40 * 1_000_000
      #expect(abs(Double(slice.pwmHighNs) - expected) <= slack)
    }
    // 30 mm at 40 mm/s, twice, and 40 ms for each of three ramps: the rapid hands over at 40 mm/s.
    #expect(abs(Double(lit) / 40_000 - (2 * 0.75 + 3 * 0.04)) < 0.002)
    let litRapids = run.slices.filter { $0.line == 4 && !$0.isCutting && $0.pwmHighNs > 0 }
    #expect(litRapids.reduce(0) { $0 + Int($1.ticks) } <= 40 * (smoothing + 1))
  }

  @Test("M3: the beam has full power for S while it cuts, also at its stops, and none on rapids")
  func constantBeam() {
    let run = MotionRun(
      Machines.laser,
      [
        .pathMode(.exactStop), .spindle(.clockwise, rpm: 400), Self.move(10), Self.move(10, 10),
        Self.move(40, 10, feed: .rapid), .spindle(.clockwise, rpm: 900), Self.move(50, 10),
      ])
    for slice in run.slices {
      let line = slice.line
      if (line == 3 || line == 4) && slice.ticks == 40 && slice != run.slices.last(where: { $0.line == 4 }) {
        #expect(slice.pwmHighNs == 400_000)
      }
    }
    let rapids = run.slices.filter { $0.line == 5 && Self.moves($0) && !$0.isCutting }
    #expect(rapids.dropFirst().dropLast(2).allSatisfy { $0.pwmHighNs == 0 })
    #expect(run.slices.filter { $0.line == 7 && Self.moves($0) }.dropFirst().allSatisfy { $0.pwmHighNs == 900_000 })
    #expect(Set(run.slices.filter { $0.line < 5 }.map(\.pwmHighNs)).isSubset(of: [0, 400_000]))
  }

  @Test("a laser's S in front of a dwell holds during the dwell")
  func burning() {
    let run = MotionRun(
      Machines.laser,
      [.spindle(.clockwise, rpm: 100), Self.move(5), .spindle(.clockwise, rpm: 700), .dwell(seconds: 0.25)])
    let ticks = run.slices.filter { $0.pwmHighNs == 700_000 }.reduce(0) { $0 + Int($1.ticks) }
    #expect(ticks >= 10_000)
  }

  // MARK: play

  @Test("play is taken up on every turn, and only there")
  func play() {
    let settings = Machines.play
    let map = JointMap(settings)
    for turns in 1...6 {
      let run = MotionRun(settings, (0..<turns).map { Self.move($0 % 2 == 0 ? 10 : 2) })
      let x = turns % 2 == 0 ? 2 - settings.x.backlashMm : 10
      #expect(run.joints == map.subSteps(at: Point(x, 0, 0)))
    }
  }

  @Test("a turn in the middle of taking up play ends with the play where the last direction wants it")
  func turningInThePlay() {
    let settings = Machines.play
    let map = JointMap(settings)
    var noise = SplitMix64(41)
    for _ in 0..<200 {
      var commands: [Command] = []
      var x = 0.0, isNegative = false
      for _ in 0..<20 {
        let next = x + noise.double(-0.03...0.03)
        if next != x { isNegative = next < x }
        x = next
        commands.append(Self.move(x, feed: .perSecond(noise.double(1...40))))
      }
      let run = MotionRun(settings, commands)
      #expect(run.joints == map.subSteps(at: Point(isNegative ? x - settings.x.backlashMm : x, 0, 0)))
    }
  }
}
