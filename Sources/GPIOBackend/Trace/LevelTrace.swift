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
  /// The clock of the trace could not be held against the system's.
  case noClock
}

/// Every level that the kernel set on the lines of one chip between init and ``finish()``.
///
/// It has an instance of tracefs of its own, so that it disturbs no other tracing, and a thread that empties the kernel's
/// buffer meanwhile. Tracing costs the one who sets lines about half a microsecond a line.
public final class LevelTrace: Sendable {
  /// What is told of a level: a stamp of the trace's clock, the number of the line on the chip, the physical level.
  public typealias Sink = @Sendable (_ stamp: UInt64, _ offset: Int, _ isHigh: Bool) -> Void

  private static let tracing = "/sys/kernel/tracing"
  private let folder: String
  private let firstLine: Int
  private let lineCount: Int
  private let isCounter: Bool
  private let pipe: Int32
  private let marker: Int32
  private let isEnding = Atomic<Bool>(false)
  private let lost = Atomic<Int>(0)
  private let sink: Sink
  /// Marks read back, and those made; touched by one thread after the other.
  private let marks = Mutex<Marks>(Marks())
  private let reader: Mutex<pthread_t?> = Mutex(nil)

  private struct Marks {
    var made: [(fromNs: UInt64, toNs: UInt64)] = []
    var seen: [Int: UInt64] = [:]
  }

  /// Begins to trace. `sink` is called on the reader's thread.
  public init(_ chip: GPIOChip, bufferKb: Int = 32 * 1024, sink: @escaping Sink) throws(LevelTraceError) {
    guard access(Self.tracing + "/instances", F_OK) == 0 else {
      throw geteuid() == 0 ? .notMounted : .notPermitted
    }
    guard access(Self.tracing + "/instances", W_OK) == 0 else { throw .notPermitted }
    guard access(Self.tracing + "/events/gpio/gpio_value", F_OK) == 0 else { throw .noTracePoint }
    guard let first = KernelLineNumbers.first(of: chip) else { throw .noLineNumbers(chip: chip.label) }
    firstLine = first
    lineCount = chip.lineCount
    self.sink = sink
    TraceFolder.removeStale(in: Self.tracing + "/instances")
    folder = "\(Self.tracing)/instances/rigctl-\(getpid())"
    guard mkdir(folder, 0o700) == 0 else { throw .failed(path: folder, code: errno) }
    let made = TraceFolder(path: folder)
    do throws(LevelTraceError) {
      // The finest clock that there is; a count of the processor's, or nanoseconds that are told to the microsecond.
      isCounter = made.write("x86-tsc", to: "trace_clock") == 0
      if !isCounter { try made.set("mono", in: "trace_clock") }
      try made.set("\(bufferKb)", in: "buffer_size_kb")
      try made.set("1", in: "events/gpio/gpio_value/enable")
      marker = try made.open("trace_marker", O_WRONLY)
      pipe = try made.open("trace_pipe", O_RDONLY | O_NONBLOCK)
    } catch {
      rmdir(folder)
      throw error
    }
    mark()
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
    close(pipe)
    close(marker)
    rmdir(folder)
  }

  /// Ends the trace when everything has been read; what turns its stamps into time.
  public func finish() throws(LevelTraceError) -> TraceClock {
    mark()
    TraceFolder(path: folder).write("0", to: "tracing_on")
    isEnding.store(true, ordering: .releasing)
    if let thread = reader.withLock({ $0.take() }) { pthread_join(thread, nil) }
    let missing = lost.load(ordering: .acquiring)
    if missing > 0 { throw .lost(count: missing) }
    if !isCounter { return TraceClock() }
    let clock = marks.withLock { marks -> TraceClock? in
      // Of each bunch of marks the one that was made in the least time.
      let bunches = [0..<Self.bunch, Self.bunch..<2 * Self.bunch]
      let best = bunches.compactMap { bunch in
        bunch.filter { marks.seen[$0] != nil }
          .min { marks.made[$0].toNs - marks.made[$0].fromNs < marks.made[$1].toNs - marks.made[$1].fromNs }
      }
      guard best.count == 2, let first = marks.seen[best[0]], let last = marks.seen[best[1]] else { return nil }
      func middle(_ number: Int) -> UInt64 { (marks.made[number].fromNs + marks.made[number].toNs) / 2 }
      return TraceClock(counts: (first, last), atNs: (middle(best[0]), middle(best[1])))
    }
    guard let clock else { throw .noClock }
    return clock
  }

  private static let bunch = 8

  /// Writes a bunch of marks into the trace, each with the time around it.
  private func mark() {
    for _ in 0..<Self.bunch {
      let number = marks.withLock { $0.made.count }
      let text = Array("rigctl \(number)\n".utf8)
      let from = monotonicNs()
      _ = Glibc.write(marker, text, text.count)
      let to = monotonicNs()
      marks.withLock { $0.made.append((from, to)) }
    }
  }

  /// The reader: empties the kernel's buffer until the trace has ended and nothing is left.
  private func drain() {
    var bytes = [UInt8](repeating: 0, count: 256 * 1024)
    var kept = 0
    while true {
      let isLast = isEnding.load(ordering: .acquiring)
      let count = bytes.withUnsafeMutableBytes { Glibc.read(pipe, $0.baseAddress! + kept, $0.count - kept) }
      if count > 0 {
        let end = kept + count
        kept = take(&bytes, end)
      } else if isLast {
        return
      } else {
        usleep(2_000)
      }
    }
  }

  /// Takes whole lines, and moves the rest to the front; how long that is.
  private func take(_ bytes: inout [UInt8], _ end: Int) -> Int {
    var start = 0
    var place = 0
    bytes.withUnsafeBufferPointer { all in
      while place < end {
        if all[place] == UInt8(ascii: "\n") {
          hear(TraceLine(UnsafeBufferPointer(rebasing: all[start..<place])))
          start = place + 1
        }
        place += 1
      }
    }
    // A line longer than the buffer is none of ours.
    if start == 0 && end == bytes.count { return 0 }
    bytes.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress else { return }
      memmove(base, base + start, end - start)
    }
    return end - start
  }

  private func hear(_ line: TraceLine) {
    switch line {
    case .level(let stamp, let number, let isHigh):
      let offset = number - firstLine
      if offset >= 0 && offset < lineCount { sink(stamp.value, offset, isHigh) }
    case .mark(let stamp, let number): marks.withLock { $0.seen[number] = stamp.value }
    case .lost(let count): lost.wrappingAdd(count, ordering: .relaxed)
    case .other: return
    }
  }
}

private func monotonicNs() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}
