// Inputs that end a motion at once: the emergency stop on the tick that sees it, a limit switch when it is not a spike.

/// Why the steps were cut.
@frozen
public enum Trip: Equatable, Sendable {
  case emergencyStop
  /// These limit switches.
  case limit(InputWord)
}

/// Watches the inputs, tick by tick.
///
/// A normally closed wire that breaks looks like a pressed switch, which is the point of it. What a long wire picks up from
/// a motor beside it is shorter than a switch is pressed: limits count once they have been active for a while.
public struct SafetyInputs: Sendable {
  @usableFromInline var watched: UInt32
  @usableFromInline let spikeTicks: UInt32
  @usableFromInline var activeTicks: UInt32 = 0

  /// - Parameters:
  ///   - limits: the limit switches that the board has; they and the emergency stop are watched.
  ///   - spikeTicks: a limit that is active for fewer ticks in a row is a spike.
  public init(limits: InputWord, spikeTicks: UInt32) {
    watched = (limits | .emergencyStop).rawValue
    self.spikeTicks = spikeTicks
  }

  /// From now on these inputs are watched: limit switches, the emergency stop, or none.
  public mutating func watch(_ inputs: InputWord) {
    watched = inputs.rawValue
    activeTicks = 0
  }

  /// One look at the inputs; one call a tick.
  @inlinable @inline(__always)
  public mutating func judge(_ inputs: InputWord) -> Trip? {
    let active = inputs.rawValue & watched
    if active == 0 {
      activeTicks = 0
      return nil
    }
    return judge(active: active)
  }

  /// Some that are watched are active; most ticks find none.
  @inline(never)
  @usableFromInline mutating func judge(active: UInt32) -> Trip? {
    if active & InputWord.emergencyStop.rawValue != 0 { return .emergencyStop }
    activeTicks &+= 1
    return activeTicks >= spikeTicks ? .limit(InputWord(rawValue: active)) : nil
  }
}
