// A program through the pump: everything that comes out, as a user of the pump sees it.

import StepperCore

/// Drives a pump until it is idle, and keeps what it made.
struct MotionRun {
  var slices: [Slice] = []
  var notices: [MotionNotice] = []
  var stops: [QueueStop] = []
  var probeEnds: [Point] = []
  var refusal: MotionError?
  /// Where the joints stand, in sub-steps.
  var joints: SIMD4<Int64>
  var startJoints: SIMD4<Int64>
  var position: Point
  var pathLengthMm = 0.0
  var ticks: UInt64 { slices.reduce(0) { $0 + UInt64($1.ticks) } }

  /// - Parameters:
  ///   - window: the look-ahead queue's places.
  ///   - portion: how many commands are given at most each time that the pump asks.
  ///   - flushEvery: the pump is told that nothing more comes after so many commands; 0: only at the end.
  ///   - touchAtTick: a probing motion is answered on this tick.
  ///   - goesOnAfterProbe: what is queued behind a probing motion is kept.
  init(
    _ settings: MachineSettings, _ commands: [Command], start: Point = .zero, window: Int = 64, smoothing: Int = 1,
    portion: Int = .max, flushEvery: Int = 0, touchAtTick: UInt64? = nil,
    goesOnAfterProbe: Bool = false
  ) {
    let storage = MotionStorage(
      queue: .allocate(capacity: window), history: .allocate(capacity: smoothing),
      shaping: .allocate(capacity: settings.shapingSlices), beam: .allocate(capacity: settings.beamChanges))
    defer {
      storage.queue.deallocate()
      storage.history.deallocate()
      storage.shaping.deallocate()
      storage.beam.deallocate()
    }
    var motion = Motion(settings, storage: storage, at: start)
    joints = motion.startSubSteps
    startJoints = joints
    position = start
    var given = 0
    var tick: UInt64 = 0
    var isProbing = false
    running: while true {
      switch motion.next() {
      case .slice(let slice):
        slices.append(slice)
        joints &+= slice.displacement
        tick += UInt64(slice.ticks)
        if isProbing, let touchAtTick, tick >= touchAtTick { motion.probeTouched() }
      case .idle where given == commands.count:
        break running
      case .needsInput where given == commands.count:
        motion.flush()
      case .needsInput, .idle:
        var left = portion
        while motion.hasRoom && given < commands.count && left > 0 {
          left -= 1
          do throws(MotionError) {
            try motion.add(commands[given], line: UInt32(given + 1))
          } catch {
            refusal = error
          }
          if let notice = motion.takeNotice() { notices.append(notice) }
          given += 1
          if flushEvery > 0 && given % flushEvery == 0 {
            motion.flush()
            break
          }
        }
      case .stopped(let stop, _):
        stops.append(stop)
      case .held:
        break running
      case .probeBegins:
        isProbing = true
        if touchAtTick == 0 { motion.probeTouched() }
      case .probeEnded:
        isProbing = false
        probeEnds.append(motion.position)
        if !goesOnAfterProbe { motion.place(at: motion.position) }
      }
    }
    position = motion.position
    pathLengthMm = motion.pathLengthMm
  }
}

/// Machines that tests run on.
enum Machines {
  /// Round figures: X and Y 80 steps/mm, 5000 mm/min, 500 mm/s²; Z 400, 1500, 200.
  static var plain: MachineSettings {
    func joint(_ motor: Int, _ stepsPerMm: Double) -> JointSettings {
      JointSettings(stepsPerMm: stepsPerMm, motors: 1 << UInt8(motor), timing: Sheet.a4988)
    }
    let plane = AxisSettings(maxVelocityMmPerS: 5000 / 60, maxAccelerationMmPerS2: 500, minMm: -300, maxMm: 600)
    return MachineSettings(
      tickHz: 40_000, sliceTicks: 40, x: plane, y: plane,
      z: AxisSettings(maxVelocityMmPerS: 25, maxAccelerationMmPerS2: 200, minMm: -100, maxMm: 120),
      kinematics: .cartesian, joint0: joint(0, 80), joint1: joint(1, 80), joint2: joint(2, 400), toleranceMm: 0.01,
      spindle: SpindleSettings(kind: .relay, spinUpSeconds: 0))
  }

  static var coreXY: MachineSettings {
    var machine = plain
    machine.kinematics = .coreXY
    return machine
  }

  static var play: MachineSettings {
    var machine = plain
    machine.x.backlashMm = 0.12
    machine.z.backlashMm = 0.03
    return machine
  }

  static var laser: MachineSettings {
    var machine = plain
    machine.spindle = SpindleSettings(kind: .laser, maxRpm: 1000, pwmHz: 1000)
    return machine
  }
}
