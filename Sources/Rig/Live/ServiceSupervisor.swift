// Signs of life in, datagrams to the system's service manager out: what systemd calls sd_notify.

import Foundation
import Glibc

/// The supervisor of a service (systemd, or anything that speaks its protocol): it restarts, or ends, what has gone quiet.
///
/// A text a message, to the socket that `NOTIFY_SOCKET` names: see sd_notify(3). Nothing here blocks; a message that cannot
/// be sent is dropped, which is what the supervisor is there to notice.
public final class ServiceSupervisor {
  private let socket: Int32
  private let address: [UInt8]
  /// How often a sign of life is due, ns: half of what the supervisor waits for; nil where it does not watch.
  private let periodNs: UInt64?
  private var toldNs: UInt64 = 0

  /// Nil where nobody supervises this process.
  public init?(_ env: [String: String] = ProcessInfo.processInfo.environment) {
    guard let name = env["NOTIFY_SOCKET"], name.hasPrefix("/") || name.hasPrefix("@"), name.utf8.count < 108 else {
      return nil
    }
    // A name without a file begins with a zero byte, which environments cannot hold.
    address = name.hasPrefix("@") ? [0] + name.utf8.dropFirst() : Array(name.utf8)
    let isForUs = env["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
    periodNs = isForUs ? env["WATCHDOG_USEC"].flatMap { UInt64($0) }.map { $0 * 500 } : nil
    socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    if socket < 0 { return nil }
  }

  deinit { close(socket) }

  /// The lines are taken, and the run begins.
  public func tellReady() { send("READY=1") }

  /// Still alive. Cheap enough to be called all the time: a message goes out when one is due.
  public func tellAlive() {
    guard let periodNs else { return }
    let now = monotonicNs()
    guard now >= toldNs + periodNs else { return }
    toldNs = now
    send("WATCHDOG=1")
  }

  private func send(_ text: String) {
    var target = sockaddr_un()
    target.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + address.count)
    let bytes = Array(text.utf8)
    withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = sendto(socket, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL), $0, size)
      }
    }
  }
}
