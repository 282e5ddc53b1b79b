// One program that drives a served machine, fast, and many that ask how it is: what they were told, and how soon.

import Foundation
import Glibc
import Testing

/// Everybody at one machine, in one loop.
final class ServeCrowd {
  /// One end of a line.
  private struct Member {
    let descriptor: Int32
    var bytes: [UInt8] = []
    /// When the question was asked that has no answer yet, ns.
    var askedNs: UInt64?
    var asksNextNs: UInt64 = 0
    var isGone = false
  }

  private var driver: Member
  private var watchers: [Member]
  private var scratch = [UInt8](repeating: 0, count: 1 << 16)

  /// How long each answer to a watcher took, ns.
  private(set) var delaysNs: [UInt64] = []
  /// What the machine did last, and in the middle of a stream that is not to end: where it did not run, or had nothing
  /// queued.
  private(set) var state = ""
  private(set) var standstills: [String] = []
  private(set) var answered = 0
  /// What the driver was told beside `ok`.
  private(set) var others: [String] = []
  /// How long the lines took, from the first to the last answer, s.
  private(set) var streamedS = 0.0
  /// From then on a stream keeps the machine moving.
  private var movesFromNs = UInt64.max
  /// How often this loop itself was kept from its work, so that lines came late.
  private(set) var ownGaps = 0

  init(_ machine: ServedProcess, watchers count: Int) throws {
    driver = Member(descriptor: try Sender.connect(port: machine.port))
    watchers = try (0..<count).map { _ in Member(descriptor: try Sender.connect(port: machine.port)) }
  }

  deinit {
    close(driver.descriptor)
    for one in watchers { close(one.descriptor) }
  }

  var lost: Int { watchers.count(where: \.isGone) + (driver.isGone ? 1 : 0) }

  /// So many in a thousand of the answers came sooner, ms.
  func delayMs(perMille: Int) -> Double {
    let sorted = delaysNs.sorted()
    return sorted.isEmpty ? .infinity : Double(sorted[min(sorted.count * perMille / 1000, sorted.count - 1)]) * 1e-6
  }

  /// Sends the lines at a pace, as far as there is room for them on the way; every watcher asks all the time.
  func stream(_ lines: [String], perSecond: Double, asksEveryS: Double, windowBytes: Int = 127) {
    let begunNs = now(), before = answered
    movesFromNs = begunNs + 200_000_000
    let periodNs = UInt64(asksEveryS * 1e9)
    for index in watchers.indices {
      watchers[index].asksNextNs = begunNs + periodNs * UInt64(index) / UInt64(max(watchers.count, 1))
    }
    var next = 0, onTheirWay: [Int] = [], first = 0, bytesOnTheirWay = 0, lastTurnNs = begunNs
    while answered - before < lines.count && !driver.isGone && now() - begunNs < 600_000_000_000 {
      let turnNs = now()
      if turnNs - lastTurnNs > 30_000_000 {
        // A machine that stands for want of lines is right.
        ownGaps += 1
        movesFromNs = max(movesFromNs, turnNs + 500_000_000)
      }
      lastTurnNs = turnNs
      let due = min(lines.count, Int(Double(now() - begunNs) * 1e-9 * perSecond) + 1)
      var piece: [UInt8] = []
      while next < due, bytesOnTheirWay + lines[next].utf8.count <= windowBytes {
        piece += lines[next].utf8
        bytesOnTheirWay += lines[next].utf8.count
        onTheirWay.append(lines[next].utf8.count)
        next += 1
      }
      if !piece.isEmpty { send(piece, to: driver) }
      let heard = answered
      exchange(periodNs: periodNs, waitMs: 1)
      for _ in heard..<answered where first < onTheirWay.count {
        bytesOnTheirWay -= onTheirWay[first]
        first += 1
      }
    }
    streamedS = Double(now() - begunNs) * 1e-9
    movesFromNs = .max
  }

  /// Nothing more is sent; the watchers ask on until it rests. Whether it came to that.
  func isIdle(within seconds: Double) -> Bool {
    let end = now() + UInt64(seconds * 1e9)
    state = ""
    while state != "Idle" && now() < end { exchange(periodNs: 100_000_000, waitMs: 5) }
    return state == "Idle"
  }

  // MARK: one turn

  private func exchange(periodNs: UInt64, waitMs: Int32) {
    let time = now()
    for index in watchers.indices where watchers[index].askedNs == nil && time >= watchers[index].asksNextNs {
      watchers[index].askedNs = time
      watchers[index].asksNextNs += periodNs
      send([UInt8(ascii: "?")], to: watchers[index])
    }
    var doors = ([driver] + watchers).map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    guard poll(&doors, nfds_t(doors.count), waitMs) > 0 else { return }
    if doors[0].revents != 0 { for line in receive(&driver) { hear(line) } }
    for index in watchers.indices where doors[index + 1].revents != 0 {
      for line in receive(&watchers[index]) where line.hasPrefix("<") { note(line, index) }
    }
  }

  private func hear(_ line: String) {
    if line == "ok" || line.hasPrefix("error:") { answered += 1 }
    if line != "ok" && !line.hasPrefix("Grbl") { others.append(line) }
  }

  private func note(_ line: String, _ index: Int) {
    guard let asked = watchers[index].askedNs else { return others.append("unasked: \(line)") }
    delaysNs.append(now() - asked)
    watchers[index].askedNs = nil
    let fields = line.dropFirst().split(separator: "|")
    state = fields.first.map(String.init) ?? ""
    let free = fields.first { $0.hasPrefix("Bf:") }?.dropFirst(3).prefix { $0 != "," }
    if asked > movesFromNs && (state != "Run" || free == nil || free == "2048") { standstills.append(line) }
  }

  private func receive(_ member: inout Member) -> [String] {
    let count = read(member.descriptor, &scratch, scratch.count)
    if count <= 0 {
      member.isGone = true
      return []
    }
    member.bytes += scratch[..<count]
    guard let end = member.bytes.lastIndex(of: 10) else { return [] }
    let lines = member.bytes[..<end].filter { $0 != 13 }.split(separator: 10)
    member.bytes.removeFirst(end + 1)
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  private func send(_ bytes: [UInt8], to member: Member) {
    _ = bytes.withUnsafeBytes { Glibc.send(member.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  private func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
