// A way to read levels in, levels that have come to rest out, with how long that took.

/// Reads inputs until they have not changed for a while, and not for ever.
package struct SettledLevels {
  /// How long levels have to stay as they are before they count, ms.
  package let quietMs: Double
  /// So often is that waited for anew, then an input that still changes is unsteady.
  package static let patience = 20
  /// Readings in one wait.
  private static let readings = 4
  /// The longest time after a change of outputs at which an input was still seen to change, ms.
  package private(set) var slowestMs = 0.0

  package init(quietMs: Double) { self.quietMs = quietMs }

  /// - Parameters:
  ///   - pause: waits for so many ms.
  ///   - read: the levels as they are now.
  /// - Returns: the levels, and which of them never came to rest.
  package mutating func settle<Failure: Error>(
    pause: (Double) -> Void, read: () throws(Failure) -> UInt32
  ) throws(Failure) -> (levels: UInt32, unsteady: UInt32) {
    let stepMs = quietMs / Double(Self.readings)
    var levels = try read()
    var atMs = 0.0, quiet = 0, changing: UInt32 = 0
    for number in 1...(Self.patience * Self.readings) {
      pause(stepMs)
      atMs += stepMs
      let now = try read()
      // Bouncing at the beginning is no fault; what still changes in the second half of the time is.
      if number > Self.patience * Self.readings / 2 { changing |= now ^ levels }
      if now == levels {
        quiet += 1
        if quiet == Self.readings { return (levels, 0) }
      } else {
        quiet = 0
        slowestMs = max(slowestMs, atMs)
        levels = now
      }
    }
    return (levels, changing)
  }
}
