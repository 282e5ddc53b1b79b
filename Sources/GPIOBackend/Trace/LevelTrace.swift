// The kernel's trace point gpio:gpio_value in, every level that reached a line out: an independent witness of a run.

import Glibc
import Synchronization

/// Why there is no trace.
public enum LevelTraceError: Error, Equatable, Sendable {
  /// This user may not trace.
  case notPermitted
  /// tracefs is not mounted.
  case notMounted
  /// The kernel was built without the trace point.
  case noTracePoint
  /// The kernel does not tell which of its numbers a chip's lines have.
  case noLineNumbers(chip: String)
  /// Something in tracefs cannot be used.
  case failed(path: String, code: Int32)
  /// The reader was too slow for the kernel's buffer: so many events are missing.
  case lost(count: Int)
  /// The kernel describes its trace in words that are not understood.
  case unknownFormat
}

/// Every level that the kernel set on the lines of one chip between init and ``finish()``.
///
/// It has an instance of tracefs of its own, so that it disturbs no other tracing, and a thread that empties the kernel's
/// buffer meanwhile. Tracing costs the one who sets lines about half a microsecond a line.
public final class LevelTrace: Sendable {
  /// What is told of a level: nanoseconds of `CLOCK_MONOTONIC`, the number of the line on the chip, the physical level.
  public typealias Sink = @Sendable (_ ns: UInt64, _ offset: Int, _ isHigh: Bool) -> Void

  /// How coarse the times may be, ns: the counter of a Raspberry Pi 4, which has 54 MHz.
  public static let resolutionNs = 19.0

  private static let tracing = "/sys/kernel/tracing"
  private let folder: String
  private let firstLine: Int
  private let lineCount: Int
  private let format: TraceFormat
  /// One a processor.
  private let buffers: [TraceBuffer]
  private let isEnding = Atomic<Bool>(false)
  private let lost = Atomic<Int>(0)
  private let sink: Sink
  private let reader: Mutex<pthread_t?> = Mutex(nil)

  /// Begins to trace. `sink` is called on the reader's thread.
  public init(_ chip: GPIOChip, bufferKb: Int = 32 * 1024, sink: @escaping Sink) throws(LevelTraceError) {
    guard access(Self.tracing + "/instances", F_OK) == 0 else {
      throw geteuid() == 0 ? .notMounted : .notPermitted
    }
    guard access(Self.tracing + "/instances", W_OK) == 0 else { throw .notPermitted }
    guard access(Self.tracing + "/events/gpio/gpio_value", F_OK) == 0 else { throw .noTracePoint }
    guard let first = KernelLineNumbers.first(of: chip) else { throw .noLineNumbers(chip: chip.label) }
    let top = TraceFolder(path: Self.tracing)
    guard let page = top.read("events/header_page"), let event = top.read("events/gpio/gpio_value/format"),
      let format = TraceFormat(headerPage: page, event: event)
    else { throw .unknownFormat }
    self.format = format
    firstLine = first
    lineCount = chip.lineCount
    self.sink = sink
    TraceFolder.removeStale(in: Self.tracing + "/instances")
    folder = "\(Self.tracing)/instances/rigctl-\(getpid())"
    guard mkdir(folder, 0o700) == 0 else { throw .failed(path: folder, code: errno) }
    let made = TraceFolder(path: folder)
    do throws(LevelTraceError) {
      try made.set("mono", in: "trace_clock")
      try made.set("\(bufferKb)", in: "buffer_size_kb")
      buffers = try made.openBuffers()
      try made.set("1", in: "events/gpio/gpio_value/enable")
    } catch {
      rmdir(folder)
      throw error
    }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { raw in
        if let raw { Unmanaged<LevelTrace>.fromOpaque(raw).takeRetainedValue().drain() }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    guard code == 0 else {
      Unmanaged.passUnretained(self).release()
      throw .failed(path: folder, code: code)
    }
    reader.withLock { $0 = thread }
  }

  deinit {
    for buffer in buffers { buffer.close() }
    rmdir(folder)
  }

  /// Ends the trace when everything has been read.
  public func finish() throws(LevelTraceError) {
    TraceFolder(path: folder).write("0", to: "tracing_on")
    isEnding.store(true, ordering: .releasing)
    if let thread = reader.withLock({ $0.take() }) { pthread_join(thread, nil) }
    let missing = lost.load(ordering: .acquiring)
    if missing > 0 { throw .lost(count: missing) }
  }

  /// The reader: empties the kernel's buffers until the trace has ended and nothing is left.
  private func drain() {
    let page = UnsafeMutableRawBufferPointer.allocate(byteCount: format.pageSize, alignment: 16)
    defer { page.deallocate() }
    var merge = TraceMerge()
    while true {
      let isLast = isEnding.load(ordering: .acquiring)
      var pages = 0
      for buffer in buffers { pages += read(buffer, isLast, page, into: &merge) }
      let isOver = isLast && pages == 0
      merge.endPass(isLast: isOver) { level in
        let offset = level.line - firstLine
        if offset >= 0 && offset < lineCount { sink(level.ns, offset, level.isHigh) }
      }
      if isOver { return }
      if pages == 0 { usleep(5_000) }
    }
  }

  /// Takes what there is, but for the page that is being written: the kernel would copy it out event by event with
  /// interrupts off, for some 20 µs in the way of a tick.
  ///
  /// - Returns: how many pages were read.
  private func read(
    _ buffer: TraceBuffer, _ isLast: Bool, _ page: UnsafeMutableRawBufferPointer, into merge: inout TraceMerge
  ) -> Int {
    let most = isLast ? Int.max : buffer.unreadBytes() / (format.pageSize - format.dataOffset) - 1
    var pages = 0
    while pages < most {
      let count = Glibc.read(buffer.pages, page.baseAddress, page.count)
      guard count > 0 else { break }
      pages += 1
      guard var levels = TracePage(UnsafeRawBufferPointer(rebasing: page[..<count]), format) else {
        lost.wrappingAdd(1, ordering: .relaxed)
        continue
      }
      if levels.lostCount > 0 { lost.wrappingAdd(levels.lostCount, ordering: .relaxed) }
      while let level = levels.next() { merge.add(level) }
    }
    return pages
  }
}
