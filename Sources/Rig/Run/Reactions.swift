// What firmware and rig do when something goes wrong, each by its name: what one is worth shows without it.

/// Reactions to faults. All of them, but in tests of what a single one is worth.
public struct Reactions: OptionSet, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Limit switches and the emergency stop cut the steps.
  public static let inputs = Reactions(rawValue: 1 << 0)
  /// What is shorter than a thousandth of a second is no limit switch.
  public static let spikeFilter = Reactions(rawValue: 1 << 1)
  /// A touch ends a probing motion, and one that has to come and does not is an alarm.
  public static let probe = Reactions(rawValue: 1 << 2)
  /// An open door brings an operated machine to rest.
  public static let door = Reactions(rawValue: 1 << 3)
  /// A tick that is later than the board allows brings the machine to rest.
  public static let lateTicks = Reactions(rawValue: 1 << 4)
  /// With few slices left ticks get longer, so that a machine whose planner is held up slows down before it stands.
  public static let pacing = Reactions(rawValue: 1 << 5)
  /// Lines that cannot be reached end everything.
  public static let lostLines = Reactions(rawValue: 1 << 6)
  /// Behind a line that was refused nothing is executed.
  public static let refusals = Reactions(rawValue: 1 << 7)
  /// The rig tells what no firmware can sense: pulses that went astray, rotors that fell behind, mains that failed.
  public static let reports = Reactions(rawValue: 1 << 8)

  public static let all = Reactions(rawValue: (1 << 9) - 1)

  /// So long an input may be active and is still a spike, s.
  var spikeS: Double { contains(.spikeFilter) ? 0.001 : 0 }
}
