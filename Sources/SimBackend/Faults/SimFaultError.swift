// A fault and a machine come in; why this machine cannot have that fault goes out.

import StepperCore

/// A fault that this machine cannot have. Nothing has been taken over.
public struct SimFaultError: Error, Equatable, Sendable {
  /// Its place in the list, from 0.
  public var index: Int
  public var reason: Reason

  public enum Reason: Equatable, Sendable {
    /// Without physics it would do nothing.
    case needsPhysics
    case noSuchMotor(Int)
    case noSuchAxis(Int)
    /// The machine has no such input.
    case noSuchInput(InputWord)
    /// A figure that is no number, or not positive where it has to be.
    case wrongFigure
    /// It was given a duration, and does not last.
    case cannotBeMended
  }

  public init(index: Int, reason: Reason) {
    self.index = index
    self.reason = reason
  }
}

extension SimFault {
  /// Why a machine cannot have this fault; nil where it can.
  func obstacle(on machine: SimSettings) -> SimFaultError.Reason? {
    if needsPhysics && !machine.hasPhysics { return .needsPhysics }
    if let durationS {
      if !kind.canBeMended { return .cannotBeMended }
      if !(durationS > 0) || durationS > Self.longestS { return .wrongFigure }
    }
    switch moment {
    case .seconds(let seconds):
      if !(seconds >= 0) || seconds > Self.longestS { return .wrongFigure }
    case .position(let axis, let mm, _):
      if !(0..<3).contains(axis) { return .noSuchAxis(axis) }
      if !(abs(mm) < 1e6) { return .wrongFigure }
    case .tick, .line: break
    }
    if let input = kind.input, input.rawValue.nonzeroBitCount != 1 { return .noSuchInput(input) }
    return figuresObstacle(machine)
  }

  /// A machine that runs for thirty years.
  private static let longestS = 1e9

  private func figuresObstacle(_ machine: SimSettings) -> SimFaultError.Reason? {
    switch kind {
    case .lostSteps(let motor, let pulses), .extraSteps(let motor, let pulses):
      return !machine.motors.indices.contains(motor) ? .noSuchMotor(motor) : pulses == 0 ? .wrongFigure : nil
    case .mixedPhases(let motor), .reversedMotor(let motor):
      return machine.motors.indices.contains(motor) ? nil : .noSuchMotor(motor)
    case .bouncingSwitch(_, let ms):
      return ms > 0 && ms < 1e6 ? nil : .wrongFigure
    case .noise(_, let spikesPerS, let spikeUs):
      return spikesPerS > 0 && spikesPerS < 1e9 && spikeUs > 0 && spikeUs < 1e12 ? nil : .wrongFigure
    case .weakSupply(let volts):
      return volts >= 0 && volts < 1e6 ? nil : .wrongFigure
    case .jam(let axis, let newtons):
      return !(0..<3).contains(axis) ? .noSuchAxis(axis) : newtons > 0 && newtons < 1e9 ? nil : .wrongFigure
    case .wall(let axis, let mm):
      return !(0..<3).contains(axis) ? .noSuchAxis(axis) : abs(mm) < 1e6 ? nil : .wrongFigure
    case .lateTick(let us): return us > 0 && us < 1e9 ? nil : .wrongFigure
    case .slowPlanner(let ms): return ms > 0 && ms < 1e7 ? nil : .wrongFigure
    case .bytesDropped(let count), .bytesDoubled(let count): return count > 0 ? nil : .wrongFigure
    case .stuckSwitch, .brokenWire, .powerCut, .emergencyStop, .door, .deadProbe, .portError: return nil
    }
  }
}
