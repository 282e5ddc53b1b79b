// rigctl safe: every output of a real board at its safe level, by hand.

import ArgumentParser
import Rig

struct Safe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put every output of a Raspberry Pi board at its safe level.",
    discussion: "Example:\n  rigctl safe --board pi4-router-tb6600")

  @OptionGroup var board: BoardOption

  func run() throws {
    let board = try board.load()
    if let failure = makeSafe(board) { throw fail(failure, .system) }
    try answer(Phrase.outputsAreSafe(board.name).text(in: .fromEnvironment()) + "\n")
  }
}
