// Options that several commands share, and the words they end with.

import ArgumentParser
import Glibc
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
  func load() throws -> Board {
    do throws(BoardError) {
      let (loaded, warnings) = try Board.load(board)
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
