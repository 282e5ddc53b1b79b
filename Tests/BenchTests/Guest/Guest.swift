// The virtual machine that these tests run in: whether this is it, and its files as the kernel gives them.

import Foundation
import Glibc
import Testing

/// The guest that `scripts/bench` boots.
enum Guest {
  static let isHere = ProcessInfo.processInfo.environment["RIG_BENCH"] == "1"

  /// Where the host finds what is to outlive the guest.
  static let results = ProcessInfo.processInfo.environment["RIG_BENCH_RESULTS"] ?? "."

  /// One of the bench's own programs and libraries.
  static func tool(_ name: String) throws -> String {
    let folder = try #require(ProcessInfo.processInfo.environment["RIG_BENCH_TOOLS"])
    return folder + "/" + name
  }

  /// Runs something long in which nobody opens a file of the host: the guest's clock jumps over all waits in it, so that
  /// they cost no time of the host. A wait for the host itself may then take minutes of the guest's.
  static func jumpingOverWaits<Result>(_ body: () throws -> Result) throws -> Result {
    try jumpOverWaits(true)
    defer { try? jumpOverWaits(false) }
    return try body()
  }

  static func jumpOverWaits(_ jumps: Bool) throws {
    let passing = try #require(ProcessInfo.processInfo.environment["RIG_BENCH_PASSING_TIME"].flatMap { pid_t($0) })
    kill(passing, jumps ? SIGSTOP : SIGCONT)
  }

  /// What a file of the kernel holds, without the line's end. Such files have no size, so they are read to their end.
  static func read(_ path: String) throws -> String {
    var bytes = try Self.bytes(path)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same as bytes, with every line's end.
  static func bytes(_ path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw FileFailure(path: path, code: errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &piece, piece.count)
      guard count >= 0 else { throw FileFailure(path: path, code: errno) }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return bytes
  }

  /// Writes a line to a file of the kernel.
  static func write(_ path: String, _ text: String) throws {
    let file = open(path, O_WRONLY | O_TRUNC)
    guard file >= 0 else { throw FileFailure(path: path, code: errno) }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw FileFailure(path: path, code: errno) }
  }
}

struct FileFailure: Error, CustomStringConvertible {
  var path: String
  var code: Int32
  var description: String { "\(path): \(String(cString: strerror(code)))" }
}

extension Trait where Self == ConditionTrait {
  /// For tests that need real lines.
  static var onTheBench: Self {
    .enabled(if: Guest.isHere, "needs GPIO lines: scripts/bench runs it in a virtual machine that has some")
  }
}
