// Events of a served machine in, lines of a log out: words for people, or one JSON object a line for programs.

import Foundation
import Logging

/// Where a server tells what happens.
public struct ServeLog: Sendable {
  private let logger: Logger
  private let language: Language

  /// Words, in a person's language: who comes and goes, and what goes wrong.
  public static func words(
    in language: Language, write: @escaping @Sendable (String) -> Void
  ) -> ServeLog {
    ServeLog(WordsHandler(write: write), language)
  }

  /// JSON lines, with everything: `time`, `level`, `event`, `tick`, `message`, and what belongs to the event.
  public static func jsonLines(write: @escaping @Sendable (String) -> Void) -> ServeLog {
    ServeLog(JSONLinesHandler(write: write), .en)
  }

  /// Nothing.
  public static var none: ServeLog { ServeLog(SwiftLogNoOpLogHandler(), .en) }

  private init(_ handler: some LogHandler, _ language: Language) {
    logger = Logger(label: "rigctl.serve") { _ in handler }
    self.language = language
  }

  /// Somebody reads more than what goes wrong.
  var hasDetails: Bool { logger.logLevel <= .debug }

  func tell(_ event: ServeEvent, tick: UInt64) {
    // What nobody wants to read is not put into words.
    guard event.level >= logger.logLevel else { return }
    var details = event.details
    details["event"] = "\(event.name)"
    details["tick"] = "\(tick)"
    logger.log(level: event.level, "\(event.phrase.text(in: language))", metadata: details)
  }
}

/// Only the message.
private struct WordsHandler: LogHandler {
  let write: @Sendable (String) -> Void
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { write(Terminal.visible("\(event.message)") + "\n") }
}

/// One object a line; what strangers sent is escaped by it.
private struct JSONLinesHandler: LogHandler {
  let write: @Sendable (String) -> Void
  var logLevel = Logger.Level.debug
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var members: [JSONValue.Member] = [
      .init("time", .string(Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))),
      .init("level", .string(event.level.rawValue)),
    ]
    let details = metadata.merging(event.metadata ?? [:]) { $1 }
    for key in ["event", "tick"] { if let value = details[key] { members.append(.init(key, value.json)) } }
    for key in details.keys.sorted() where key != "event" && key != "tick" {
      if let value = details[key] { members.append(.init(key, value.json)) }
    }
    members.append(.init("message", .string("\(event.message)")))
    write(JSONValue.object(members).compactText + "\n")
  }
}

extension Logger.MetadataValue {
  /// What looks like a number is one.
  fileprivate var json: JSONValue {
    switch self {
    case .string(let text): Self.json(text)
    case .stringConvertible(let value): Self.json("\(value)")
    case .array(let values): .array(values.map(\.json))
    case .dictionary(let members): .object(members.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })
    }
  }

  private static func json(_ text: String) -> JSONValue {
    if let whole = UInt64(text) { return .unsigned(whole) }
    if let number = Double(text), number.isFinite { return .number(number) }
    return .string(text)
  }
}
