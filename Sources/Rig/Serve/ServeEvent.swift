// What happens to a machine that is served: for people who look on, and for programs that read the log.

import Logging
import StepperCore

/// One thing that happened.
public enum ServeEvent: Equatable, Sendable {
  case senderCame(String)
  case senderDrives(String)
  case senderWent(String)
  /// In the middle of a motion.
  case driverLost
  case state(MachineState)
  case alarm(AlarmCode, position: Point)
  /// A line was refused, with this number.
  case refused(Int)
  case settingsRestored(path: String)
  /// They cannot be used; the file is kept under another name.
  case settingsNotUsed(path: String, setAside: String)
  case settingsNotKept(OutputError)
  case ended

  /// In one word, for programs: never translated.
  var name: String {
    switch self {
    case .senderCame: "sender_came"
    case .senderDrives: "sender_drives"
    case .senderWent: "sender_went"
    case .driverLost: "driver_lost"
    case .state: "state"
    case .alarm: "alarm"
    case .refused: "line_refused"
    case .settingsRestored: "settings_restored"
    case .settingsNotUsed: "settings_not_used"
    case .settingsNotKept: "settings_not_kept"
    case .ended: "ended"
    }
  }

  var level: Logger.Level {
    switch self {
    case .senderCame, .senderDrives, .senderWent, .settingsRestored: .info
    case .state, .refused, .ended: .debug
    case .driverLost, .alarm: .warning
    case .settingsNotUsed, .settingsNotKept: .error
    }
  }

  var phrase: Phrase {
    switch self {
    case .senderCame(let name): .senderCame(name)
    case .senderDrives(let name): .senderDrives(name)
    case .senderWent(let name): .senderWent(name)
    case .driverLost: .driverLost
    case .state(let state): Phrase(en: "state: \(state.name)", fr: "état\u{A0}: \(state.name)")
    case .alarm(let code, _): .alarmRaised(code)
    case .refused(let number): .lineRefused(number)
    case .settingsRestored(let path): .settingsRestored(path)
    case .settingsNotUsed(let path, let other): .settingsNotUsed(path, setAside: other)
    case .settingsNotKept(let error): .settingsNotKept(error)
    case .ended: .serverEnded
    }
  }

  /// What programs want to know of it, beside its name.
  var details: Logger.Metadata {
    switch self {
    case .senderCame(let name), .senderDrives(let name), .senderWent(let name): ["sender": "\(name)"]
    case .state(let state): ["state": "\(state.name)"]
    case .alarm(let code, let position):
      [
        "alarm": "\(code.name)", "number": .stringConvertible(Int(code.rawValue)),
        "position_mm": .array([position.x, position.y, position.z].map { .stringConvertible($0) }),
      ]
    case .refused(let number): ["error": .stringConvertible(number)]
    case .settingsRestored(let path): ["path": "\(path)"]
    case .settingsNotUsed(_, let other): ["set_aside": "\(other)"]
    case .settingsNotKept(let error): ["path": "\(error.path)"]
    case .driverLost, .ended: [:]
    }
  }
}
