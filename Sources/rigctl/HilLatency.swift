// rigctl hil latency: how late ticks are on this computer.

import ArgumentParser
import Rig

struct HilLatency: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "latency",
    abstract: "Measure how late the ticks of a board are on this computer.",
    discussion: """
      Runs the real-time loop of a board for a while, with every driver off, and counts how late each tick began and how \
      long it worked. --pulses also moves the step and direction lines as in a fast motion: do that with the motors' \
      supply off. Exit code 1 where a motion would have been stopped.

      Example:
        rigctl hil latency --board pi4-router-tb6600 --seconds 60 --pulses --svg latency.svg
      """)

  @OptionGroup var board: BoardOption
  @Option(name: .long, help: "How long, in seconds.")
  var seconds = 10.0
  @Flag(name: .long, help: "Move the step and direction lines, as fast as the drivers take it; nothing is enabled.")
  var pulses = false
  @Option(name: .long, help: "Draw the counts into this SVG file; - is standard output.")
  var svg: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !(seconds >= 0.1 && seconds <= 86_400) { throw ValidationError("--seconds is a number from 0.1 to 86400.") }
    try refuseBoth(svg: svg, json: output.json)
  }

  func run() throws {
    let loaded = try board.load()
    var options = LatencyOptions()
    options.seconds = seconds
    options.pulses = pulses
    Interruption.listen()
    let bar = ProgressLine(quiet: output.quiet || output.json)
    let result = try bar.during { () throws(LiveRefusal) in
      try measureLatency(loaded, options, hooks: bar.hooks)
    }
    try present(
      svg: svg, json: output.json, picture: { result.svg(in: $0) }, object: { result.json },
      text: { result.text(in: $0, terminal: .output) })
    if result.exit != .done { throw result.exit }
  }
}
