// What a served machine remembers over a power cut: a file that is always the old one or the new one, never half of one.

import Foundation
import StepperCore

/// Why kept settings cannot be used.
public enum KeptSettingsError: Error, Equatable, Sendable {
  /// The file cannot be opened; the system's words.
  case notRead(path: String, reason: String)
  /// It is no such file, or was damaged.
  case damaged(path: String)
  /// They belong to another machine.
  case otherBoard(path: String, board: String)
}

/// The file in which one board's ``SessionSettings`` are kept: JSON, millimetres, machine coordinates.
public struct KeptSettings: Sendable {
  public let path: String
  public let board: String

  public init(path: String, board: String) {
    self.path = path
    self.board = board
  }

  /// Where they are kept when nobody says where: the folder that systemd gives a service, or the person's own.
  public static func standardPath(
    board: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    let folder =
      environment["STATE_DIRECTORY"].map { String($0.prefix { $0 != ":" }) }
      ?? environment["XDG_STATE_HOME"].map { $0 + "/stepper-rig" }
      ?? (environment["HOME"] ?? "/tmp") + "/.local/state/stepper-rig"
    return folder + "/" + board.replacing("/", with: "-") + ".settings.json"
  }

  /// Nil: none were kept so far.
  public func read() throws(KeptSettingsError) -> SessionSettings? {
    if !FileManager.default.fileExists(atPath: path) { return nil }
    let bytes: [UInt8]
    switch BoardFile.bytes(path) {
    case .success(let all): bytes = all
    case .failure(.notReadable(let reason)): throw .notRead(path: path, reason: reason)
    case .failure: throw .damaged(path: path)
    }
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)), let settings = document.settings
    else {
      throw .damaged(path: path)
    }
    if document.board != board { throw .otherBoard(path: path, board: document.board) }
    return settings
  }

  /// On the disk, once this returns.
  public func write(_ settings: SessionSettings) throws(OutputError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    // Finite numbers and plain names: nothing in it can refuse to be encoded.
    let bytes = (try? encoder.encode(Document(settings, board: board))) ?? Data()
    try OutputFile.write(Array(bytes) + [10], to: path)
  }

  /// Puts a damaged file where it is in nobody's way, and can still be looked at.
  ///
  /// - Returns: its new path.
  func setAside() -> String {
    let other = path + ".damaged"
    return rename(path, other) == 0 ? other : path
  }
}

/// As it stands in the file.
private struct Document: Codable {
  var schema = 1
  var board: String
  /// `g54` to `g59`, x y z.
  var workOffsetsMm: [String: [Double]]
  var g28Mm: [Double]
  var g30Mm: [Double]
  /// By tool.
  var toolLengthsMm: [String: Double]
  var reportMask: Int

  enum CodingKeys: String, CodingKey {
    case schema, board
    case workOffsetsMm = "work_offsets_mm", g28Mm = "g28_mm", g30Mm = "g30_mm"
    case toolLengthsMm = "tool_lengths_mm", reportMask = "report_mask"
  }

  init(_ settings: SessionSettings, board: String) {
    self.board = board
    let offsets = settings.offsets
    workOffsetsMm = Dictionary(
      uniqueKeysWithValues: (0..<WorkOffsets.systemCount).map { ("g\(54 + $0)", offsets[$0].list) })
    g28Mm = offsets.g28.list
    g30Mm = offsets.g30.list
    let tools = (0..<WorkOffsets.toolCount).compactMap { tool in offsets.toolLengthMm(tool).map { ("\(tool)", $0) } }
    toolLengthsMm = Dictionary(uniqueKeysWithValues: tools)
    reportMask = settings.reportMask
  }

  /// Nil where something in it is nothing that was ever written.
  var settings: SessionSettings? {
    var offsets = WorkOffsets()
    guard schema == 1, (0...3).contains(reportMask), workOffsetsMm.count == WorkOffsets.systemCount else { return nil }
    for system in 0..<WorkOffsets.systemCount {
      guard let point = workOffsetsMm["g\(54 + system)"].flatMap(Point.init) else { return nil }
      offsets[system] = point
    }
    guard let g28 = Point(g28Mm), let g30 = Point(g30Mm) else { return nil }
    offsets.g28 = g28
    offsets.g30 = g30
    for (name, length) in toolLengthsMm {
      guard let tool = Int(name), length.isFinite, offsets.setToolLengthMm(length, tool: tool) else { return nil }
    }
    return SessionSettings(offsets: offsets, reportMask: reportMask)
  }
}

extension Point {
  fileprivate var list: [Double] { [x, y, z] }

  fileprivate init?(_ list: [Double]) {
    guard list.count == 3, list.allSatisfy(\.isFinite) else { return nil }
    self.init(list[0], list[1], list[2])
  }
}
