// rigctl hil compare: what reaches the lines, held against what is simulated.

import ArgumentParser
import Foundation
import Rig

struct HilCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Run a job on the lines, and hold every edge that reached them against the simulated waveform.",
    discussion: """
      The job runs in the simulator first, then on the board's lines, while the kernel writes down every level that it \
      sets (trace point gpio:gpio_value). Both must have the same edges in the same order. Times are compared between \
      consecutive edges, because a late tick puts back everything behind it; rests may be longer. Pauses and tool changes \
      are passed. With --max-time, that much of the job's beginning is compared. Needs root. The motors move: leave \
      their supply off, or mean it.

      Exit code 0: same. 1: they differ, or the job was stopped. 4: no lines, or no trace.

      Example, as root:
        rigctl hil compare examples/name-sign.nc --board pi4-router-tb6600 --assume-position --max-time 10
      """)

  @Argument(help: "The G-code file; - is standard input.")
  var job: String
  @OptionGroup var board: BoardOption
  @Option(
    name: .long,
    help: "How far edges may be off in time against the edge before, in µs. Otherwise half a tick of the board.")
  var withinUs: Double?
  @OptionGroup var lines: LineOptions
  @OptionGroup var piece: PieceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let withinUs, !(withinUs > 0 && withinUs <= 1e6) {
      throw ValidationError("--within-us is a number from 0 to 1,000,000.")
    }
  }

  func run() throws {
    let described = try board.load()
    let wishes = lines.wishes
    let board = wishes.hasSlowTicks ? described.withSlowTicks : described
    Interruption.listen()
    let bytes = try wholeJob(try openJob(job), path: job)
    let options = try piece.runOptions(board)
    let bar = ProgressLine(quiet: output.quiet || output.json)
    let hooks = bar.hooks
    // Nobody changes a tool for a waveform: the lines pass pauses as the simulator does, which tells of them.
    var hooksOnLines = hooks
    hooksOnLines.askPerson = { _ in }
    let comparison = try bar.during { () throws(LiveRefusal) in
      try compareWaveforms(
        bytes, path: job, board: board, options: options,
        withinUs: withinUs ?? 0.5e6 / Double(board.settings.tickHz), hooks: hooks
      ) { () throws(LiveRefusal) in
        var onLines = options
        onLines.backend = .gpio
        let file = JobFile(bytes: bytes, path: job)
        return try runLive(file, board: described, options: onLines, wishes: wishes, hooks: hooksOnLines).run
      }
    }
    try show(comparison)
  }

  private func show(_ comparison: Comparison) throws {
    switch comparison {
    case .notSimulated(let run):
      tell(run)
      throw run.exit
    case .compared(let result, var run):
      if run.isOutOfTime { run.failure = nil }
      tell(run)
      try answer(
        output.json ? result.json(run: run).text : result.text(in: .fromEnvironment(), terminal: .output))
      if run.exit != .done && !run.isOutOfTime { throw run.exit }
      if !result.isSame { throw ExitCode.notDone }
    }
  }
}
