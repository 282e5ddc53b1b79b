// What one motor of a run was asked for: a slice's demand and the rotor's lag in, its worst places out.

import SimBackend
import StepperCore

/// A moment of a run.
public struct TorquePlace: Sendable {
  public var line: UInt32
  public var tick: UInt64
  /// The commanded place, machine mm.
  public var position: Point
  public var demand: TorqueDemand
}

/// One motor over a whole run.
public struct MotorTorque: Sendable {
  /// Places at which the motor left its command that are kept; one a line.
  static let departureLimit = 20
  /// Beyond two full steps the torque pushes away from the command. Within one it is safe again.
  static let leftFullSteps = 2.0
  static let keptFullSteps = 1.0
  static let keptSlices = 20

  public let motor: Int
  public let joint: Int
  /// Where the margin was least; nil where the motor was asked for nothing.
  public private(set) var worst: TorquePlace?
  /// Where it left its command by more than two full steps, each time anew, with what had been asked for on the way there.
  public private(set) var departures: [TorquePlace] = []
  /// All of them, also those on lines that had one already.
  public private(set) var departureCount = 0
  private var isOut = false
  private var slicesIn = 0
  private var slips = 0.0
  private var leastMargin = 1.0
  private var recent: TorqueDemand?
  /// Its margin; more than any where there is none.
  private var recentMargin = 2.0
  /// Slices in step since that.
  private var age = 0
  /// For each part of the motor's speeds, the greatest need.
  private(set) var demands: [TorqueDemand] = []

  init(motor: Int, joint: Int) {
    self.motor = motor
    self.joint = joint
  }

  /// A slice's margin is a new least one, and `place` has to be told.
  @inline(__always)
  func isWorst(_ margin: Double) -> Bool { margin < leastMargin }

  mutating func setWorst(_ place: TorquePlace) {
    leastMargin = place.demand.margin
    worst = place
  }

  /// Takes the lag at the end of a slice, and its margin. True where the motor has just left its command.
  @inline(__always)
  mutating func leaves(
    lagFullSteps lag: Double, margin: Double, demand: @autoclosure () -> TorqueDemand
  ) -> Bool {
    // Four full steps on, a motor that has slipped is in step again.
    let off = abs(lag - slips)
    if off < Self.keptFullSteps {
      // One slide over several lines passes places of rest.
      slicesIn += 1
      if slicesIn >= Self.keptSlices { isOut = false }
      age += 1
      if margin <= recentMargin || age > Self.keptSlices { remember(demand()) }
      return false
    }
    slicesIn = 0
    if margin < recentMargin { remember(demand()) }
    if off <= Self.leftFullSteps { return false }
    slips = 4 * (lag / 4).rounded()
    defer { isOut = true }
    return !isOut
  }

  /// The greatest need of the last slices in step, and of all since: a rotor leaves its command later than it is asked for
  /// too much.
  private mutating func remember(_ demand: TorqueDemand) {
    recent = demand
    recentMargin = demand.margin
    age = 0
  }

  mutating func addDeparture(line: UInt32, tick: UInt64, position: Point) {
    departureCount += 1
    guard departures.last?.line != line, departures.count < Self.departureLimit, let recent else { return }
    departures.append(TorquePlace(line: line, tick: tick, position: position, demand: recent))
  }

  /// Speeds are told apart in so many parts up to the highest.
  static let speeds = 48

  mutating func keep(_ demand: TorqueDemand, topFullStepsPerS: Double) {
    if demands.isEmpty { demands = Array(repeating: .none, count: Self.speeds) }
    let share = min(max(abs(demand.fullStepsPerS) / topFullStepsPerS, 0), 1)
    let index = min(Int(share * Double(Self.speeds)), Self.speeds - 1)
    if demand.neededNm > demands[index].neededNm { demands[index] = demand }
  }
}
