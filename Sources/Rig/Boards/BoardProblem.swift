// What is wrong with a board file: values that name the place, what was expected, what was found, and a way out.

/// One thing that is wrong in one place of a board or parts file.
public struct BoardProblem: Equatable, Sendable {
  /// The file as the person named it, or as it was found.
  public var file: String
  /// Line and column, counted from 1; zero where the whole file is meant.
  public var line: Int
  public var column: Int
  /// The path of the key, such as `axes.x.motors.x.driver`; empty for the whole file.
  public var key: String
  public var fault: BoardFault
  /// The nearest valid spelling, or text that would be valid in its place.
  public var suggestion: String?

  public init(
    file: String, line: Int = 0, column: Int = 0, key: String = "", fault: BoardFault, suggestion: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.fault = fault
    self.suggestion = suggestion
  }
}

/// What a key wants to have as its value.
public enum BoardExpectation: Equatable, Sendable {
  /// Text, with an example.
  case text(example: String)
  /// A number with a point for decimals and no unit.
  case number(example: String)
  /// A number without decimals.
  case wholeNumber(example: String)
  case trueOrFalse
  /// A list of that many numbers.
  case numbers(count: Int, example: String)
  /// A list of anything.
  case list(example: String)
  /// Keys with values.
  case mapping(example: String)
  /// One of a few words.
  case oneOf([String])
  /// A line of the GPIO chip.
  case line(example: String)
}

/// The ways in which a board file can be wrong.
public enum BoardFault: Error, Equatable, Sendable {
  /// No board of that name in any of the folders, or no such file.
  case notFound(name: String, lookedIn: [String], known: [String])
  case notReadable(reason: String)
  case tooLarge(bytes: Int, limit: Int)
  /// Bytes that are not UTF-8 text.
  case notText
  case empty
  case tabIndentation
  case anchorOrAlias
  case tooDeep
  /// Not YAML; the parser's own words.
  case syntax(String)
  case unknownKey(valid: [String])
  case missingKey(example: String)
  case duplicateKey(firstLine: Int)
  case wrongType(expected: BoardExpectation, found: String)
  case outOfRange(low: String, high: String, found: String)
  /// No such driver, motor, transmission, switch, spindle or tool.
  case unknownPart(kind: String, name: String, known: [String])
  case duplicatePart(kind: String, firstPlace: String)
  /// One GPIO line for two purposes.
  case lineUsedTwice(line: String, otherKey: String, otherLine: Int)
  /// A line that the chip, or its header, does not have.
  case unknownLine(name: String)
  case chipNumber(String)
  /// `/dev/gpiochipN` and the like are no labels; labels of unknown chips are allowed, near misses are not.
  case nearMissOfChip(label: String)
  case unknownWire(name: String, known: [String])
  /// Exactly one of these keys is needed.
  case oneOfKeysNeeded([String])
  /// Two values that cannot both hold.
  case contradiction(BoardContradiction)
}

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
  case outsideTravel(axis: String, valueMm: Double, travel: ClosedRange<Double>)
  case supplyTooHigh(driver: String, supplyV: Double, limitV: Double)
  case currentTooHigh(driver: String, currentA: Double, limitA: Double)
  case minimumAboveMaximum(minimum: Double, maximum: Double)
  case pwmTooFast(pwmHz: Double, limitHz: Double)
  /// So few slices a period do not shape it.
  case shaperTooFast(frequencyHz: Double, limitHz: Double)
  /// A switch without the contact that the board wants of it.
  case contactNotOffered(part: String, wantsClosed: Bool)
  /// Two jumpers to one input would join their outputs.
  case inputJoinedTwice(input: String, first: String)
  /// The key has no meaning with that choice.
  case uselessWith(choice: String)
}

/// Everything that is wrong with a board file and the parts that it names: never empty.
public struct BoardError: Error, Equatable, Sendable {
  public var problems: [BoardProblem]

  public init(problems: [BoardProblem]) { self.problems = problems }
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
