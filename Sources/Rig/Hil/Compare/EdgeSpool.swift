// Millions of edges in, the same edges out in their order: through a file without a name, so that memory stays small.

import Foundation
import Glibc

/// A queue of edges on disk, written first and read afterwards. The file is gone with the program, however that ends.
final class EdgeSpool {
  /// The first thing that went wrong, as an errno value.
  private(set) var failure: Int32 = 0
  private(set) var count = 0
  private let file: Int32
  private var buffer: [WaveEdge] = []
  private var place = 0
  private static let capacity = 4096

  init() throws(OutputError) {
    let folder = FileManager.default.temporaryDirectory.path
    var name = Array((folder + "/rigctl-XXXXXX").utf8CString)
    file = mkstemp(&name)
    guard file >= 0 else { throw OutputError(path: folder, code: errno) }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    unlink(name)
    buffer.reserveCapacity(Self.capacity)
  }

  deinit { close(file) }

  func append(_ edge: WaveEdge) {
    buffer.append(edge)
    count += 1
    if buffer.count == Self.capacity { flush() }
  }

  /// Ends the writing; from now on ``next()`` reads.
  func rewind() throws(OutputError) {
    flush()
    if failure == 0 && lseek(file, 0, SEEK_SET) != 0 { failure = errno }
    if failure != 0 { throw OutputError(path: FileManager.default.temporaryDirectory.path, code: failure) }
  }

  func next() -> WaveEdge? {
    if place == buffer.count && !refill() { return nil }
    place += 1
    return buffer[place - 1]
  }

  private func flush() {
    buffer.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count && failure == 0 {
        let written = write(file, bytes.baseAddress! + done, bytes.count - done)
        if written > 0 { done += written } else if errno != EINTR { failure = errno }
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func refill() -> Bool {
    place = 0
    let stride = MemoryLayout<WaveEdge>.stride
    var bytes = 0
    buffer = Array(unsafeUninitializedCapacity: Self.capacity) { room, count in
      let raw = UnsafeMutableRawBufferPointer(room)
      while bytes < Self.capacity * stride {
        let got = read(file, raw.baseAddress! + bytes, Self.capacity * stride - bytes)
        if got > 0 { bytes += got } else if got == 0 || errno != EINTR { break }
      }
      count = bytes / stride
    }
    return !buffer.isEmpty
  }
}
