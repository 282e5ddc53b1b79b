// rigctl board: board files, checked, listed, shown and drawn.

import ArgumentParser
import Rig

struct BoardCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board", abstract: "Board files: check, list and show them, and draw the wiring.",
    discussion: "Examples:\n  rigctl board list\n  rigctl board show default",
    subcommands: [Check.self, List.self, Show.self, Pins.self, Firmware.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check board files: every error at once, with its place.",
      discussion: "Example:\n  rigctl board check boards/my-router.yaml default")

    @Argument(help: "Board files, or names of boards.")
    var files: [String]
    @Flag(name: .long, help: "Print the result as one JSON object, and nothing else, on standard output.")
    var json = false

    func run() throws {
      let checks = files.map { BoardCheck($0) }
      if json { try answer(JSONValue.object([.init("boards", .array(checks.map(\.json)))]).text) }
      for check in checks where !json {
        tell(BoardError(problems: check.errors))
        for warning in check.warnings {
          say(.warning, Phrase(en: warning.text(in: .en), fr: warning.text(in: .fr)), color: .yellow)
        }
        if check.errors.isEmpty {
          try answer("\(Terminal.visible(check.file)): \(Phrase.boardIsGood.text(in: .fromEnvironment()))\n")
        }
      }
      if !checks.allSatisfy({ $0.errors.isEmpty }) { throw ExitCode.wrongUse }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the boards that can be named.", discussion: "Example:\n  rigctl board list")

    @Flag(name: .long, help: "Print the result as one JSON object, and nothing else, on standard output.")
    var json = false

    func run() throws {
      let boards = Board.list()
      if json { return try answer(JSONValue.object([.init("boards", .array(boards.map(\.json)))]).text) }
      if boards.isEmpty {
        throw fail(.noBoards(searched: Board.searchPath()), .wrongUse)
      }
      var table = AlignedTable([.left, .left])
      for board in boards {
        table.add([
          board.name, board.problemCount == 0 ? board.title : Phrase.boardIsBroken.text(in: .fromEnvironment()),
        ])
      }
      try answer(table.text(on: .output))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a board is made of.",
      discussion: "Example:\n  rigctl board show pi4-router-tb6600")

    @Argument(help: "Name or file of a board.")
    var name: String
    @Flag(name: .long, help: "Print the result as one JSON object, and nothing else, on standard output.")
    var json = false

    func run() throws {
      let board = try BoardOption.load(name)
      try answer(json ? board.json.text : board.text(in: .fromEnvironment()))
    }
  }

  struct Firmware: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a board as Swift source, for an image that runs without an operating system.",
      discussion: "Example:\n  rigctl board firmware microcontroller-3axis --swift Board.swift")

    @Argument(help: "Name or file of a board.")
    var name: String
    @Option(name: .long, help: "The source's file; - is standard output.")
    var swift: String

    func run() throws {
      let board = try BoardOption.load(name)
      let firmware: BoardFirmware
      do throws(BoardFirmwareError) {
        firmware = try BoardFirmware(board)
      } catch {
        throw fail(error.phrase, .wrongUse)
      }
      for warning in firmware.warnings { say(.warning, warning, color: .yellow) }
      try deliver(firmware.source, to: swift)
    }
  }

  struct Pins: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draw the 40-pin header: which pin goes where.",
      discussion: "Example:\n  rigctl board pins pi4-router-tb6600 --svg pins.svg")

    @Argument(help: "Name or file of a board.")
    var name: String
    @Option(name: .long, help: "The picture's file; - is standard output.")
    var svg: String

    func run() throws {
      let board = try BoardOption.load(name)
      try deliver(board.headerSVG(language: .fromEnvironment()), to: svg)
    }
  }
}
