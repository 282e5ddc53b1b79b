// The jobs that are run from end to end: the project's examples and, where they are at hand, other people's files.

import Foundation

/// A job and the board that it is run on.
struct TestJob: Sendable, CustomStringConvertible {
  var path: String
  var board: String

  var description: String { URL(fileURLWithPath: path).lastPathComponent }

  func text() throws -> String { String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self) }

  /// The project's own, on the default board.
  static let examples = ["bracelet-blank", "door-panel", "name-sign", "stool-seat"].map {
    TestJob(path: "\(Checkout.path)/examples/\($0).nc", board: "default")
  }

  /// Made by other people's CAM programs: looked for beside the checkout, or in the folder that `RIG_SHARED_JOBS` names.
  static let shared: [TestJob] = {
    let folder =
      ProcessInfo.processInfo.environment["RIG_SHARED_JOBS"] ?? Checkout.path + "/../shared/jobs"
    return ["bear.nc", "locket_outside.ngc", "enclosure.nc", "ordbot_handle.nc", "cds.ngc"].compactMap {
      let path = folder + "/" + $0
      return FileManager.default.fileExists(atPath: path) ? TestJob(path: path, board: "reference-3axis") : nil
    }
  }()

  static let all = examples + shared
}
