// Examples with random damage: each is told with its place, or runs to a verdict.

import Foundation
import Rig
import Seeded
import Testing

@Suite("Damaged scenarios")
struct ScenarioMutationTests {
  /// `RIG_LONG=1` asks for all of them.
  private static let rounds = ProcessInfo.processInfo.environment["RIG_LONG"] == nil ? 600 : 20_000

  @Test("a damaged scenario gives problems with their places, or runs for a second and gets a verdict")
  func mutations() throws {
    var random = SplitMix64(seed: 5)
    let names = ScenarioFixture.examples.filter { $0 != "long-job" && $0 != "three-hours" }
    let originals = try names.map { Array(try String(contentsOfFile: ScenarioFixture.path($0), encoding: .utf8).utf8) }
    var run = 0
    for round in 0..<Self.rounds {
      var mutation = Mutation(bytes: originals[round % originals.count])
      for _ in 0...Int(random.next() % 3) { mutation.apply(&random) }
      do throws(ScenarioError) {
        var scenario = try Scenario.read(
          mutation.bytes, file: ScenarioFixture.path(names[round % names.count]), searching: ScenarioFixture.boards)
        scenario.maxMachineSeconds = 1
        let outcome = scenario.outcome(ScenarioOptions(), TestContext())
        #expect(outcome.words.allSatisfy { !$0.isEmpty }, "round \(round)")
        run += 1
      } catch {
        let isPlaced = error.problems.allSatisfy { $0.line > 0 || $0.fault == .empty || $0.fault == .tooDeep }
        #expect(!error.problems.isEmpty && isPlaced, "round \(round): \(error.text(in: .en))")
      }
    }
    #expect(run > Self.rounds / 20 && run < Self.rounds)
  }
}
