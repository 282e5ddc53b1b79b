// Levels over time in, which of them count: contacts that bounce, lines that are slow, lines that never rest.

import Rig
import Testing

@Suite("Levels that have come to rest")
struct SettledLevelsTests {
  /// Reads a level that is a function of time, on a clock that only pauses move.
  private static func settle(
    quietMs: Double, _ level: (Double) -> UInt32
  ) -> (levels: UInt32, unsteady: UInt32, tookMs: Double, slowestMs: Double) {
    var settled = SettledLevels(quietMs: quietMs)
    var atMs = 0.0
    let (levels, unsteady) = settled.settle(pause: { atMs += $0 }) { level(atMs) }
    return (levels, unsteady, atMs, settled.slowestMs)
  }

  @Test("a level that is there at once takes the time of rest, and no more")
  func atOnce() {
    let end = Self.settle(quietMs: 4) { _ in 0b101 }
    #expect(end.levels == 0b101 && end.unsteady == 0)
    #expect(end.tookMs == 4 && end.slowestMs == 0)
  }

  @Test("a line that bounces for longer than the time of rest counts as what it becomes")
  func bounces() {
    let end = Self.settle(quietMs: 4) { atMs in atMs < 17 ? UInt32(Int(atMs) % 2) : 1 }
    #expect(end.levels == 1 && end.unsteady == 0)
    #expect(end.slowestMs >= 15 && end.slowestMs <= 18)
    #expect(end.tookMs == end.slowestMs + 4)
  }

  @Test("a line that never rests is unsteady, and the others are not; it is not waited for without end")
  func neverRests() {
    let end = Self.settle(quietMs: 4) { atMs in 0b100 | UInt32(Int(atMs) % 2) }
    #expect(end.unsteady == 0b001)
    #expect(end.levels & 0b100 != 0)
    #expect(end.tookMs == 4 * Double(SettledLevels.patience))
  }
}
