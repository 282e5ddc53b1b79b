// A page of the kernel's trace in, the levels that it tells of out, one after the other.

/// A level that the kernel put on a line.
package struct TracedLevel: Equatable, Sendable {
  /// Of the trace's clock.
  package var ns: UInt64
  /// The kernel's number of the line.
  package var line: Int
  package var isHigh: Bool

  package init(ns: UInt64, line: Int, isHigh: Bool) {
    self.ns = ns
    self.line = line
    self.isHigh = isHigh
  }
}

/// One page of the kernel's ring buffer (`include/linux/ring_buffer.h`): a head with a time, then events, each with the time
/// since the one before it.
package struct TracePage {
  private let bytes: UnsafeRawBufferPointer
  private let format: TraceFormat
  private let end: Int
  private var place: Int
  private var ns: UInt64
  /// Events that the kernel had no room for, before this page.
  package let lostCount: Int

  // The kinds of entry that are no events; smaller ones are the event's length in words.
  private static let padding: UInt32 = 29
  private static let timeExtend: UInt32 = 30
  private static let timeStamp: UInt32 = 31

  // Flags in the count of a page's bytes.
  private static let hasLost: UInt64 = 1 << 31
  private static let tellsLost: UInt64 = 1 << 30

  /// nil for bytes that are no page. They have to last as long as this.
  package init?(_ bytes: UnsafeRawBufferPointer, _ format: TraceFormat) {
    guard bytes.count >= format.dataOffset else { return nil }
    let commit = Self.number(bytes, format.commit, at: 0)
    end = format.dataOffset + Int(commit & 0xF_FFFF)
    guard end <= bytes.count else { return nil }
    self.bytes = bytes
    self.format = format
    place = format.dataOffset
    ns = Self.number(bytes, format.timestamp, at: 0)
    if commit & Self.hasLost == 0 {
      lostCount = 0
    } else if commit & Self.tellsLost != 0, end + format.commit.size <= bytes.count {
      let field = TraceFormat.Field(offset: 0, size: format.commit.size)
      lostCount = Int(truncatingIfNeeded: Self.number(bytes, field, at: end) & 0x7FFF_FFFF)
    } else {
      lostCount = 1
    }
  }

  /// The next level that was set; nil at the end of the page.
  package mutating func next() -> TracedLevel? {
    while place + 4 <= end {
      let head = word(place)
      let delta = UInt64(head >> 5)
      switch head & 31 {
      case Self.padding:
        // A length of nothing ends the page; otherwise an event that was taken back.
        if delta == 0 || place + 8 > end { return nil }
        ns &+= delta
        place += 4 + Int(word(place + 4))
      case Self.timeExtend:
        guard place + 8 <= end else { return nil }
        ns &+= UInt64(word(place + 4)) << 27 | delta
        place += 8
      case Self.timeStamp:
        guard place + 8 <= end else { return nil }
        ns = (ns & 0xF800_0000_0000_0000) | UInt64(word(place + 4)) << 27 | delta
        place += 8
      case let kind:
        ns &+= delta
        var start = place + 4
        var length = Int(kind) * 4
        if kind == 0 {
          guard place + 8 <= end else { return nil }
          length = Int(word(start)) - 4
          start += 4
        }
        guard length > 0, start + length <= end else { return nil }
        place = start + length
        if let level = level(at: start, length) { return level }
      }
    }
    return nil
  }

  @inline(__always)
  private func level(at start: Int, _ length: Int) -> TracedLevel? {
    guard length >= format.eventSize, Self.number(bytes, format.type, at: start) == format.id,
      Self.number(bytes, format.get, at: start) == 0
    else { return nil }
    return TracedLevel(
      ns: ns, line: Int(truncatingIfNeeded: Self.number(bytes, format.line, at: start)),
      isHigh: Self.number(bytes, format.value, at: start) != 0)
  }

  @inline(__always)
  private func word(_ place: Int) -> UInt32 { bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self) }

  @inline(__always)
  private static func number(_ bytes: UnsafeRawBufferPointer, _ field: TraceFormat.Field, at start: Int) -> UInt64 {
    switch field.size {
    case 2: UInt64(bytes.loadUnaligned(fromByteOffset: start + field.offset, as: UInt16.self))
    case 4: UInt64(bytes.loadUnaligned(fromByteOffset: start + field.offset, as: UInt32.self))
    default: bytes.loadUnaligned(fromByteOffset: start + field.offset, as: UInt64.self)
    }
  }
}
