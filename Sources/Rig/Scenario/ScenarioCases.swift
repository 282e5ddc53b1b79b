// Scenario files come in; cases of a test run go out, one a file, whatever is wrong with it.

/// How scenarios are run.
public struct ScenarioOptions: Sendable {
  public var backend = Backend.sim
  /// Instead of each scenario's own: a board's name, or its file.
  public var board: String?
  /// Instead of each scenario's own.
  public var seed: UInt64?
  /// A trace hash that is another one than expected is written into the file, where all else held.
  public var acceptsHashes = false
  /// On lines: the machine stands where the board file says that it starts.
  public var assumesPosition = false
  /// On lines: without the right to real time, at ``Board/slowTickHz``.
  public var hasSlowTicks = false
  /// The version that summaries name.
  public var version = "0.1.0"
  /// Where boards are looked for.
  public var boards = BoardSearchPath()

  public init() {}
}

/// One case a file, in their order. Files are read now and run later; one that cannot be read becomes a case that is
/// broken and tells all of its problems.
public func scenarioCases(_ files: [String], options: ScenarioOptions) -> [TestCase] {
  let boards = LoadedBoards(options.boards)
  return files.map { file in
    let group = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    let command = ScenarioCommand(file, options).text
    do throws(ScenarioError) {
      let scenario = try Scenario.load(file, boards: boards, otherBoard: options.board)
      return TestCase(id: file, name: scenario.name, group: group, command: command) { context in
        scenario.outcome(options, context)
      }
    } catch {
      let problems = error.phrase
      var outcome = TestOutcome(.broken(problems))
      outcome.isWrongInput = true
      return TestCase(id: file, name: file, group: group, command: command) { [outcome] _ in outcome }
    }
  }
}

/// What somebody types to run one scenario alone.
private struct ScenarioCommand {
  let text: String

  init(_ file: String, _ options: ScenarioOptions) {
    var words = ["rigctl", "test", file]
    if options.backend != .sim { words += ["--backend", options.backend.rawValue] }
    if options.assumesPosition { words.append("--assume-position") }
    if options.hasSlowTicks { words.append("--slow-ticks") }
    if let board = options.board { words += ["--board", board] }
    if let seed = options.seed { words += ["--seed", String(seed)] }
    text = words.map(Self.quoted).joined(separator: " ")
  }

  /// As a shell takes it back.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-_./,:=+@".utf8.contains(byte)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
