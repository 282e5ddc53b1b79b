// The table of a planned motion, as someone reads it who differentiates and integrates it.

import Foundation
import Rig
import StepperCore
import Testing

@Suite("plan --profile")
struct MotionProfileTests {
  static let job = """
    G21 G90 G64
    G0 X20 Y10
    G1 Z-2 F300
    G1 X40 F3000
    G2 X50 Y20 I0 J10
    G4 P0.25
    G61.1
    G1 X30
    G1 X31
    G0 Z5
    M30
    """

  @Test("has the heading that scripts stand on, and a line a slice up to where the machine comes to rest")
  func heading() throws {
    let plan = try PlannedJob(Self.job, on: BoardFixture.load("reference-3axis"))
    #expect(plan.result.summary.result == .completed)
    #expect(plan.heading == "time_s,x_mm,x_mm_s,x_mm_s2,y_mm,y_mm_s,y_mm_s2,z_mm,z_mm_s,z_mm_s2")
    let last = try #require(plan.profile.last)
    // In the tick after the last one of the motion the machine switches everything off.
    let seconds = try #require(plan.result.summary.machineSeconds)
    #expect(abs(last.timeS + 1 / 40_000 - seconds) < 2e-6)
    #expect((last.position - Point(31, 20, 5)).length < 2e-6)
    #expect(last.velocity == .zero)
    let moving = plan.profile.filter { $0.velocity != .zero || $0.acceleration != .zero }.count
    #expect(Double(moving) * 0.001 > 1.5)
  }

  @Test("times grow by a slice at least, and each line's place follows from the line before it")
  func integrates() throws {
    let plan = try PlannedJob(Self.job, on: BoardFixture.load("reference-3axis"))
    for (a, b) in zip(plan.profile, plan.profile.dropFirst()) {
      let seconds = b.timeS - a.timeS
      #expect(seconds >= 0.001 - 1e-6)
      guard seconds < 0.0011 else { continue }
      let way = a.velocity * seconds + a.acceleration * (0.5 * seconds * seconds)
      #expect((b.position - a.position - way).length < 5e-6)
      #expect((b.velocity - a.velocity - a.acceleration * seconds).length < 0.01)
    }
  }

  @Test("its velocities, accelerations and their differences stay within the limits of every axis")
  func withinLimits() throws {
    let board = try BoardFixture.load("reference-3axis")
    let plan = try PlannedJob(Self.job, on: board)
    for (a, b) in zip(plan.profile, plan.profile.dropFirst()) {
      for axis in 0..<3 {
        let limit = board.settings[axis: axis]
        #expect(abs(a.velocity[axis]) <= limit.maxVelocityMmPerS * 1.0001)
        #expect(abs(a.acceleration[axis]) <= limit.maxAccelerationMmPerS2 * 1.001)
        let jerk = (b.acceleration[axis] - a.acceleration[axis]) / (b.timeS - a.timeS)
        #expect(abs(jerk) <= limit.maxJerkMmPerS3 * 1.01)
      }
    }
  }

  @Test("on crossed belts the axes are told, not the belts")
  func coreXY() throws {
    let board = try BoardFixture.load("corexy-laser")
    let plan = try PlannedJob("G21 G90 G53 G0 X60 Y30\n", on: board)
    let last = try #require(plan.profile.last)
    #expect(abs(last.position.x - 60) < 2e-6)
    #expect(abs(last.position.y - 30) < 2e-6)
  }

  @Test("a job with a wrong line leaves an older table as it was")
  func wrongJob() throws {
    let board = try BoardFixture.load("reference-3axis")
    let plan = try PlannedJob("G1 X1 F100\nG1 Q7\n", on: board)
    #expect(plan.result.exit == .wrongGCode)
    #expect(plan.profile.isEmpty && plan.heading.isEmpty && plan.plot.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: plan.folder) == ["job.nc"])
  }

  @Test("a plan that is interrupted writes no table that looks like a whole one")
  func interrupted() throws {
    var hooks = RunHooks()
    hooks.isInterrupted = { true }
    let plan = try PlannedJob(
      "G21 G90\nG1 X900 F600\n", on: BoardFixture.load("reference-3axis"), hooks: hooks)
    #expect(plan.result.exit == .interrupted)
    #expect(try FileManager.default.contentsOfDirectory(atPath: plan.folder) == ["job.nc"])
  }

  @Test("a folder that is not there is told before anything is planned")
  func noFolder() throws {
    let board = try BoardFixture.load("reference-3axis")
    let plan = try PlannedJob("G0 X1\n", on: board)
    for path in ["profile", "plot"] {
      var files = PlanFiles()
      if path == "profile" { files.profilePath = plan.folder + "/none/p.csv" }
      if path == "plot" { files.plotPath = plan.folder + "/none/p.svg" }
      let refusal = #expect(throws: OutputError.self) {
        _ = try PlannedRun(try JobFile(plan.folder + "/job.nc"), board: board, options: RunOptions(), files: files)
      }
      #expect(refusal?.kind == .noSuchFolder)
    }
  }
}
