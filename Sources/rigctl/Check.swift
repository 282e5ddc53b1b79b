// rigctl check: what a job would do to a machine, before it does.

import ArgumentParser
import Foundation
import Rig

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate a job before a real run, and say what would go wrong, line by line, and what would cure it.",
    discussion: """
      The job is simulated twice: with motors that lose nothing (ideal), and with motors that lose much \
      (conservative). "Would stall" is what even the ideal ones do; "at risk" is what only one of the two does, or where \
      the margin is gone for a moment. \
      Margins are those of the conservative model. Each cure has been tried: the whole job was simulated with it.

      Exit code 0: would run. 1: at risk, would stall or would stop; at risk is 1 because the job fails in the model \
      that the margins are given for. 3: wrong G-code.

      Example:
        rigctl check examples/door-panel.nc --board pi4-router-tb6600 --report out
      """)

  @Argument(help: "The G-code file; - is standard input.")
  var job: String
  @OptionGroup var board: BoardOption
  @Option(name: .long, help: "Write the figures of the conservative run to this JSON file.")
  var summary: String?
  @Option(name: .long, help: "Write one self-contained page with pictures into this folder.")
  var report: String?
  @Flag(name: .long, help: "Do not look for cures of what stalls: that simulates the job several times more.")
  var noCures = false
  @OptionGroup var piece: PieceOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let board = try board.load()
    let started = Date()
    let file = try openJob(job)
    for path in [summary, report.map { reportPath(job, in: $0) }].compactMap({ $0 }) where file.isSame(as: path) {
      throw fail(.outputIsJob(path), .wrongUse)
    }
    var options = try piece.runOptions(board)
    options.keepsRecord = report != nil
    if let report { try write { () throws(OutputError) in try OutputFile.makeFolder(report) } }

    Interruption.listen()
    let bytes = try readWhole(file)
    let bar = ProgressLine(quiet: output.quiet || output.json)
    let hooks = bar.hooks
    var check = JobCheck(bytes: bytes, path: job, board: board, options: options, hooks: hooks)
    check.looksForCures = !noCures
    let result = check.run()
    bar.erase()
    try show(result, board: board, started: started)
  }

  private func show(_ result: CheckResult, board: Board, started: Date) throws {
    let run = result.run
    let isKnown = result.verdict != .unknown
    for fault in run.faults { say(.error, fault, color: .red) }
    if !isKnown, let failure = run.failure { say(.error, failure, color: .red) }
    if let summary {
      try write { () throws(OutputError) in try OutputFile.write(run.summary.jsonText, to: summary) }
    }
    if isKnown, let report, let record = run.record {
      let page = reportHTML(ReportInput(result, record, board: board, origin: piece.origin?.point, startedAt: started))
      let path = reportPath(job, in: report)
      try write { () throws(OutputError) in try OutputFile.write(page, to: path) }
      if !output.json { Terminal.error.write(Phrase.reportIsAt(path).text(in: .fromEnvironment()) + "\n") }
    }
    if output.json {
      try answer(result.jsonText)
    } else if isKnown {
      try answer(checkText(result, board: board, language: .fromEnvironment(), terminal: .output))
    }
    if result.exit != .done { throw result.exit }
  }

  /// All of a job, because it is simulated more than once: also standard input, which can be read only once.
  private func readWhole(_ file: consuming JobFile) throws -> [UInt8] {
    do throws(JobFileError) {
      return try file.whole { Interruption.wasAsked }
    } catch {
      if error == .interrupted { throw fail(.interrupted(line: nil), .interrupted) }
      throw fail(error.phrase(path: job), error == .isEmpty ? .wrongUse : .system)
    }
  }
}
