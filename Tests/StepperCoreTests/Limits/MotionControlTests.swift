// Holds, resumes, overrides and cancels at any moment: the limits, the path and the last step stay what they were.

import Foundation
import Seeded
import StepperCore
import Testing

@Suite("Control while moving")
struct MotionControlTests {
  /// What a person does to a running program, at random.
  private struct Person {
    var noise: SplitMix64
    /// One slice in so many.
    let rarity: UInt64
    private(set) var acts = 0

    init(seed: UInt64) {
      noise = SplitMix64(seed)
      rarity = UInt64(noise.integer(3...400))
    }

    mutating func act(on motion: inout Motion) {
      guard noise.next() % rarity == 0 else { return }
      acts += 1
      switch noise.integer(0...3) {
      case 0: motion.hold()
      case 1: motion.resume()
      default:
        motion.overrides = SpeedOverrides(feed: noise.double(0.1...2), rapid: noise.double(0.05...1))
      }
    }
  }

  @Test("at random moments of random programs: limits, path and end as without", arguments: 0..<3)
  func random(machine index: Int) throws {
    let count = ProcessInfo.processInfo.environment["RIG_LONG"] == "1" ? 3_400 : 200
    let (name, settings) = MotionLimitsTests.machines[index]
    var acts = 0
    for seed in 1...UInt64(count) {
      let program = RandomProgram(seed: seed, moves: 10)
      var person = Person(seed: seed)
      let measured = try Self.run(program, settings) { person.act(on: &$0) }
      acts += person.acts
      #expect(measured.velocity <= 1.0001, "seed \(seed), \(name)")
      #expect(measured.acceleration <= 1.001, "seed \(seed), \(name)")
      #expect(measured.jerk <= 1.01, "seed \(seed), \(name)")
      #expect(measured.deviationMm <= settings.toleranceMm * 1.001, "seed \(seed), \(name)")
      #expect(measured.endIsExact, "seed \(seed), \(name)")
    }
    #expect(acts > count)
  }

  /// Runs a program, with `act` before every slice; a standing machine is told to go on now and then.
  private static func run(
    _ program: RandomProgram, _ settings: MachineSettings, act: (inout Motion) -> Void
  ) throws -> Measured {
    let memory = Memory(settings)
    var motion = Motion(settings, storage: memory.storage, at: program.chords[0])
    var meter = LimitMeter(settings, chords: program.chords, start: motion.startSubSteps)
    var given = 0
    while true {
      act(&motion)
      switch motion.next() {
      case .slice(let slice): meter.add(slice)
      case .needsInput:
        while motion.hasRoom && given < program.commands.count {
          try motion.add(program.commands[given], line: UInt32(given))
          given += 1
        }
        if given == program.commands.count { motion.flush() }
      case .held: motion.resume()
      case .idle: return meter.result
      default: continue
      }
    }
  }

  /// A pump's memory.
  private final class Memory {
    let storage: MotionStorage

    init(_ settings: MachineSettings) {
      storage = MotionStorage(
        queue: .allocate(capacity: 128), history: .allocate(capacity: settings.smoothingSlices),
        shaping: .allocate(capacity: settings.shapingSlices), beam: .allocate(capacity: settings.beamChanges))
    }

    deinit {
      storage.queue.deallocate()
      storage.history.deallocate()
      storage.shaping.deallocate()
      storage.beam.deallocate()
    }
  }

  /// A long line at 50 mm/s, driven for so many slices; then `act`, and on until it rests or stands.
  private static func line(
    slices: Int, length: Double = 90, act: (inout Motion) -> Void
  ) throws -> (speeds: [Double], end: Point, heldAt: Point?) {
    let settings = MotionLimitsTests.machines[0].settings
    let memory = Memory(settings)
    var motion = Motion(settings, storage: memory.storage, at: .zero)
    try motion.add(.line(to: Point(length, 0, 0), feed: .perSecond(50)), line: 1)
    try motion.add(.line(to: Point(length, 1, 0), feed: .perSecond(50)), line: 2)
    motion.flush()
    var made = 0
    var speeds: [Double] = []
    let perTick = Double(settings.tickHz) / SubSteps.perStep / settings.joint0.stepsPerMm
    while true {
      switch motion.next() {
      case .slice(let slice):
        guard slice.ticks == settings.sliceTicks else { continue }
        let end = slice.velocity[0] &+ slice.acceleration[0] &* Int64(slice.ticks)
        speeds.append(Double(end) * perTick)
        made += 1
        if made == slices { act(&motion) }
      case .held: return (speeds, motion.position, motion.position)
      case .idle: return (speeds, motion.position, nil)
      default: continue
      }
    }
  }

  @Test("a hold brakes from the next slice on, and stands after v/a and the smoothing's window", arguments: [150, 700])
  func hold(slices: Int) throws {
    let run = try Self.line(slices: slices) { $0.hold() }
    let before = run.speeds[slices - 1]
    #expect(run.speeds[slices] < before || slices < 120)
    let brakeS = 50.0 / 500
    let standing = run.speeds.firstIndex { $0 == 0 } ?? run.speeds.count
    // The window is 20 slices; two more for a beginning and an end inside a slice.
    #expect(Double(run.speeds.lastIndex { $0 > 1e-6 }! - slices) <= brakeS * 1000 + 22)
    #expect(standing == 0 || run.speeds.last == 0)
    let held = try #require(run.heldAt)
    #expect(held.x > 0 && held.x < 90 && held.y == 0)
  }

  @Test("after a resume the program ends where it should")
  func resume() throws {
    let settings = MotionLimitsTests.machines[0].settings
    let memory = Memory(settings)
    var motion = Motion(settings, storage: memory.storage, at: .zero)
    try motion.add(.line(to: Point(30, 0, 0), feed: .perSecond(50)), line: 1)
    motion.flush()
    motion.hold()
    var holds = 0
    var joints = motion.startSubSteps
    while true {
      let output = motion.next()
      if case .slice(let slice) = output { joints &+= slice.displacement }
      if case .held = output {
        holds += 1
        motion.resume()
      }
      if case .idle = output { break }
      if holds == 1 && motion.position.x > 10 { motion.hold() }
    }
    #expect(holds == 2)
    let end = motion.position
    #expect(end == Point(30, 0, 0))
    #expect(joints == JointMap(settings).subSteps(at: Point(30, 0, 0)))
  }

  @Test(
    "a feed override makes the machine so much faster or slower, and no limit is passed", arguments: [0.1, 0.5, 1.5, 2])
  func overrides(share: Double) throws {
    let run = try Self.line(slices: 200) { $0.overrides = SpeedOverrides(feed: share) }
    let cruise = run.speeds[200 + 150]
    let expected = min(50 * share, 83)
    #expect(abs(cruise - expected) < 0.02 * expected)
    #expect(run.end == Point(90, 1, 0))
  }

  @Test("shares out of range become the nearest, and no number is as programmed")
  func ranges() {
    #expect(SpeedOverrides(feed: 0, rapid: 9) == SpeedOverrides(feed: 0.1, rapid: 1))
    #expect(SpeedOverrides(feed: .infinity, rapid: -1) == SpeedOverrides(feed: 2, rapid: 0.05))
    #expect(SpeedOverrides(feed: .nan, rapid: .nan) == SpeedOverrides())
  }

  @Test(
    "a cancel brakes on the path and forgets the rest; what follows starts there", arguments: [1, 40, 150, 900, 1_900])
  func cancel(slices: Int) throws {
    let settings = MotionLimitsTests.machines[0].settings
    let memory = Memory(settings)
    var motion = Motion(settings, storage: memory.storage, at: .zero)
    for x in stride(from: 1.0, through: 90, by: 1) {
      try motion.add(.line(to: Point(x, 0, 0), feed: .perSecond(50)), line: UInt32(x))
      if !motion.hasRoom { break }
    }
    motion.flush()
    var joints = motion.startSubSteps
    var made = 0
    while true {
      let output = motion.next()
      if case .slice(let slice) = output {
        joints &+= slice.displacement
        made += 1
        if made == slices { motion.cancel() }
      }
      if case .idle = output { break }
    }
    let stop = motion.position
    #expect(stop.y == 0 && (slices > 1_800 || stop.x < Double(slices) * 0.05 + 8))
    #expect(joints == JointMap(settings).subSteps(at: stop))
    let isHeld = motion.isHeld
    #expect(!isHeld)
    try motion.add(.line(to: Point(stop.x, 20, 0), feed: .rapid), line: 99)
    motion.flush()
    var isIdle = false
    while !isIdle {
      let output = motion.next()
      if case .slice(let slice) = output { joints &+= slice.displacement }
      if case .idle = output { isIdle = true }
    }
    #expect(joints == JointMap(settings).subSteps(at: Point(stop.x, 20, 0)))
  }
}
