// rigctl hil compare where there are no lines: what it says, and with which exit code.

import CommandRuns
import Testing

@Suite("hil compare without lines")
struct CompareCommandTests {
  @Test("the job is simulated first: wrong G-code is told as such, and nothing else is tried")
  func wrongJob() throws {
    let scratch = try Scratch()
    let job = try scratch.write("wrong.nc", "G77\n")
    let ending = try Command()("hil", "compare", job, "--board", "pi4-router-tb6600", "--assume-position")
    #expect(ending.code == 3)
    #expect(ending.errors.contains("wrong.nc:1:"))
    #expect(try Command()("hil", "compare", "nowhere.nc", "--board", "pi4-router-tb6600").code == 2)
  }

  @Test("a computer without the board's chip is exit code 4, and the chip is named")
  func noChip() throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", "G0 X10\nG0 X0\n")
    let ending = try Command()("hil", "compare", job, "--board", "pi4-router-tb6600", "--assume-position")
    #expect(ending.code == 4)
    #expect(ending.errors.contains("pinctrl-bcm2711"))
    #expect(ending.output.isEmpty)
  }

  @Test("a bound that is none is wrong use", arguments: ["0", "-1", "nan", "inf", "x", "1e9"])
  func wrongBound(_ bound: String) throws {
    let ending = try Command()("hil", "compare", "job.nc", "--within-us=\(bound)")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("--within-us"))
  }
}
