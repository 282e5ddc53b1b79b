// Scenario files of the library, unchanged, on real lines: what does not need the simulated machine passes there too.

import CommandRuns
import Foundation
import Testing

@Suite("Scenarios on lines", .onTheBench, .serialized)
struct ScenarioTests {
  private static let folder = Checkout.path + "/examples/scenarios/"

  /// The scenarios' own board; its lines have their pulls from the bench, which the rig's would undo.
  private static func board(_ scratch: borrowing Scratch) throws -> String {
    let text = try String(contentsOfFile: Checkout.path + "/boards/default.yaml", encoding: .utf8)
    let wired = text.replacing(/(pin: GPIO\d+)/) { "\($0.output.1), bias: none" }
    return try scratch.write("default.yaml", wired)
  }

  /// Runs files on the lines; what became of each, by its name.
  private func run(
    _ files: [String], env: [String: String] = [:]
  ) throws -> [String: (result: String, message: String)] {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    // This board has its limit of Z and its probe the other way round: closed, and open.
    try machine.chip.drive(21, high: false)
    try machine.chip.drive(26, high: true)
    let scratch = try Scratch()
    let ending = try Command()(
      ["test"] + files + ["--backend", "gpio", "--assume-position", "--board", try Self.board(scratch), "--json"],
      env: env)
    #expect(ending.code == 0, "\(ending.output) \(ending.errors)")
    let cases = try #require(try ending.json().members["cases"] as? [[String: Any]])
    return Dictionary(
      cases.map { one in
        let name = (one["id"] as? String ?? "").split(separator: "/").last.map(String.init) ?? ""
        let messages = (one["messages"] as? [String] ?? []).joined(separator: " ")
        return (name.replacing(".scenario.yaml", with: ""), (one["result"] as? String ?? "", messages))
      }, uniquingKeysWith: { $1 })
  }

  /// What was looked at, of a scenario that holds but for what lines cannot know.
  private static func held(_ message: String) -> String {
    message.components(separatedBy: "not looked at")[0]
  }

  @Test(
    "jobs and scripts hold on lines as they do in the simulator; what lines cannot know is not passed over in silence")
  func library() throws {
    let files = ["square", "out-of-travel", "hold-and-resume"].map { Self.folder + $0 + ".scenario.yaml" }
    let results = try run(files)
    #expect(results["out-of-travel"]?.result == "passed", "\(results)")
    for name in ["square", "hold-and-resume"] {
      let one = try #require(results[name])
      #expect(one.result == "skipped" && one.message.contains("lost_steps"), "\(name): \(one)")
    }
    // The square's trace hash, which was looked at, is the simulator's.
    #expect(results["square"].map { Self.held($0.message).contains("trace_hash") } == true, "\(results)")
  }

  @Test("a fault, and a hand at the machine, are skipped with their reason, and nothing moves")
  func skipped() throws {
    let files = ["jam", "stop-and-go-home"].map { Self.folder + $0 + ".scenario.yaml" }
    let results = try run(files)
    #expect(results["jam"]?.result == "skipped" && results["jam"]?.message.contains("jam") == true, "\(results)")
    #expect(results["stop-and-go-home"]?.message.contains("line 16") == true, "\(results)")
  }

  @Test(
    "a pause and a tool change are passed where the scenario says so; without that nobody is made up, and it is skipped"
  )
  func pauses() throws {
    let scratch = try Scratch()
    func scenario(_ name: String, _ more: String) throws -> String {
      try scratch.write(
        "\(name).scenario.yaml",
        """
        name: It waits for a person
        board: default
        origin: [0, 0, 0]
        \(more)
        job: |
          G21 G90
          G0 X1
          T1 M6
          G0 X2
          M0
          G0 X3
          M30
        expect:
          result: completed
          position_mm: {x: 3, tolerance: 0.001}

        """)
    }
    let results = try run([scenario("alone", "seed: 1"), scenario("passed", "pauses: pass")])
    #expect(results["passed"]?.result == "passed", "\(results)")
    let alone = try #require(results["alone"])
    #expect(alone.result == "skipped" && alone.message.contains("line 3"), "\(alone)")
    #expect(alone.message.contains("pauses: pass"))
  }

  @Test(
    "the library's whole piece of work holds on lines, unchanged, but for what lines cannot know",
    .enabled(if: BenchJob.isLong, "nine minutes: scripts/long has time for it"))
  func longJob() throws {
    let results = try run([Self.folder + "long-job.scenario.yaml"])
    let one = try #require(results["long-job"])
    #expect(one.result == "skipped" && one.message.contains("timing_contract"), "\(one)")
    #expect(one.message.contains("result") && !one.message.contains("waits"), "\(one)")
    #expect(Self.held(one.message).contains("trace_hash"), "\(one)")
  }

  // MARK: a clock that nobody waits for

  private static func withoutWaits() throws -> [String: String] {
    ["LD_PRELOAD": try Guest.tool("libclock_without_waits.so")]
  }

  @Test("a job has the same trace hash on lines whose ticks nobody waits for")
  func squareWithoutWaits() throws {
    let one = try #require(try run([Self.folder + "square.scenario.yaml"], env: Self.withoutWaits())["square"])
    #expect(one.result == "skipped" && Self.held(one.message).contains("trace_hash"), "\(one)")
  }

  @Test(
    "three hours of ticks hold on lines, to the step and to the hash, but for what lines cannot know",
    .enabled(if: BenchJob.isLong, "434 million ticks: scripts/long has time for them"))
  func threeHours() throws {
    let one = try #require(
      try run([Self.folder + "three-hours.scenario.yaml"], env: Self.withoutWaits())["three-hours"])
    #expect(one.result == "skipped" && one.message.contains("timing_contract"), "\(one)")
    #expect(Self.held(one.message).contains("trace_hash"), "\(one)")
  }
}
