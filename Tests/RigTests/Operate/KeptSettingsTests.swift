// What a machine remembers over a power cut: the same when it is read again, and nothing where a file was damaged.

import Foundation
import Rig
import Seeded
import StepperCore
import Testing

@Suite("Kept settings")
struct KeptSettingsTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("kept-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var path: String { folder.appendingPathComponent("zero.json").path }

  private func settings(_ seed: UInt64) -> SessionSettings {
    var random = SplitMix64(seed: seed)
    func point() -> Point {
      func mm() -> Double { Double(Int64(bitPattern: random.next()) >> 20) * 1e-9 / 3 }
      return Point(mm(), mm(), mm())
    }
    var offsets = WorkOffsets()
    for system in 0..<WorkOffsets.systemCount { offsets[system] = point() }
    offsets.g28 = point()
    offsets.g30 = point()
    for tool in 0..<WorkOffsets.toolCount where random.next() & 3 == 0 {
      offsets.setToolLengthMm(point().x, tool: tool)
    }
    return SessionSettings(offsets: offsets, reportMask: Int(random.next() & 3))
  }

  @Test("are read as they were written, to the last bit", arguments: 1...50)
  func roundTrip(_ seed: UInt64) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = KeptSettings(path: path, board: "router")
    #expect(try file.read() == nil)
    let written = settings(seed)
    try file.write(settings(seed + 1000))
    try file.write(written)
    #expect(try file.read() == written)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["zero.json"])
  }

  @Test("of another board, or what is no such file, are not taken for a work zero")
  func refused() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = KeptSettings(path: path, board: "router")
    try file.write(settings(7))
    #expect(throws: KeptSettingsError.otherBoard(path: path, board: "router")) {
      _ = try KeptSettings(path: path, board: "mill").read()
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    // The last one is the line feed behind it.
    for count in 0..<bytes.count - 2 {
      try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
      #expect(throws: KeptSettingsError.damaged(path: path)) { _ = try file.read() }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    for (old, new) in [
      ("\"schema\" : 1", "\"schema\" : 2"), ("\"g57\"", "\"g60\""), ("\"report_mask\" : ", "\"report_mask\" : 9"),
      ("\"g28_mm\" : [", "\"g28_mm\" : [1,"),
    ] {
      #expect(text.contains(old))
      try text.replacing(old, with: new).write(toFile: path, atomically: false, encoding: .utf8)
      #expect(throws: KeptSettingsError.damaged(path: path), "\(new)") { _ = try file.read() }
    }
  }

  @Test("lie in the folder that a service is given, or in the person's own")
  func standard() {
    #expect(
      KeptSettings.standardPath(board: "a/b", environment: ["STATE_DIRECTORY": "/var/lib/rig:/x", "HOME": "/home/me"])
        == "/var/lib/rig/a-b.settings.json")
    #expect(
      KeptSettings.standardPath(board: "mill", environment: ["XDG_STATE_HOME": "/s"])
        == "/s/stepper-rig/mill.settings.json")
    #expect(
      KeptSettings.standardPath(board: "mill", environment: ["HOME": "/home/me"])
        == "/home/me/.local/state/stepper-rig/mill.settings.json")
  }
}
