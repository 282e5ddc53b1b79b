// The language of messages: the environment in, one of three out.

import Foundation

/// The languages that messages are written in. Keys of JSON and YAML are English in all of them.
public enum Language: String, Sendable {
  case en, fr, wo

  /// As LC_ALL, LC_MESSAGES and LANG say, the first of them that is set; English where none names a known language.
  public static func fromEnvironment(_ env: [String: String] = ProcessInfo.processInfo.environment) -> Language {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      guard let value = env[name], !value.isEmpty else { continue }
      return Language(rawValue: String(value.prefix { $0 != "_" && $0 != "." && $0 != "@" }).lowercased()) ?? .en
    }
    return .en
  }
}
