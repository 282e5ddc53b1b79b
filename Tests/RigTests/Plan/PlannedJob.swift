// A job of a few lines, planned as a person would plan it: its figures and its files.

import Foundation
import Rig
import StepperCore

/// Plans a job in a folder of its own, which is gone when the test is.
final class PlannedJob {
  let folder: String
  let result: RunResult
  let profile: [ProfileRow]
  let heading: String
  let plot: String

  init(
    _ job: String, on board: Board, named name: String = "job.nc", language: Language = .en,
    hooks: RunHooks = RunHooks()
  ) throws {
    folder = NSTemporaryDirectory() + "rig-plan-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try job.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    var files = PlanFiles()
    files.profilePath = folder + "/profile.csv"
    files.plotPath = folder + "/plot.svg"
    files.language = language
    var run = try PlannedRun(
      try JobFile(folder + "/" + name), board: board, options: RunOptions(), hooks: hooks, files: files)
    result = try run.run()
    let table = (try? String(contentsOfFile: folder + "/profile.csv", encoding: .utf8)) ?? ""
    let lines = table.split(separator: "\n")
    heading = lines.first.map(String.init) ?? ""
    profile = lines.dropFirst().compactMap { ProfileRow($0) }
    plot = (try? String(contentsOfFile: folder + "/plot.svg", encoding: .utf8)) ?? ""
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The same job on the simulated machine.
  func simulated(on board: Board, named name: String = "job.nc") throws -> RunResult {
    var run = try SimulatedRun(try JobFile(folder + "/" + name), board: board, options: RunOptions())
    return try run.run()
  }
}

/// A line of the table.
struct ProfileRow {
  var timeS: Double
  var position: Point
  var velocity: Point
  var acceleration: Point

  init?(_ line: Substring) {
    let n = line.split(separator: ",").compactMap { Double($0) }
    guard n.count == 10 else { return nil }
    timeS = n[0]
    position = Point(n[1], n[4], n[7])
    velocity = Point(n[2], n[5], n[8])
    acceleration = Point(n[3], n[6], n[9])
  }
}
