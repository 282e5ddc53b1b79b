// Standard input in, its lines out as they come; never waits.

import Glibc

/// The lines that are typed, or written into a pipe, while something else goes on.
public struct TypedLines {
  private var bytes: [UInt8] = []
  private var isOver = false

  public init() {}

  /// The next whole line; nil while there is none. What is longer than any command is cut.
  public mutating func next() -> String? {
    if bytes.firstIndex(of: Self.lineEnd) == nil { read() }
    guard let end = bytes.firstIndex(of: Self.lineEnd) else { return nil }
    let line = String(decoding: bytes[..<end].prefix(Self.longest), as: UTF8.self)
    bytes.removeFirst(end + 1)
    return line
  }

  private mutating func read() {
    // A job in the background that reads its terminal is stopped by the system.
    if isOver || isatty(STDIN_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) != getpgrp() { return }
    var door = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&door, 1, 0) > 0 else { return }
    var piece = [UInt8](repeating: 0, count: 512)
    let count = Glibc.read(STDIN_FILENO, &piece, piece.count)
    if count > 0 {
      bytes += piece[..<count]
      if bytes.count > 1 << 16 { bytes.removeAll() }
    } else if count == 0 || errno != EINTR && errno != EAGAIN {
      isOver = true
      // The last line needs no end.
      if !bytes.isEmpty { bytes.append(Self.lineEnd) }
    }
  }

  private static let lineEnd = UInt8(ascii: "\n")
  private static let longest = 200
}
