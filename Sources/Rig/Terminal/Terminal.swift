// One output stream as a person sees it: whether it is a terminal, how wide, with colours or without.

import Foundation
import Glibc

/// Standard output or standard error.
public struct Terminal: Sendable {
  /// The colours in use. Each also has a word beside it: nothing is said by colour alone.
  public enum Color: Int, Sendable {
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
    case dim = 2
    case bold = 1
  }

  public let descriptor: Int32
  public let isTerminal: Bool
  /// Whether escape sequences may be written at all; not on a "dumb" terminal.
  public let movesCursor: Bool
  public let usesColor: Bool

  /// Colour only on a terminal, and never where `NO_COLOR` is set to anything (no-color.org).
  public init(descriptor: Int32, env: [String: String] = ProcessInfo.processInfo.environment) {
    self.init(descriptor: descriptor, isTerminal: isatty(descriptor) == 1, env: env)
  }

  package init(descriptor: Int32, isTerminal: Bool, env: [String: String]) {
    self.descriptor = descriptor
    self.isTerminal = isTerminal
    movesCursor = isTerminal && env["TERM"] != "dumb"
    usesColor = movesCursor && (env["NO_COLOR"] ?? "").isEmpty
  }

  public static var output: Terminal { Terminal(descriptor: STDOUT_FILENO) }
  public static var error: Terminal { Terminal(descriptor: STDERR_FILENO) }

  /// Columns now (a window can be resized); 80 where nobody knows.
  public var columns: Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// The text in a colour, or as it is where colours are not wanted.
  public func colored(_ text: String, _ color: Color) -> String {
    usesColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Writes at once, unbuffered. What cannot be written is lost: there is nobody left to tell.
  public func write(_ text: String) { _ = writeAll(text) }

  /// As ``write(_:)``, for what somebody waits for: the system's `errno`, 0 when all of it was written.
  public func writeAll(_ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      guard var start = bytes.baseAddress else { return 0 }
      var left = bytes.count
      while left > 0 {
        let written = Glibc.write(descriptor, start, left)
        if written > 0 {
          start += written
          left -= written
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  /// A text that a stranger chose, made harmless: control characters and those that turn the writing direction round are
  /// shown as `\u{1b}`. Line feeds too, unless `keepingLines`.
  public static func visible(_ text: String, keepingLines: Bool = false) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isHarmless || keepingLines && scalar == "\n" {
        out.append(scalar)
      } else {
        out.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      }
    }
    return String(out)
  }
}

extension Unicode.Scalar {
  /// Neither a control character, nor a line or paragraph separator, nor a direction override.
  fileprivate var isHarmless: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
