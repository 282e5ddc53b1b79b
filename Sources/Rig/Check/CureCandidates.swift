// A joint that stalls, with what each of its speeds asks for, in; changes that the equations say may cure it out.

import SimBackend
import StepperCore

/// Changes worth trying, in the order in which a workshop would: first what costs nothing, then what costs little.
struct CureCandidates {
  /// A change has to leave this margin by the pull-out curve before it is tried.
  static let wantedMargin = 0.1
  /// What power supplies are sold with, V.
  private static let supplies: [Double] = [12, 15, 19, 24, 27, 30, 36, 40, 42, 48]
  private static let factors = [0.8, 0.65, 0.5, 0.35, 0.25, 0.15, 0.1]

  let board: Board
  let joint: Int
  let model: MotorModel
  /// Where the joint fails.
  let failing: TorquePlace?
  /// The greatest need at each speed, of all motors of the joint.
  let demands: [TorqueDemand]

  private var axes: [Int] { board.axes(ofJoint: joint) }
  private var motors: [Motor] { board.motors.filter { axes.contains($0.axis) } }

  /// Slower, along this joint's axes: two of less acceleration, two of less speed, each the mildest that can be enough.
  ///
  /// Where most of the torque is for cutting, the feed is what thins the chips.
  var slower: [BoardChange] {
    if let failing, failing.demand.shares.tool > 0.5 { return Self.factors.suffix(6).map { .feed(factor: $0) } }
    guard let nowMmPerS2 = axes.map({ board.settings[axis: $0].maxAccelerationMmPerS2 }).max() else { return [] }
    let accelerations = Self.factors.filter { margin(of: board, accelerating: $0) >= Self.wantedMargin }.prefix(2)
    let topMmPerS = demands.reduce(0) { max($0, abs($1.speedMmPerS)) }
    let speeds = Self.factors.filter { margin(of: board, upToMmPerS: $0 * topMmPerS) >= Self.wantedMargin }.prefix(2)
    return accelerations.map {
      .acceleration(axes: axes, mmPerS2: Self.round(nowMmPerS2 * $0), nowMmPerS2: nowMmPerS2)
    }
      + speeds.map {
        // Whole mm/min, ten by ten.
        .velocity(axes: axes, mmPerS: max(10, (topMmPerS * $0 * 6).rounded(.down) * 10) / 60, nowMmPerS: topMmPerS)
      }
  }

  /// More voltage, more current, another driver, another motor.
  var stronger: [BoardChange] {
    let all = supplyChanges.prefix(2) + currentChanges + driverChanges.prefix(2) + motorChanges.prefix(2)
    return all.filter { margin(of: $0.applied(to: board)) >= Self.wantedMargin }
  }

  private var supplyChanges: [BoardChange] {
    let most = board.motors.map(\.driver.maxSupplyV.value).min() ?? 0
    return Self.supplies.filter { $0 > board.supplyV && $0 <= most }
      .map { .supply(volts: $0, nowVolts: board.supplyV) }
      .filter { margin(of: $0.applied(to: board)) >= Self.wantedMargin }
  }

  private var currentChanges: [BoardChange] {
    guard let first = motors.first else { return [] }
    let most = min(first.driver.maxCurrentA.value, first.motor.ratedCurrentA.value)
    return most > first.currentA * 1.02 ? [.current(axes: axes, amperes: most, nowAmperes: first.currentA)] : []
  }

  /// Drivers that take more current or more voltage, with as much of both as driver, motor and the other drivers bear.
  private var driverChanges: [BoardChange] {
    guard let first = motors.first else { return [] }
    let others = board.motors.filter { !axes.contains($0.axis) }.map(\.driver)
    return board.parts.drivers.values.sorted { $0.maxSupplyV.value < $1.maxSupplyV.value }.compactMap { part in
      let most = (others + [part]).map(\.maxSupplyV.value).min() ?? 0
      let least = (others + [part]).compactMap { $0.minSupplyV?.value }.max() ?? 0
      let volts = Self.supplies.last { $0 <= most } ?? board.supplyV
      let amperes = min(part.maxCurrentA.value, first.motor.ratedCurrentA.value)
      guard part.name != first.driver.name, part.microsteps.contains(first.microsteps), volts >= least,
        amperes > first.currentA * 1.02 || volts > board.supplyV, amperes >= first.currentA, volts >= board.supplyV
      else { return nil }
      return .driver(axes: axes, part, amperes: amperes, volts: volts)
    }.filter { margin(of: $0.applied(to: board)) >= Self.wantedMargin }
  }

  private var motorChanges: [BoardChange] {
    guard let first = motors.first else { return [] }
    return board.parts.motors.values.sorted { $0.holdingTorqueNm.value < $1.holdingTorqueNm.value }.compactMap { part in
      guard part.name != first.motor.name, part.stepsPerRev == first.motor.stepsPerRev else { return nil }
      return .motor(
        axes: axes, part, amperes: min(first.driver.maxCurrentA.value, part.ratedCurrentA.value))
    }.filter { margin(of: $0.applied(to: board)) >= Self.wantedMargin }
  }

  /// The least margin by the pull-out curve of a changed board, over everything that was asked.
  func margin(of changed: Board, accelerating factor: Double = 1, upToMmPerS: Double = .infinity) -> Double {
    guard let motor = changed.motors.first(where: { $0.axis == joint }),
      let before = board.motors.first(where: { $0.axis == joint })
    else { return -1 }
    let top = demands.reduce(1) { max($0, abs($1.fullStepsPerS)) }
    let curve = PullOutCurve(
      motor: motor.figures, driver: motor.driverFigures(supplyV: changed.supplyV), model: model, topFullStepsPerS: top)
    let heavierKgM2 = motor.figures.rotorInertiaKgM2 - before.figures.rotorInertiaKgM2
    let radPerMm = 2 * Double.pi / motor.mmPerRev
    return demands.reduce(1) { least, demand in
      if abs(demand.speedMmPerS) > upToMmPerS { return least }
      let inertia = demand.inertiaNm + heavierKgM2 * demand.accelerationMmPerS2 * radPerMm
      let has = curve.torqueNm(atFullStepsPerS: demand.fullStepsPerS)
      return min(least, has > 0 ? 1 - abs(factor * inertia + demand.steadyNm) / has : -1)
    }
  }

  /// To two digits, downwards.
  private static func round(_ value: Double) -> Double {
    var unit = 1.0
    while value / unit >= 100 { unit *= 10 }
    while value / unit < 10 && unit > 1e-3 { unit /= 10 }
    return (value / unit).rounded(.down) * unit
  }
}
