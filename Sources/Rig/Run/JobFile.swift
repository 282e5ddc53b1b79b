// A job's bytes, in pieces: a file of any length, or standard input.

import Glibc

/// Why a job could not be read.
public enum JobFileError: Error, Equatable, Sendable {
  case notFound, notReadable, isFolder, isEmpty
  /// The system's word on anything else.
  case failed(reason: String)

  /// What to tell a person.
  public func phrase(path: String) -> Phrase {
    switch self {
    case .notFound: .fileNotFound(path)
    case .notReadable: .fileNotReadable(path)
    case .isFolder: .fileIsFolder(path)
    case .isEmpty: .fileIsEmpty(path)
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
  private let descriptor: Int32
  private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)

  /// Opens a file, or standard input for `-`.
  public init(_ path: String) throws(JobFileError) {
    let opened = try Self.opened(path)
    self.path = path
    descriptor = opened.descriptor
    size = opened.size
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
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Whether it can be read a second time.
  public var canRewind: Bool { size != nil }

  /// The next bytes, valid until the next call; empty at the end.
  public mutating func next() throws(JobFileError) -> UnsafeBufferPointer<UInt8> {
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        bytesRead += count
        return UnsafeBufferPointer(rebasing: buffer[..<count])
      }
      if errno != EINTR { throw .failed(reason: String(cString: strerror(errno))) }
    }
  }

  /// Back to the first byte.
  public mutating func rewind() {
    lseek(descriptor, 0, SEEK_SET)
    bytesRead = 0
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
