// A stream of bytes out to a file in large writes: appended at memory speed, in place only once it is closed.

import Glibc

/// Writes a file of any length through a 256 KiB buffer.
///
/// The bytes go to a temporary file beside the target, which takes the target's place in ``close()``. A writer that is
/// dropped without being closed leaves the old file as it was. Where the path is a pipe or a device, it is written as it is.
/// After the first error further bytes are swallowed; ``failure`` tells, and ``close()`` throws it.
public struct BufferedFileWriter: ~Copyable {
  /// The first thing that went wrong, if anything did.
  public private(set) var failure: OutputError?
  /// Bytes appended so far.
  public private(set) var count = 0

  private let path: String
  private let target: String
  /// Nil where the target itself is written: a pipe, a device.
  private let temporary: String?
  private var descriptor: Int32
  private let buffer: UnsafeMutableRawBufferPointer
  private var used = 0

  /// Opens a file for writing; nothing is visible at `path` before ``close()``.
  public init(path: String, bufferBytes: Int = 256 * 1024) throws(OutputError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists && status.st_mode & S_IFMT == S_IFDIR || path.hasSuffix("/") {
      throw OutputError(path: path, code: EISDIR)
    }
    let isSpecial = exists && status.st_mode & S_IFMT != S_IFREG
    // Through a symbolic link it is the file behind that is replaced, not the link.
    let target = exists && !isSpecial ? BufferedFileWriter.resolved(path) : path
    let temporary = isSpecial ? nil : BufferedFileWriter.temporaryName(beside: target)
    let descriptor =
      if let temporary {
        open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      } else {
        open(path, O_WRONLY | O_CLOEXEC)
      }
    guard descriptor >= 0 else { throw OutputError(path: path, code: errno) }
    if temporary != nil && exists { fchmod(descriptor, status.st_mode & 0o7777) }
    self.path = path
    self.target = target
    self.temporary = temporary
    self.descriptor = descriptor
    buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bufferBytes, 64 * 1024), alignment: 16)
  }

  deinit {
    if descriptor >= 0 {
      Glibc.close(descriptor)
      if let temporary { unlink(temporary) }
    }
    buffer.deallocate()
  }

  /// Appends raw bytes.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    count += bytes.count
    if used + bytes.count > buffer.count {
      flush()
      if bytes.count >= buffer.count {
        writeOut(bytes)
        return
      }
    }
    guard let source = bytes.baseAddress, let start = buffer.baseAddress else { return }
    (start + used).copyMemory(from: source, byteCount: bytes.count)
    used += bytes.count
  }

  /// Appends bytes.
  public mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Appends a text as UTF-8.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends a literal without building a string.
  public mutating func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends one byte.
  @inline(__always)
  public mutating func append(_ byte: UInt8) {
    if used == buffer.count { flush() }
    buffer[used] = byte
    used += 1
    count += 1
  }

  /// Flushes to the disk and puts the file in its place. Throws the first error of the whole stream; then the file that
  /// was there before is still there.
  public mutating func close() throws(OutputError) {
    guard descriptor >= 0 else { return }
    flush()
    // A pipe or a device cannot be synchronised, and need not be.
    if failure == nil && temporary != nil && fsync(descriptor) != 0 { fail(errno) }
    if Glibc.close(descriptor) != 0 && errno != EINTR { fail(errno) }
    descriptor = -1
    if let temporary {
      if failure == nil && rename(temporary, target) != 0 { fail(errno) }
      if failure == nil { BufferedFileWriter.synchroniseFolder(of: target) } else { unlink(temporary) }
    }
    if let failure { throw failure }
  }

  private mutating func flush() {
    writeOut(UnsafeRawBufferPointer(rebasing: buffer[0..<used]))
    used = 0
  }

  private mutating func writeOut(_ bytes: UnsafeRawBufferPointer) {
    guard failure == nil, var start = bytes.baseAddress else { return }
    var left = bytes.count
    while left > 0 {
      let written = Glibc.write(descriptor, start, left)
      if written > 0 {
        start += written
        left -= written
      } else if errno != EINTR {
        fail(errno)
        return
      }
    }
  }

  private mutating func fail(_ code: Int32) {
    if failure == nil { failure = OutputError(path: path, code: code) }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// A name that nobody else uses: hidden, in the same folder (a rename does not cross file systems), with our process id.
  private static func temporaryName(beside target: String) -> String {
    let slash = target.lastIndex(of: "/").map(target.index(after:)) ?? target.startIndex
    let folder = target[..<slash]
    // A file name may have 255 bytes; the target's own may use them all.
    let name = String(decoding: target[slash...].utf8.prefix(40), as: UTF8.self)
    var number = 0
    while true {
      let candidate = "\(folder).\(name).\(getpid())-\(number).part"
      if access(candidate, F_OK) != 0 { return candidate }
      number += 1
    }
  }

  /// So that the rename itself outlives a power cut. A file system that cannot do it is no reason to fail.
  private static func synchroniseFolder(of target: String) {
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    Glibc.close(descriptor)
  }
}
