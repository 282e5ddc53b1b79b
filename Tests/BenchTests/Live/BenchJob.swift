// Real jobs for the bench's lines: the examples, and what another's CAM program made where it is there.

import CommandRuns
import Foundation
import Testing

struct BenchJob: CustomTestStringConvertible, Sendable {
  let path: String

  var testDescription: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Whether there is time for full lengths and counts.
  static let isLong = ProcessInfo.processInfo.environment["RIG_LONG"] == "1"

  static let examples = ["bracelet-blank", "door-panel", "name-sign", "stool-seat"].map {
    BenchJob(path: "\(Checkout.path)/examples/\($0).nc")
  }

  /// From the folder that `RIG_SHARED_JOBS` names.
  static let enclosure: BenchJob? = ProcessInfo.processInfo.environment["RIG_SHARED_JOBS"]
    .map { $0 + "/enclosure.nc" }
    .flatMap { FileManager.default.isReadableFile(atPath: $0) ? BenchJob(path: $0) : nil }

  static let all = examples + (enclosure.map { [$0] } ?? [])
}
