// What the board tests share: the boards of this project, edited text, and a seeded source of chance.

import Foundation
import Rig
import Testing

/// The project's `boards` folder and its parts.
enum BoardFixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../boards").standardizedFileURL.path
  static let parts = PartsLibrary(folder: folder + "/parts")

  static let names = [
    "corexy-laser", "default", "microcontroller-3axis", "pi3-plasma-dm542", "pi4-engraver-a4988", "pi4-router-tb6600",
    "pi5-router-drv8825", "reference-3axis",
  ]

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name).yaml", encoding: .utf8)
  }

  static func load(_ name: String) throws -> Board {
    try Board.load("\(folder)/\(name).yaml").0
  }

  /// The board of a text; a failure shows every problem.
  static func read(_ text: String) throws(BoardError) -> (Board, [BoardWarning]) {
    try Board.read([UInt8](text.utf8), file: "test.yaml", parts: parts)
  }

  /// The default board with one piece of its text replaced; the piece must be there.
  static func edited(
    _ old: String, _ new: String, in name: String = "default", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let text = try text(name)
    #expect(text.contains(old), "the fixture has changed: no \(old)", sourceLocation: sourceLocation)
    guard let range = text.range(of: old) else { return text }
    return text.replacingCharacters(in: range, with: new)
  }

  /// The line of the default board on which a piece of its text begins.
  static func line(of piece: String) throws -> Int {
    let text = try text("default")
    let range = try #require(text.range(of: piece))
    return 1 + text[..<range.lowerBound].count { $0 == "\n" }
  }

  /// The problems of a text; empty when it loads.
  static func problems(_ text: String) -> [FileProblem] {
    do throws(BoardError) {
      _ = try read(text)
      return []
    } catch {
      return error.problems
    }
  }
}
