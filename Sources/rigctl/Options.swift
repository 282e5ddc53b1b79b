// Options that several commands share, and the words they end with.

import ArgumentParser
import Foundation
import Rig

typealias ExitCode = Rig.ExitCode

/// Says something on standard error, in the colour of errors and warnings.
func say(_ kind: Phrase, _ phrase: Phrase, color: Terminal.Color) {
  let language = Language.fromEnvironment()
  let head = Terminal.error.colored(kind.text(in: language), color)
  let colon = language == .en ? ":" : "\u{A0}:"
  Terminal.error.write("\(head)\(colon) \(Terminal.visible(phrase.text(in: language)))\n")
}

/// Says what went wrong, and ends the command.
func fail(_ phrase: Phrase, _ code: ExitCode) -> ExitCode {
  say(.error, phrase, color: .red)
  return code
}

/// Prints what was asked for. A reader that has gone away (`| head`) wanted no more of it; any other failure is told.
func answer(_ text: String) throws {
  let code = Terminal.output.writeAll(text)
  if code != 0 && code != EPIPE { throw fail(.answerNotWritten(reason: String(cString: strerror(code))), .system) }
}

struct BoardOption: ParsableArguments {
  @Option(name: .long, help: "Board file, or the name of one in boards/ (see: rigctl board list).")
  var board: String?

  /// The board, or its problems on standard error.
  func load() throws -> Board { try Self.load(board) }

  /// The same for a command whose argument the board is.
  static func load(_ name: String?) throws -> Board {
    do throws(BoardError) {
      let (loaded, warnings) = try Board.load(name)
      let language = Language.fromEnvironment()
      for warning in warnings {
        say(.warning, Phrase(en: warning.text(in: .en), fr: warning.text(in: language)), color: .yellow)
      }
      return loaded
    } catch {
      tell(error)
      throw ExitCode.wrongUse
    }
  }
}

/// Every problem of a board file, a line each.
func tell(_ error: BoardError) {
  for problem in error.problems {
    say(.error, Phrase(en: problem.text(in: .en), fr: problem.text(in: .fr)), color: .red)
  }
}

struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Print the result as one JSON object, and nothing else, on standard output.")
  var json = false

  @Flag(name: .long, help: "No progress bar.")
  var quiet = false
}

/// What is cut, with what, and where it lies: of the commands that simulate a job.
struct PieceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "The tool, from boards/parts/tools.yaml: NAME, or T=NAME for one T number. May be given again.")
  var tool: [String] = []
  @Option(
    name: .long, help: "What the piece is made of, from boards/parts/materials.yaml. Otherwise what the board says.")
  var material: String?
  @Option(name: .long, help: "Seed of everything random.")
  var seed: UInt64 = 1
  @Option(
    name: .long, parsing: .unconditional,
    help: "Put the job's zero here on the machine: X,Y,Z in mm. Otherwise the board's work offset.")
  var origin: JobOrigin?
  @Option(name: .long, help: "Stop, with exit code 1, after so many seconds of machine time.")
  var maxTime: TimeLimit?

  /// A run with these, and nothing else asked for yet.
  func runOptions(_ board: Board) throws -> RunOptions {
    var options = RunOptions()
    options.seed = seed
    options.origin = origin?.point
    options.maxMachineSeconds = maxTime?.seconds
    options.version = Rigctl.version
    do throws(ToolChoice.Unknown) {
      options.tools = try ToolChoice(tool, board.cutting)
      if let material { options.material = try board.cutting.material(named: material) }
    } catch {
      throw fail(error.phrase, .wrongUse)
    }
    return options
  }
}

/// The report of a job in a folder, named after the job.
func reportPath(_ job: String, in folder: String) -> String {
  let name = job == "-" ? "job" : URL(fileURLWithPath: job).deletingPathExtension().lastPathComponent
  return folder + "/" + name + ".html"
}

extension JobOrigin: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// How long the machine may run.
struct TimeLimit: ExpressibleByArgument {
  var seconds: Double

  init?(argument: String) {
    guard let seconds = Double(argument), seconds > 0, seconds.isFinite else { return nil }
    self.seconds = seconds
  }
}
