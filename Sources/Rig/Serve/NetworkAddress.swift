// HOST:PORT comes in; a socket that listens there, or that has reached it, goes out.

import Glibc

/// Why a socket, or a terminal, could not be had.
public enum ServeError: Error, Equatable, Sendable {
  /// Not `HOST:PORT`.
  case wrongAddress(String)
  /// The system's reason.
  case notOpened(String, reason: String)
  /// Something else is where the terminal's name should be.
  case nameTaken(String)

  /// Not the system's fault.
  public var isWrongUse: Bool { if case .wrongAddress = self { true } else { false } }
}

/// Where a machine can be reached.
public struct NetworkAddress: Equatable, Sendable {
  public let host: String
  public let port: UInt16

  init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// `127.0.0.1:2000`, `[::1]:2000`, `localhost:2000`, or a port alone for this computer. Port 0: any that is free.
  public init(_ text: String) throws(ServeError) {
    let colon = text.lastIndex(of: ":")
    let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
    guard !digits.isEmpty, digits.allSatisfy(\.isASCII), let port = UInt16(digits), digits.first != "+" else {
      throw .wrongAddress(text)
    }
    var host = colon.map { text[..<$0] } ?? "127.0.0.1"
    if host.hasPrefix("[") && host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    if host.isEmpty { throw .wrongAddress(text) }
    self.host = String(host)
    self.port = port
  }

  /// Only programs of this computer reach it.
  public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  /// A socket that listens here; nothing waits on it.
  func listen() throws(ServeError) -> (descriptor: Int32, port: UInt16) {
    let descriptor = try open(passive: true) { descriptor, address, length in
      var yes: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
      return bind(descriptor, address, length) == 0 && Glibc.listen(descriptor, 64) == 0
    }
    setNonBlocking(descriptor)
    return (descriptor, name(of: descriptor, getsockname)?.port ?? port)
  }

  /// A socket that has reached a machine here.
  func connect() throws(ServeError) -> Int32 {
    try open(passive: false) { Glibc.connect($0, $1, $2) == 0 }
  }

  private func open(
    passive: Bool, _ attempt: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
  ) throws(ServeError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    if passive { hints.ai_flags = AI_PASSIVE }
    var found: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &found)
    defer { if let found { freeaddrinfo(found) } }
    guard status == 0 else { throw .notOpened(text, reason: String(cString: gai_strerror(status))) }
    var reason = "no address"
    var next = found
    while let one = next?.pointee {
      next = one.ai_next
      let descriptor = socket(one.ai_family, one.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), one.ai_protocol)
      guard descriptor >= 0 else {
        reason = systemReason()
        continue
      }
      if attempt(descriptor, one.ai_addr, one.ai_addrlen) { return descriptor }
      reason = systemReason()
      close(descriptor)
    }
    throw .notOpened(text, reason: reason)
  }

  public var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// What `errno` says now.
func systemReason() -> String { String(cString: strerror(errno)) }

func setNonBlocking(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}

/// The other end of a socket, in words.
func peerName(_ descriptor: Int32) -> String { name(of: descriptor, getpeername)?.text ?? "?" }

private func name(
  of descriptor: Int32, _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
) -> NetworkAddress? {
  var storage = sockaddr_storage()
  var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
  return withUnsafeMutablePointer(to: &storage) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      guard ask(descriptor, address, &length) == 0 else { return nil }
      var host = [CChar](repeating: 0, count: 64), port = [CChar](repeating: 0, count: 8)
      let status = getnameinfo(
        address, length, &host, socklen_t(host.count), &port, socklen_t(port.count), NI_NUMERICHOST | NI_NUMERICSERV)
      guard status == 0, let number = UInt16(text(port)) else { return nil }
      return NetworkAddress(host: text(host), port: number)
    }
  }
}

private func text(_ characters: [CChar]) -> String {
  String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
