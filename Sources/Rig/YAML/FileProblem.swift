// What is wrong with a file that people write: values that name the place, what was expected, what was found, and a way out.

/// One thing that is wrong in one place of a board, parts or scenario file.
public struct FileProblem: Equatable, Sendable {
  /// The file as the person named it, or as it was found.
  public var file: String
  /// Line and column, counted from 1; zero where the whole file is meant.
  public var line: Int
  public var column: Int
  /// The path of the key, such as `axes.x.motors.x.driver`; empty for the whole file.
  public var key: String
  public var fault: FileFault
  /// The nearest valid spelling, or text that would be valid in its place.
  public var suggestion: String?

  public init(
    file: String, line: Int = 0, column: Int = 0, key: String = "", fault: FileFault, suggestion: String? = nil
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
public enum FileExpectation: Equatable, Sendable {
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

/// The ways in which such a file can be wrong.
public enum FileFault: Error, Equatable, Sendable {
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
  case wrongType(expected: FileExpectation, found: String)
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
  /// No such file in that folder.
  case noSuchFile(name: String, folder: String)
  /// A fault of motors or mechanics where there are none with physics.
  case needsPhysics(isSwitchedOff: Bool)
  /// What is expected holds whatever happens.
  case cannotFail(example: String)
  /// Exactly one of these keys is needed.
  case oneOfKeysNeeded([String])
  /// Two values that cannot both hold.
  case contradiction(BoardContradiction)
}
