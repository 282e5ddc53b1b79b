// rigctl hil plant: the simulated machine behind real pins.

import ArgumentParser
import Rig

struct HilPlant: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plant",
    abstract: "Be a board's machine on real lines: watch its step lines, drive its switches, judge what comes.",
    discussion: """
      For any controller, pin to pin: what the board file calls outputs is watched here, with the kernel's times; its inputs \
      are driven here, at the levels that its switches would give. The simulated machine has drivers that judge every \
      edge, motors that can slip, and switches that bounce. It cannot be broken. Put 1 kΩ into each wire, and connect \
      the grounds: docs/plant.md has the wiring.

      "ready: ..." on standard error says that a controller may start. Lines on standard input move contacts: press \
      estop, release estop, press probe, and so on. It ends after --seconds, with Ctrl-C, or with SIGTERM.

      Exit code 0: nothing went wrong with the machine. 1: it lost steps, ran against a stop, was sent edges too early \
      for a driver, or edges were missed. 2: wrong use. 4: no lines.

      Example, for a controller with the board file of a Pi 4, played on a Pi 5:
        rigctl hil plant --board pi4-router-tb6600 --chip pinctrl-rp1 --seconds 600 --json
      """)

  @OptionGroup var board: BoardOption
  @Option(name: .long, help: "Label of the GPIO chip of this computer. Otherwise the board's.")
  var chip: String?
  @Option(name: .long, help: "End after so many seconds. Otherwise with Ctrl-C.")
  var seconds: TimeLimit?
  @Flag(name: .long, help: "Leave the motor physics out: carriages stand where the pulses put them.")
  var fast = false
  @Flag(
    name: .long,
    help: """
      Watch only the beginning of step pulses: they may be shorter than this computer can follow, and are not judged.
      """)
  var countPulses = false
  @Option(name: .long, help: "Write what was watched and driven into this VCD file.")
  var trace: String?
  @Option(name: .long, help: "Seed of everything random: how contacts bounce.")
  var seed: UInt64 = 1
  @OptionGroup var output: OutputOptions

  func run() throws {
    let loaded = try board.load()
    var options = PlantOptions()
    options.chip = chip
    options.seconds = seconds?.seconds
    options.tracePath = trace
    options.machine.hasPhysics = !fast
    options.machine.countsPulses = countPulses
    options.machine.seed = seed
    Interruption.listen()
    let result: PlantResult
    do throws(LiveRefusal) {
      result = try runPlant(loaded, options, hooks: hooks)
    } catch {
      throw fail(error.phrase, error.exit)
    }
    try answer(output.json ? result.json.text : result.text(in: .fromEnvironment(), terminal: .output))
    if result.exit != .done { throw result.exit }
  }

  private var hooks: PlantHooks {
    var hooks = PlantHooks()
    let quiet = output.quiet
    var typed = TypedLines()
    hooks.isInterrupted = { Interruption.wasAsked }
    hooks.typedLine = { typed.next() }
    hooks.ready = { tell($0) }
    hooks.note = { if !quiet { tell($0) } }
    hooks.warn = { say(.warning, $0, color: .yellow) }
    return hooks
  }

  private func tell(_ phrase: Phrase) {
    Terminal.error.write(Terminal.visible(phrase.text(in: .fromEnvironment())) + "\n")
  }
}
