// Lines to watch in, their edges with the kernel's own times out: for whoever has to know when, and not only what.

import CGPIO

/// A line whose edges are watched.
public struct GPIOWatchedLine: Equatable, Sendable {
  public var line: GPIOLineID
  public var bias: GPIOBias
  /// Active is 0 V.
  public var activeLow: Bool
  /// Only the edges on which it becomes active are told. The kernel asks for a line's level some time after an edge of
  /// either kind; an edge of one kind needs no such look, so that pulses may be shorter than that time.
  public var activatingOnly: Bool

  public init(line: GPIOLineID, bias: GPIOBias = .asIs, activeLow: Bool = false, activatingOnly: Bool = false) {
    self.line = line
    self.bias = bias
    self.activeLow = activeLow
    self.activatingOnly = activatingOnly
  }
}

/// An edge of a watched line.
public struct GPIOEdge: Equatable, Sendable {
  /// When the kernel's interrupt saw it: nanoseconds of `CLOCK_MONOTONIC`.
  public var ns: UInt64
  /// The line's place among those that are watched.
  public var line: Int
  /// What the line became.
  public var isActive: Bool

  public init(ns: UInt64, line: Int, isActive: Bool) {
    self.ns = ns
    self.line = line
    self.isActive = isActive
  }
}

/// Lines of one chip whose edges this process is told, from init to deinit.
///
/// The kernel keeps edges until they are read, as far as it has room: 16 a line with libgpiod 1.6, 1,024 for all of them
/// with 2.x. Each edge costs an interrupt, so this is for signals of some 10,000 edges a second.
public struct GPIOEdges: ~Copyable {
  /// The chip that the lines belong to.
  public let chip: GPIOChip
  // Opened before the lines and closed after them, as in GPIOLines.
  private let openChip: OpenChip
  private let watch: OpaquePointer
  private var buffer = [cgpio_edge](repeating: cgpio_edge(), count: Self.batch)

  /// Takes the lines, or none.
  public init(_ lines: [GPIOWatchedLine], chip label: String, consumer: String = "rigctl") throws(GPIOError) {
    let opened = try OpenChip(label)
    let ids = lines.map(\.line)
    let offsets = try GPIOLines.check(ids, outputCount: 0, on: opened)
    let native = zip(lines, offsets).map { line, offset in
      cgpio_watched(
        offset: offset, bias: line.bias.native, active_low: line.activeLow, activating_only: line.activatingOnly)
    }
    var made: OpaquePointer?
    let result = cgpio_watch_request(opened.handle, native, UInt32(native.count), consumer, &made)
    guard result.code == 0, let made else { throw GPIOLines.refusal(result, lines: ids, offsets, on: opened) }
    chip = opened.chip
    openChip = opened
    watch = made
  }

  deinit { cgpio_watch_release(watch) }

  /// Waits until there are edges, and takes up to 64 of them.
  ///
  /// - Parameter timeoutNs: how long to wait at most; nil: for as long as it takes.
  /// - Returns: edges in the order of their times; none when the time is over, or a signal came.
  public mutating func next(timeoutNs: UInt64?) throws(GPIOTransferError) -> [GPIOEdge] {
    var count: UInt32 = 0
    let timeout = timeoutNs.map { Int64(min($0, UInt64(Int64.max))) } ?? -1
    let code = cgpio_watch_read(watch, timeout, &buffer, UInt32(buffer.count), &count)
    guard code == 0 else { throw .read(code: code) }
    return buffer.prefix(Int(count)).map { GPIOEdge(ns: $0.ns, line: Int($0.line), isActive: $0.is_active) }
  }

  /// Which lines are active now, bit i for the i-th; edges that were not taken yet are in it.
  public mutating func levels() throws(GPIOTransferError) -> UInt64 {
    var levels: UInt64 = 0
    let code = cgpio_watch_levels(watch, &levels)
    guard code == 0 else { throw .read(code: code) }
    return levels
  }

  /// How many edges ``next(timeoutNs:)`` takes at most.
  public static let batch = 64

  /// How many edges of one line the kernel keeps; nil where it counts those that it could not keep.
  public static var uncountedRoom: Int? { GPIOChip.libraryVersion.hasPrefix("1.") ? 16 : nil }

  /// Edges for which the kernel had no room. Always 0 with libgpiod 1.6, which does not tell.
  public var lostCount: UInt64 { cgpio_watch_lost(watch) }
}
