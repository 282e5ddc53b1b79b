// What is wrong with a board file beyond its single values, and what a person should know about one that can be used.

/// Values that are fine one by one but not together.
public enum BoardContradiction: Equatable, Sendable {
  /// The low end of the travel is not below the high end.
  case travelReversed(min: Double, max: Double)
  /// Steps over the travel that the step counters have no room for.
  case tooManySteps(steps: Double, limit: Double)
  /// Two motors of one axis, or of a CoreXY pair, that take different steps for a millimetre.
  case stepsPerMmDiffer(first: String, firstStepsPerMm: Double, second: String, secondStepsPerMm: Double)
  case microstepsNotOffered(driver: String, microsteps: Int, offered: [Int])
  case tooManyMotors(count: Int, limit: Int)
  case motorNameTwice(name: String, otherKey: String)
  /// A switch that closes inside the travel would stop every long motion.
  case switchInsideTravel(atMm: Double, travel: ClosedRange<Double>)
  /// A gantry's second switch, where there is no first one at that end.
  case secondWithoutFirst(end: String)
  /// It takes two motors to square a gantry, each with its own switch.
  case secondNeedsTwoMotors(count: Int)
  case switchesOfOneMotor(motor: String)
  /// Farther than one side of a gantry may go alone.
  case switchesFarApart(mm: Double, limitMm: Double)
  /// There is no switch at that end to look for; nil: at no end.
  case nothingToHome(end: String?)
  /// Found at that speed, a switch is left behind by more than there is room.
  case seekTooFast(stopsInMm: Double, roomMm: Double, fitsMmPerMin: Double)
  case locateAboveSeek(locateMmPerMin: Double, seekMmPerMin: Double)
  /// So near its switch the carriage would still press it.
  case pullOffTooShort(pullOffMm: Double, hysteresisMm: Double)
  case outsideTravel(axis: String, valueMm: Double, travel: ClosedRange<Double>)
  case supplyTooHigh(driver: String, supplyV: Double, limitV: Double)
  case currentTooHigh(driver: String, currentA: Double, limitA: Double)
  case minimumAboveMaximum(minimum: Double, maximum: Double)
  case pwmTooFast(pwmHz: Double, limitHz: Double)
  /// So few slices a period do not shape it.
  case shaperTooFast(frequencyHz: Double, limitHz: Double)
  /// A switch without the contact that the board wants of it.
  case contactNotOffered(part: String, wantsClosed: Bool)
  /// Limit switches on one line that are not wired alike; the first of them has such a contact.
  case sharedUnlike(wire: String, isNormallyClosed: Bool)
  /// The two sides of a gantry on one line.
  case sharedBySides(wire: String)
  /// Two jumpers to one input would join their outputs.
  case inputJoinedTwice(input: String, first: String)
  /// The key has no meaning with that choice.
  case uselessWith(choice: String)
}

/// Everything that is wrong with a board file and the parts that it names: never empty.
public struct BoardError: Error, Equatable, Sendable {
  public var problems: [FileProblem]

  public init(problems: [FileProblem]) { self.problems = problems }
}

/// Something that a person should know about a board that can be used nevertheless.
public struct BoardWarning: Equatable, Sendable {
  public enum Matter: Equatable, Sendable {
    /// The axis cannot reach its speed; `velocityMmPerMin` would fit.
    case velocityNotReachable(
      axis: String, velocityMmPerMin: Double, fitsMmPerMin: Double, stepsPerSecond: Double, limitStepsPerSecond: Double)
    /// While speed changes, straight ways of these two axes are left by `offMm`: more than the tolerance has for it.
    case shapersDiffer(first: String, second: String, offMm: Double, toleranceMm: Double)
    /// The stock is of something whose cutting forces no parts file knows.
    case unknownMaterial(name: String, nearest: String?)
    /// The simulator leaves out play and stiffness of a CoreXY's axis: its belts are taken to be rigid.
    case rigidBelts(axis: String, hasSeveralMotors: Bool)
    /// The line has another duty on a Raspberry Pi.
    case reservedLine(line: String, duty: ReservedDuty)
  }

  /// It names a part that has not been found.
  var isAboutMissingPart: Bool {
    if case .unknownMaterial = matter { return true }
    return false
  }

  public enum ReservedDuty: Equatable, Sendable {
    /// The EEPROM of add-on boards.
    case identityEEPROM
    /// The serial console.
    case serialConsole
    /// 1.8 kΩ pull-ups on the Pi itself.
    case fixedPullUp
    /// Pulled up from power-on until a program takes the line (BCM2835 ARM Peripherals, table 6-31: GPIO0 to GPIO8).
    case pulledUpAtStart
  }

  public var file: String
  public var line: Int
  public var column: Int
  public var key: String
  public var matter: Matter
}
