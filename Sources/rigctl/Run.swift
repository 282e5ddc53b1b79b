// rigctl run: a job on the machine.

import ArgumentParser
import Foundation
import Rig

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a G-code job on the simulated machine, or on the lines of this computer.",
    discussion: """
      The whole job is read first: a line that is wrong, or a move that would leave the travel, is told before \
      anything moves. Tool changes (M6) and pauses (M0) are noted and passed, because nobody can answer; with \
      --real-time at a terminal you are asked.

      On --backend gpio the lines of the board's chip are driven, in real time. The machine has to stand where the \
      board file says it starts (--assume-position). Tool changes and pauses ask at the terminal, and end the job \
      where there is none. See docs/raspberry-pi.md before the first motor.

      Examples:
        rigctl run examples/door-panel.nc --report out --trace door.vcd
        rigctl run examples/stool-seat.nc --backend gpio --board pi4-router-tb6600 --assume-position
      """)

  @Argument(help: "The G-code file; - is standard input.")
  var job: String
  @OptionGroup var board: BoardOption
  @Option(name: .long, help: "What to run it on.")
  var backend = Backend.sim
  @OptionGroup var lines: LineOptions
  @Option(name: .long, help: "Write the waveform of every line to this VCD file.")
  var trace: String?
  @Option(name: .long, help: "Write the figures to this JSON file.")
  var summary: String?
  @Option(name: .long, help: "Write one self-contained page with pictures into this folder.")
  var report: String?
  @Flag(
    name: .long,
    help: "Leave out physics: no lost steps and torque margins, no cut and no picture of it; many times as fast.")
  var fast = false
  @Flag(name: .long, help: "Pace the simulator to the wall clock.")
  var realTime = false
  @OptionGroup var piece: PieceOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let board = try board.load()
    let started = Date()
    let file = try openJob(job)
    for path in [trace, summary, report.map { reportPath(job, in: $0) }].compactMap({ $0 }) where file.isSame(as: path)
    {
      throw fail(.outputIsJob(path), .wrongUse)
    }
    var options = try piece.runOptions(board)
    if backend == .gpio {
      try runOnLines(file, board, options)
      return
    }
    options.tracePath = trace
    options.keepsRecord = report != nil
    options.isRealTime = realTime
    options.hasPhysics = !fast
    if let report { try write { () throws(OutputError) in try OutputFile.makeFolder(report) } }

    Interruption.listen()
    let bar = ProgressLine(quiet: output.quiet || output.json)
    var hooks = bar.hooks
    if realTime && job != "-" && isatty(STDIN_FILENO) == 1 { hooks.askPerson = { bar.ask($0) } }

    let result: RunResult
    do throws(OutputError) {
      var run = try SimulatedRun(file, board: board, options: options, hooks: hooks)
      result = try run.run()
    } catch {
      bar.erase()
      throw fail(.notWritten(error), .system)
    }
    bar.erase()
    try show(result, board: board, started: started)
  }

  func show(_ result: RunResult, board: Board, started: Date) throws {
    tell(result)
    if let summary {
      try write { () throws(OutputError) in try OutputFile.write(result.summary.jsonText, to: summary) }
    }
    if let report, let record = result.record {
      let page = reportHTML(ReportInput(result, record, board: board, origin: piece.origin?.point, startedAt: started))
      let path = reportPath(job, in: report)
      try write { () throws(OutputError) in try OutputFile.write(page, to: path) }
      if !output.json { Terminal.error.write(Phrase.reportIsAt(path).text(in: .fromEnvironment()) + "\n") }
    }
    if output.json {
      try answer(result.summary.jsonText)
    } else if result.exit != .wrongGCode {
      try answer(
        resultText(result.summary, language: .fromEnvironment(), terminal: .output))
    }
    if result.exit != .done { throw result.exit }
  }
}

/// Opens a job, or says why not.
func openJob(_ path: String) throws -> JobFile {
  do throws(JobFileError) {
    return try JobFile(path)
  } catch {
    throw fail(
      error.phrase(path: path), error == .notFound || error == .isFolder || error == .isEmpty ? .wrongUse : .system)
  }
}

/// A picture into a file, or onto standard output for `-`.
func deliver(_ picture: String, to path: String) throws {
  if path == "-" {
    try answer(picture)
  } else {
    try write { () throws(OutputError) in try OutputFile.write(picture, to: path) }
  }
}

/// A result as a picture where one is wanted, and as JSON or else as text, unless the picture has standard output.
func present(
  svg path: String?, json: Bool, picture: (Language) -> String, object: () -> JSONValue, text: (Language) -> String
) throws {
  let language = Language.fromEnvironment()
  if let path { try deliver(picture(language), to: path) }
  if json {
    try answer(object().text)
  } else if path != "-" {
    try answer(text(language))
  }
}

/// Standard output has room for one of them.
func refuseBoth(svg path: String?, json: Bool) throws {
  if path == "-" && json { throw ValidationError("--svg - and --json cannot both be on standard output.") }
}

/// Writes something, or says why not.
func write(_ body: () throws(OutputError) -> Void) throws {
  do throws(OutputError) {
    try body()
  } catch {
    throw fail(.notWritten(error), .system)
  }
}

/// Faults, warnings and the reason of a failure, on standard error.
func tell(_ result: RunResult) {
  for fault in result.faults { say(.error, fault, color: .red) }
  for note in result.notes { say(.warning, note.text.atLine(note.line), color: .yellow) }
  if let failure = result.failure { say(.error, failure, color: .red) }
}
