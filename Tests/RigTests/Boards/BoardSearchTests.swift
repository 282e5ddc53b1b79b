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
