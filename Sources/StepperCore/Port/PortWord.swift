// The levels of every output line, and of every input line, as one word each.

/// The logical levels of all outputs: a set bit means *active* (stepping, moving in the positive direction, enabled, on).
///
/// A backend turns "active" into a voltage (an enable line is often active-low); the core never sees polarity.
///
/// ```
/// bit 31            28 27   26   25      24       23…16    15…8   7…0
///      (unused)        mist flood reverse spindle  enable   dir    step     of motors 7…0
///                   28 = pwm
/// ```
@frozen
public struct PortWord: RawRepresentable, Equatable, Hashable, Sendable {
  public var rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The most step motors one board can have.
  @inlinable public static var motorLimit: Int { 8 }

  /// Nothing active: the safe word.
  @inlinable public static var none: PortWord { PortWord(rawValue: 0) }
  @inlinable public static func step(_ motor: Int) -> PortWord { PortWord(rawValue: 1 << UInt32(motor)) }
  @inlinable public static func direction(_ motor: Int) -> PortWord { PortWord(rawValue: 1 << UInt32(motor + 8)) }
  @inlinable public static func enable(_ motor: Int) -> PortWord { PortWord(rawValue: 1 << UInt32(motor + 16)) }
  @inlinable public static var spindle: PortWord { PortWord(rawValue: 1 << 24) }
  @inlinable public static var spindleReverse: PortWord { PortWord(rawValue: 1 << 25) }
  @inlinable public static var flood: PortWord { PortWord(rawValue: 1 << 26) }
  @inlinable public static var mist: PortWord { PortWord(rawValue: 1 << 27) }
  /// The pulse-width line of a spindle or a laser.
  @inlinable public static var pwm: PortWord { PortWord(rawValue: 1 << 28) }

  @inlinable public static var steps: PortWord { PortWord(rawValue: 0x0000_00FF) }
  @inlinable public static var directions: PortWord { PortWord(rawValue: 0x0000_FF00) }
  @inlinable public static var enables: PortWord { PortWord(rawValue: 0x00FF_0000) }

  @inlinable public var isEmpty: Bool { rawValue == 0 }
  @inlinable public func contains(_ other: PortWord) -> Bool { rawValue & other.rawValue == other.rawValue }
  @inlinable public static func | (a: PortWord, b: PortWord) -> PortWord { PortWord(rawValue: a.rawValue | b.rawValue) }
  @inlinable public static func & (a: PortWord, b: PortWord) -> PortWord { PortWord(rawValue: a.rawValue & b.rawValue) }
  @inlinable public static func ^ (a: PortWord, b: PortWord) -> PortWord { PortWord(rawValue: a.rawValue ^ b.rawValue) }
  @inlinable public static prefix func ~ (a: PortWord) -> PortWord { PortWord(rawValue: ~a.rawValue) }
}

/// The logical levels of all inputs: a set bit means *active* (switch pressed, probe touching, emergency stop pressed).
///
/// ```
/// bit 20          19        18   17     16      14…12       10…8        6…4       2…0
///     cycleStart  feedHold  door e-stop probe   max second  min second  max       min     limits of Z, Y, X
/// ```
@frozen
public struct InputWord: RawRepresentable, Equatable, Hashable, Sendable {
  public var rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable public static var none: InputWord { InputWord(rawValue: 0) }
  /// The switch at the low end of an axis (0 = X, 1 = Y, 2 = Z).
  @inlinable public static func limitMin(_ axis: Int) -> InputWord { InputWord(rawValue: 1 << UInt32(axis)) }
  /// The switch at the high end of an axis.
  @inlinable public static func limitMax(_ axis: Int) -> InputWord { InputWord(rawValue: 1 << UInt32(axis + 4)) }
  /// The switch of the second motor at the low end of an axis, …
  @inlinable public static func limitMinSecond(_ axis: Int) -> InputWord { InputWord(rawValue: 1 << UInt32(axis + 8)) }
  /// … and at the high end.
  @inlinable public static func limitMaxSecond(_ axis: Int) -> InputWord { InputWord(rawValue: 1 << UInt32(axis + 12)) }
  /// Every limit switch of an axis.
  @inlinable public static func limits(_ axis: Int) -> InputWord { InputWord(rawValue: 0x1111 << UInt32(axis)) }
  /// The axis whose limit switches are among these; nil where there are none, or those of several axes.
  public var limitAxis: Int? {
    var found: Int?
    for axis in 0..<3 where !(self & .limits(axis)).isEmpty {
      if found != nil { return nil }
      found = axis
    }
    return found
  }
  @inlinable public static var probe: InputWord { InputWord(rawValue: 1 << 16) }
  @inlinable public static var emergencyStop: InputWord { InputWord(rawValue: 1 << 17) }
  @inlinable public static var door: InputWord { InputWord(rawValue: 1 << 18) }
  @inlinable public static var feedHold: InputWord { InputWord(rawValue: 1 << 19) }
  @inlinable public static var cycleStart: InputWord { InputWord(rawValue: 1 << 20) }

  @inlinable public var isEmpty: Bool { rawValue == 0 }
  @inlinable public func contains(_ other: InputWord) -> Bool { rawValue & other.rawValue == other.rawValue }
  @inlinable public static func | (a: InputWord, b: InputWord) -> InputWord {
    InputWord(rawValue: a.rawValue | b.rawValue)
  }
  @inlinable public static func & (a: InputWord, b: InputWord) -> InputWord {
    InputWord(rawValue: a.rawValue & b.rawValue)
  }
  @inlinable public static func ^ (a: InputWord, b: InputWord) -> InputWord {
    InputWord(rawValue: a.rawValue ^ b.rawValue)
  }
  @inlinable public static prefix func ~ (a: InputWord) -> InputWord { InputWord(rawValue: ~a.rawValue) }
}
