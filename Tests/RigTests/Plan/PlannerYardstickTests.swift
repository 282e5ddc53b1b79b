// Whole jobs against other planners: grbl's rule, and the best that is possible on the same path.

import Foundation
import Rig
import StepperCore
import Testing
import Yardsticks

@Suite("Planner against its yardsticks, whole jobs")
struct PlannerYardstickTests {
  struct Job: Sendable, CustomTestStringConvertible {
    var path: String
    var board: String
    /// The most that it may take, as multiples of what the yardsticks do.
    var overJunctionRule = 1.025
    /// Before smoothing: where no axis has a limit of jerk.
    var overOptimum = 1.02
    /// With it.
    var overOptimumSmoothed = 1.03
    var testDescription: String { (path as NSString).lastPathComponent }
  }

  /// The examples, and the jobs of other people's CAM programs where they are there (`RIG_SHARED_JOBS`, or
  /// `shared/jobs` beside the checkout).
  static let jobs: [Job] = {
    let checkout = URL(fileURLWithPath: BoardFixture.folder).deletingLastPathComponent().path
    let shared = ProcessInfo.processInfo.environment["RIG_SHARED_JOBS"] ?? checkout + "/../shared/jobs"
    let examples = ["bracelet-blank", "door-panel", "name-sign", "stool-seat"].map {
      Job(path: "\(checkout)/examples/\($0).nc", board: "default", overJunctionRule: 1.1, overOptimum: 1.02)
    }
    let others = ["cds.ngc", "ordbot_handle.nc", "locket_outside.ngc", "enclosure.nc"].map {
      Job(path: shared + "/" + $0, board: "reference-3axis")
    }
    // A relief of short chords on a slow Z.
    let relief = Job(
      path: shared + "/bear.nc", board: "reference-3axis", overJunctionRule: 1.2)
    return examples + (others + [relief]).filter { FileManager.default.fileExists(atPath: $0.path) }
  }()

  @Test("a job is within its bound of both yardsticks, and never faster than its path allows", arguments: jobs)
  func job(_ job: Job) throws {
    let board = try BoardFixture.load(job.board)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: job.path)))
    let program = try commands(in: bytes, reader: board.reader())
    let (settings, start) = (board.settings, board.startPosition)
    let plan = try PlanComparison(program, on: settings, from: start, window: board.lookAheadSegments)
    let driven = plan.driven
    try expect(plan, within: job.overOptimumSmoothed)
    var abrupt = settings
    (abrupt.x.maxJerkMmPerS3, abrupt.y.maxJerkMmPerS3, abrupt.z.maxJerkMmPerS3) = (0, 0, 0)
    try expect(
      PlanComparison(program, on: abrupt, from: start, window: board.lookAheadSegments), within: job.overOptimum)
    let rule = JunctionDeviationPlan(
      program, on: settings, from: start, restsBefore: driven.commandsAfterWait
    ).seconds
    let machine = try DrivenProgram.machineSeconds(
      program, on: settings, from: start, window: board.lookAheadSegments)
    let ratio = machine / (rule + driven.waitsS)
    #expect(ratio <= job.overJunctionRule, "\(ratio) of grbl's rule")
  }

  private func expect(_ plan: PlanComparison, within bound: Double) throws {
    let driven = plan.driven
    #expect(driven.profileS > 1)
    let optimum = plan.optimalS(.axes).reduce(0, +)
    #expect(driven.profileS >= optimum * 0.999)
    #expect(driven.profileS <= bound * optimum, "\(driven.profileS / optimum) of the optimum")
  }
}
