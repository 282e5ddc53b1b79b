// rigctl board: every problem with its place, and pictures in files.

import Foundation
import Testing

@Suite("Board commands")
struct BoardCommandTests {
  @Test("board check tells every problem with file, line and column, and exit code 2")
  func problems() throws {
    let scratch = try Scratch()
    let board = try String(contentsOfFile: Checkout.path + "/boards/default.yaml", encoding: .utf8)
      .replacingOccurrences(of: "tick_hz: 40000", with: "tick_hz: fast")
      .replacingOccurrences(of: "backlash_mm: 0", with: "backlsh_mm: 0")
      .replacingOccurrences(of: "travel_mm: [0, 200]", with: "travel_mm: [200, 0]")
    let path = try scratch.write("broken.yaml", board)
    let ending = try Command()("board", "check", path, "default")
    #expect(ending.code == 2)
    let lines = ending.errors.split(separator: "\n")
    #expect(lines.count >= 3)
    for line in lines { #expect(line.contains(try Regex("^error: .*broken\\.yaml:\\d+:\\d+: "))) }
    #expect(ending.errors.contains("tick_hz") && ending.errors.contains("backlash_mm"))
    // The good one among them is still told to be good.
    #expect(ending.output.contains("default.yaml: no errors"))
    // And the same problems stop a run.
    #expect(try Command()("run", "examples/name-sign.nc", "--board", path).errors == ending.errors)
  }

  @Test("boards, their problems and what they are made of are there as JSON too")
  func json() throws {
    let scratch = try Scratch()
    let board = try String(contentsOfFile: Checkout.path + "/boards/default.yaml", encoding: .utf8)
      .replacingOccurrences(of: "tick_hz: 40000", with: "tick_hz: fast")
    let path = try scratch.write("broken.yaml", board)
    let ending = try Command()("board", "check", path, "default", "--json")
    #expect(ending.code == 2)
    #expect(ending.errors == "")
    let checks = try #require(try ending.json()["boards"] as? [[String: Any]])
    let errors = try #require(checks[0]["errors"] as? [[String: Any]])
    #expect(errors.count == 1)
    #expect(errors[0]["key"] as? String == "tick_hz")
    #expect((errors[0]["line"] as? Int ?? 0) > 0)
    #expect((checks[1]["errors"] as? [Any])?.isEmpty == true)
    let shown = try Command()("board", "show", "reference-3axis", "--json").json()
    #expect(try shown.number("axes.z.steps_per_mm") == 400)
    #expect(try shown.integer("tick_hz") == 40_000)
    let names = (try Command()("board", "list", "--json").json()["boards"] as? [[String: Any]] ?? []).map {
      $0["name"] as? String
    }
    #expect(names.contains("default"))
  }

  @Test("the boards of the project are good, and can be shown, listed and run")
  func good() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Checkout.path + "/boards")
      .filter { $0.hasSuffix(".yaml") }.map { $0.replacingOccurrences(of: ".yaml", with: "") }
    #expect(names.count >= 7)
    let list = try Command()("board", "list").output
    for name in names {
      #expect(list.contains(name))
      #expect(try Command()("board", "check", name).code == 0)
      #expect(try Command()("board", "show", name).output.contains("steps/mm"))
      let summary = try Command()("run", "-", "--board", name, "--json", input: "G91\nG0 X1 Y1\nG0 X-1\n").json()
      #expect(try summary.string("result") == "completed")
      #expect(try summary.integer("timing_violations") == 0)
    }
  }

  @Test(
    "a board that is not there is told with its nearest name", arguments: ["run", "plan", "board show", "board pins"])
  func typo(_ command: String) throws {
    let line =
      command.hasPrefix("board")
      ? "\(command) defualt" + (command == "board pins" ? " --svg -" : "")
      : "\(command) examples/name-sign.nc --board defualt"
    let ending = try Command().shell("$rigctl \(line)")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("did you mean default?"))
  }

  @Test("what is no board file is told, not obeyed", arguments: ["/", "/dev/null", "/bin/ls", "README.md"])
  func noBoard(_ path: String) throws {
    let ending = try Command()("board", "check", path)
    #expect(ending.code == 2)
    #expect(ending.errors.hasPrefix("error: \(path)"))
  }

  @Test("board pins writes a picture, also to standard output, in French too")
  func pins() throws {
    let scratch = try Scratch()
    #expect(try Command()("board", "pins", "pi4-router-tb6600", "--svg", scratch.file("pins.svg")).code == 0)
    let svg = scratch.read("pins.svg")
    #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n") || svg.contains("</svg>"))
    #expect(svg.contains("GPIO17"))
    #expect(try Command()("board", "pins", "pi4-router-tb6600", "--svg", "-").output == svg)
    let french = try Command()("board", "pins", "pi4-router-tb6600", "--svg", "-", env: ["LANG": "fr_FR.UTF-8"]).output
    #expect(french != svg)
  }

  @Test("rigctl safe on a computer without the board's chip is exit code 4")
  func safe() throws {
    let ending = try Command()("safe", "--board", "pi4-router-tb6600")
    #expect(ending.code == 4)
    #expect(ending.errors.hasPrefix("error: "))
  }
}
