// --help: an example for each command, and nothing that is not there yet.

import Testing

@Suite("Help")
struct HelpTests {
  @Test(
    "the help of each command has an example that begins with rigctl",
    arguments: [
      "", "run", "plan", "check", "tune", "safe", "bench", "board", "board check", "board list", "board show",
      "board pins", "test", "test merge", "hil", "hil latency", "hil loopback", "hil compare", "hil plant",
      "serve", "console",
    ])
  func examples(_ command: String) throws {
    let ending = try Command().shell("$rigctl \(command) --help")
    #expect(ending.code == 0)
    #expect(ending.errors.isEmpty)
    #expect(ending.output.contains("Example"))
    let examples = ending.output.split(separator: "\n").filter { $0.hasPrefix("  rigctl \(command)") }
    #expect(!examples.isEmpty)
  }

  @Test("the version is printed alone")
  func version() throws {
    let ending = try Command()("--version")
    #expect(ending.code == 0)
    #expect(ending.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test("bench prints figures, and one JSON object with --json")
  func bench() throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", "G0 X10\nG0 X0\n")
    let ending = try Command()("bench", job, "--json")
    #expect(ending.code == 0)
    let figures = try ending.json()
    for key in ["engine_ns_per_tick", "plain_dda_ns_per_tick", "real_time_factor", "cpu_seconds"] {
      #expect(try figures.number(key) > 0)
    }
    #expect(try Command()("bench", "nowhere.nc").code == 2)
    #expect(try Command()("bench", try scratch.write("wrong.nc", "G77\n")).code == 3)
  }
}
