// Words for files of tracefs and sysfs in, what the kernel answers out.

import Glibc

/// One instance of tracefs.
struct TraceFolder {
  var path: String

  /// Writes a word into one of its files; 0 or an errno value.
  @discardableResult
  func write(_ word: String, to name: String) -> Int32 {
    let file = Glibc.open(path + "/" + name, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return errno }
    defer { close(file) }
    let bytes = Array(word.utf8)
    return Glibc.write(file, bytes, bytes.count) == bytes.count ? 0 : errno
  }

  func set(_ word: String, in name: String) throws(LevelTraceError) {
    let code = write(word, to: name)
    if code != 0 { throw .failed(path: path + "/" + name, code: code) }
  }

  /// What one of its files says; nil where it cannot be read.
  func read(_ name: String) -> String? { fileContents(path + "/" + name) }

  /// The buffers of all processors, for reading without waiting.
  func openBuffers() throws(LevelTraceError) -> [TraceBuffer] {
    var buffers: [TraceBuffer] = []
    while true {
      let name = "\(path)/per_cpu/cpu\(buffers.count)"
      let buffer = TraceBuffer(
        pages: Glibc.open(name + "/trace_pipe_raw", O_RDONLY | O_NONBLOCK | O_CLOEXEC),
        figures: Glibc.open(name + "/stats", O_RDONLY | O_CLOEXEC))
      if buffer.pages >= 0 && buffer.figures >= 0 {
        buffers.append(buffer)
        continue
      }
      let code = errno
      buffer.close()
      if code == ENOENT && !buffers.isEmpty { return buffers }
      for buffer in buffers { buffer.close() }
      throw .failed(path: name, code: code)
    }
  }

  /// Removes what killed programs have left: instances that are named after a process that is no more.
  static func removeStale(in instances: String) {
    guard let folder = opendir(instances) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix("rigctl-"), let process = Int32(name.dropFirst(7)) else { continue }
      if kill(process, 0) != 0 && errno == ESRCH { rmdir(instances + "/" + name) }
    }
  }
}

/// One processor's buffer: its pages, and what the kernel says of them.
struct TraceBuffer {
  let pages: Int32
  let figures: Int32

  /// Bytes of events that wait.
  func unreadBytes() -> Int {
    var text = [UInt8](repeating: 0, count: 512)
    let count = pread(figures, &text, text.count, 0)
    guard count > 0 else { return 0 }
    return Self.unreadBytes(String(decoding: text[..<count], as: UTF8.self))
  }

  /// From a line such as `bytes: 40816`.
  static func unreadBytes(_ text: String) -> Int {
    let line = text.split(separator: "\n").first { $0.hasPrefix("bytes: ") }
    return line.flatMap { Int($0.dropFirst("bytes: ".count)) } ?? 0
  }

  func close() {
    for file in [pages, figures] where file >= 0 { _ = Glibc.close(file) }
  }
}

/// The numbers that the kernel gives to the lines of its chips, in traces.
package enum KernelLineNumbers {
  /// The number of a chip's line 0; nil where the kernel does not tell.
  static func first(of chip: GPIOChip) -> Int? {
    let name = chip.path.split(separator: "/").last.map(String.init) ?? ""
    if let list = fileContents("/sys/kernel/debug/gpio"), let first = first(ofChip: name, in: list) { return first }
    // The older interface names its folders after the number.
    guard let folder = opendir("/sys/class/gpio") else { return nil }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let directory = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard directory.hasPrefix("gpiochip"),
        fileContents("/sys/class/gpio/\(directory)/label")?.split(separator: "\n").first.map(String.init) == chip.label
      else { continue }
      return Int(directory.dropFirst("gpiochip".count))
    }
    return nil
  }

  /// From lines such as `gpiochip0: GPIOs 512-569, parent: platform/gpio-sim.0, pinctrl-bcm2711:`.
  package static func first(ofChip name: String, in list: String) -> Int? {
    for line in list.split(separator: "\n") where line.hasPrefix(name + ":") {
      guard let range = line.split(separator: " ").first(where: { $0.contains("-") && $0.first?.isNumber == true })
      else { continue }
      return range.split(separator: "-").first.flatMap { Int($0) }
    }
    return nil
  }
}

private func fileContents(_ path: String) -> String? {
  let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var text: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = Glibc.read(file, &piece, piece.count)
    if count <= 0 { return String(decoding: text, as: UTF8.self) }
    text += piece[..<count]
  }
}
