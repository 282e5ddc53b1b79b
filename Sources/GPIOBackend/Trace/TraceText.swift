// A line of the kernel's trace in, the level, the mark or the gap that it tells out.

/// What one line of a trace tells.
package enum TraceLine: Equatable, Sendable {
  /// A line of a chip was set: the kernel's number for it, and its physical level.
  case level(stamp: TraceStamp, line: Int, isHigh: Bool)
  /// A mark that this program made, by its number.
  case mark(stamp: TraceStamp, number: Int)
  /// So many events were lost, because nobody read fast enough.
  case lost(count: Int)
  /// Anything else.
  case other
}

/// When something happened, on the clock of the trace.
package struct TraceStamp: Equatable, Sendable {
  /// Nanoseconds, or counts where the clock is a counter.
  package var value: UInt64
  /// The clock is a counter, whose rate has to be found by marks.
  package var isCount: Bool

  package init(value: UInt64, isCount: Bool) {
    self.value = value
    self.isCount = isCount
  }
}

extension TraceLine {
  /// Reads lines from their ends, because they begin with the name of a program, which may hold anything:
  ///
  ///     rigctl-130 [000] ..... 66958202926: gpio_value: 514 set 0        (clock x86-tsc)
  ///     rigctl-130 [003] ..... 66.958202: gpio_value: 514 set 0          (clock mono)
  ///     rigctl-130 [000] ..... 66958202926: tracing_mark_write: rigctl 3
  ///     CPU:0 [LOST 123 EVENTS]
  package init(_ line: some BidirectionalCollection<UInt8>) {
    var words = WordsFromEnd(line)
    guard let last = words.next() else {
      self = .other
      return
    }
    if last.elementsEqual("EVENTS]".utf8) {
      self = words.next().flatMap { number($0) }.map { .lost(count: Int($0)) } ?? .other
      return
    }
    guard let value = number(last), let verb = words.next() else {
      self = .other
      return
    }
    if verb.elementsEqual("set".utf8) {
      guard let line = words.next().flatMap({ number($0) }), words.next()?.elementsEqual("gpio_value:".utf8) == true,
        let stamp = words.next().flatMap({ TraceStamp($0) })
      else {
        self = .other
        return
      }
      self = .level(stamp: stamp, line: Int(line), isHigh: value != 0)
    } else if verb.elementsEqual("rigctl".utf8), words.next()?.last == UInt8(ascii: ":"),
      // The function that wrote it: by its name, or by its address in a kernel without symbols.
      let stamp = words.next().flatMap({ TraceStamp($0) })
    {
      self = .mark(stamp: stamp, number: Int(value))
    } else {
      self = .other
    }
  }
}

extension TraceStamp {
  /// "66958202926:" is a count; "66.958202:" is seconds, with microseconds.
  init?(_ word: some BidirectionalCollection<UInt8>) {
    guard word.last == UInt8(ascii: ":") else { return nil }
    let digits = word.dropLast()
    guard let point = digits.firstIndex(of: UInt8(ascii: ".")) else {
      guard let count = number(digits) else { return nil }
      self.init(value: count, isCount: true)
      return
    }
    let fraction = digits[digits.index(after: point)...]
    guard let seconds = number(digits[..<point]), let micros = number(fraction), fraction.count == 6 else { return nil }
    let (ns, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return nil }
    self.init(value: ns &+ micros &* 1_000, isCount: false)
  }
}

/// The words of a line, the last one first.
private struct WordsFromEnd<Line: BidirectionalCollection<UInt8>> {
  private var rest: Line.SubSequence

  init(_ line: Line) { rest = line[...] }

  mutating func next() -> Line.SubSequence? {
    while let last = rest.last, last == UInt8(ascii: " ") { rest = rest.dropLast() }
    if rest.isEmpty { return nil }
    var start = rest.endIndex
    while start > rest.startIndex, rest[rest.index(before: start)] != UInt8(ascii: " ") {
      start = rest.index(before: start)
    }
    let word = rest[start...]
    rest = rest[..<start]
    return word
  }
}

/// A number in decimal digits, and nothing else.
private func number(_ word: some Collection<UInt8>) -> UInt64? {
  if word.isEmpty { return nil }
  var value: UInt64 = 0
  for byte in word {
    guard byte >= 48, byte <= 57 else { return nil }
    let (tens, over) = value.multipliedReportingOverflow(by: 10)
    let (sum, overflow) = tens.addingReportingOverflow(UInt64(byte - 48))
    if over || overflow { return nil }
    value = sum
  }
  return value
}
