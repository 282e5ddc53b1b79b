// Whatever is given as a job: it runs, or there is one clear message and the exit code that scripts expect.

import Foundation
import Glibc
import Seeded
import Testing

@Suite("Strange input")
struct StrangeInputTests {
  @Test(
    "what cannot be a job is told in one line",
    arguments: [
      ("/nowhere/job.nc", "no such file"), (".", "folder"), ("/dev/null", "empty"), ("README.md/x", "no such file"),
    ])
  func noJob(_ path: String, _ words: String) throws {
    for command in ["run", "plan"] {
      let ending = try Command()(command, path)
      #expect(ending.code == 2)
      #expect(ending.errors.hasPrefix("error: \(path): ") && ending.errors.contains(words))
      #expect(ending.errors.split(separator: "\n").count == 1)
    }
  }

  @Test("an empty file and an empty pipe are told the same")
  func empty() throws {
    let scratch = try Scratch()
    for ending in [
      try Command()("run", try scratch.write("empty.nc", "")), try Command()("run", "-", input: ""),
      try Command().shell("true | $rigctl run -"),
    ] {
      #expect(ending.code == 2)
      #expect(ending.errors.contains("empty"))
    }
  }

  @Test("a picture is no job: each wrong line has its place, twenty are told, the others counted")
  func binary() throws {
    let scratch = try Scratch()
    var random = SplitMix64(seed: 3)
    let bytes = Data((0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) })
    let path = try scratch.write("picture.png", bytes)
    let ending = try Command()("run", path)
    #expect(ending.code == 3)
    let lines = ending.errors.split(separator: "\n")
    #expect(lines.count == 21)
    #expect(lines.prefix(20).allSatisfy { $0.hasPrefix("error: \(path):") })
    #expect(ending.output.isEmpty)
  }

  @Test(
    "line ends, marks and comments of every kind do not matter",
    arguments: [
      "G0 X1\r\nG1 X2 F100\r\n", "\u{FEFF}G0 X1\nG1 X2 F100", "%\ng0x1\ng1 x2(slowly)f100\n%\n",
      "; only\nG0X1;a\nN10 G1 X2 F100 (b)\n\n\n",
    ])
  func dialects(_ job: String) throws {
    let summary = try Command()("run", "-", "--json", "--origin", "0,0,0", input: job).json()
    #expect(try summary.string("result") == "completed")
    #expect(try summary.integer("axes.x.position_steps") == 400)
  }

  @Test("a job of nothing but comments is done, and nothing moves")
  func comments() throws {
    let ending = try Command()("run", "-", "--json", input: "(a)\n; b\n\n")
    #expect(ending.code == 0)
    let summary = try ending.json()
    #expect(try summary.string("result") == "completed")
    #expect(try summary.integer("axes.x.steps") == 0)
    #expect(try summary.integer("job.lines") == 3)
  }

  @Test("a line of a megabyte is a line like any other")
  func longLine() throws {
    let filling = String(repeating: "x", count: 1_000_000)
    let comment = try Command()("run", "-", "--json", "--origin", "0,0,0", input: "G0 X1 (\(filling))\nG0 X2\n").json()
    #expect(try comment.integer("axes.x.position_steps") == 400)
    #expect(try comment.number("peak_memory_mb") < 100)
    let words = try Command()("run", "-", input: "G0 X1\nG0 " + String(repeating: "X2 ", count: 300_000))
    #expect(words.code == 3)
    #expect(words.errors.contains("-:2:7: "))
    #expect(words.errors.count < 1_000)
  }

  @Test("a named pipe is read as it comes")
  func fifo() throws {
    let scratch = try Scratch()
    let path = scratch.file("fifo")
    let ending = try Command().shell(
      "mkfifo \(path); (cat examples/name-sign.nc >\(path) &) ; $rigctl run \(path) --json")
    let whole = try Command()("run", "examples/name-sign.nc", "--json").json()
    #expect(ending.code == 0)
    #expect(try ending.json().string("trace_hash") == whole.string("trace_hash"))
  }

  @Test("a name with line feeds, escapes or a dash in front is shown, not obeyed")
  func names() throws {
    let scratch = try Scratch()
    let name = "a\nb\u{1B}[31m\u{202E}.nc"
    try scratch.write(name, "G77\n")
    let ending = try Command()("run", name, folder: scratch.path)
    #expect(ending.code == 3)
    #expect(ending.errors.hasPrefix("error: a\\u{a}b\\u{1b}[31m\\u{202e}.nc:1:1: "))
    #expect(ending.errors.split(separator: "\n").count == 1)
    try scratch.write("-e.nc", "G0 X1\n")
    #expect(try Command()("run", "--", "-e.nc", folder: scratch.path).code == 0)
  }

  @Test(
    "an origin is three numbers, negative ones too", arguments: ["1,2", "a,b,c", "", "nan,0,0", "1e300,0,0", "1,2,3,4"])
  func wrongOrigin(_ text: String) throws {
    let ending = try Command()("run", "examples/name-sign.nc", "--origin", text)
    #expect(ending.code == 2)
    #expect(ending.errors.contains("--origin"))
  }

  @Test("a negative origin needs no equals sign")
  func negativeOrigin() throws {
    for option in [["--origin", "-5,0,-1.5"], ["--origin=-5,0,-1.5"], ["--origin", " -5, 0, -1.5 "]] {
      let words = option.map { "'\($0)'" }.joined(separator: " ")
      let summary = try Command().shell("echo 'G0 X6 Z0' | $rigctl run - --json \(words)").json()
      #expect(try summary.integer("axes.x.position_steps") == 200)
      #expect(try summary.integer("axes.z.position_steps") == -300)
    }
  }

  @Test("real lines are refused to a machine that nobody has homed, with the way out")
  func notHomed() throws {
    let ending = try Command()("run", "examples/name-sign.nc", "--backend", "gpio")
    #expect(ending.code == 1)
    #expect(ending.output.isEmpty)
    #expect(ending.errors.contains("--assume-position"))
  }

  @Test(
    "wrong use is exit code 2, and says what is wrong",
    arguments: [
      ["frobnicate"], ["run"], ["run", "examples/name-sign.nc", "--frobnicate"], ["plan"],
      ["board", "pins", "default"],
      ["run", "examples/name-sign.nc", "--seed", "-1"], ["run", "examples/name-sign.nc", "--max-time", "0"],
      ["run", "examples/name-sign.nc", "--backend", "steam"],
      ["board", "show"], ["board", "frobnicate"],
    ])
  func wrongUse(_ arguments: [String]) throws {
    let words = arguments.map { "'\($0)'" }.joined(separator: " ")
    let ending = try Command().shell("$rigctl \(words)")
    #expect(ending.code == 2)
    #expect(ending.output.isEmpty)
    #expect(ending.errors.lowercased().hasPrefix("error: "))
  }
}
