// The emergency-stop button and its chain: who has opened it comes in, what has lost its power goes out.

/// What the chain of the emergency stop switches off, past the controller.
public struct EmergencyCut: OptionSet, Equatable, Sendable {
  public var rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The supply of the motor drivers.
  public static let motors = EmergencyCut(rawValue: 1)
  /// The supply of the spindle.
  public static let spindle = EmergencyCut(rawValue: 2)
}

/// A button with two contacts: one in the chain that carries the power, one that the controller senses.
struct EmergencyStop {
  let cuts: EmergencyCut
  var isPressed = false
  /// The chain is open somewhere else than at the button: the controller does not see it.
  var isChainBroken = false

  init(cuts: EmergencyCut) { self.cuts = cuts }

  /// What is without power now.
  var isCut: EmergencyCut { isPressed || isChainBroken ? cuts : [] }
}
