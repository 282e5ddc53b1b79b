// The motors of a run: slices and the machine behind them come in, torque margins along the job and failures go out.

import SimBackend
import StepperCore

/// What a run asked of its motors, and where they left their command.
public struct TorqueRecord: Sendable {
  public let hasPhysics: Bool
  public private(set) var motors: [MotorTorque] = []
  /// Margin over time, of each joint's weakest motor; empty where nobody wants a picture.
  private(set) var margins: [BandHistory] = []
  private(set) var endS = 0.0
  /// The run has found what it was made for.
  private(set) var isOver = false
  private let keepsDemands: Bool
  private let endsWhenJointLeaves: Int?
  private let tickHz: Double
  private let topFullStepsPerS: [Double]
  /// Lines of the last slices: the motion that goes out is behind the lines that are sampled.
  private var lines: [UInt32]
  private var sliceCount = 0
  private var tick: UInt64 = 0

  init(_ board: Board, _ options: RunOptions, hasPhysics: Bool) {
    self.hasPhysics = hasPhysics
    keepsDemands = options.keepsDemands
    endsWhenJointLeaves = options.endsWhenJointLeaves
    tickHz = Double(board.settings.tickHz)
    let settings = board.settings
    lines = Array(repeating: 0, count: settings.smoothingSlices + settings.shapingSlices + 4)
    topFullStepsPerS = board.motors.map { motor in
      let isBelt = settings.kinematics == .coreXY && motor.axis < 2
      let speed =
        isBelt
        ? settings.x.maxVelocityMmPerS + settings.y.maxVelocityMmPerS : settings[axis: motor.axis].maxVelocityMmPerS
      return max(speed / motor.mmPerRev * Double(motor.motor.stepsPerRev), 1)
    }
    guard hasPhysics else { return }
    motors = board.motors.map { MotorTorque(motor: $0.index, joint: $0.axis) }
    guard options.keepsRecord else { return }
    margins = Array(repeating: BandHistory(finest: Double(settings.sliceTicks) / tickHz), count: 3)
  }

  /// A slice that has been run. `slices` is what it was to the motors, `position` where it led to; `path` knows the
  /// program's lines.
  mutating func add(
    _ slice: Slice, _ slices: MotorSlices, _ position: Point, lagSlices: Int,
    _ path: borrowing PathDeviation
  ) {
    lines[sliceCount % lines.count] = slice.line
    // A little earlier, because the path is only looked along forwards.
    let sampled = lines[max(sliceCount - lagSlices - 2, 0) % lines.count]
    sliceCount += 1
    var least = SIMD4(repeating: 1.0)
    for index in motors.indices {
      let motor = motors[index].motor
      let margin = slices.margins[motor]
      least[motors[index].joint] = min(least[motors[index].joint], margin)
      if motors[index].isWorst(margin) {
        let line = path.line(at: position, from: sampled)
        motors[index].setWorst(
          TorquePlace(line: line, tick: tick, position: position, demand: slices.demands[motor]))
      }
      if motors[index].leaves(
        lagFullSteps: slices.lagsFullSteps[motor], margin: margin, demand: slices.demands[motor])
      {
        motors[index].addDeparture(line: path.line(at: position, from: sampled), tick: tick, position: position)
        if endsWhenJointLeaves == motors[index].joint { isOver = true }
      }
      if keepsDemands { motors[index].keep(slices.demands[motor], topFullStepsPerS: topFullStepsPerS[index]) }
    }
    let startS = Double(tick) / tickHz
    tick += UInt64(slice.ticks)
    endS = Double(tick) / tickHz
    for joint in margins.indices {
      margins[joint].add(least[joint], from: startS, to: endS, seconds: endS - startS)
    }
  }

  /// Of a joint's motors, the one with the least margin.
  public func worst(ofJoint joint: Int) -> TorquePlace? {
    motors.filter { $0.joint == joint }.compactMap(\.worst).min { $0.demand.margin < $1.demand.margin }
  }

  /// Where a joint first left its command, and how often.
  public func departures(ofJoint joint: Int) -> [TorquePlace] {
    let first = motors.filter { $0.joint == joint && !$0.departures.isEmpty }
    return first.min { $0.departures[0].tick < $1.departures[0].tick }?.departures ?? []
  }

  /// How often the motors of a joint left their command.
  public func departureCount(ofJoint joint: Int) -> Int {
    motors.filter { $0.joint == joint }.reduce(0) { max($0, $1.departureCount) }
  }
}
