// Why a machine is in an alarm.

/// The raw values are the numbers by which a grbl 1.1 sender knows them; those from 10 on are of grblHAL or our own.
@frozen
public enum AlarmCode: UInt8, CaseIterable, Equatable, Sendable {
  /// A limit switch cut the steps: the position is lost.
  case hardLimit = 1
  /// A motion would have left the travel. It was not begun, and the position is known.
  case softLimit = 2
  /// A reset cut the steps of a motion: the position is lost.
  case resetInMotion = 3
  /// The probe was already where the motion should bring it.
  case probeNotReady = 4
  /// The probe did not answer.
  case probeMissed = 5
  case homingReset = 6
  case homingDoor = 7
  /// A switch was still pressed behind its pull-off.
  case homingNotReleased = 8
  /// A switch was not found.
  case homingNotFound = 9
  case emergencyStop = 10
  /// The machine has not been homed since it was switched on, or since it lost its place.
  case homingRequired = 11

  /// Where the machine stands is not known any more.
  public var losesPosition: Bool {
    switch self {
    case .softLimit, .probeNotReady, .probeMissed: false
    default: true
    }
  }
}
