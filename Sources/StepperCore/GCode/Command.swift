// What the G-code reader hands on: one thing to do, in millimetres and seconds, in machine coordinates.

/// How fast a motion goes. mm/min ends in the reader: from here on it is mm/s.
@frozen
public enum Feed: Equatable, Sendable {
  /// G0: as fast as the axes allow.
  case rapid
  /// G94: millimetres per second along the path.
  case perSecond(Double)
  /// G93: the whole motion takes this many seconds.
  case inverse(seconds: Double)
}

/// A circular or helical motion from where the machine is. The reader has checked that the radius fits.
@frozen
public struct Arc: Equatable, Sendable {
  public var plane: Plane
  /// A point on the axis of the helix; only the two coordinates in `plane` count.
  public var center: Point
  public var end: Point
  /// Seen from the positive end of the axis across the plane (G2 true, G3 false). An end that equals the start is a full turn.
  public var clockwise: Bool

  public init(plane: Plane, center: Point, end: Point, clockwise: Bool) {
    self.plane = plane
    self.center = center
    self.end = end
    self.clockwise = clockwise
  }
}

/// How corners are taken.
@frozen
public enum PathMode: Equatable, Sendable {
  /// G61: stay on the programmed path.
  case exactPath
  /// G61.1: stop at every end of a segment.
  case exactStop
  /// G64: stay within this many millimetres; nil is the board file's default (G64 without P).
  case blend(toleranceMm: Double?)
}

/// M3, M4 and M5.
@frozen
public enum SpindleMode: UInt8, Equatable, Sendable {
  case off
  /// M3.
  case clockwise
  /// M4: counter-clockwise, or on a laser: power follows the speed and is off whenever nothing is cut.
  case counterclockwise
}

/// G38.2 to G38.5.
@frozen
public struct ProbeRule: Equatable, Sendable {
  /// True: until the probe touches (G38.2, G38.3); false: until it lets go (G38.4, G38.5).
  public var untilContact: Bool
  /// True: an alarm when that does not happen (G38.2, G38.4).
  public var mustHappen: Bool

  public init(untilContact: Bool, mustHappen: Bool) {
    self.untilContact = untilContact
    self.mustHappen = mustHappen
  }
}

/// Something that a person should hear of, although the line is executed.
@frozen
public enum GCodeNotice: Equatable, Sendable {
  /// G43 Hn names a tool without a length in the table: zero is used.
  case toolLengthMissing(tool: Int)
}

/// One thing to do. Positions are machine coordinates in millimetres, with every offset and unit already applied.
@frozen
public enum Command: Equatable, Sendable {
  case line(to: Point, feed: Feed)
  case arc(Arc, feed: Feed)
  case probe(to: Point, feed: Feed, rule: ProbeRule)
  case dwell(seconds: Double)
  /// `rpm` is the S word as written: revolutions per minute, or the laser's power scale.
  case spindle(SpindleMode, rpm: Double)
  case coolant(flood: Bool, mist: Bool)
  case pathMode(PathMode)
  /// M6: a machine without a changer stops, and a person changes the tool.
  case toolChange(tool: Int)
  /// M0, and M1 where optional stops are honoured.
  case pause(optional: Bool)
  /// M2 and M30.
  case programEnd
  case notice(GCodeNotice)
}
