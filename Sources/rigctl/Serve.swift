// rigctl serve: a machine that senders can reach.

import ArgumentParser
import Rig

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve a machine to the programs that know grbl: over the network, and as a serial line.",
    discussion: """
      A grbl 1.1 machine to every sender: a simulated one, or the one on the lines of this computer (--backend gpio). \
      One sender drives, whichever first sends more than "?"; others see how the machine is. A sender that goes away in \
      the middle of a motion leaves it held.

      "ready: ..." on standard error says where it can be reached. It ends with Ctrl-C or SIGTERM: the machine brakes \
      along its path, and every output is off. docs/senders.md tells how each sender connects.

      Examples:
        rigctl serve --grbl-tcp 2000 --grbl-pty /tmp/grbl
        rigctl serve --backend gpio --board pi4-router-tb6600
        rigctl serve --state zero.json --log-json         # the work zero survives; a log for programs
        rigctl serve --grbl-tcp 2000 --speed max          # for tests of senders
      """)

  @OptionGroup var board: BoardOption
  @Option(
    name: .long,
    help: """
      HOST:PORT, or a port of this computer alone. 2000 where neither this nor --grbl-pty is given; 0 is any free one.
      """)
  var grblTcp: String?
  @Option(name: .long, help: "The path of a serial line that is made for senders.")
  var grblPty: String?
  @Option(name: .long, help: "The machine that is served.")
  var backend = Backend.sim
  @Option(name: .long, help: "Of simulated time: so many times the wall clock's, or max.")
  var speed = ServeSpeed(pace: .wallClock(1))
  @Flag(name: .long, help: "On sim: leave out physics.")
  var fast = false
  @Flag(name: .long, help: "On sim: the machine does not know its place, and has to be homed first.")
  var unhomed = false
  @OptionGroup var lines: LineOptions
  @Option(
    name: .long,
    help: """
      Keep work offsets and $10 in this file, and begin with what is in it. On gpio they are always kept.
      """)
  var state: String?
  @Option(name: .long, help: "Write what the machine has come to, as JSON, when the server ends.")
  var summary: String?
  @Flag(
    name: .long,
    help: "As grbl has it: after an error, go on with what was already sent. Without this it is not executed.")
  var goOnAfterErrors = false
  @Flag(name: .long, help: "Tell everything that happens as JSON lines, with ticks, on standard error.")
  var logJson = false
  @Flag(name: .long, help: "Do not tell who comes and goes.")
  var quiet = false

  func run() throws {
    let loaded = try board.load()
    var options = ServeOptions()
    do throws(ServeError) {
      if let text = grblTcp ?? (grblPty == nil ? "2000" : nil) { options.address = try NetworkAddress(text) }
    } catch {
      throw fail(.serveRefused(error), .wrongUse)
    }
    options.terminalPath = grblPty
    options.backend = backend
    options.pace = speed.pace
    options.run.hasPhysics = !fast
    options.run.version = Rigctl.version
    options.wishes = lines.wishes
    options.mustHome = unhomed
    options.statePath = state
    options.goesOnAfterErrors = goOnAfterErrors
    if let address = options.address, !address.isLoopback {
      say(.warning, .servedToOthers(address.text), color: .yellow)
    }
    Interruption.listen()
    let ending: ServeEnding
    var result: Summary?
    do throws(ServeRefusal) {
      var hooks = hooks
      hooks.ended = { result = $0 }
      ending = try serve(loaded, options, hooks: hooks)
    } catch {
      switch error {
      case .settings(let error): throw fail(.keptSettings(error), .wrongUse)
      case .settingsNotKept(let error): throw fail(.notWritten(error), .system)
      case .line(let error): throw fail(.serveRefused(error), .system)
      case .machine(let refusal): throw fail(refusal.phrase, refusal.exit)
      }
    }
    if let summary, let result {
      try write { () throws(OutputError) in try OutputFile.write(result.jsonText, to: summary) }
    }
    switch ending {
    case .interrupted: throw ExitCode.interrupted
    case .gone(let why): throw fail(why, .system)
    }
  }

  private var hooks: ServeHooks {
    var hooks = ServeHooks()
    let write: @Sendable (String) -> Void = { Terminal.error.write($0) }
    hooks.log = logJson ? .jsonLines(write: write) : quiet ? .none : .words(in: .fromEnvironment(), write: write)
    hooks.isInterrupted = { Interruption.wasAsked }
    hooks.ready = { tell($0) }
    return hooks
  }

  private func tell(_ phrase: Phrase) {
    Terminal.error.write(Terminal.visible(phrase.text(in: .fromEnvironment())) + "\n")
  }
}

/// How fast simulated time passes.
struct ServeSpeed: ExpressibleByArgument, CustomStringConvertible {
  var pace: ServePace

  init(pace: ServePace) { self.pace = pace }

  init?(argument: String) {
    if argument == "max" {
      pace = .fastest
    } else {
      guard let factor = Double(argument), factor >= 0.001, factor <= 1000 else { return nil }
      pace = .wallClock(factor)
    }
  }

  var description: String {
    if case .wallClock(let factor) = pace {
      factor == factor.rounded() ? String(Int(factor)) : String(factor)
    } else {
      "max"
    }
  }
}
