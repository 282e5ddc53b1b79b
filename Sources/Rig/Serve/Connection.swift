// One program at the other end of a line: bytes that came from it, bytes that are to go to it.

import Glibc

/// A sender, or somebody who watches.
final class Connection {
  /// Where it comes from, for people.
  let name: String
  private let descriptor: Int32
  /// A pseudo-terminal stays when the program behind it goes.
  let isTerminal: Bool
  /// What came and was not looked at.
  private(set) var arrived: [UInt8] = []
  /// Lines that the machine has no room for yet.
  var waiting: [UInt8] = []
  private var leaving: [UInt8] = []
  private var sent = 0
  private(set) var isGone = false
  /// A watcher was told that it is one.
  var wasRefused = false
  /// A carriage return ended a watcher's last line.
  var endsWithReturn = false
  var lineBytes = 0

  /// What may wait to be executed; senders that count on the window of the protocol never have as much on their way.
  static let mostWaiting = 1 << 16
  /// Who does not read for so long has gone.
  static let mostLeaving = 1 << 20

  init(_ descriptor: Int32, name: String, isTerminal: Bool = false) {
    self.descriptor = descriptor
    self.name = name
    self.isTerminal = isTerminal
  }

  /// What to wait for.
  var door: pollfd {
    var events: Int32 = waiting.count < Self.mostWaiting ? POLLIN : 0
    if sent < leaving.count { events |= POLLOUT }
    return pollfd(fd: descriptor, events: Int16(events), revents: 0)
  }

  /// Takes what is there, and sends what can be sent.
  func exchange(_ revents: Int16, scratch: inout [UInt8]) {
    let events = Int32(revents)
    if events & (POLLIN | POLLHUP | POLLERR) != 0 && waiting.count < Self.mostWaiting { receive(&scratch) }
    if events & POLLOUT != 0 { flush() }
  }

  private func receive(_ scratch: inout [UInt8]) {
    let count = read(descriptor, &scratch, scratch.count)
    if count > 0 {
      arrived += scratch[..<count]
    } else if count == 0 || ![EAGAIN, EWOULDBLOCK, EINTR].contains(errno) {
      isGone = true
    }
  }

  func takeArrived() -> [UInt8] {
    defer { arrived.removeAll(keepingCapacity: true) }
    return arrived
  }

  func send(_ bytes: some Collection<UInt8>) {
    if bytes.isEmpty || isGone { return }
    leaving += bytes
    flush()
    if leaving.count - sent > Self.mostLeaving { isGone = true }
  }

  private func flush() {
    while sent < leaving.count {
      let count = leaving.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, leaving.count - sent) }
      if count > 0 {
        sent += count
      } else if [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) {
        break
      } else {
        isGone = true
        break
      }
    }
    if sent == leaving.count {
      leaving.removeAll(keepingCapacity: true)
      sent = 0
    } else if sent > 1 << 16 {
      leaving.removeFirst(sent)
      sent = 0
    }
  }

  /// Hangs up; a terminal's own end is its owner's.
  func hangUp() {
    isGone = true
    if !isTerminal { close(descriptor) }
  }
}
