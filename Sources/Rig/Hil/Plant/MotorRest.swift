// When motors have current, and where their rotors are then, in; steps that they lost under current out.

import SimBackend
import StepperCore

/// Tells rotors that slipped from rotors that something moved while they had no current: a head that sinks once the drivers are
/// off has lost no step to its controller.
package struct MotorRest {
  private struct Motor {
    /// From enable until the rotor has come to rest in the current: the driver has to wake first.
    let catchTicks: UInt64
    var hasCurrent = false
    /// Without current, or not yet at rest under it.
    var isApart = true
    var apartSince: UInt64 = 0
    /// When the rotor will have caught on.
    var togetherAt: UInt64 = .max
    /// Full steps behind the command when the current went.
    var lostBefore = 0
    /// Full steps that were not lost under current.
    var movedWhileOff = 0
    var firstSlipWasOff = false
  }

  private var motors: [Motor]
  /// The next tick on which somebody has to ask ``settle(_:at:report:)``.
  package private(set) var nextTick: UInt64 = .max

  /// - Parameter enableDelaysNs: of each motor's driver.
  package init(enableDelaysNs: [UInt32]) {
    motors = enableDelaysNs.map { delayNs in
      Motor(catchTicks: UInt64(PlantClock.tickHz) / 10 + UInt64(delayNs) * UInt64(PlantClock.tickHz) / 1_000_000_000)
    }
  }

  /// The current of a motor comes or goes; `report` is asked for where it goes.
  package mutating func switchCurrent(_ motor: Int, _ isOn: Bool, at tick: UInt64, report: MotorReport?) {
    guard motors[motor].hasCurrent != isOn else { return }
    motors[motor].hasCurrent = isOn
    if isOn {
      motors[motor].togetherAt = tick &+ motors[motor].catchTicks
    } else {
      motors[motor].togetherAt = .max
      if !motors[motor].isApart {
        motors[motor].isApart = true
        motors[motor].apartSince = tick
        motors[motor].lostBefore = report?.lostFullSteps ?? 0
      }
    }
    findNext()
  }

  /// Motors whose rotors have caught on by now, or have to, because these are about to step.
  package func due(at tick: UInt64, stepping: PortWord = .none) -> [Int] {
    motors.indices.filter {
      motors[$0].togetherAt <= tick || motors[$0].togetherAt != .max && stepping.contains(.step($0))
    }
  }

  /// A rotor has caught on: what it is behind by more than before was not lost under current.
  package mutating func settle(_ motor: Int, at tick: UInt64, report: MotorReport?) {
    let (moved, wasOff) = apart(motor, at: tick, report)
    motors[motor].movedWhileOff = moved
    motors[motor].firstSlipWasOff = wasOff
    motors[motor].isApart = false
    motors[motor].togetherAt = .max
    findNext()
  }

  /// Full steps that a motor lost under current, what moved it while it had none, and its first slip where it had some.
  package func figures(_ motor: Int, at tick: UInt64, _ report: MotorReport) -> (
    lost: Int, moved: Int, firstSlip: Slip?
  ) {
    let (moved, wasOff) = apart(motor, at: tick, report)
    return (report.lostFullSteps - moved, moved, wasOff ? nil : report.firstSlip)
  }

  private func apart(_ motor: Int, at tick: UInt64, _ report: MotorReport?) -> (moved: Int, firstSlipWasOff: Bool) {
    let one = motors[motor]
    guard one.isApart, let report else { return (one.movedWhileOff, one.firstSlipWasOff) }
    let isOff = report.firstSlip.map { $0.tick >= one.apartSince } ?? false
    return (one.movedWhileOff + report.lostFullSteps - one.lostBefore, one.firstSlipWasOff || isOff)
  }

  private mutating func findNext() { nextTick = motors.map(\.togetherAt).min() ?? .max }
}
