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
    let path = file.path
    let bytes = try wholeJob(file, path: job)
    let bar = ProgressLine(quiet: output.quiet || output.json)
    var hooks = bar.hooks
    if job != "-" && isatty(STDIN_FILENO) == 1 { hooks.askPerson = { bar.ask($0) } }
    let result = try bar.during { () throws(LiveRefusal) in
      try runLive(JobFile(bytes: bytes, path: path), board: board, options: options, wishes: lines.wishes, hooks: hooks)
    }
    try show(result.run, board: board, started: Date())
  }
}

/// All of a job before a machine moves: a disk or a pipe that keeps the planner waiting would keep the machine waiting.
func wholeJob(_ file: consuming JobFile, path: String) throws -> [UInt8] {
  var file = file
  do throws(JobFileError) {
    return try file.whole(isInterrupted: { Interruption.wasAsked })
  } catch {
    if error == .interrupted { throw ExitCode.interrupted }
    throw fail(error.phrase(path: path), error == .isEmpty ? .wrongUse : .system)
  }
}

extension Backend: ExpressibleByArgument {}
