// The languages that rigctl speaks, and which of them the environment asks for.

import Foundation

/// A language for messages and pictures. JSON keys and file formats never depend on it.
public enum Language: String, Sendable {
  case en, fr, wo

  /// The language that `LC_ALL`, `LC_MESSAGES` or `LANG` asks for, in this order; English when none is one of ours.
  ///
  /// The first variable that is set and not empty decides, as POSIX says.
  public static func fromEnvironment(
    _ env: [String: String] = ProcessInfo.processInfo.environment
  ) -> Language {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      guard let value = env[name], !value.isEmpty else { continue }
      return Language(rawValue: String(value.lowercased().prefix { $0.isLetter })) ?? .en
    }
    return .en
  }
}
