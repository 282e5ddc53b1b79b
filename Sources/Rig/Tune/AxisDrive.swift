// A board and one of its axes in; how much torque its motors have and need at each speed, and how fast they can step, out.

import SimBackend
import StepperCore

/// What holds the velocity of an axis.
public enum VelocityBound: Equatable, Sendable {
  /// The torque that the motor has left at speed: the supply pushes its current against back-EMF and inductance.
  case torque(supplyV: Double)
  /// A motor makes at most a step in a tick, or in the ticks that a driver's pulse takes.
  case tickRate(hz: Double)
  /// The driver's own highest step rate.
  case driver(title: String, stepsPerS: Double)
}

/// An axis with its motors, or both axes of crossed belts: they share their motors, and are tuned as one.
struct AxisDrive {
  struct Shaft {
    var demand: ShaftDemand
    var curve: PullOutCurve
  }

  /// One, or X and Y of a CoreXY.
  let axes: [Int]
  let shafts: [Shaft]
  let toolForceN: Double
  /// The highest velocity that ticks and drivers can step, and what holds it.
  let stepVelocityMmPerS: Double
  let stepBound: VelocityBound
  /// What the pulses allow: motion is never planned faster, whatever the board file says.
  let plannedVelocityMmPerS: Double
  let supplyV: Double
  /// The way that a move can be long: the shorter one where two axes move together.
  let travelMm: Double

  /// Nil where the board says nothing of what its motors move.
  init?(_ board: Board, axes: [Int], model: MotorModel, toolForceN: Double, curves: CurveStore) {
    let machine = board.simulation(model)
    guard machine.hasPhysics else { return nil }
    self.axes = axes
    self.toolForceN = toolForceN
    supplyV = board.supplyV
    travelMm = axes.map { board.settings[axis: $0].maxMm - board.settings[axis: $0].minMm }.min() ?? 0
    var shafts: [Shaft] = []
    var bound = VelocityBound.tickRate(hz: Double(board.settings.tickHz))
    var velocity = Double.infinity, planned = Double.infinity
    for motor in board.motors where axes.contains(motor.axis) {
      guard let demand = ShaftDemand(machine, motor: motor.index) else { return nil }
      let top = min(Double(board.settings.tickHz) / Double(max(motor.microsteps, 1)), 10_000)
      shafts.append(
        Shaft(demand: demand, curve: curves.curve(machine, motor: motor.index, topFullStepsPerS: top)))
      let stepsPerMm = demand.fullStepsPerMm * Double(motor.microsteps)
      // As the tick engine spaces the pulses of this driver.
      let pulses = PulsePlan(
        JointSettings(stepsPerMm: motor.stepsPerMm, motors: 1, timing: motor.driver.timing),
        tickHz: board.settings.tickHz)
      var rate = pulses.maxStepsPerSecond(tickHz: board.settings.tickHz)
      var own = VelocityBound.tickRate(hz: Double(board.settings.tickHz))
      planned = min(planned, rate / stepsPerMm)
      if pulses.spacingTicks > 1 { own = .driver(title: motor.driver.title, stepsPerS: rate) }
      if let most = motor.driver.maxStepHz?.value, most < rate {
        rate = most
        own = .driver(title: motor.driver.title, stepsPerS: most)
      }
      // Beyond the table no motor of this kind turns.
      rate = min(rate, top * Double(motor.microsteps))
      if rate / stepsPerMm < velocity { (velocity, bound) = (rate / stepsPerMm, own) }
    }
    guard !shafts.isEmpty else { return nil }
    self.shafts = shafts
    stepVelocityMmPerS = velocity
    stepBound = bound
    plannedVelocityMmPerS = planned
  }

  /// 1 − torque needed / pull-out torque, of the motor that has least; as the simulator reports it.
  func margin(mmPerS speed: Double, mmPerS2 acceleration: Double) -> Double {
    shafts.map { shaft in
      let has = shaft.curve.torqueNm(atFullStepsPerS: speed * shaft.demand.fullStepsPerMm)
      let needed = shaft.demand.torqueNm(mmPerS: speed, mmPerS2: acceleration, toolForceN: toolForceN)
      return has > 0 ? 1 - needed / has : needed > 0 ? -1 : 1
    }.min() ?? 1
  }

  /// The least margin on the way up to a velocity.
  func margin(of pair: TunePair) -> Double {
    (0...200).map { step in
      margin(mmPerS: pair.velocityMmPerS * Double(step) / 200, mmPerS2: pair.accelerationMmPerS2)
    }.min() ?? 1
  }

  /// The acceleration that leaves a margin at a speed; negative where not even that speed does.
  func acceleration(mmPerS speed: Double, margin: Double) -> Double {
    shafts.map { shaft in
      let has = shaft.curve.torqueNm(atFullStepsPerS: speed * shaft.demand.fullStepsPerMm)
      let cruise = shaft.demand.cruiseNm(mmPerS: speed, toolForceN: toolForceN)
      return ((1 - margin) * has - cruise) / shaft.demand.inertiaNmS2PerMm
    }.min() ?? 0
  }
}

/// Keeps pull-out curves: each takes milliseconds, and most changes of a board leave them as they are.
final class CurveStore {
  private struct Entry {
    var motor: MotorFigures
    var driver: DriverFigures
    var model: MotorModel
    var topFullStepsPerS: Double
    var curve: PullOutCurve
  }

  private var entries: [Entry] = []

  func curve(_ machine: SimSettings, motor index: Int, topFullStepsPerS top: Double) -> PullOutCurve {
    guard let motor = machine.motors[index].motor, let driver = machine.motors[index].driver else { return .none }
    let known = entries.first {
      $0.motor == motor && $0.driver == driver && $0.model == machine.model && $0.topFullStepsPerS == top
    }
    if let known { return known.curve }
    let curve = PullOutCurve(motor: motor, driver: driver, model: machine.model, topFullStepsPerS: top)
    entries.append(
      Entry(motor: motor, driver: driver, model: machine.model, topFullStepsPerS: top, curve: curve))
    return curve
  }
}
