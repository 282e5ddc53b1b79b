// The whole road with a concrete port, as a firmware's main loop would drive it: bytes of G-code to levels of lines.
// Generic code that nobody uses is not compiled at all, so this use of it is what makes the check a check.

/// The simplest port: it keeps the last levels in a register-sized field.
struct ProbePort: StepPort, ~Copyable {
  var levels = PortWord.none
  var writes: UInt32 = 0

  mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) throws(Never) {
    self.levels = levels
    writes &+= changing.isEmpty ? 0 : 1
  }

  mutating func readInputs() throws(Never) -> InputWord {
    levels.contains(.enable(0)) ? .none : .emergencyStop
  }
}

/// A machine with three equal axes.
func probeMachine() -> MachineSettings {
  let axis = AxisSettings(maxVelocityMmPerS: 80, maxAccelerationMmPerS2: 500, minMm: 0, maxMm: 300, backlashMm: 0.02)
  let timing = DriverTiming(
    stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 200, directionHoldNs: 200, enableDelayNs: 1_000_000)
  return MachineSettings(
    tickHz: 40_000, sliceTicks: 40, x: axis, y: axis, z: axis, kinematics: .cartesian,
    joint0: JointSettings(stepsPerMm: 80, motors: 1, timing: timing),
    joint1: JointSettings(stepsPerMm: 80, motors: 2, timing: timing),
    joint2: JointSettings(stepsPerMm: 400, motors: 4, timing: timing), toleranceMm: 0.01,
    spindle: SpindleSettings(kind: .laser))
}

/// Runs a program from memory that the caller owns. Returns how often a level changed; 0 for a program with a fault.
@_cdecl("probe")
public func probe(
  program: UnsafePointer<UInt8>, length: Int, queue: UnsafeMutableRawPointer, queueCount: Int,
  history: UnsafeMutableRawPointer, historyCount: Int
) -> UInt32 {
  let settings = probeMachine()
  let storage = MotionStorage(
    queue: UnsafeMutableBufferPointer(
      start: queue.assumingMemoryBound(to: PlannedSegment.self), count: queueCount),
    history: UnsafeMutableBufferPointer(
      start: history.assumingMemoryBound(to: SIMD4<Int64>.self), count: historyCount))
  let bytes = UnsafeBufferPointer(start: program, count: length)
  var index = 0
  var reader = GCodeReader()
  var motion = Motion(settings, storage: storage, at: .zero)
  let plans = InlineArray<4, PulsePlan> {
    $0 < 3 ? PulsePlan(settings[joint: $0], tickHz: settings.tickHz) : .none
  }
  var engine = TickEngine(plans, pwm: PWMTrain(hz: settings.spindle.pwmHz, tickHz: settings.tickHz))
  var port = ProbePort()
  while true {
    switch motion.next() {
    case .slice(let slice): engine.run(slice, port: &port)
    case .needsInput:
      do {
        try fill(&motion, &reader, bytes, &index)
      } catch {
        engine.cut(port: &port)
        return 0
      }
    case .probeBegins(let rule, _): engine.arm(.probe, untilActive: rule.untilContact)
    case .stopped, .probeEnded, .held: continue
    case .idle:
      engine.cut(port: &port)
      return port.writes
    }
  }
}

enum ProbeFault: Error { case wrongLine, wrongMotion }

func fill(
  _ motion: inout Motion, _ reader: inout GCodeReader, _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
) throws(ProbeFault) {
  while motion.hasRoom {
    if let command = reader.nextCommand() {
      do throws(MotionError) {
        try motion.add(command, line: reader.line)
      } catch {
        throw .wrongMotion
      }
      continue
    }
    if index == bytes.count {
      motion.flush()
      return
    }
    do throws(GCodeError) {
      _ = try reader.read(bytes, &index)
    } catch {
      throw .wrongLine
    }
  }
}
