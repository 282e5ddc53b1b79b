// A board with a pair of limits in; moves to and fro on the simulated machine; whether a motor fell out of step, out.

import SimBackend
import StepperCore

/// What became of the motors of an axis that was driven to and fro.
public struct TuneTrial: Equatable, Sendable {
  /// Machine seconds.
  public var seconds: Double
  /// As the simulator judges the executed motion.
  public var leastMargin: Double
  /// The speed along the axis at which a motor first slipped; nil where none did.
  public var slipMmPerS: Double?
  /// Edges that came sooner than a driver takes them.
  public var timingViolations: Int
  public var hasHeld: Bool { slipMmPerS == nil && timingViolations == 0 }
}

/// Drives axes to and fro: with a second at full speed, over the way that just reaches it, and over short ways.
public struct TuneCourse: Sendable {
  let board: Board
  let axes: [Int]
  let model: MotorModel
  let toolForceN: Double

  /// - Parameters:
  ///   - axes: 0 = X, 1 = Y, 2 = Z; both belts of a CoreXY together.
  ///   - toolForceN: against the motion, whichever way it goes.
  public init(board: Board, axes: [Int], model: TuneModel, toolForceN: Double = 0) {
    self.board = board
    self.axes = axes
    self.model = model.motorModel
    self.toolForceN = toolForceN
  }

  /// The board with a pair in place of its own limits. Jerk goes with the acceleration, so that the time over which motion
  /// is smoothed stays what it is.
  func board(with pair: TunePair) -> Board {
    var changed = board
    for axis in axes {
      var settings = changed.settings[axis: axis]
      settings.maxJerkMmPerS3 = jerk(axis, with: pair)
      settings.maxVelocityMmPerS = pair.velocityMmPerS
      settings.maxAccelerationMmPerS2 = pair.accelerationMmPerS2
      switch axis {
      case 0: changed.settings.x = settings
      case 1: changed.settings.y = settings
      default: changed.settings.z = settings
      }
    }
    // From the low end of the axes that move; the others stay where the board has them.
    for axis in axes { changed.startPosition[axis] = changed.settings[axis: axis].minMm }
    return changed
  }

  func jerk(_ axis: Int, with pair: TunePair) -> Double {
    let settings = board.settings[axis: axis]
    return settings.maxJerkMmPerS3 * pair.accelerationMmPerS2 / settings.maxAccelerationMmPerS2
  }

  /// Runs to the end, or to the first slip. Nil where the board has no physics, or the travel no room.
  public func trial(_ pair: TunePair) -> TuneTrial? {
    let board = board(with: pair)
    let simulated = board.simulation(model)
    guard simulated.hasPhysics, pair.velocityMmPerS > 0, pair.accelerationMmPerS2 > 0 else { return nil }
    let memory = MotionMemory(segments: 64, board.settings)
    var motion = Motion(board.settings, storage: memory.storage, at: board.startPosition)
    var machine = SimMachine(board.settings, machine: simulated, start: motion.startSubSteps)
    var moves = places(pair)[...]
    var isFed = false
    var place = board.startPosition
    var slipMmPerS: Double?
    do throws(MotionError) {
      try motion.add(.pathMode(.exactStop), line: 1)
      pumping: while true {
        switch motion.next() {
        case .slice(let slice):
          if toolForceN > 0 {
            machine.port.setToolForce(force(against: motion.position - place), at: machine.engine.tick)
          }
          place = motion.position
          machine.run(slice)
          if machine.port.hasSlipped {
            // Along the diagonal of two axes each of them has its part of the speed.
            slipMmPerS = motion.speedMmPerS / Double(axes.count).squareRoot()
            break pumping
          }
        case .needsInput, .idle:
          if isFed && moves.isEmpty { break pumping }
          while motion.hasRoom, let next = moves.popFirst() { try motion.add(.line(to: next, feed: .rapid), line: 1) }
          isFed = moves.isEmpty
          if isFed { motion.flush() }
        case .stopped, .probeBegins, .probeEnded, .held:
          continue
        }
      }
    } catch {
      // A move that the machine may not make says nothing about its motors.
      return nil
    }
    let reports = board.motors.filter { axes.contains($0.axis) }.compactMap { machine.port.report(ofMotor: $0.index) }
    return TuneTrial(
      seconds: Double(machine.engine.tick) / Double(board.settings.tickHz),
      leastMargin: reports.map(\.minTorqueMargin).min() ?? 1, slipMmPerS: slipMmPerS,
      timingViolations: Int(machine.port.timingViolations))
  }

  /// Against the motion, as large as was asked.
  private func force(against way: Point) -> Point {
    way.length > 0 ? way * (-toolForceN / way.length) : .zero
  }

  /// Ends of the moves. Crossed belts go along both diagonals, where one motor does all the work, and along each axis.
  private func places(_ pair: TunePair) -> [Point] {
    let settings = board.settings
    var low = board.startPosition
    for axis in axes { low[axis] = settings[axis: axis].minMm }
    let travel = axes.map { settings[axis: $0].maxMm - settings[axis: $0].minMm }.min() ?? 0
    let ramps = pair.velocityMmPerS * pair.velocityMmPerS / pair.accelerationMmPerS2
    // A second at full speed is enough for a swing to grow.
    let long = ramps + pair.velocityMmPerS + 1
    let ways = [long, 1.2 * ramps + 1, 0.5 * ramps, 10, 1, 10, 1, long].map { min($0, travel) }
    var places: [Point] = []
    func toAndFro(_ from: Point, _ sense: Point) {
      for way in ways { places += [from + sense * way, from] }
    }
    var sense = Point.zero
    for axis in axes { sense[axis] = 1 }
    toAndFro(low, sense)
    if axes.count == 2 {
      var corner = low
      corner[axes[1]] += travel
      places.append(corner)
      var other = sense
      other[axes[1]] = -1
      toAndFro(corner, other)
      for axis in axes {
        var along = Point.zero
        along[axis] = axis == axes[1] ? -1 : 1
        toAndFro(corner, along)
      }
    }
    return places
  }
}
