// What stays in force from one line to the next: the modes that a line sets and later lines live by.

/// The motion that axis words alone ask for (modal group 1).
@frozen
public enum MotionMode: UInt8, Equatable, Sendable {
  /// G0.
  case rapid
  /// G1.
  case linear
  /// G2.
  case arcClockwise
  /// G3.
  case arcCounterclockwise
  /// G38.2: towards contact, an alarm without it.
  case probeToward
  /// G38.3: towards contact.
  case probeTowardIfAny
  /// G38.4: away from contact, an alarm if it stays.
  case probeAway
  /// G38.5: away from contact.
  case probeAwayIfAny
  /// G80.
  case none
  /// G81.
  case drill
  /// G82.
  case drillDwell
  /// G83.
  case drillPeck

  /// Whether this is G81, G82 or G83.
  public var isCycle: Bool { self == .drill || self == .drillDwell || self == .drillPeck }
  var isArc: Bool { self == .arcClockwise || self == .arcCounterclockwise }
}

/// Everything modal, as `$G` reports it. Lengths are millimetres whatever the units of the program are.
@frozen
public struct ModalState: Equatable, Sendable {
  /// G20 and G21.
  @frozen public enum Units: UInt8, Equatable, Sendable { case inch, millimetre }
  /// G90 and G91.
  @frozen public enum Distance: UInt8, Equatable, Sendable { case absolute, incremental }
  /// G94 and G93.
  @frozen public enum FeedMode: UInt8, Equatable, Sendable { case perMinute, inverseTime }
  /// G98 and G99.
  @frozen public enum Retract: UInt8, Equatable, Sendable { case initialLevel, retractPlane }
  /// G49, G43 Hn and G43.1.
  @frozen public enum ToolLength: UInt8, Equatable, Sendable { case off, table, dynamic }

  public var motion: MotionMode = .rapid
  public var plane: Plane = .xy
  public var units: Units = .millimetre
  public var distance: Distance = .absolute
  public var feedMode: FeedMode = .perMinute
  public var retract: Retract = .initialLevel
  public var toolLength: ToolLength = .off
  /// The active work system: 0 is G54, 5 is G59.
  public var workSystem: UInt8 = 0
  public var pathMode: PathMode = .blend(toleranceMm: nil)
  /// Zero: not set. In G93 always zero, because there F holds for its line only.
  public var feedMmPerMin: Double = 0
  public var spindle: SpindleMode = .off
  /// The last S word.
  public var spindleRpm: Double = 0
  public var flood = false
  public var mist = false
  /// The last T word.
  public var selectedTool: Int = 0
  /// The tool that the last M6 put in.
  public var loadedTool: Int = 0
  /// Added to Z by G43 and G43.1.
  public var toolLengthMm: Double = 0
  /// The last N word.
  public var lineNumber: UInt32 = 0

  public init() {}

  /// What M2 and M30 bring back, as grbl does after LinuxCNC: units, feed, S, T, tool length and path mode stay.
  mutating func resetAtProgramEnd() {
    motion = .linear
    plane = .xy
    distance = .absolute
    feedMode = .perMinute
    workSystem = 0
    spindle = .off
    flood = false
    mist = false
  }
}
