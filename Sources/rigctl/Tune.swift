// rigctl tune: how fast the axes of a board may be.

import ArgumentParser
import Rig

struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the highest safe velocity and acceleration of each axis, and what limits it.",
    discussion: """
      From motor, driver, supply, transmission and mechanics of the board file: which velocity and acceleration leave \
      the stated share of the motor's pull-out torque at every speed. Each is then driven to and fro on the simulated \
      machine. docs/tuning.md says how they are chosen. Exit code 1 where an axis cannot move with that margin.

      Example:
        rigctl tune --board pi4-router-tb6600 --svg torque.svg
      """)

  @OptionGroup var board: BoardOption
  @Option(name: .long, help: "What is to be left of the torque, in percent.")
  var margin = 50.0
  @Option(name: .long, help: "How much the motors lose at speed: ideal, typical or conservative.")
  var model = TuneModel.conservative
  @Option(name: .long, help: "Newtons against the tool at every speed, beside the margin.")
  var cuttingForce = 0.0
  @Option(name: .long, help: "Draw torque over speed into this SVG file; - is standard output.")
  var svg: String?
  @Flag(name: .long, help: "Print the result as one JSON object, and nothing else, on standard output.")
  var json = false

  func validate() throws {
    if !(0...95).contains(margin) { throw ValidationError("--margin is a number of percent from 0 to 95.") }
    if !(0...100_000).contains(cuttingForce) {
      throw ValidationError("--cutting-force is a number of newtons, 0 or more.")
    }
    try refuseBoth(svg: svg, json: json)
  }

  func run() throws {
    let loaded = try board.load()
    var options = TuneOptions()
    options.margin = margin / 100
    options.model = model
    options.toolForceN = cuttingForce
    let tuning: Tuning
    do throws(TuneError) {
      tuning = try tune(loaded, options)
    } catch {
      switch error {
      case .mechanicsMissing(let axes): throw fail(.tuneMechanicsMissing(axes: axes, file: loaded.file), .wrongUse)
      }
    }
    try present(
      svg: svg, json: json, picture: { tuning.svg(in: $0) }, object: { tuning.json },
      text: { tuning.text(in: $0, terminal: .output) })
    if tuning.axes.contains(where: { $0.choices.isEmpty }) { throw ExitCode.notDone }
  }
}

extension TuneModel: ExpressibleByArgument {}
