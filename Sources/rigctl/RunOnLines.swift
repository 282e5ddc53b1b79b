// rigctl run --backend gpio: a job on the lines of this computer.

import ArgumentParser
import Foundation
import Rig

/// What a person says about a real machine.
struct LineOptions: ParsableArguments {
  @Flag(
    name: .long,
    help: "On gpio: the machine stands where the board file says it starts, although nobody has homed it.")
  var assumePosition = false
  @Flag(
    name: .long,
    help: "On gpio: without the right to real time, at 2,000 ticks a second. For a first look at the wires.")
  var slowTicks = false

  var wishes: LiveWishes {
    var wishes = LiveWishes()
    wishes.assumesPosition = assumePosition
    wishes.hasSlowTicks = slowTicks
    return wishes
  }
}

extension Run {
  func runOnLines(_ file: consuming JobFile, _ board: Board, _ given: RunOptions) throws {
    if trace != nil || report != nil { throw fail(.traceOnLines, .wrongUse) }
    var options = given
    options.backend = .gpio
    Interruption.listen()
    let job = try inMemory(file)
    let bar = ProgressLine(quiet: output.quiet || output.json)
    var hooks = RunHooks()
    hooks.progress = { bar.update(line: $0, share: $1) }
    hooks.isInterrupted = { Interruption.wasAsked }
    if self.job != "-" && isatty(STDIN_FILENO) == 1 { hooks.askPerson = { bar.ask($0) } }
    let result: LiveResult
    do throws(LiveRefusal) {
      result = try runLive(job, board: board, options: options, wishes: lines.wishes, hooks: hooks)
    } catch {
      bar.erase()
      throw fail(error.phrase, error.exit)
    }
    bar.erase()
    try show(result.run, board: board, started: Date())
  }

  /// A disk or a pipe that keeps the planner waiting would keep the machine waiting: the whole job first.
  private func inMemory(_ file: consuming JobFile) throws -> JobFile {
    var file = file
    do throws(JobFileError) {
      return JobFile(bytes: try file.whole(isInterrupted: { Interruption.wasAsked }), path: file.path)
    } catch {
      if error == .interrupted { throw ExitCode.interrupted }
      throw fail(error.phrase(path: job), error == .isEmpty ? .wrongUse : .system)
    }
  }
}

extension Backend: ExpressibleByArgument {}
