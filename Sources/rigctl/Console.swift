// rigctl console: type at a machine.

import ArgumentParser
import Glibc
import Rig

struct Console: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Type at a machine that is served, or send it a file.",
    discussion: """
      Lines go to the machine, and its answers are shown. Alone on a line, ? asks how it is, ! holds it, ~ goes on, reset \
      resets it, cancel ends a jog. $$ shows its settings, $H homes it, $X unlocks it. Ctrl-D ends the console; the \
      machine does what it was sent before that.

      Exit code 0: done. 1: standard input was a file, and the machine refused something of it. 4: the machine cannot \
      be reached, or has gone.

      Examples:
        rigctl console
        rigctl console /tmp/grbl
        rigctl console --go-on 127.0.0.1:2000 < examples/name-sign.nc
      """)

  @Flag(name: .long, help: "Go on by itself after tool changes and pauses, which wait for ~ otherwise.")
  var goOn = false
  @Argument(help: "HOST:PORT, a port of this computer, or the path of a serial line.")
  var place = "2000"

  func run() throws {
    Interruption.listen()
    let isTyped = isatty(STDIN_FILENO) == 1
    var client: ConsoleClient
    do throws(ServeError) {
      client = try ConsoleClient(place)
    } catch {
      throw fail(.serveRefused(error), error.isWrongUse ? .wrongUse : .system)
    }
    client.passesStops = goOn
    client.showsEachOK = isTyped
    let isThere = client.run(isInterrupted: { Interruption.wasAsked }) { line in
      Terminal.output.write(Terminal.visible(line) + "\n")
    }
    if !isThere { throw fail(.machineHungUp(place), .system) }
    if Interruption.wasAsked { throw ExitCode.interrupted }
    if client.hasRefusals && !isTyped { throw ExitCode.notDone }
  }
}
