// Everybody at the machine's lines: who has come, who has gone, and a wait for whichever has something to say.

import Glibc

/// Listens, and keeps the connections.
///
/// One thread, which never waits for a single one of them.
final class Switchboard {
  private(set) var connections: [Connection] = []
  /// Who has come since this was last emptied.
  var arrivals: [Connection] = []
  private var listeners: [Int32] = []
  private var terminal: PseudoTerminal?
  private var scratch = [UInt8](repeating: 0, count: 4096)
  private var doors: [pollfd] = []
  private var looksAtTerminalNs: UInt64 = 0

  /// More than this many are turned away.
  static let mostConnections = 200

  func listen(at address: NetworkAddress) throws(ServeError) -> UInt16 {
    let (descriptor, port) = try address.listen()
    listeners.append(descriptor)
    return port
  }

  func openTerminal(_ path: String) throws(ServeError) { terminal = try PseudoTerminal(path: path) }

  /// Waits until somebody says something, or for so long.
  func wait(ms: Int32) {
    doors.removeAll(keepingCapacity: true)
    for listener in listeners { doors.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0)) }
    for connection in connections { doors.append(connection.door) }
    guard poll(&doors, nfds_t(doors.count), ms) >= 0 else { return lookAtTerminal() }
    for (index, connection) in connections.enumerated() {
      let revents = doors[listeners.count + index].revents
      if revents != 0 { connection.exchange(revents, scratch: &scratch) }
    }
    for (index, listener) in listeners.enumerated() where doors[index].revents != 0 { accept(listener) }
    lookAtTerminal()
  }

  /// Who has gone, once.
  func takeGone() -> [Connection] {
    let gone = connections.filter(\.isGone)
    if gone.isEmpty { return [] }
    connections.removeAll { $0.isGone }
    for one in gone { one.hangUp() }
    return gone
  }

  private func accept(_ listener: Int32) {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      setNonBlocking(descriptor)
      if connections.count >= Self.mostConnections {
        let words = "[MSG:Too many connections]\r\n"
        _ = words.withCString { Glibc.write(descriptor, $0, strlen($0)) }
        close(descriptor)
        continue
      }
      var yes: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
      add(Connection(descriptor, name: peerName(descriptor)))
    }
  }

  private func add(_ connection: Connection) {
    connections.append(connection)
    arrivals.append(connection)
  }

  /// A terminal that nobody has open is always ready to tell so: it is looked at now and then.
  private func lookAtTerminal() {
    guard let terminal, !connections.contains(where: \.isTerminal) else { return }
    let now = monotonicNs()
    if now &- looksAtTerminalNs < 20_000_000 { return }
    looksAtTerminalNs = now
    if terminal.isOpen { add(Connection(terminal.descriptor, name: terminal.path, isTerminal: true)) }
  }

  func close() {
    for connection in connections { connection.hangUp() }
    connections.removeAll()
    for listener in listeners { Glibc.close(listener) }
    listeners.removeAll()
    terminal?.remove()
    terminal = nil
  }

  private func close(_ descriptor: Int32) { Glibc.close(descriptor) }
}
