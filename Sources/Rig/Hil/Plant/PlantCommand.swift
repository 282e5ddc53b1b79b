// A line that somebody typed in, what they want done to the machine out.

/// What a person, or a script, does to a machine behind real pins.
public struct PlantCommand: Equatable, Sendable {
  /// The contact that is meant.
  public var wire: InputWire
  public var isPressed: Bool

  /// Why a line is no command, in words.
  public struct Mistake: Error, Equatable { public var phrase: Phrase }

  private static let verbs = ["press", "release"]

  /// Reads `press estop` or `release estop`; nil for a line with nothing on it.
  public init?(_ line: String, board: Board) throws(Mistake) {
    let words = line.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    guard let verb = words.first else { return nil }
    let names = board.inputs.map(\.name)
    guard Self.verbs.contains(verb), words.count == 2 else {
      throw Mistake(
        phrase: .plantCommandUnknown(line, nearest: Spelling.nearest(to: verb, in: Self.verbs), names: names))
    }
    guard let wire = board.inputs.first(where: { $0.name == words[1] }) else {
      throw Mistake(
        phrase: .plantWireUnknown(words[1], nearest: Spelling.nearest(to: words[1], in: names), names: names))
    }
    self.wire = wire
    isPressed = verb == "press"
  }
}
