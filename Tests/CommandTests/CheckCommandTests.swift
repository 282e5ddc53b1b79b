// rigctl check: exit codes, standard input, files that it writes.

import Foundation
import Testing

@Suite("rigctl check")
struct CheckCommandTests {
  /// The reference board with motions that its motors cannot make.
  private func hotBoard(_ scratch: Scratch) throws -> String {
    let board = try String(contentsOfFile: Checkout.path + "/boards/reference-3axis.yaml", encoding: .utf8)
      .replacingOccurrences(of: "max_acceleration_mm_s2: 500", with: "max_acceleration_mm_s2: 20000")
      .replacingOccurrences(of: "max_velocity_mm_min: 5000", with: "max_velocity_mm_min: 20000")
      .replacingOccurrences(of: "max_jerk_mm_s3: 50000", with: "max_jerk_mm_s3: 0")
    return try scratch.write("hot.yaml", board)
  }

  private static let job = "G0 X50\nG1 X60 F600\nG0 X200\nG0 X0\n"

  @Test("a job that would run ends with 0, one that would stall with 1, wrong G-code with 3, a wrong board with 2")
  func codes() throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", Self.job)
    let board = try hotBoard(scratch)
    let runs = try Command()("check", job, "--board", "reference-3axis")
    #expect(runs.code == 0 && runs.output.hasPrefix("Would run"))
    let stalls = try Command()("check", job, "--board", board)
    #expect(stalls.code == 1 && stalls.output.hasPrefix("Would stall"))
    #expect(stalls.output.contains("What would cure it"))
    #expect(try Command()("check", try scratch.write("wrong.nc", "G0 X1\nG77\n")).code == 3)
    #expect(try Command()("check", job, "--board", "nowhere").code == 2)
    #expect(try Command()("check", scratch.file("missing.nc")).code == 2)
  }

  @Test("standard input is checked like a file, and JSON is all that is printed")
  func input() throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", Self.job)
    let board = try hotBoard(scratch)
    let file = try Command()("check", job, "--board", board, "--json")
    let piped = try Command()("check", "-", "--board", board, "--json", input: Self.job)
    #expect(file.code == 1 && piped.code == 1)
    #expect(file.output.replacingOccurrences(of: job, with: "-") == piped.output)
    #expect(try file.json().string("verdict") == "stalls")
    #expect(try file.json().number("axes.x.min_torque_margin") < 0.2)
    #expect(try Command()("check", "-", input: "").code == 2)
  }

  @Test("summary and report are written as by a run")
  func files() throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", Self.job)
    let ending = try Command()(
      "check", job, "--board", "reference-3axis", "--summary", scratch.file("s.json"), "--report", scratch.file("out"))
    #expect(ending.code == 0)
    #expect(try JSONObject(scratch.read("s.json")).string("result") == "completed")
    #expect(scratch.read("out/job.html").contains("Torque margin over time"))
    // A run's page has the picture, too, unless physics is left out.
    #expect(try Command()("run", job, "--report", scratch.file("run")).code == 0)
    #expect(scratch.read("run/job.html").contains("Torque margin over time"))
    #expect(try Command()("run", job, "--fast", "--report", scratch.file("fast")).code == 0)
    #expect(!scratch.read("fast/job.html").contains("Torque margin over time"))
  }
}
