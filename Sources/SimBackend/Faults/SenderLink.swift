// Bytes that a sender sends come in; those that arrive at the controller go out.

/// The cable between a sender and the controller.
public struct SenderLink: Equatable, Sendable {
  /// How many of the next bytes are lost, and how many come twice.
  var toDrop: UInt64 = 0
  var toDouble: UInt64 = 0

  /// Every byte arrives once.
  public var isWhole: Bool { toDrop == 0 && toDouble == 0 }

  /// How often the next byte arrives.
  public mutating func carry() -> Int {
    if toDrop > 0 {
      toDrop -= 1
      return 0
    }
    if toDouble > 0 {
      toDouble -= 1
      return 2
    }
    return 1
  }
}
