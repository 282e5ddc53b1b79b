// A program that speaks grbl, for tests: one socket or serial line, lines out, answers in.

import Foundation
import Glibc
import Testing

/// A served machine that runs.
package final class ServedProcess {
  package let running: RunningCommand
  package let port: UInt16
  package let line: String?

  /// Starts `rigctl serve` on any free port, and waits until it is ready.
  ///
  /// - Parameter wrapper: a command that is given the server's command line.
  package init(
    _ options: [String] = ["--speed", "max", "--fast"], line: String? = nil, under wrapper: [String] = []
  ) throws {
    let terminal = line.map { ["--grbl-pty", $0] } ?? []
    let arguments = ["serve", "--grbl-tcp", "0"] + terminal + options
    let rigctl = try Command()
    running =
      if let first = wrapper.first {
        try Command(at: first).start(wrapper.dropFirst() + [rigctl.path] + arguments)
      } else {
        try rigctl.start(arguments)
      }
    self.line = line
    let isReady = waitFor(seconds: 20) { [running] in running.errors.contains("ready:") }
    try #require(isReady, "\(running.errors)")
    let digits = running.errors.split(separator: "127.0.0.1:").dropFirst().first?.prefix { $0.isNumber }
    port = try #require(digits.flatMap { UInt16($0) }, "\(running.errors)")
  }

  deinit { running.send(SIGKILL) }

  package func sender() throws -> Sender { try Sender(port: port) }

  package func end(_ signal: Int32 = SIGTERM) throws -> Command.Ending {
    running.send(signal)
    return try running.ending(seconds: 20)
  }
}

/// Looks again and again, at most so long.
package func waitFor(seconds: Double, _ isTrue: () throws -> Bool) rethrows -> Bool {
  let end = Date() + seconds
  while Date() < end {
    if try isTrue() { return true }
    usleep(5_000)
  }
  return try isTrue()
}

/// One end of a line to a machine.
package final class Sender {
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  /// All that was answered, but what is in the middle of a line.
  package private(set) var answers: [String] = []

  package init(port: UInt16) throws { descriptor = try Self.connect(port: port) }

  /// A socket to this computer's port.
  package static func connect(port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(status == 0)
    return descriptor
  }

  package init(path: String) throws {
    descriptor = open(path, O_RDWR | O_NOCTTY)
    try #require(descriptor >= 0, "\(path)")
  }

  deinit { close(descriptor) }

  package func send(_ text: String) { send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Sends what there is room for within half a second; false where there is none.
  package func offer(_ text: String) -> Bool {
    var door = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard poll(&door, 1, 500) > 0, Int32(door.revents) & (POLLERR | POLLHUP) == 0 else { return false }
    return Array(text.utf8).withUnsafeBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)) > 0
    }
  }

  /// The next line, without its end; nil where none comes, or the line is closed.
  package func next(seconds: Double = 10) -> String? {
    let end = Date() + seconds
    while true {
      if let index = bytes.firstIndex(of: 10) {
        let line = String(decoding: bytes[..<index].filter { $0 != 13 }, as: UTF8.self)
        bytes.removeFirst(index + 1)
        if line.isEmpty { continue }
        answers.append(line)
        // Somebody has changed the tool.
        if line.hasSuffix(", then ~]") { send("~") }
        return line
      }
      let left = end.timeIntervalSinceNow
      if left <= 0 { return nil }
      var door = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&door, 1, Int32(left * 1000) + 1) > 0 else { return nil }
      var piece = [UInt8](repeating: 0, count: 4096)
      let count = read(descriptor, &piece, piece.count)
      if count <= 0 { return nil }
      bytes += piece[..<count]
    }
  }

  /// Lines until one of them is it; whether it came.
  @discardableResult
  package func hear(_ wanted: (String) -> Bool, seconds: Double = 10) -> String? {
    while let line = next(seconds: seconds) {
      if wanted(line) { return line }
    }
    return nil
  }

  /// Sends a line, and waits for its `ok` or `error`.
  @discardableResult
  package func line(_ text: String, seconds: Double = 20) -> String? {
    send(text + "\n")
    return hear({ $0 == "ok" || $0.hasPrefix("error:") }, seconds: seconds)
  }

  package func status() -> String? {
    send("?")
    return hear { $0.hasPrefix("<") }
  }

  /// Asks until it is in this state; whether it came to that.
  package func isIn(_ state: String, within seconds: Double = 20) -> Bool {
    waitFor(seconds: seconds) { status()?.hasPrefix("<\(state)|") == true || status()?.hasPrefix("<\(state):") == true }
  }

  /// Streams a job as senders do: so many characters may be on their way. Every answer that was no `ok`.
  package func stream(_ job: String, window: Int = 127) -> [String] {
    var waiting = job.split(separator: "\n", omittingEmptySubsequences: true).map { String($0.prefix(200)) + "\n" }[...]
    var onTheirWay: [Int] = []
    var others: [String] = []
    while !waiting.isEmpty || !onTheirWay.isEmpty {
      while let line = waiting.first, onTheirWay.isEmpty || onTheirWay.reduce(0, +) + line.utf8.count <= window {
        send(line)
        onTheirWay.append(line.utf8.count)
        waiting.removeFirst()
      }
      guard let answer = next(seconds: 60) else {
        others.append("no answer")
        break
      }
      if answer == "ok" || answer.hasPrefix("error:") { onTheirWay.removeFirst() }
      if answer != "ok" { others.append(answer) }
    }
    return others
  }
}
