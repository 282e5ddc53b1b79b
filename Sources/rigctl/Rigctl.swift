// The command: words in, exit code out.

import ArgumentParser
import Glibc
import Rig

struct Rigctl: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "rigctl",
    abstract: "Motion firmware on a simulated machine: run, plan and check jobs before a board is spoilt.",
    discussion: """
      A job is a G-code file. A board file says what the machine is made of; without one, a small simulated wood router.

      Examples:
        rigctl run examples/door-panel.nc --report out
        rigctl plan examples/name-sign.nc --board pi4-router-tb6600
        rigctl check examples/name-sign.nc --board pi4-router-tb6600
        rigctl board pins pi4-router-tb6600 --svg pins.svg

      Exit codes: 0 done; 1 the machine did not do it; 2 wrong use or wrong board file; 3 wrong G-code;
      4 hardware or system; 130 interrupted, after the machine is safe.
      """,
    version: version,
    subcommands: [
      Run.self, Plan.self, Check.self, Test.self, TestMerge.self, BoardCommands.self, Tune.self, Hil.self, Serve.self,
      Console.self, Safe.self, Bench.self,
    ])
}

@main
enum Main {
  static func main() {
    // A reader that goes away (`rigctl … | head`) is an error to be told, not a reason to die in the middle.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Rigctl.parseAsRoot(arguments)
      try command.run()
    } catch let end as ExitCode {
      exit(end.rawValue)
    } catch {
      leave(error)
    }
  }

  /// What was typed. `test` takes paths, and so it cannot have a command under it: `test merge` is one beside it.
  private static var arguments: [String] {
    let typed = Array(CommandLine.arguments.dropFirst())
    return typed.starts(with: ["test", "merge"]) ? [TestMerge.name] + typed.dropFirst(2) : typed
  }

  /// Help and version are answers; everything else that the parser throws is wrong use.
  private static func leave(_ error: Error) -> Never {
    let text = Rigctl.fullMessage(for: error)
    if Rigctl.exitCode(for: error) == ArgumentParser.ExitCode.success {
      Terminal.output.write(text + "\n")
      exit(Rig.ExitCode.done.rawValue)
    }
    Terminal.error.write(text + "\n")
    exit(Rig.ExitCode.wrongUse.rawValue)
  }
}

extension Rig.ExitCode: Error {}
