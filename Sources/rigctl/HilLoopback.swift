// rigctl hil loopback: whether the jumpers of a board are where its file says.

import ArgumentParser
import Foundation
import Rig

struct HilLoopback: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loopback",
    abstract: "Drive every output, read it back through the jumpers, and name swapped, open and shorted wires.",
    discussion: """
      The board file lists the jumpers (key jumpers, from an output to an input). Each output goes high alone and low \
      alone, and every input is read with pull-ups and with pull-downs, so that an open wire is told from one that is \
      stuck. Outputs without a jumper are driven too, one at a time, to see what they touch.

      The supply of motors, spindle and coolant must be off: every output is driven. Put 1 kΩ into each jumper, so that \
      a mistake cannot hurt the Raspberry Pi.

      Exit code 0: every jumper is good, and nothing else is connected. 1: something is wrong. 2: the board file lists \
      no jumpers. 4: no lines.

      Example:
        rigctl hil loopback --board my-bench.yaml --svg wires.svg
      """)

  @OptionGroup var board: BoardOption
  @Option(
    name: .long,
    help: "How long inputs have to rest before they are read, in ms: more where inputs have capacitors.")
  var settleMs = 5.0
  @Option(name: .long, help: "Draw the header with good and wrong jumpers into this SVG file; - is standard output.")
  var svg: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !(settleMs >= 0.1 && settleMs <= 1_000) { throw ValidationError("--settle-ms is a number from 0.1 to 1000.") }
    try refuseBoth(svg: svg, json: output.json)
  }

  func run() throws {
    let loaded = try board.load()
    var options = LoopbackOptions()
    options.settleMs = settleMs
    Interruption.listen()
    let bar = ProgressLine(quiet: output.quiet || output.json)
    let result = try bar.during { () throws(LiveRefusal) in
      try testLoopback(loaded, options, hooks: hooks(bar))
    }
    try present(
      svg: svg, json: output.json, picture: { result.svg(in: $0) }, object: { result.json },
      text: { result.text(in: $0, terminal: .output) })
    if result.exit != .done { throw result.exit }
  }

  /// A person at a terminal says that the supply is off; a script is only told.
  private func hooks(_ bar: ProgressLine) -> RunHooks {
    var hooks = bar.hooks
    hooks.askPerson = { phrase in
      say(.warning, phrase, color: .yellow)
      if isatty(STDIN_FILENO) == 1 { bar.ask(.supplyIsOff) }
    }
    return hooks
  }
}
