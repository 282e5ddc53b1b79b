// Files that rigctl writes, in programs that were not written here: sigrok reads waveforms, junitparser reads results.

import Foundation
import Testing

@Suite("Files that others read")
struct OtherReadersTests {
  /// Pulses on a wire as sigrok's own decoder counts them.
  private func pulses(_ trace: String, _ wire: String) throws -> Int {
    // A microsecond a sample: the shortest pulse has three.
    let ending = try Command().shell(
      "sigrok-cli -I vcd:downsample=1000 -i \(trace) -C \(wire) "
        + "-P counter:data=\(wire):data_edge=rising -A counter=edge_count | tail -n 1")
    #expect(ending.code == 0, "\(ending.errors)")
    return try #require(ending.output.split(separator: " ").last.flatMap { Int($0.filter(\.isNumber)) }, "\(ending)")
  }

  @Test("sigrok counts as many steps in a waveform as the summary says", arguments: ["default", "pi4-router-tb6600"])
  func sigrok(_ board: String) throws {
    let scratch = try Scratch()
    let trace = scratch.file("t.vcd")
    let job = try scratch.write("job.nc", "G21 G91\nG1 X20 Y10 Z-2 F1500\nG2 X10 Y10 I0 J10\nG0 X-25 Z2\nM30\n")
    let ending = try Command()("run", job, "--board", board, "--fast", "--trace", trace, "--json")
    let summary = try ending.json()
    for axis in ["x", "y", "z"] {
      #expect(try pulses(trace, "step_\(axis)") == summary.integer("axes.\(axis).steps"), "\(axis) of \(board)")
    }
    // The second motor of an axis gets the same pulses.
    if board != "default" { #expect(try pulses(trace, "step_y2") == summary.integer("axes.y.steps")) }
  }

  @Test("junitparser finds every case of a result file, with what became of it")
  func junit() throws {
    let scratch = try Scratch()
    let expectation = "expect: {result: completed}\n"
    let job = "job: |\n  G90 G21\n  G1 X5 F600\n  M30\n"
    try scratch.write("good.scenario.yaml", "name: \"good <&>\"\nphysics: false\n" + job + expectation)
    try scratch.write("bad.scenario.yaml", "name: bad\nphysics: false\n" + job + "expect: {result: alarm}\n")
    let file = scratch.file("r.xml")
    #expect(try Command()("test", scratch.path, "--junit", file).code == 1)
    let script = """
      from junitparser import JUnitXml, TestSuite
      whole = JUnitXml.fromfile("\(file)")
      suites = [whole] if isinstance(whole, TestSuite) else list(whole)
      cases = [case for suite in suites for case in suite]
      for case in sorted(cases, key=lambda one: one.name):
          print(case.name, [type(one).__name__ for one in case.result])
      print(whole.tests, whole.failures, whole.errors, whole.skipped)
      """
    // Debian's own interpreter, which has Debian's packages.
    let reader = try Command(at: "/usr/bin/python3")("-c", script)
    #expect(reader.code == 0, "\(reader.errors)")
    #expect(reader.output == "bad ['Failure']\ngood <&> []\n2 1 0 0\n", "\(reader.output)")
  }
}
