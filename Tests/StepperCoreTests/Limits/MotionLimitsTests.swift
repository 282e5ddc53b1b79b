// Limits of every axis, at every slice, measured on what the ticks add and not on what the planner says.

import Foundation
import StepperCore
import Testing

/// Peaks over the limits, of one program.
struct Measured {
  var velocity = 0.0
  var acceleration = 0.0
  var jerk = 0.0
  var deviationMm = 0.0
  var endIsExact = true
}

@Suite("Motion keeps every limit")
struct MotionLimitsTests {
  static let machines: [(name: String, settings: MachineSettings)] = [
    ("quick, like the reference machine", machine(a: 500, za: 200, j: 50_000, zj: 20_000, tolerance: 0.01, spm: 80)),
    ("heavy, with soft jerk", machine(a: 250, za: 150, j: 5_000, zj: 4_000, tolerance: 0.02, spm: 160)),
    ("light, on crossed belts", machine(a: 2_000, za: 300, j: 100_000, zj: 20_000, tolerance: 0.05, spm: 80, .coreXY)),
    (
      "quick, all axes shaped alike",
      shaped(machine(a: 500, za: 200, j: 50_000, zj: 20_000, tolerance: 0.01, spm: 80), .mzv, 42, 42, 42)
    ),
    (
      "on crossed belts, X and Y shaped and Z not",
      shaped(machine(a: 2_000, za: 100, j: 100_000, zj: 20_000, tolerance: 0.05, spm: 80, .coreXY), .zv, 60, 60, nil)
    ),
    (
      "quick, with shapers that differ almost as much as the tolerance allows",
      shaped(machine(a: 500, za: 500, j: 50_000, zj: 50_000, tolerance: 0.02, spm: 80), .zv, 40, 90, 40)
    ),
    (
      "heavy, with shapers that differ a little",
      shaped(machine(a: 250, za: 150, j: 5_000, zj: 4_000, tolerance: 0.02, spm: 160), .ei, 40, 42, 44)
    ),
  ]

  static func machine(
    a: Double, za: Double, j: Double, zj: Double, tolerance: Double, spm: Double, _ kinematics: Kinematics = .cartesian
  ) -> MachineSettings {
    let timing = DriverTiming(
      stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 200, directionHoldNs: 200, enableDelayNs: 0)
    func axis(_ v: Double, _ a: Double, _ j: Double) -> AxisSettings {
      AxisSettings(maxVelocityMmPerS: v, maxAccelerationMmPerS2: a, maxJerkMmPerS3: j, minMm: -1, maxMm: 101)
    }
    func joint(_ n: Int, _ spm: Double) -> JointSettings {
      JointSettings(stepsPerMm: spm, motors: 1 << UInt8(n), timing: timing)
    }
    return MachineSettings(
      tickHz: 40_000, sliceTicks: 40, x: axis(83, a, j), y: axis(80, a * 0.9, j), z: axis(25, za, zj),
      kinematics: kinematics, joint0: joint(0, spm), joint1: joint(1, spm), joint2: joint(2, 400),
      toleranceMm: tolerance, spindle: SpindleSettings(kind: .none))
  }

  static func shaped(
    _ machine: MachineSettings, _ kind: ShaperSettings.Kind, _ x: Double, _ y: Double, _ z: Double?
  ) -> MachineSettings {
    var settings = machine
    settings.x.shaper = ShaperSettings(kind, frequencyHz: x)
    settings.y.shaper = ShaperSettings(kind, frequencyHz: y)
    settings.z.shaper = z.flatMap { ShaperSettings(kind, frequencyHz: $0) }
    return settings
  }

  @Test("velocity, acceleration, jerk and tolerance hold for random programs", arguments: 0..<machines.count)
  func limitsHold(machine index: Int) throws {
    let count = ProcessInfo.processInfo.environment["RIG_LONG"] == "1" ? 10_000 : index < 3 ? 400 : 150
    let (name, settings) = Self.machines[index]
    for seed in 1...UInt64(count) {
      let program = RandomProgram(seed: seed, moves: 12)
      let measured = try Self.run(program, settings)
      #expect(measured.velocity <= 1.0001, "seed \(seed), \(name)")
      #expect(measured.acceleration <= 1.001, "seed \(seed), \(name)")
      #expect(measured.jerk <= 1.01, "seed \(seed), \(name)")
      #expect(measured.deviationMm <= settings.toleranceMm * 1.001, "seed \(seed), \(name)")
      #expect(measured.endIsExact, "seed \(seed), \(name)")
    }
  }

  @Test(
    "they hold in every path mode, also where the tolerance is nothing",
    arguments: [PathMode.blend(toleranceMm: 0), .blend(toleranceMm: 0.2), .exactPath, .exactStop])
  func modes(_ mode: PathMode) throws {
    var settings = Self.machines[0].settings
    for seed in 1...UInt64(60) {
      var program = RandomProgram(seed: seed, moves: 8)
      program.commands.insert(.pathMode(mode), at: 0)
      if case .blend(let tolerance?) = mode { settings.toleranceMm = max(tolerance, 0.001) }
      let measured = try Self.run(program, settings)
      #expect(measured.velocity <= 1.0001, "seed \(seed)")
      #expect(measured.acceleration <= 1.001, "seed \(seed)")
      #expect(measured.jerk <= 1.01, "seed \(seed)")
      // The chords of the measure are up to a tenth of a micrometre beside the arcs.
      #expect(measured.deviationMm <= settings.toleranceMm * 1.001 + 1e-4, "seed \(seed)")
      #expect(measured.endIsExact, "seed \(seed)")
    }
  }

  static func run(_ program: RandomProgram, _ settings: MachineSettings) throws -> Measured {
    let queue = UnsafeMutableBufferPointer<PlannedSegment>.allocate(capacity: 128)
    let history = UnsafeMutableBufferPointer<SIMD4<Int64>>.allocate(capacity: settings.smoothingSlices)
    let shaping = UnsafeMutableBufferPointer<Point>.allocate(capacity: settings.shapingSlices)
    defer {
      queue.deallocate()
      history.deallocate()
      shaping.deallocate()
    }
    var motion = Motion(
      settings, storage: MotionStorage(queue: queue, history: history, shaping: shaping), at: program.chords[0])
    var meter = LimitMeter(settings, chords: program.chords, start: motion.startSubSteps)
    var given = 0
    while true {
      switch motion.next() {
      case .slice(let slice): meter.add(slice)
      case .needsInput:
        while motion.hasRoom && given < program.commands.count {
          try motion.add(program.commands[given], line: UInt32(given))
          given += 1
        }
        if given == program.commands.count { motion.flush() }
      case .idle: return meter.result
      default: continue
      }
    }
  }
}

/// Differentiates what the ticks will have added at the ends of slices.
struct LimitMeter {
  private let settings: MachineSettings
  private let map: JointMap
  private let chords: [Point]
  private var joints: SIMD4<Int64>
  private var last = Point.zero
  private var lastAcceleration = Point.zero
  private var nearest = 0
  private(set) var result = Measured()

  init(_ settings: MachineSettings, chords: [Point], start: SIMD4<Int64>) {
    self.settings = settings
    map = JointMap(settings)
    self.chords = chords
    joints = start
  }

  mutating func add(_ slice: Slice) {
    joints &+= slice.displacement
    let hz = Double(settings.tickHz)
    let n = Double(slice.ticks)
    let first = axes(slice.velocity) * hz
    let acceleration = axes(slice.acceleration) * (hz * hz)
    let final = first + acceleration * (n / hz)
    for axis in 0..<3 {
      let limit = settings[axis: axis]
      result.velocity = max(
        result.velocity, abs(first[axis]) / limit.maxVelocityMmPerS, abs(final[axis]) / limit.maxVelocityMmPerS)
      result.acceleration = max(result.acceleration, abs(acceleration[axis]) / limit.maxAccelerationMmPerS2)
      let jerk = (acceleration[axis] - lastAcceleration[axis]) * hz / Double(settings.sliceTicks)
      result.jerk = max(result.jerk, abs(jerk) / limit.maxJerkMmPerS3)
    }
    lastAcceleration = acceleration
    let place = axes(joints)
    result.deviationMm = max(result.deviationMm, distance(from: place))
    let end = map.subSteps(at: chords[chords.count - 1])
    result.endIsExact = end == joints
  }

  private func axes(_ joints: SIMD4<Int64>) -> Point {
    let unit = SubSteps.perStep
    return map.position(ofSteps: Point(Double(joints[0]) / unit, Double(joints[1]) / unit, Double(joints[2]) / unit))
  }

  /// To the programmed path: looked for near the last place first, and everywhere when it is not there.
  private mutating func distance(from place: Point) -> Double {
    let near = search(place, max(0, nearest - 200)..<min(chords.count - 1, nearest + 400))
    let best = near.distance <= settings.toleranceMm ? near : search(place, 0..<(chords.count - 1))
    nearest = best.index
    return best.distance
  }

  private func search(_ place: Point, _ range: Range<Int>) -> (distance: Double, index: Int) {
    var best = (distance: Double.infinity, index: nearest)
    for index in range {
      let d = distance(from: place, to: chords[index], chords[index + 1])
      if d < best.distance { best = (d, index) }
    }
    return best
  }

  private func distance(from place: Point, to a: Point, _ b: Point) -> Double {
    let way = b - a
    let length2 = way.dot(way)
    let part = length2 > 0 ? min(max((place - a).dot(way) / length2, 0), 1) : 0
    return (place - (a + way * part)).length
  }
}
