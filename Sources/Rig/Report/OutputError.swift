// Why a file could not be written: the kind, the path and the system's number, ready to be put into words.

import Glibc

/// A file or folder that could not be written.
public struct OutputError: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// The folder that should hold it is not there.
    case noSuchFolder
    case notPermitted
    case diskFull
    /// The path is a folder, where a file was to be written.
    case isFolder
    /// A part of the path that should be a folder is a file.
    case notAFolder
    /// The reader at the other end of a pipe went away.
    case closedPipe
    /// Anything else: see ``OutputError/code``.
    case other
  }

  public var kind: Kind
  /// As the person wrote it.
  public var path: String
  /// The system's `errno`.
  public var code: Int32

  public init(path: String, code: Int32) {
    self.path = path
    self.code = code
    self.kind =
      switch code {
      case ENOENT: .noSuchFolder
      case EACCES, EPERM, EROFS: .notPermitted
      case ENOSPC, EDQUOT, EFBIG: .diskFull
      case EISDIR: .isFolder
      case ENOTDIR: .notAFolder
      case EPIPE: .closedPipe
      default: .other
      }
  }

  /// What the system calls it, in English.
  public var systemText: String { String(cString: strerror(code)) }
}
