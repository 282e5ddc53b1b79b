// How a board is found by its name, from wherever rigctl is started and wherever it is installed.

import Foundation
import Rig
import Testing

@Suite("Finding boards")
struct BoardSearchTests {
  /// A folder that is removed afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("boards-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func makeFolder(_ path: String) throws -> String {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test("folders come in the order environment, working directory and above, checkout, prefix")
  func order() throws {
    try withFolder { root in
      let own = try makeFolder(root + "/own")
      let near = try makeFolder(root + "/desk/boards")
      let checkout = try makeFolder(root + "/checkout/boards")
      let path = BoardSearchPath(
        environment: ["RIGCTL_BOARDS": "\(own):\(root)/none"], workingDirectory: try makeFolder(root + "/desk/a/b"),
        executable: root + "/checkout/.build/release/rigctl")
      #expect(Array(path.folders.prefix(3)) == [own, near, checkout])
      let shared = try makeFolder(root + "/usr/share/stepper-rig/boards")
      let installed = BoardSearchPath(
        environment: [:], workingDirectory: root + "/desk/a", executable: root + "/usr/bin/rigctl")
      #expect(Array(installed.folders.prefix(2)) == [near, shared])
    }
  }

  @Test("without a name the default board is taken; lists have name and title")
  func defaultAndList() throws {
    let path = BoardSearchPath(
      environment: ["RIGCTL_BOARDS": BoardFixture.folder], workingDirectory: "/", executable: nil)
    #expect(try Board.load(nil, searching: path).0.name == "default")
    let list = Board.list(searching: path)
    #expect(list.map(\.name) == BoardFixture.names)
    #expect(list.allSatisfy { !$0.title.isEmpty && $0.problemCount == 0 })
  }

  @Test("an unknown name is answered with the nearest one and where was looked")
  func unknownName() throws {
    let path = BoardSearchPath(
      environment: ["RIGCTL_BOARDS": BoardFixture.folder], workingDirectory: "/", executable: nil)
    do throws(BoardError) {
      _ = try Board.load("referense-3axis", searching: path)
      Issue.record("a board that does not exist was loaded")
    } catch {
      let text = error.text(in: .en)
      #expect(text.hasPrefix("referense-3axis: no such board (known: corexy-laser, default,"))
      #expect(text.contains(BoardFixture.folder) && text.hasSuffix("did you mean reference-3axis?"))
    }
  }

  @Test("a folder, a missing file and a pipe are refused, not waited for")
  func notAFile() throws {
    try withFolder { root in
      _ = try makeFolder(root + "/folder.yaml")
      #expect(mkfifo(root + "/pipe.yaml", 0o600) == 0)
      for name in ["folder.yaml", "pipe.yaml", "missing.yaml"] {
        #expect(throws: BoardError.self) { try Board.load("\(root)/\(name)") }
      }
    }
  }

  @Test("a board elsewhere takes parts from beside it first, then from the search path")
  func ownParts() throws {
    try withFolder { root in
      let screw = """
        transmissions:
          screw-tr8x8:
            title: My own screw
            mm_per_rev: {value: 16, source: measured}

        """
      let parts = try makeFolder(root + "/parts")
      try screw.write(toFile: parts + "/mine.yaml", atomically: true, encoding: .utf8)
      try BoardFixture.text("default").write(toFile: root + "/mine.yaml", atomically: true, encoding: .utf8)
      let path = BoardSearchPath(
        environment: ["RIGCTL_BOARDS": BoardFixture.folder], workingDirectory: "/", executable: nil)
      let board = try Board.load(root + "/mine.yaml", searching: path).0
      #expect(board.name == "mine" && board.settings.joint0.stepsPerMm == 100)
    }
  }

  /// The default board with other files of parts beside it, and no others anywhere.
  private func board(_ files: [String: String], checksAllParts: Bool = false) throws -> (Board, [BoardWarning]) {
    var result: (Board, [BoardWarning])?
    try withFolder { root in
      let parts = try makeFolder(root + "/parts")
      for (name, text) in files { try text.write(toFile: "\(parts)/\(name)", atomically: true, encoding: .utf8) }
      try BoardFixture.text("default").write(toFile: root + "/mine.yaml", atomically: true, encoding: .utf8)
      let path = BoardSearchPath(environment: [:], workingDirectory: "/", executable: nil)
      result = try Board.load(root + "/mine.yaml", searching: path, checksAllParts: checksAllParts)
      // What was left out at first is there when it is asked for, as long as the files are.
      #expect((result?.0.parts.motors.count ?? 0) >= 2)
    }
    return try #require(result)
  }

  private static func partsFiles() throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: BoardFixture.folder + "/parts")
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try BoardFixture.text("parts/" + $0.dropLast(5))) })
  }

  @Test("a mistake in a part that the board does not name stops nothing, and is told by who checks everything")
  func unnamedMistake() throws {
    var files = try Self.partsFiles()
    files["drivers.yaml"] = try #require(files["drivers.yaml"]) + "  odd:\n    title: Odd\n    step_hgih_us: 3\n"
    let (board, _) = try board(files)
    #expect(board.motors.count == 3)
    #expect(throws: BoardError.self) { try self.board(files, checksAllParts: true) }
    // In a part that it names, it is told at once, with its line.
    let name = board.motors[0].driver.name
    let text = try #require(files["drivers.yaml"])
    let range = try #require(text.range(of: "\n  \(name):\n    title"))
    files["drivers.yaml"] = text.replacingCharacters(in: range, with: "\n  \(name):\n    titel")
    let line = 2 + text[..<range.lowerBound].count { $0 == "\n" } + 1
    do {
      _ = try self.board(files)
      Issue.record("a wrong driver was taken")
    } catch let error as BoardError {
      #expect(error.problems.contains { $0.line == line && $0.suggestion == "title" }, "\(error)")
      // And then so is the other one.
      #expect(error.problems.contains { $0.suggestion == "step_high_us" })
    }
  }

  @Test("a name that no part has is told with the nearest of all parts, whatever else the board names")
  func nearestOfAll() throws {
    for (old, new, meant) in [("tb6600", "tb66000", "tb6600"), ("okoume-plywood", "okoume-plywod", "okoume-plywood")] {
      try withFolder { root in
        let text = try BoardFixture.text("default")
        #expect(text.contains(": \(old)"))
        try text.replacingOccurrences(of: ": \(old)", with: ": \(new)")
          .write(toFile: root + "/mine.yaml", atomically: true, encoding: .utf8)
        let path = BoardSearchPath(
          environment: ["RIGCTL_BOARDS": BoardFixture.folder], workingDirectory: "/", executable: nil)
        do throws(BoardError) {
          let (_, warnings) = try Board.load(root + "/mine.yaml", searching: path)
          #expect(warnings.contains { $0.text(in: .en).contains("did you mean \(meant)") }, "\(warnings)")
        } catch {
          #expect(error.problems.allSatisfy { $0.suggestion == meant } && !error.problems.isEmpty, "\(error)")
        }
      }
    }
  }

  @Test("boards read the same with all parts and with those that they name, however the parts are laid out")
  func sameBoard() throws {
    for name in BoardFixture.names {
      let few = try Board.load("\(BoardFixture.folder)/\(name).yaml").0
      let all = try Board.load("\(BoardFixture.folder)/\(name).yaml", checksAllParts: true).0
      #expect(few.text(in: .en) == all.text(in: .en) && few.json == all.json)
      #expect(few.simulation(.typical) == all.simulation(.typical))
      #expect(few.parts.tools == all.parts.tools && few.cutting.knownMaterials == all.cutting.knownMaterials)
    }
    let plain = try board(try Self.partsFiles()).0
    // Windows line ends, quoted names, braces, a document's head, deeper indentation.
    let layouts: [(String) -> String] = [
      { $0.replacingOccurrences(of: "\n", with: "\r\n") },
      { "---\n" + $0 },
      { $0.replacingOccurrences(of: "\n  ", with: "\n    ") },
      { text in
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
          line.hasPrefix("  ") && line.dropFirst(2).first?.isLetter == true && line.hasSuffix(":")
            ? "  \"" + line.dropFirst(2).dropLast() + "\":" : String(line)
        }.joined(separator: "\n")
      },
    ]
    for layout in layouts {
      let laidOut = try board(try Self.partsFiles().mapValues(layout)).0
      #expect(laidOut.motors == plain.motors && laidOut.simulation(.typical) == plain.simulation(.typical))
    }
  }

  @Test(
    "the language is that of LC_ALL, then LC_MESSAGES, then LANG",
    arguments: [
      (["LC_ALL": "wo_SN.UTF-8", "LANG": "fr_FR.UTF-8"], Language.wo),
      (["LC_ALL": "", "LC_MESSAGES": "fr_SN", "LANG": "en_GB"], .fr), (["LANG": "fr"], .fr), (["LANG": "de_DE"], .en),
      (["LC_ALL": "C", "LANG": "fr_FR"], .en), ([:], .en),
    ])
  func language(environment: [String: String], expected: Language) {
    #expect(Language.fromEnvironment(environment) == expected)
  }
}
