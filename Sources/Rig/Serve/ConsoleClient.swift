// What a person, or a script, types comes in; a machine's answers go out.

import Glibc
import StepperCore

/// One end of a line to a machine.
///
/// It counts characters as senders do: no more than the machine's window are on their way, so a whole job can come in.
public struct ConsoleClient {
  /// Lines that a person types and that are no lines of G-code.
  static let words: [String: UInt8] = [
    "?": RealTimeByte.status.rawValue, "!": RealTimeByte.hold.rawValue, "~": RealTimeByte.resume.rawValue,
    "reset": RealTimeByte.reset.rawValue, "cancel": RealTimeByte.cancelJog.rawValue,
  ]

  private let descriptor: Int32
  private var typed: [UInt8] = []
  private var isOver = false
  private var answer: [UInt8] = []
  /// Lengths of the lines that were sent and are not answered.
  private var unanswered: [Int] = []
  private var hasReset = false
  /// Tool changes and pauses wait for nobody.
  public var passesStops = false
  /// A person wants to see each `ok`; of a file there would be thousands.
  public var showsEachOK = true
  /// Somebody has been told `error` or `ALARM`.
  public private(set) var hasRefusals = false

  /// - Parameter place: `HOST:PORT`, or the path of a serial line.
  public init(_ place: String) throws(ServeError) {
    if place.contains("/") {
      descriptor = open(place, O_RDWR | O_NOCTTY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .notOpened(place, reason: systemReason()) }
      makeRaw(descriptor)
    } else {
      descriptor = try NetworkAddress(place).connect()
    }
    setNonBlocking(descriptor)
  }

  /// Until nobody types any more and all is answered; false where the machine has gone.
  public mutating func run(isInterrupted: () -> Bool, show: (String) -> Void) -> Bool {
    defer { close(descriptor) }
    while !isInterrupted() {
      if isOver && typed.isEmpty && unanswered.isEmpty { return true }
      let reads = !isOver && typed.count < 1 << 16
      var doors = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        // A negative one is passed over.
        pollfd(fd: reads ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&doors, 2, 200) >= 0 else { continue }
      if doors[0].revents != 0 && !hear(show) { return false }
      if doors[1].revents != 0 { type() }
      if !send() { return false }
    }
    return true
  }

  private mutating func type() {
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &piece, piece.count)
    if count > 0 {
      typed += piece[..<count]
    } else if count == 0 || errno != EINTR && errno != EAGAIN {
      isOver = true
      if !typed.isEmpty && typed.last != 10 { typed.append(10) }
    }
  }

  private mutating func hear(_ show: (String) -> Void) -> Bool {
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &piece, piece.count)
    guard count > 0 else { return count < 0 && [EAGAIN, EINTR].contains(errno) }
    for byte in piece[..<count] {
      if byte == 13 { continue }
      guard byte == 10 else {
        answer.append(byte)
        continue
      }
      let line = String(decoding: answer, as: UTF8.self)
      answer.removeAll()
      if line == "ok" || line.hasPrefix("error:") { if !unanswered.isEmpty { unanswered.removeFirst() } }
      // A reset answers nothing that was sent before it. A greeting alone may come after the first lines were sent.
      if line.hasPrefix("Grbl ") && hasReset {
        hasReset = false
        unanswered.removeAll()
      }
      if line.hasPrefix("error:") || line.hasPrefix("ALARM:") { hasRefusals = true }
      if !line.isEmpty && (showsEachOK || line != "ok") { show(line) }
      if passesStops && line.hasPrefix("[MSG:") && line.hasSuffix(", then ~]") {
        _ = put([RealTimeByte.resume.rawValue])
      }
    }
    return true
  }

  /// As many lines as the machine has room for.
  private mutating func send() -> Bool {
    while let end = typed.firstIndex(of: 10) {
      let line = Array(typed[..<end]) + [10]
      let word = String(decoding: line.dropLast().filter { $0 != 13 }, as: UTF8.self)
      let bytes: [UInt8]
      if let byte = Self.words[word] {
        bytes = [byte]
        if byte == RealTimeByte.reset.rawValue { hasReset = true }
      } else {
        let onTheirWay = unanswered.reduce(0, +)
        if onTheirWay > 0 && onTheirWay + line.count > Session.windowBytes - 1 { return true }
        bytes = line
        unanswered.append(line.count)
      }
      typed.removeFirst(end + 1)
      if !put(bytes) { return false }
    }
    return true
  }

  private func put(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, bytes.count - sent) }
      if count > 0 {
        sent += count
      } else if [EAGAIN, EINTR].contains(errno) {
        var door = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&door, 1, 200)
      } else {
        return false
      }
    }
    return true
  }
}
