// A path comes in; a serial line that is there under it goes out: for senders that know nothing but serial lines.

import Foundation
import Glibc

/// A pseudo-terminal behind a name that stays the same from one start to the next.
final class PseudoTerminal {
  /// The name that senders open: a symbolic link.
  let path: String
  let descriptor: Int32
  private let device: String
  private let claim: Int32
  // TIOCSPTLCK and TIOCGPTN (Linux's asm-generic/ioctls.h), which are macros that Swift cannot read. What the C library's
  // functions do with them is not in Glibc as Swift sees it.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  init(path: String) throws(ServeError) {
    self.path = path
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard descriptor >= 0 else { throw .notOpened(path, reason: systemReason()) }
    self.descriptor = descriptor
    var isLocked: Int32 = 0, number: UInt32 = 0
    guard ioctl(descriptor, Self.setLock, &isLocked) == 0, ioctl(descriptor, Self.getNumber, &number) == 0 else {
      let reason = systemReason()
      close(descriptor)
      throw .notOpened(path, reason: reason)
    }
    device = "/dev/pts/\(number)"
    claim = Self.claim(path)
    setNonBlocking(descriptor)
    let other = open(device, O_RDWR | O_NOCTTY)
    makeRaw(other)
    close(other)
    do throws(ServeError) {
      try link()
    } catch {
      close(descriptor)
      if claim >= 0 { close(claim) }
      throw error
    }
  }

  /// A link that was left by a server that is gone is replaced; anything else is somebody's.
  private func link() throws(ServeError) {
    guard claim >= 0 else { throw .nameTaken(path) }
    if let target = Self.target(of: path) {
      guard target.hasPrefix("/dev/pts/") else { throw .nameTaken(path) }
      unlink(path)
    }
    guard symlink(device, path) == 0 else {
      throw errno == EEXIST ? .nameTaken(path) : .notOpened(path, reason: systemReason())
    }
  }

  /// Where a symbolic link leads.
  private static func target(of path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: 256)
    let length = bytes.withUnsafeMutableBytes {
      readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    return length > 0 ? String(decoding: bytes[..<length], as: UTF8.self) : nil
  }

  /// Takes the name among all servers that run: an abstract socket, which nobody but a living process can hold. −1: it is
  /// taken.
  private static func claim(_ path: String) -> Int32 {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return -1 }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array("\0rigctl-line:\(whole)".utf8.prefix(MemoryLayout.size(ofValue: address.sun_path)))
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    setNonBlocking(descriptor)
    if status == 0 { return descriptor }
    close(descriptor)
    return -1
  }

  /// Whether a program has it open.
  var isOpen: Bool {
    var door = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&door, 1, 0) >= 0 && Int32(door.revents) & POLLHUP == 0
  }

  func remove() {
    if Self.target(of: path) == device { unlink(path) }
    close(descriptor)
    close(claim)
  }
}

/// Every byte of a serial line as it is: no echo, no line editing, nothing that a control character does. Not of anything
/// that is no terminal.
func makeRaw(_ descriptor: Int32) {
  var settings = termios()
  guard tcgetattr(descriptor, &settings) == 0 else { return }
  cfmakeraw(&settings)
  cfsetspeed(&settings, speed_t(B115200))
  tcsetattr(descriptor, TCSANOW, &settings)
}
