// The kernel's own record of what reached the lines: starts and stops it, and reads levels and system calls out of it.

import Foundation
import Glibc

/// A level that the kernel put on a line.
struct LevelChange: Equatable {
  /// Of the guest's clock, which counts its instructions: exact, and the same in every run.
  var ns: UInt64
  /// On its chip.
  var line: Int
  var isHigh: Bool
}

/// What the kernel notes between init and the moment it is asked, in its ftrace buffer.
///
/// It sees levels on their way to the chip's driver, and so knows nothing of what the program thinks that it did. Each
/// entry costs about 0.6 µs of the guest's time: latency is measured with the record off.
struct KernelRecord: ~Copyable {
  private static let folder = "/sys/kernel/tracing/"
  private static let levels = folder + "events/gpio/gpio_value/enable"
  private static let calls = folder + "events/raw_syscalls/sys_enter/"
  /// Of ioctl, on x86-64.
  private static let ioctlNumber = 16

  /// - Parameter bufferMB: an entry takes some 30 bytes; what does not fit is lost, and that is an error later.
  init(bufferMB: Int = 16) throws {
    try Guest.write(Self.folder + "tracing_on", "0")
    try Guest.write(Self.folder + "trace_clock", "x86-tsc")
    try Guest.write(Self.folder + "buffer_size_kb", "\(bufferMB * 1024)")
    try Guest.write(Self.calls + "filter", "id == \(Self.ioctlNumber) && common_pid == \(Self.thisThread())")
    try Guest.write(Self.calls + "enable", "1")
    try Guest.write(Self.levels, "1")
    try begin()
  }

  /// The kernel's number of the calling thread: the last word of 101/task/104.
  private static func thisThread() throws -> Int {
    let link = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
    guard let number = link.split(separator: "/").last.flatMap({ Int($0) }) else {
      throw FileFailure(path: "/proc/thread-self", code: ENOENT)
    }
    return number
  }

  deinit {
    for name in [Self.folder + "tracing_on", Self.levels, Self.calls + "enable"] { try? Guest.write(name, "0") }
  }

  /// Forgets what was, and begins anew.
  func begin() throws {
    try Guest.write(Self.folder + "trace", " ")
    try Guest.write(Self.folder + "tracing_on", "1")
  }

  /// Every level set on a line of the chip since the beginning, also where the line had it already.
  func levels(on chip: SimulatedChip, lineCount: Int = 64) throws -> [LevelChange] {
    try entries(named: "gpio_value").compactMap { ns, words in
      // 529 set 1
      guard words.count == 3, words[1] == "set", let number = Int(words[0]) else { return nil }
      let line = number - chip.firstNumber
      guard (0..<lineCount).contains(line) else { return nil }
      return LevelChange(ns: ns, line: line, isHigh: words[2] == "1")
    }
  }

  /// The same without those that changed nothing, on lines that begin low.
  func changes(on chip: SimulatedChip) throws -> [LevelChange] {
    var high: Set<Int> = []
    return try levels(on: chip).filter { one in
      one.isHigh ? high.insert(one.line).inserted : high.remove(one.line) != nil
    }
  }

  /// The level that each line of the chip was last set to; nothing for lines that were not set since the beginning.
  func lastLevels(on chip: SimulatedChip) throws -> [Int: Bool] {
    try levels(on: chip).reduce(into: [:]) { $0[$1.line] = $1.isHigh }
  }

  /// Puts a note into the record, to tell what came before it and what after.
  func mark(_ text: String) throws { try Guest.write(Self.folder + "trace_marker", text) }

  /// When a note was put into the record. Which function of the kernel's wrote it stands there by name, or by number.
  func marks(_ text: String) throws -> [UInt64] {
    try Guest.write(Self.folder + "tracing_on", "0")
    return try Guest.read(Self.folder + "trace").split(separator: "\n").compactMap { line in
      //     rigctl-101     [000] .....     2481930775: tracing_mark_write: kill
      guard line.hasSuffix(": \(text)") else { return nil }
      return line.split(separator: " ").first { $0.last == ":" && $0.dropLast().allSatisfy(\.isNumber) }
        .flatMap { UInt64($0.dropLast()) }
    }
  }

  /// How many ioctl calls the thread that began the record has made since.
  func ioctlCount() throws -> Int { try entries(named: "sys_enter").count }

  /// Time stamps and words of one kind of entry. By bytes: a motion leaves 100,000 lines, and the guest is slow.
  private func entries(named name: String) throws -> [(ns: UInt64, words: [Substring])] {
    try Guest.write(Self.folder + "tracing_on", "0")
    let text = try Guest.bytes(Self.folder + "trace")
    let mark = Array(": \(name): ".utf8)
    var found: [(UInt64, [Substring])] = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      if line.first == UInt8(ascii: "#") {
        try Self.checkCounts(String(decoding: line, as: UTF8.self))
        continue
      }
      //     rigctl-101     [000] d....     2481930775: gpio_value: 529 set 1
      let colons = line.indices.filter { line[$0] == mark[0] }
      guard let colon = colons.first(where: { line[$0...].starts(with: mark) }) else { continue }
      guard let ns = Self.number(before: colon, in: line) else { continue }
      let words = String(decoding: line[(colon + mark.count)...], as: UTF8.self)
      found.append((ns, words.split(separator: " ")))
    }
    return found
  }

  /// # entries-in-buffer/entries-written: 61/61   #P:1
  private static func checkCounts(_ line: String) throws {
    guard line.hasPrefix("# entries-in-buffer") else { return }
    let counts = line.split { !$0.isNumber }
    if counts[0] != counts[1] { throw RecordOverflow() }
  }

  /// The digits that end before a place.
  private static func number(before end: Int, in line: ArraySlice<UInt8>) -> UInt64? {
    let digits = line[..<end].reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return UInt64(String(decoding: digits.reversed(), as: UTF8.self))
  }
}

struct RecordOverflow: Error, CustomStringConvertible {
  var description: String { "the kernel's record was too small, and its beginning is lost" }
}
