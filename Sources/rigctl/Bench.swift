// rigctl bench: how fast core and simulator are on this machine.

import ArgumentParser
import Rig

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the core's and the simulator's own speed on this machine.",
    discussion: """
      Each figure is the median of several runs, in processor time of one core. With a job, that job is run; \
      without one, a relief of 15,000 short moves that the command makes itself.

      Example:
        rigctl bench examples/door-panel.nc --board reference-3axis
      """)

  @Argument(help: "A G-code file to run instead of the built-in one.")
  var job: String?
  @OptionGroup var board: BoardOption
  @Flag(name: .long, help: "Print the result as one JSON object, and nothing else, on standard output.")
  var json = false

  func run() throws {
    let board = try board.load()
    let result: BenchResult
    do throws(BenchError) {
      result = try bench(board: board, job: job)
    } catch {
      throw fail(error.phrase, error.exit)
    }
    try answer(json ? result.json.text : result.table(language: .fromEnvironment()))
  }
}
