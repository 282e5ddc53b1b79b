// rigctl plan: a job without a machine.

import ArgumentParser
import Rig

struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plan a job without moving: how long it takes, how far it goes, how fast it gets.",
    discussion: """
      Example:
        rigctl plan examples/stool-seat.nc --board pi4-router-tb6600
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
  @OptionGroup var output: OutputOptions

  func run() throws {
    let board = try board.load()
    let file = try openJob(job)
    var options = RunOptions()
    options.origin = origin?.point
    options.maxMachineSeconds = maxTime?.seconds
    options.version = Rigctl.version
    Interruption.listen()
    let bar = ProgressLine(quiet: output.quiet || output.json)
    var hooks = RunHooks()
    hooks.progress = { bar.update(line: $0, share: $1) }
    hooks.isInterrupted = { Interruption.wasAsked }
    var plan = PlannedRun(file, board: board, options: options, hooks: hooks)
    let result = plan.run()
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
