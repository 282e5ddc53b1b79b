// Levels of several processors in, each in order; the same levels in one order out.

/// Brings together what the processors have traced, each in a buffer of its own.
///
/// Buffers are read one after the other, so what one of them told may be later than what another has not told yet. But
/// whatever was read in one pass happened before the next pass began, and that one reads everything that happened
/// before it: so after each pass all that is not later than the pass before it is complete.
package struct TraceMerge {
  private var waiting: [(level: TracedLevel, number: Int)] = []
  private var number = 0
  /// The latest of the pass before.
  private var completeNs: UInt64 = 0
  private var latestNs: UInt64 = 0

  package init() {}

  package mutating func add(_ level: TracedLevel) {
    latestNs = max(latestNs, level.ns)
    waiting.append((level, number))
    number &+= 1
  }

  /// A pass over all buffers has ended.
  ///
  /// - Parameter isLast: nothing comes any more.
  package mutating func endPass(isLast: Bool, _ take: (TracedLevel) -> Void) {
    if !waiting.isEmpty {
      // Levels of one moment stay in their order.
      waiting.sort { ($0.level.ns, $0.number) < ($1.level.ns, $1.number) }
      let ready = isLast ? waiting.count : waiting.firstIndex { $0.level.ns > completeNs } ?? waiting.count
      for one in waiting.prefix(ready) { take(one.level) }
      waiting.removeFirst(ready)
    }
    completeNs = latestNs
  }
}
