// How a machine finds its place: which switches, in which order, how fast.

/// One axis's part of homing.
@frozen
public struct HomingAxis: Equatable, Sendable {
  /// The switch that it goes for; none: this axis is not homed.
  public var input: InputWord
  /// The switch is at the high end.
  public var towardsHigh: Bool
  /// Where the switch is, machine mm.
  public var atMm: Double
  /// How far it goes back from the switch, mm.
  public var pullOffMm: Double
  /// How fast it looks for the switch, …
  public var seekMmPerS: Double
  /// … and how fast it then touches it again, which is the speed that counts.
  public var locateMmPerS: Double
  /// Axes of one turn go together; turn 1 first. 0: this axis is not homed.
  public var turn: UInt8
  /// The other side of a gantry, where that has a motor and a switch of its own; nil where the axis has one place only.
  public var second: HomingSide?
  /// The step lines of the first side; of no meaning without a second.
  public var motors = PortWord.none
  /// Limits, of whichever axis, that are read as pressed whenever this axis's own are: their switches are on the same line.
  public var shared = InputWord.none

  public init(
    input: InputWord, towardsHigh: Bool, atMm: Double, pullOffMm: Double, seekMmPerS: Double, locateMmPerS: Double,
    turn: UInt8, second: HomingSide? = nil, motors: PortWord = .none, shared: InputWord = .none
  ) {
    self.input = input
    self.towardsHigh = towardsHigh
    self.atMm = atMm
    self.pullOffMm = pullOffMm
    self.seekMmPerS = seekMmPerS
    self.locateMmPerS = locateMmPerS
    self.turn = turn
    self.second = second
    self.motors = motors
    self.shared = shared
  }

  /// An axis that stays where it is.
  public static var none: HomingAxis {
    HomingAxis(
      input: .none, towardsHigh: false, atMm: 0, pullOffMm: 0, seekMmPerS: 0, locateMmPerS: 0, turn: 0)
  }

  /// So far a carriage may have run past its switch, and some more: how far it goes back at most until that lets go, mm.
  public var leaveMm: Double { max(4 * pullOffMm, 10) }

  /// So far one side of a gantry goes alone, at most: it racks by no more, wherever its switch is.
  public static var rackingLimitMm: Double { 5 }

  var isHomed: Bool { turn > 0 && !input.isEmpty }

  /// Any switch of this axis that is looked for.
  public var inputs: InputWord { input | (second?.input ?? .none) }

  /// Side 0 or 1 of a gantry.
  func side(_ side: Int) -> HomingSide {
    side == 1 ? second ?? .none : HomingSide(input: input, atMm: atMm, motors: motors)
  }

  /// What the pull-off counts from: of two switches the one that is nearer to the travel.
  public var innerMm: Double {
    guard let second else { return atMm }
    return towardsHigh ? min(atMm, second.atMm) : max(atMm, second.atMm)
  }

  /// +1 or −1: the way to the switch.
  var sense: Double { towardsHigh ? 1 : -1 }
}

/// One side of a gantry: its switch, and what moves it.
@frozen
public struct HomingSide: Equatable, Sendable {
  public var input: InputWord
  /// Where this side stands when it presses its switch, machine mm.
  public var atMm: Double
  /// The step lines of its motors.
  public var motors: PortWord

  public init(input: InputWord, atMm: Double, motors: PortWord) {
    self.input = input
    self.atMm = atMm
    self.motors = motors
  }

  static var none: HomingSide { HomingSide(input: .none, atMm: 0, motors: .none) }
}

/// How the controller behaves beside what the machine is.
@frozen
public struct ControllerSettings: Equatable, Sendable {
  public var homingX: HomingAxis
  public var homingY: HomingAxis
  public var homingZ: HomingAxis
  /// Nothing but homing is done until the machine was homed (or a person says `$X`).
  public var mustHome: Bool
  /// The limit switches that the machine has.
  public var limits: InputWord
  /// An open door lifts the tool to this height, machine mm; nil: it stays where it is.
  public var doorLiftMm: Double?

  public init(
    homingX: HomingAxis = .none, homingY: HomingAxis = .none, homingZ: HomingAxis = .none, mustHome: Bool = false,
    limits: InputWord = .none
  ) {
    self.homingX = homingX
    self.homingY = homingY
    self.homingZ = homingZ
    self.mustHome = mustHome
    self.limits = limits
  }

  /// The axes that are homed; bit 0 is X.
  var homedAxes: UInt8 {
    (homingX.isHomed ? 0b001 : 0) | (homingY.isHomed ? 0b010 : 0) | (homingZ.isHomed ? 0b100 : 0)
  }

  /// 0 = X, 1 = Y, 2 = Z.
  public subscript(homing axis: Int) -> HomingAxis { axis == 0 ? homingX : axis == 1 ? homingY : homingZ }
}
