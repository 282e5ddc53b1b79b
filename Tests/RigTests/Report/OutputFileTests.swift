// Files out: whole, or not at all.

import Foundation
import Rig
import Testing

@Suite("Output files")
struct OutputFileTests {
  /// A folder of its own for each test, gone when the test is.
  private final class Folder {
    let path: String
    init() throws {
      path = NSTemporaryDirectory() + "rig-output-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
    func text(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }
  }

  private func error(_ body: () throws -> Void) -> OutputError? {
    do {
      try body()
      return nil
    } catch { return error as? OutputError }
  }

  @Test("a file is written, replaced whole, and nothing else is left in its folder")
  func replaced() throws {
    let folder = try Folder()
    try OutputFile.write("first, and rather long", to: folder.path + "/a.json")
    try OutputFile.write("second", to: folder.path + "/a.json")
    #expect(folder.text("a.json") == "second")
    #expect(folder.names == ["a.json"])
  }

  @Test("a writer that is dropped half way leaves the old file as it was")
  func abandoned() throws {
    let folder = try Folder()
    try OutputFile.write("old", to: folder.path + "/trace.vcd")
    do {
      var writer = try BufferedFileWriter(path: folder.path + "/trace.vcd")
      for _ in 0..<100_000 { writer.append("#123456\n") }
      #expect(folder.text("trace.vcd") == "old")
    }
    #expect(folder.text("trace.vcd") == "old")
    #expect(folder.names == ["trace.vcd"])
  }

  @Test("a full disk is an error with its kind, and words")
  func diskFull() throws {
    let failure = try #require(error { try OutputFile.write("text", to: "/dev/full") })
    #expect(failure.kind == .diskFull)
    #expect(Phrase.notWritten(failure).english.contains("/dev/full: not written, the disk is full"))
    #expect(Phrase.notWritten(failure).french.contains("le disque est plein"))
    var writer = try BufferedFileWriter(path: "/dev/full")
    for _ in 0..<200_000 { writer.append("0123456789\n") }
    #expect(writer.failure?.kind == .diskFull)
    var thrown: OutputError?
    do { try writer.close() } catch { thrown = error }
    #expect(thrown?.kind == .diskFull)
  }

  @Test("a missing folder, a folder as file and a file as folder are told apart")
  func kinds() throws {
    let folder = try Folder()
    #expect(error { try OutputFile.write("x", to: folder.path + "/no/a.json") }?.kind == .noSuchFolder)
    #expect(error { try OutputFile.write("x", to: folder.path) }?.kind == .isFolder)
    #expect(error { try OutputFile.write("x", to: folder.path + "/new/") }?.kind == .isFolder)
    try OutputFile.write("x", to: folder.path + "/file")
    #expect(error { try OutputFile.write("x", to: folder.path + "/file/a.json") }?.kind == .notAFolder)
    #expect(error { try OutputFile.makeFolder(folder.path + "/file/sub") }?.kind == .notAFolder)
    #expect(folder.names == ["file"])
  }

  @Test("what was forbidden says so")
  func forbidden() {
    #expect(OutputError(path: "a", code: EACCES).kind == .notPermitted)
    #expect(OutputError(path: "a", code: EROFS).kind == .notPermitted)
    #expect(OutputError(path: "a", code: ENOSPC).kind == .diskFull)
    #expect(OutputError(path: "a", code: EIO).kind == .other)
    #expect(Phrase.notWritten(OutputError(path: "a", code: EIO)).english.contains("Input/output error"))
  }

  @Test("through a link it is the file behind that is replaced, with its permissions")
  func links() throws {
    let folder = try Folder()
    try OutputFile.write("old", to: folder.path + "/real")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path + "/real")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: folder.path + "/real")
    try OutputFile.write("new", to: folder.path + "/link")
    #expect(folder.text("real") == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/real")
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    let link = try FileManager.default.attributesOfItem(atPath: folder.path + "/link")
    #expect(link[.type] as? FileAttributeType == .typeSymbolicLink)
  }

  @Test("a stream larger than its buffer arrives byte for byte, however it was cut")
  func stream() throws {
    let folder = try Folder()
    var expected: [UInt8] = []
    var writer = try BufferedFileWriter(path: folder.path + "/big")
    var size = 1
    while expected.count < 1_500_000 {
      let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ expected.count) }
      writer.append(piece)
      writer.append(UInt8(ascii: "\n"))
      writer.append("é")
      expected += piece + [10] + Array("é".utf8)
      size = size * 3 % 400_009
    }
    #expect(writer.count == expected.count)
    try writer.close()
    try writer.close()
    #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/big"))) == expected)
  }

  @Test("names as long as a file system allows are written")
  func longNames() throws {
    let folder = try Folder()
    let name = String(repeating: "é", count: 127)
    try OutputFile.write("x", to: folder.path + "/" + name)
    #expect(folder.names == [name])
  }

  @Test("folders are made with those above them, and may be there already")
  func folders() throws {
    let folder = try Folder()
    try OutputFile.makeFolder(folder.path + "/a/b/c")
    try OutputFile.makeFolder(folder.path + "/a/b/c/")
    try OutputFile.write("x", to: folder.path + "/a/b/c/d")
    #expect(folder.text("a/b/c/d") == "x")
  }
}
