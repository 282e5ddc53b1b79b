// A seed in, a machine at the edge of stalling and a job for it out; and a watch of its own on what the carriages do.

import Foundation
import Rig
import Seeded
import SimBackend
import StepperCore

/// One machine and one job.
struct ForecastCase {
  /// A straight motion of the job.
  struct Move {
    var line: UInt32
    var end: Point
    var feed: Feed
  }

  let board: Board
  let moves: [Move]
  let text: String

  init(seed: UInt64) throws {
    var noise = SplitMix64(seed)
    var board = try Board.load("reference-3axis").0
    board.supplyV = .random(in: 12...35, using: &noise)
    // Motors of 1.8° that take a common current; printers' small ones are another matter.
    let parts = board.parts.motors.values.filter { $0.stepsPerRev == 200 && $0.ratedCurrentA.value >= 1 }
      .sorted { $0.name < $1.name }
    let axes = [\MachineSettings.x, \MachineSettings.y]
    for (axis, key) in axes.enumerated() {
      let motor = parts[Int(noise.next() % UInt64(parts.count))]
      board.motors[axis].motor = motor
      board.motors[axis].currentA = .random(in: 0.8...min(2, motor.ratedCurrentA.value), using: &noise)
      board.mechanics[axis]?.movingMassKg = .random(in: 0.3...5, using: &noise)
      board.mechanics[axis]?.frictionN = .random(in: 2...12, using: &noise)
      board.settings[keyPath: key].maxVelocityMmPerS = .random(in: 60...450, using: &noise)
    }
    // The acceleration that leaves a margin between a quarter too little and a quarter in hand, at the highest speed.
    for (axis, key) in axes.enumerated() {
      let fastest = board.settings[keyPath: key].maxVelocityMmPerS
      let motor = board.motors[axis]
      let port = SimPort(board.simulation(.conservative))
      let curve = try Self.required(port.pullOutCurve(ofMotor: axis))
      let has = curve.torqueNm(atFullStepsPerS: fastest / motor.mmPerRev * 200)
      let mechanics = try Self.required(board.mechanics[axis])
      let metres = motor.mmPerRev / 1000 / (2 * Double.pi)
      let inertia =
        (motor.motor.rotorInertiaGCm2.value + mechanics.driveInertiaGCm2) * 1e-7 + mechanics.movingMassKg * metres
        * metres
      let margin = Double.random(in: -0.25...0.25, using: &noise)
      let spare = has * (1 - margin) - mechanics.frictionN * metres
      board.settings[keyPath: key].maxAccelerationMmPerS2 = max(100, spare / inertia * metres * 1000)
      board.settings[keyPath: key].maxJerkMmPerS3 =
        noise.next() % 3 == 0
        ? 0 : board.settings[keyPath: key].maxAccelerationMmPerS2 * .random(in: 20...200, using: &noise)
    }
    self.board = board
    (moves, text) = Self.job(board, &noise)
  }

  /// Rapids and feeds to and fro, some of them in pieces that the planner makes one again.
  private static func job(_ board: Board, _ noise: inout SplitMix64) -> ([Move], String) {
    var moves: [Move] = []
    var text = ""
    var position = Point.zero
    let fastest = max(board.settings.x.maxVelocityMmPerS, board.settings.y.maxVelocityMmPerS)
    func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
    for _ in 0..<Int(5 + noise.next() % 5) {
      let target = Point(.random(in: 0...180, using: &noise), .random(in: 0...180, using: &noise), 0)
      let isRapid = noise.next() % 3 == 0
      let mmPerMin = (fastest * 60 * .random(in: 0.4...1.2, using: &noise)).rounded()
      let pieces = isRapid ? 1 : Int(1 + noise.next() % 4)
      for piece in 1...pieces {
        let way = (target - position) * (1 / Double(pieces - piece + 1))
        position = Point(rounded(position.x + way.x), rounded(position.y + way.y), 0)
        moves.append(
          Move(line: UInt32(moves.count + 1), end: position, feed: isRapid ? .rapid : .perSecond(mmPerMin / 60)))
        let words = isRapid ? "G0" : "G1 F\(Int(mmPerMin))"
        text += words + String(format: " X%.3f Y%.3f\n", position.x, position.y)
      }
    }
    return (moves, text)
  }

  private static func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw CocoaError(.featureUnsupported) }
    return value
  }

  /// What `check` says of it.
  func check() -> CheckResult {
    var options = RunOptions()
    options.origin = .zero
    var check = JobCheck(bytes: Array(text.utf8), path: "job.nc", board: board, options: options)
    check.looksForCures = false
    return check.run()
  }

  /// Follows each carriage beside the steps that its driver was sent: of X and Y, the line on which it is first more than
  /// two full steps away. The line is that of the motion nearest to where the command is, looked for from the job's start;
  /// where a slice goes over a corner, the lines of both sides are.
  func watch(_ model: MotorModel, refinement: Int = JobCheck.stepRefinement) -> [Set<UInt32>?] {
    var machine = board.simulation(model)
    machine.stepRefinement = refinement
    let settings = board.settings
    let storage = MotionStorage(queue: .allocate(capacity: 256), history: .allocate(capacity: settings.smoothingSlices))
    defer {
      storage.queue.deallocate()
      storage.history.deallocate()
    }
    var motion = Motion(settings, storage: storage, at: board.startPosition)
    var sim = SimMachine(settings, machine: machine, start: motion.startSubSteps)
    var subSteps = motion.startSubSteps
    var left: [Set<UInt32>?] = [nil, nil]
    var given = 0
    var near = 0
    while true {
      switch motion.next() {
      case .slice(let slice):
        sim.run(slice)
        subSteps &+= slice.displacement
        // Before it is rounded to steps: in a corner a step is the difference between two lines.
        var command = Point.zero
        for axis in 0..<2 {
          command[axis] = Double(subSteps[axis]) / SubSteps.perStep / settings[joint: axis].stepsPerMm
        }
        while near + 1 < moves.count && distance(command, near + 1) < distance(command, near) { near += 1 }
        for axis in 0..<2 where left[axis] == nil {
          let toldMm = Double(sim.port.steps(ofMotor: axis)) / settings[joint: axis].stepsPerMm
          let offMm = abs(toldMm - (sim.port.carriageMm(ofMotor: axis) ?? 0))
          if offMm > 2 * board.motors[axis].mmPerRev / 200 { left[axis] = lines(around: command, near, slice) }
        }
      case .idle where given == moves.count: return left
      case .needsInput where given == moves.count: motion.flush()
      case .idle, .needsInput:
        while motion.hasRoom && given < moves.count {
          try? motion.add(.line(to: moves[given].end, feed: moves[given].feed), line: moves[given].line)
          given += 1
        }
      default: continue
      }
    }
  }

  /// The line of a motion, and of its neighbours where they are within a slice's way.
  private func lines(around place: Point, _ near: Int, _ slice: Slice) -> Set<UInt32> {
    var way = Point.zero
    for axis in 0..<2 {
      way[axis] = Double(slice.displacement[axis]) / SubSteps.perStep / board.settings[joint: axis].stepsPerMm
    }
    // And what a rounded corner leaves of them.
    let reach = way.length + board.settings.toleranceMm
    let around = max(near - 1, 0)...min(near + 1, moves.count - 1)
    return Set(around.filter { $0 == near || distance(place, $0) <= reach }.map { moves[$0].line })
  }

  private func distance(_ place: Point, _ index: Int) -> Double {
    let start = index == 0 ? Point.zero : moves[index - 1].end
    let way = moves[index].end - start
    let share = min(max((place - start).dot(way) / max(way.dot(way), 1e-12), 0), 1)
    return (place - start - way * share).length
  }
}
