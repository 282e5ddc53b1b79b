// What a service manager hears from a run, on a socket of the test's own.

import Foundation
import Glibc
import Rig
import Testing

@Suite("Under a service manager")
struct ServiceSupervisorTests {
  /// A service manager's end of the line.
  final class Manager {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("notify-\(UInt32.random(in: 0...(.max)))")
      .path
    private let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

    init() throws {
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let code = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      try #require(code == 0)
    }

    deinit {
      close(socket)
      unlink(path)
    }

    /// All that has come so far.
    var messages: [String] {
      var all: [String] = []
      var buffer = [UInt8](repeating: 0, count: 256)
      while true {
        let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count <= 0 { return all }
        all.append(String(decoding: buffer[..<count], as: UTF8.self))
      }
    }
  }

  @Test("it hears that the run is ready, and a sign of life when one is due, not each time")
  func messages() throws {
    let manager = try Manager()
    let supervisor = try #require(
      ServiceSupervisor(["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "600000000", "WATCHDOG_PID": "\(getpid())"]))
    supervisor.tellReady()
    #expect(manager.messages == ["READY=1"])
    for _ in 0..<1000 { supervisor.tellAlive() }
    #expect(manager.messages == ["WATCHDOG=1"])
  }

  @Test("where nobody watches, or watches another process, no signs of life are sent")
  func unwatched() throws {
    let manager = try Manager()
    for env in [["NOTIFY_SOCKET": manager.path], ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"]] {
      let supervisor = try #require(ServiceSupervisor(env.merging(["NOTIFY_SOCKET": manager.path]) { $1 }))
      supervisor.tellAlive()
    }
    #expect(manager.messages.isEmpty)
  }

  @Test(
    "without a manager there is none, and one that has gone stops nothing", arguments: ["", "relative", "vsock:1:2"])
  func nobody(name: String) throws {
    #expect(ServiceSupervisor(["NOTIFY_SOCKET": name]) == nil)
    #expect(ServiceSupervisor([:]) == nil)
    let supervisor = try #require(
      ServiceSupervisor(["NOTIFY_SOCKET": "@nobody-is-here-\(getpid())", "WATCHDOG_USEC": "10"]))
    supervisor.tellReady()
    supervisor.tellAlive()
  }
}
