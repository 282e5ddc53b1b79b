// A motion test as a value: a board, a job, what goes wrong, and what has to be true afterwards.

import Foundation
import SimBackend
import StepperCore

/// A scenario file that has been read and checked.
public struct Scenario: Sendable {
  /// The file as a person names it.
  public var file: String
  /// What it is called: "A chip holds X for a tenth of a second".
  public var name: String
  /// What one learns from it; may be empty.
  public var about: String
  public var board: Board
  /// Nil where a script says what is done.
  public var job: ScenarioJob?
  /// What somebody does at the machine, one thing after the other; empty where a job is run.
  public var steps: [ScriptStep] = []
  /// The machine is switched on without knowing its place: it has to be homed.
  public var startsUnhomed = false
  public var seed: UInt64
  /// Motors with physics, where the board has mechanics.
  public var hasPhysics: Bool
  /// Where the job's zero lies on the machine, instead of the board's work offset; machine mm.
  public var origin: Point?
  /// The machine may run so long.
  public var maxMachineSeconds: Double?
  /// On lines, what waits for a person (a pause, a tool change) is passed as in a simulation; otherwise the job ends there.
  public var passesPauses = false
  public var faults: [ScenarioFault]
  /// Never empty.
  public var expectations: [Expectation]

  /// How it is run.
  public var runOptions: RunOptions {
    var options = RunOptions()
    options.seed = seed
    options.hasPhysics = hasPhysics
    options.origin = origin
    options.maxMachineSeconds = maxMachineSeconds
    options.faults = faults.map(\.fault)
    return options
  }
}

/// The job of a scenario: a file, or a text in the scenario itself.
public struct ScenarioJob: Sendable {
  /// What to call it in messages; the path of the file, where it is one.
  public var path: String
  /// The text; nil where it is in the file.
  public var bytes: [UInt8]?

  public init(path: String, bytes: [UInt8]? = nil) {
    self.path = path
    self.bytes = bytes
  }

  func open() throws(JobFileError) -> JobFile {
    guard let bytes else { return try JobFile(path) }
    if bytes.isEmpty { throw .isEmpty }
    return JobFile(bytes: bytes, path: path)
  }
}

/// A fault with its place in the file.
public struct ScenarioFault: Sendable {
  public var fault: SimFault
  /// The line of the scenario file.
  public var line: Int

  public init(_ fault: SimFault, line: Int) {
    self.fault = fault
    self.line = line
  }
}

/// Everything that is wrong with a scenario file, and with the board that it names: never empty.
public struct ScenarioError: Error, Sendable {
  public var problems: [FileProblem]

  /// One line a problem.
  public func text(in language: Language) -> String {
    problems.map { $0.text(in: language) }.joined(separator: "\n")
  }

  public var phrase: Phrase { Phrase(en: text(in: .en), fr: text(in: .fr)) }
}

extension Scenario {
  /// Reads one scenario file.
  ///
  /// - Throws: every problem of it at once.
  public static func load(
    _ file: String, searching path: BoardSearchPath = BoardSearchPath()
  ) throws(ScenarioError) -> Scenario {
    try load(file, boards: LoadedBoards(path))
  }

  static func load(
    _ file: String, boards: LoadedBoards, otherBoard: String? = nil
  ) throws(ScenarioError) -> Scenario {
    switch BoardFile.bytes(file) {
    case .failure(let fault): throw ScenarioError(problems: [FileProblem(file: file, fault: fault)])
    case .success(let bytes): return try read(bytes, file: file, boards: boards, otherBoard: otherBoard)
    }
  }

  /// Reads the text of a scenario file; `file` says where it lies, and so what its paths are relative to.
  public static func read(
    _ bytes: [UInt8], file: String, searching path: BoardSearchPath = BoardSearchPath()
  ) throws(ScenarioError) -> Scenario {
    try read(bytes, file: file, boards: LoadedBoards(path))
  }

  private static func read(
    _ bytes: [UInt8], file: String, boards: LoadedBoards, otherBoard: String? = nil
  ) throws(ScenarioError) -> Scenario {
    let problems = ProblemList()
    let reader = ScenarioReader(file: file, boards: boards, otherBoard: otherBoard, problems: problems)
    let scenario = reader.scenario(bytes)
    guard problems.problems.isEmpty, let scenario else { throw ScenarioError(problems: problems.inFileOrder) }
    return scenario
  }
}

/// The boards of several scenarios, each read once.
final class LoadedBoards {
  private let path: BoardSearchPath
  private var boards: [String: Result<Board, BoardError>] = [:]

  init(_ path: BoardSearchPath) { self.path = path }

  /// By name or by file, as ``Board/load(_:searching:checksAllParts:)`` takes it.
  func board(_ nameOrFile: String) -> Result<Board, BoardError> {
    if let known = boards[nameOrFile] { return known }
    let result: Result<Board, BoardError>
    do throws(BoardError) {
      result = .success(try Board.load(nameOrFile, searching: path).0)
    } catch {
      result = .failure(error)
    }
    boards[nameOrFile] = result
    return result
  }
}
