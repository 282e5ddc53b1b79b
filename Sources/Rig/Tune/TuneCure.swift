// A board in; the same board with one part changed, for each change that could make an axis faster, out.

import SimBackend
import StepperCore

/// One change of a machine.
public enum TuneChange: Equatable, Sendable {
  /// The motor supply as high as every driver of the board takes it.
  case supply(fromV: Double, toV: Double)
  /// The current as high as driver and motor take it.
  case current(fromA: Double, toA: Double)
  /// A quarter of what moves taken away.
  case lighterCarriage(fromKg: Double, toKg: Double)
  /// Oil, alignment, better guides.
  case halfFriction(fromN: Double, toN: Double)
  /// A weight, a spring or a strong cord for Z.
  case counterbalance(newtons: Double)
  /// A screw of another lead, a pulley of another size.
  case travelPerTurn(fromMm: Double, toMm: Double)
  case microsteps(from: Int, to: Int)
  case tickRate(fromHz: UInt32, toHz: UInt32)

  /// As in JSON.
  public var key: String {
    switch self {
    case .supply: "supply_v"
    case .current: "current_a"
    case .lighterCarriage: "moving_mass_kg"
    case .halfFriction: "friction_n"
    case .counterbalance: "counterbalance_n"
    case .travelPerTurn: "mm_per_rev"
    case .microsteps: "microsteps"
    case .tickRate: "tick_hz"
    }
  }

  /// The number that the board file has now, and the one that it would have.
  public var values: (from: Double, to: Double) {
    switch self {
    case .supply(let from, let to), .current(let from, let to), .lighterCarriage(let from, let to),
      .halfFriction(let from, let to), .travelPerTurn(let from, let to):
      (from, to)
    case .counterbalance(let newtons): (0, newtons)
    case .microsteps(let from, let to): (Double(from), Double(to))
    case .tickRate(let from, let to): (Double(from), Double(to))
    }
  }
}

/// What a change would bring.
public struct TuneCure: Equatable, Sendable {
  public var change: TuneChange
  /// The balanced pair of the changed machine.
  public var pair: TunePair
  /// How much less time typical moves would take, as a share.
  public var timeSaved: Double
}

extension Board {
  /// Every change that makes sense for these axes, with the board that it leads to.
  func changes(for axes: [Int]) -> [(change: TuneChange, board: Board)] {
    var all: [(TuneChange, Board)] = []
    let own = motors.filter { axes.contains($0.axis) }
    if let most = motors.map(\.driver.maxSupplyV.value).min(), most > supplyV * 1.05 {
      var changed = self
      changed.supplyV = most
      all.append((.supply(fromV: supplyV, toV: most), changed))
    }
    if let now = own.map(\.currentA).min() {
      let changed = withMotors(of: axes) {
        $0.currentA = max($0.currentA, min($0.driver.maxCurrentA.value, $0.motor.ratedCurrentA.value))
      }
      let most = changed.motors.filter { axes.contains($0.axis) }.map(\.currentA).min() ?? now
      if most > now * 1.02 { all.append((.current(fromA: now, toA: most), changed)) }
    }
    all += mechanicalChanges(for: axes)
    if let first = own.first {
      for factor in [0.5, 2.0] {
        let changed = withMotors(of: axes) { $0.stepsPerMm /= factor }
        all.append((.travelPerTurn(fromMm: first.mmPerRev, toMm: first.mmPerRev * factor), changed))
      }
      // The next coarser setting that every driver of the axis has.
      let offered = own.reduce(Set(first.driver.microsteps)) { $0.intersection($1.driver.microsteps) }
      if own.allSatisfy({ $0.microsteps == first.microsteps }),
        let coarser = offered.filter({ $0 < first.microsteps }).max()
      {
        let changed = withMotors(of: axes) {
          $0.stepsPerMm *= Double(coarser) / Double($0.microsteps)
          $0.microsteps = coarser
        }
        all.append((.microsteps(from: first.microsteps, to: coarser), changed))
      }
    }
    if settings.tickHz <= 100_000 {
      var changed = self
      changed.settings.tickHz *= 2
      all.append((.tickRate(fromHz: settings.tickHz, toHz: changed.settings.tickHz), changed))
    }
    return all
  }

  private func mechanicalChanges(for axes: [Int]) -> [(TuneChange, Board)] {
    var all: [(TuneChange, Board)] = []
    let own = axes.compactMap { mechanics[$0] }
    // On crossed belts one number stands for both axes.
    let mass = own.reduce(0) { $0 + $1.movingMassKg }, friction = own.reduce(0) { $0 + $1.frictionN }
    let lighter = withMechanics(of: axes) { one, axis in
      // What lifts against a lighter weight is lightened with it.
      if axis == 2 { one.counterbalanceN = max(0, one.counterbalanceN - 0.25 * one.movingMassKg * 9.81) }
      one.movingMassKg *= 0.75
    }
    all.append((.lighterCarriage(fromKg: mass, toKg: mass * 0.75), lighter))
    if friction > 0 {
      let smooth = withMechanics(of: axes) { one, _ in one.frictionN *= 0.5 }
      all.append((.halfFriction(fromN: friction, toN: friction / 2), smooth))
    }
    if axes == [2], let z = own.first {
      let weight = z.movingMassKg * 9.81
      if weight - z.counterbalanceN > 0.1 * weight {
        let balanced = withMechanics(of: axes) { one, _ in one.counterbalanceN = weight }
        all.append((.counterbalance(newtons: weight), balanced))
      }
    }
    return all
  }

  private func withMotors(of axes: [Int], _ change: (inout Motor) -> Void) -> Board {
    var board = self
    for index in board.motors.indices where axes.contains(board.motors[index].axis) { change(&board.motors[index]) }
    return board
  }

  private func withMechanics(of axes: [Int], _ change: (inout Mechanics, Int) -> Void) -> Board {
    var board = self
    for axis in axes {
      guard var one = board.mechanics[axis] else { continue }
      change(&one, axis)
      board.mechanics[axis] = one
    }
    return board
  }
}
