// rigctl safe: every output of a real board at its safe level, by hand.

import ArgumentParser
import Rig

struct Safe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put every output of a Raspberry Pi board at its safe level.",
    discussion: """
      Where a run was killed, its guard has done so already and holds the lines; it lets go of them. While a run goes \
      on, its lines are refused, and the answer says which process that is.

      Example:
        rigctl safe --board pi4-router-tb6600
      """)

  @OptionGroup var board: BoardOption

  func run() throws {
    let board = try board.load()
    switch makeSafe(board) {
    case .notReached(let failure): throw fail(failure, .system)
    case .safe(let fromGuard):
      let phrase = fromGuard ? Phrase.guardHeldOutputs(board.name) : Phrase.outputsAreSafe(board.name)
      try answer(phrase.text(in: .fromEnvironment()) + "\n")
    }
  }
}
