// rigctl plan: a job without a machine.

import ArgumentParser
import Rig

struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plan a job without moving: how long it takes, how far it goes, how fast it gets.",
    discussion: """
      Example:
        rigctl plan examples/stool-seat.nc --board pi4-router-tb6600 --plot stool-seat.svg
      """)

  @Argument(help: "The G-code file; - is standard input.")
  var job: String
  @OptionGroup var board: BoardOption
  @Option(
    name: .long, parsing: .unconditional,
    help: "Put the job's zero here on the machine: X,Y,Z in mm. Otherwise the board's work offset.")
  var origin: JobOrigin?
  @Option(name: .long, help: "Stop, with exit code 1, after so many seconds of machine time.")
  var maxTime: TimeLimit?
  @Option(name: .long, help: "Write the motion of every axis, a line a slice, to this CSV file.")
  var profile: String?
  @Option(name: .long, help: "Draw speed and accelerations into this SVG file.")
  var plot: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let board = try board.load()
    let file = try openJob(job)
    for path in [profile, plot].compactMap({ $0 }) where file.isSame(as: path) {
      throw fail(.outputIsJob(path), .wrongUse)
    }
    var options = RunOptions()
    options.origin = origin?.point
    options.maxMachineSeconds = maxTime?.seconds
    options.version = Rigctl.version
    Interruption.listen()
    let bar = ProgressLine(quiet: output.quiet || output.json)
    let hooks = bar.hooks
    var files = PlanFiles()
    files.profilePath = profile
    files.plotPath = plot
    files.language = .fromEnvironment()
    let result: RunResult
    do throws(OutputError) {
      var plan = try PlannedRun(file, board: board, options: options, hooks: hooks, files: files)
      result = try plan.run()
    } catch {
      bar.erase()
      throw fail(.notWritten(error), .system)
    }
    bar.erase()
    tell(result)
    if output.json {
      try answer(result.summary.jsonText)
    } else if result.exit != .wrongGCode {
      try answer(resultText(result.summary, language: .fromEnvironment(), terminal: .output))
    }
    if result.exit != .done { throw result.exit }
  }
}
