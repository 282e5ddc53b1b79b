// A board in; the velocity and acceleration that keep a torque margin on each axis, what limits them, and what would help, out.

import SimBackend
import StepperCore

/// Which of the motor models a figure is given for.
public enum TuneModel: String, CaseIterable, Sendable {
  case ideal, typical, conservative

  public var motorModel: MotorModel {
    switch self {
    case .ideal: .ideal
    case .typical: .typical
    case .conservative: .conservative
    }
  }
}

public struct TuneOptions: Sendable {
  /// What is left of the pull-out torque, as a share of it.
  public var margin = 0.5
  public var model = TuneModel.conservative
  /// Against the tool along each axis, at every speed: what cutting may take beside the margin.
  public var toolForceN = 0.0

  public init() {}
}

/// Why a board cannot be tuned.
public enum TuneError: Error, Equatable {
  /// The file does not say what the motors of these axes move.
  case mechanicsMissing(axes: [Int])
}

/// Torque at the shaft that the motion asks for, part by part, N·m.
public struct TuneShares: Equatable, Sendable {
  public var rotorNm: Double
  public var driveNm: Double
  public var carriageNm: Double
  public var frictionNm: Double
  public var weightNm: Double
  public var toolNm: Double

  public var totalNm: Double { rotorNm + driveNm + carriageNm + frictionNm + weightNm + toolNm }
}

/// A pair for one aim, and what it is worth.
public struct TuneChoice: Equatable, Sendable {
  public var aim: TuneAim
  public var pair: TunePair
  /// The least of all speeds up to the pair's velocity.
  public var margin: Double
  /// Driven on the simulated machine; nil where it could not be.
  public var trial: TuneTrial?
  /// The simulation slipped with a faster pair, which the torque alone would have allowed.
  public var isSlowed = false
}

/// One axis, or X and Y of crossed belts, which share their motors.
public struct TunedAxis: Sendable {
  public var axes: [Int]
  /// What the board file has now; of two axes the higher ones.
  public var now: TunePair
  /// The same, no faster than ticks and drivers can step: what is really driven.
  public var nowDriven: TunePair
  /// Its least margin at the speeds that ticks and drivers can step; negative where it asks for more than the motor has.
  public var nowMargin: Double
  /// The board's velocity over what ticks and drivers can step, where it is more than one.
  public var nowStepExcess: Double?
  /// Empty where nothing moves with that margin.
  public var choices: [TuneChoice]
  public var velocityBound: VelocityBound
  public var shares: TuneShares
  /// What would make typical moves at least 1 % shorter, the best first.
  public var cures: [TuneCure]
  public var travelMm: Double
  /// With the balanced pair, so that motion is smoothed for as long as now; nil where the board limits no jerk.
  public var jerkMmPerS3: [Double?]
  /// How far the carriage stays behind its motor at the balanced acceleration; nil where no stiffness is stated.
  public var lagMm: Double?
  let drive: AxisDrive

  public var balanced: TuneChoice? { choices.first { $0.aim == .balanced } }
}

/// What came of tuning a board.
public struct Tuning: Sendable {
  public var board: Board
  public var options: TuneOptions
  public var axes: [TunedAxis]
}

/// Tunes all axes of a board; takes about a second.
public func tune(_ board: Board, _ options: TuneOptions) throws(TuneError) -> Tuning {
  let missing = (0..<3).filter { board.mechanics[$0] == nil }
  if !missing.isEmpty { throw .mechanicsMissing(axes: missing) }
  let groups = board.settings.kinematics == .coreXY ? [[0, 1], [2]] : [[0], [1], [2]]
  let curves = CurveStore()
  var tuned: [TunedAxis] = []
  for axes in groups {
    guard let one = TuneBench(board: board, axes: axes, options: options, curves: curves)?.tuned() else {
      throw .mechanicsMissing(axes: axes)
    }
    tuned.append(one)
  }
  return Tuning(board: board, options: options, axes: tuned)
}

/// Works on one axis, or one pair of belts.
private struct TuneBench {
  let board: Board
  let axes: [Int]
  let options: TuneOptions
  let curves: CurveStore
  let drive: AxisDrive
  let envelope: TuneEnvelope

  init?(board: Board, axes: [Int], options: TuneOptions, curves: CurveStore) {
    guard
      let drive = AxisDrive(
        board, axes: axes, model: options.model.motorModel, toolForceN: options.toolForceN, curves: curves)
    else { return nil }
    self.board = board
    self.axes = axes
    self.options = options
    self.curves = curves
    self.drive = drive
    envelope = TuneEnvelope(drive, margin: options.margin)
  }

  func tuned() -> TunedAxis {
    let limits = axes.map { board.settings[axis: $0] }
    let now = TunePair(
      velocityMmPerS: limits.map(\.maxVelocityMmPerS).max() ?? 0,
      accelerationMmPerS2: limits.map(\.maxAccelerationMmPerS2).max() ?? 0)
    let choices = TuneAim.allCases.compactMap(choice)
    let pair = choices.first { $0.aim == .balanced }?.pair ?? TunePair(velocityMmPerS: 0, accelerationMmPerS2: 0)
    let excess = now.velocityMmPerS / drive.stepVelocityMmPerS
    let course = course
    var driven = now
    driven.velocityMmPerS = min(now.velocityMmPerS, drive.plannedVelocityMmPerS)
    return TunedAxis(
      axes: axes, now: now, nowDriven: driven, nowMargin: drive.margin(of: driven),
      nowStepExcess: excess > 1 + 1e-9 ? excess : nil,
      choices: choices, velocityBound: bound(pair), shares: shares(pair), cures: cures(),
      travelMm: drive.travelMm,
      jerkMmPerS3: axes.map { board.settings[axis: $0].maxJerkMmPerS3 > 0 ? course.jerk($0, with: pair) : nil },
      lagMm: lag(pair), drive: drive)
  }

  private var course: TuneCourse {
    TuneCourse(board: board, axes: axes, model: options.model, toolForceN: options.toolForceN)
  }

  /// The pair for an aim, driven to and fro. A motor that swings too much on the way gets a lower velocity: resonance is
  /// not in the pull-out torque.
  private func choice(_ aim: TuneAim) -> TuneChoice? {
    guard let wanted = envelope.pair(for: aim) else { return nil }
    var pair = wanted.roundedDown(acceleration: envelope.acceleration)
    guard pair.velocityMmPerS > 0, pair.accelerationMmPerS2 > 0 else { return nil }
    var trial = course.trial(pair)
    var isSlowed = false
    var tries = 0
    while let slip = trial?.slipMmPerS, tries < 12 {
      tries += 1
      isSlowed = true
      // Below the speed at which it slipped, or slower still where that was on the way.
      let lower = min(pair.velocityMmPerS * 0.9, max(slip * 0.95, pair.velocityMmPerS * 0.5))
      let next = TunePair(velocityMmPerS: lower, accelerationMmPerS2: 0)
        .roundedDown(acceleration: envelope.acceleration)
      guard next.velocityMmPerS > 0 else { break }
      pair = next
      trial = course.trial(pair)
    }
    return TuneChoice(aim: aim, pair: pair, margin: drive.margin(of: pair), trial: trial, isSlowed: isSlowed)
  }

  private func bound(_ pair: TunePair) -> VelocityBound {
    pair.velocityMmPerS >= 0.95 * drive.stepVelocityMmPerS ? drive.stepBound : .torque(supplyV: board.supplyV)
  }

  private func shares(_ pair: TunePair) -> TuneShares {
    // The motor that has most to do for what it can.
    let hardest = drive.shafts.max {
      $0.demand.inertiaNmS2PerMm / $0.curve.torqueNm(atFullStepsPerS: 0)
        < $1.demand.inertiaNmS2PerMm / $1.curve.torqueNm(atFullStepsPerS: 0)
    }
    guard let demand = hardest?.demand else {
      return TuneShares(rotorNm: 0, driveNm: 0, carriageNm: 0, frictionNm: 0, weightNm: 0, toolNm: 0)
    }
    let acceleration = pair.accelerationMmPerS2
    return TuneShares(
      rotorNm: demand.rotorNmS2PerMm * acceleration, driveNm: demand.driveNmS2PerMm * acceleration,
      carriageNm: demand.carriageNmS2PerMm * acceleration,
      frictionNm: demand.frictionNm + demand.viscousNmSPerMm * pair.velocityMmPerS, weightNm: demand.weightNm,
      toolNm: demand.metresPerNewton * options.toolForceN)
  }

  private func lag(_ pair: TunePair) -> Double? {
    axes.compactMap { axis in
      guard let mechanics = board.mechanics[axis], let stiffness = mechanics.stiffnessNPerMm else { return nil }
      return mechanics.movingMassKg * pair.accelerationMmPerS2 / 1000 / stiffness
    }.max()
  }

  /// Each change by itself, worth what it saves typical moves against the machine as it is.
  private func cures() -> [TuneCure] {
    let ways = envelope.typicalWaysMm
    let now = envelope.pair(for: .balanced)
    return board.changes(for: axes).compactMap { change, changed in
      guard
        let other = AxisDrive(
          changed, axes: axes, model: options.model.motorModel, toolForceN: options.toolForceN, curves: curves),
        let pair = TuneEnvelope(other, margin: options.margin).pair(for: .balanced)
      else { return nil }
      let rounded = pair.roundedDown(acceleration: TuneEnvelope(other, margin: options.margin).acceleration)
      guard let now else { return TuneCure(change: change, pair: rounded, timeSaved: 1) }
      let ratio = ways.reduce(0) { $0 + pair.seconds(overMm: $1) / now.seconds(overMm: $1) } / Double(ways.count)
      return ratio < 0.99 ? TuneCure(change: change, pair: rounded, timeSaved: 1 - ratio) : nil
    }.sorted { $0.timeSaved > $1.timeSaved }
  }
}
