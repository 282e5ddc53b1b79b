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
    ServeLog(
      LineHandler(write: write, line: { Terminal.visible("\($0.message)") }, logLevel: .info), language)
  }

  /// JSON lines, with everything: `time`, `level`, `event`, `tick`, `message`, and what belongs to the event.
  public static func jsonLines(write: @escaping @Sendable (String) -> Void) -> ServeLog {
    ServeLog(LineHandler(write: write, line: jsonLine, logLevel: .debug), .en)
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
    details["tick"] = .stringConvertible(tick)
    logger.log(level: event.level, "\(event.phrase.text(in: language))", metadata: details)
  }
}

/// Writes each event as one line.
private struct LineHandler: LogHandler {
  let write: @Sendable (String) -> Void
  /// An event as a line, without its end.
  let line: @Sendable (LogEvent) -> String
  var logLevel: Logger.Level
  // Loggers of others may have some; a server's has none.
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { write(line(event) + "\n") }
}

/// One object; what strangers sent is escaped by it.
private func jsonLine(_ event: LogEvent) -> String {
  let details = event.metadata ?? [:]
  let first = ["event", "tick"]
  let keys = first.filter { details[$0] != nil } + details.keys.filter { !first.contains($0) }.sorted()
  let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  return JSONValue.object(
    [.init("time", .string(time)), .init("level", .string(event.level.rawValue))]
      + keys.map { .init($0, details[$0]?.json ?? .null) } + [.init("message", .string("\(event.message)"))]
  ).compactText
}

extension Logger.MetadataValue {
  fileprivate var json: JSONValue {
    switch self {
    case .string(let text): .string(text)
    case .stringConvertible(let whole as Int): .integer(whole)
    case .stringConvertible(let whole as UInt64): .unsigned(whole)
    case .stringConvertible(let number as Double): .number(orNull: number)
    case .stringConvertible(let value): .string("\(value)")
    case .array(let values): .array(values.map(\.json))
    case .dictionary(let members): .object(members.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })
    }
  }
}
