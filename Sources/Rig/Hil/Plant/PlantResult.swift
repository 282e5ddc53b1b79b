// A plant at its end in, what became of its machine out, as values.

import SimBackend
import StepperCore

/// What a machine behind real pins has gone through.
public struct PlantResult: Sendable {
  /// One motor. Steps are pulses that its driver saw.
  public struct MotorFigures: Equatable, Sendable {
    public var name: String
    public var pulses: Int
    /// Net, the place where it stood at the start included.
    public var positionSteps: Int
    public var missedPulses: Int
    /// Full steps that the rotor slipped under current; nil without physics.
    public var lostSteps: Int?
    /// When it first did, s.
    public var firstSlipS: Double?
    /// Full steps that something moved it while it had no current: a head that sank. No fault of the controller's.
    public var movedWhileOff: Int?
  }

  /// A contact that was pressed, by the carriage or by hand.
  public struct SwitchHit: Equatable, Sendable {
    public var name: String
    public var atS: Double
    public var positionMm: Point
  }

  /// A carriage that ran against the end of its way.
  public struct StopHit: Equatable, Sendable {
    public var axis: String
    public var end: LimitSwitch.End
    public var atS: Double
  }

  /// An edge that came too early for a driver.
  public struct Violation: Equatable, Sendable {
    public var motor: String
    public var fault: TimingFault
    public var atS: Double
  }

  public var board: String
  public var chip: String
  public var seconds: Double
  public var hasPhysics: Bool
  /// Of step lines only the beginning of each pulse was watched.
  public var countsPulses: Bool
  public var motors: [MotorFigures]
  public var carriageMm: Point
  /// The first hundred of each; counts go on.
  public var hits: [SwitchHit]
  public var hitCount: Int
  public var stops: [StopHit]
  public var violations: [Violation]
  public var violationCount: Int
  public var edges: Int
  /// Edges that were surely there, and of which the kernel did not tell: there may be more, in pairs.
  public var missedEdges: Int
  /// How often the kernel's queue of a line was full: what came then is lost, and only libgpiod 2 says how much it was.
  public var fullQueues = 0
  /// Edges that were told after later ones had been applied.
  public var lateEdges: Int
  /// The longest time in which this computer looked at nothing: contacts were pressed that much late, at most.
  public var longestPauseS = 0.0

  /// What went wrong with the machine, or with the watching of it.
  public enum Trouble: String, Equatable, Sendable, CaseIterable {
    case lostSteps = "lost_steps"
    case stopHit = "stop_hit"
    case timing
    case missedEdges = "missed_edges"
  }

  public var troubles: [Trouble] {
    Trouble.allCases.filter {
      switch $0 {
      case .lostSteps: motors.contains { $0.lostSteps ?? 0 != 0 || $0.firstSlipS != nil }
      case .stopHit: !stops.isEmpty
      case .timing: violationCount > 0
      case .missedEdges: missedEdges > 0 || fullQueues > 0 || lateEdges > 0
      }
    }
  }

  public var exit: ExitCode { troubles.isEmpty ? .done : .notDone }
}

extension PlantMachine {
  /// What has become of the machine until now.
  ///
  /// - Parameter lostEdges: those that the kernel says it had no room for.
  public func result(lostEdges: Int = 0) -> PlantResult {
    let axes = ["x", "y", "z"]
    return PlantResult(
      board: board.name, chip: board.chip.label, seconds: seconds, hasPhysics: port.hasMotors,
      countsPulses: countsPulses, motors: board.motors.map { figures($0) }, carriageMm: port.position,
      hits: hits(), hitCount: record.hitCount,
      stops: record.stops.map {
        .init(axis: axes[$0.axis], end: $0.isUpper ? .max : .min, atS: clock.seconds($0.at))
      },
      violations: record.violations.map {
        .init(motor: board.motors[$0.motor].name, fault: $0.fault, atS: clock.seconds($0.at))
      },
      violationCount: Int(record.violationCount), edges: record.edges,
      missedEdges: max(record.missedEdges, lostEdges), lateEdges: record.lateEdges)
  }

  private func figures(_ motor: Motor) -> PlantResult.MotorFigures {
    let figures = port.report(ofMotor: motor.index).map { rest.figures(motor.index, at: instant.tick, $0) }
    let start = Int(SubSteps.wholeSteps(JointMap(board.settings).subSteps(at: board.startPosition)[motor.axis]))
    return PlantResult.MotorFigures(
      name: motor.name, pulses: Int(port.pulses(ofMotor: motor.index)),
      positionSteps: start + Int(port.steps(ofMotor: motor.index)),
      missedPulses: Int(port.missedPulses(ofMotor: motor.index)),
      lostSteps: figures.map { abs($0.lost) },
      firstSlipS: figures?.firstSlip.map { Double($0.tick) / Double(PlantClock.tickHz) },
      movedWhileOff: figures.map { abs($0.moved) })
  }
}
