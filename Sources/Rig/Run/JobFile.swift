// A job's bytes, in pieces: a file of any length, or standard input.

import Glibc

/// Why a job could not be read.
public enum JobFileError: Error, Equatable, Sendable {
  case notFound, notReadable, isFolder, isEmpty
  /// A signal came while the file had nothing to give: ask whether it meant "stop", or read on.
  case interrupted
  /// The system's word on anything else.
  case failed(reason: String)

  /// What to tell a person.
  public func phrase(path: String) -> Phrase {
    switch self {
    case .notFound: .fileNotFound(path)
    case .notReadable: .fileNotReadable(path)
    case .isFolder: .fileIsFolder(path)
    case .isEmpty: .fileIsEmpty(path)
    case .interrupted: .readFailed(path, reason: String(cString: strerror(EINTR)))
    case .failed(let reason): .readFailed(path, reason: reason)
    }
  }
}

/// An open job. Closes itself.
public struct JobFile: ~Copyable {
  public let path: String
  /// Bytes in the file; nil for standard input and pipes.
  public let size: Int?
  /// Bytes read so far.
  public private(set) var bytesRead = 0
  /// −1 where the job is in memory, whole, in ``buffer``.
  private let descriptor: Int32
  private let buffer: UnsafeMutableBufferPointer<UInt8>

  /// Opens a file, or standard input for `-`.
  public init(_ path: String) throws(JobFileError) {
    let opened = try Self.opened(path)
    self.path = path
    descriptor = opened.descriptor
    size = opened.size
    buffer = .allocate(capacity: 64 * 1024)
  }

  /// A job in memory; `path` is what to call it. As a stream it can be read once only, like standard input.
  public init(bytes: [UInt8], path: String = "job", isStream: Bool = false) {
    self.path = path
    descriptor = -1
    size = isStream ? nil : bytes.count
    buffer = .allocate(capacity: bytes.count)
    _ = buffer.update(fromContentsOf: bytes)
  }

  private static func opened(_ path: String) throws(JobFileError) -> (descriptor: Int32, size: Int?) {
    if path == "-" { return (STDIN_FILENO, nil) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw error(errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw error(code)
    }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR || (kind == S_IFREG && status.st_size == 0) {
      close(descriptor)
      throw kind == S_IFDIR ? .isFolder : .isEmpty
    }
    return (descriptor, kind == S_IFREG ? Int(status.st_size) : nil)
  }

  deinit {
    buffer.deallocate()
    if descriptor > STDIN_FILENO { close(descriptor) }
  }

  /// Whether it can be read a second time.
  public var canRewind: Bool { size != nil }

  /// The next bytes, valid until the next call; empty at the end.
  public mutating func next() throws(JobFileError) -> UnsafeBufferPointer<UInt8> {
    if descriptor < 0 {
      let rest = UnsafeBufferPointer(rebasing: buffer[bytesRead...])
      bytesRead += rest.count
      return rest
    }
    let count = read(descriptor, buffer.baseAddress, buffer.count)
    guard count >= 0 else {
      throw errno == EINTR ? .interrupted : .failed(reason: String(cString: strerror(errno)))
    }
    bytesRead += count
    return UnsafeBufferPointer(rebasing: buffer[..<count])
  }

  /// All the bytes there are; throws ``JobFileError/interrupted`` only where that meant "stop".
  public mutating func whole(isInterrupted: () -> Bool) throws(JobFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      if isInterrupted() { throw .interrupted }
      do throws(JobFileError) {
        let piece = try next()
        if piece.isEmpty { break }
        bytes += piece
      } catch {
        if error != .interrupted { throw error }
      }
    }
    if bytes.isEmpty { throw .isEmpty }
    return bytes
  }

  /// Back to the first byte.
  public mutating func rewind() {
    if descriptor >= 0 { lseek(descriptor, 0, SEEK_SET) }
    bytesRead = 0
  }

  /// Whether `other` is this very file, under whatever name: writing there would destroy the job.
  public func isSame(as other: String) -> Bool {
    var own = stat()
    var theirs = stat()
    guard size != nil, descriptor >= 0, fstat(descriptor, &own) == 0, stat(other, &theirs) == 0 else { return false }
    return own.st_dev == theirs.st_dev && own.st_ino == theirs.st_ino
  }

  private static func error(_ code: Int32) -> JobFileError {
    switch code {
    case ENOENT, ENOTDIR: .notFound
    case EACCES, EPERM: .notReadable
    case EISDIR: .isFolder
    default: .failed(reason: String(cString: strerror(code)))
    }
  }
}
