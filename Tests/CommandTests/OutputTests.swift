// What reaches terminals, pipes and disks: colours, closed readers, full disks, and files that must survive.

import Foundation
import Glibc
import Testing

@Suite("Output")
struct OutputTests {
  private static let job = "examples/name-sign.nc"

  /// What the command writes to a terminal of its own, standard error included.
  private func onTerminal(_ line: String, env: String = "") throws -> String {
    let quoted = line.replacingOccurrences(of: "'", with: "'\\''")
    let ending = try Command().shell("\(env) TERM=xterm script -qec '\(quoted)' /dev/null </dev/null")
    return ending.output
  }

  @Test("there are no escape codes where there is no terminal")
  func plain() throws {
    for arguments in [["run", Self.job], ["run", "examples"], ["run", "-x"], ["board", "list"], ["--help"]] {
      let words = arguments.joined(separator: " ")
      let ending = try Command().shell("$rigctl \(words)", env: ["TERM": "xterm-256color"])
      #expect(!ending.output.contains("\u{1B}") && !ending.errors.contains("\u{1B}"), "\(words)")
    }
  }

  @Test("on a terminal errors are in colour, and never with NO_COLOR")
  func color() throws {
    #expect(try onTerminal("$rigctl run nowhere.nc").contains("\u{1B}[31merror\u{1B}[0m: nowhere.nc"))
    #expect(try !onTerminal("$rigctl run nowhere.nc", env: "NO_COLOR=1").contains("\u{1B}"))
    #expect(try !onTerminal("$rigctl run nowhere.nc", env: "NO_COLOR=1").contains("[31m"))
  }

  @Test("a long run draws its progress on a terminal, not with --quiet, and takes it away")
  func progress() throws {
    let scratch = try Scratch()
    let job = try scratch.write("slow.nc", "G4 P3\n")
    let drawn = try onTerminal("$rigctl run \(job) --real-time")
    #expect(drawn.contains("\r\u{1B}[K") && drawn.contains("line 1"))
    let quiet = try onTerminal("$rigctl run \(job) --real-time --quiet")
    #expect(!quiet.contains("\u{1B}[K"))
  }

  @Test("a reader that goes away is no error")
  func closedPipe() throws {
    for line in [
      "$rigctl board list | head -1", "$rigctl run \(Self.job) --json | head -c 10", "$rigctl --help | true",
      "$rigctl run \(Self.job) | true",
    ] {
      let ending = try Command().shell("set -o pipefail; \(line); echo code $?")
      #expect(ending.output.hasSuffix("code 0\n"), "\(line): \(ending.errors)")
      #expect(!ending.errors.contains("error"))
    }
  }

  @Test(
    "a full disk is exit code 4, and says which file",
    arguments: [
      "run \(job) --json >/dev/full", "run \(job) --quiet >/dev/full", "board list >/dev/full",
      "board show default >/dev/full", "run \(job) --summary /dev/full", "run \(job) --trace /dev/full",
      "board pins default --svg /dev/full",
    ])
  func fullDisk(_ line: String) throws {
    let ending = try Command().shell("$rigctl \(line)")
    #expect(ending.code == 4)
    #expect(ending.errors.contains("/dev/full: ") || ending.errors.contains("standard output: "))
    #expect(ending.errors.contains("not written"))
  }

  @Test(
    "a place where nothing can be written is exit code 4, before a long job is run for nothing",
    arguments: [
      ("--trace", "/nowhere/t.vcd"), ("--summary", "/nowhere/s.json"), ("--report", "/dev/null/out"),
      ("--summary", "/"), ("--trace", "/tmp"),
    ])
  func unwritable(_ option: String, _ path: String) throws {
    let ending = try Command()("run", Self.job, option, path)
    #expect(ending.code == 4)
    #expect(ending.errors.contains("error: ") && ending.errors.contains("not written"))
  }

  @Test("an output never takes the place of the job", arguments: ["--summary", "--trace"])
  func survives(_ option: String) throws {
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", "G0 X1\n")
    try FileManager.default.createSymbolicLink(atPath: scratch.file("link"), withDestinationPath: job)
    for path in [job, scratch.file("./job.nc"), scratch.file("link")] {
      let ending = try Command()("run", job, option, path)
      #expect(ending.code == 2)
      #expect(ending.errors.contains("the job itself"))
    }
    #expect(scratch.read("job.nc") == "G0 X1\n")
  }

  @Test("a run that fails leaves nothing half written, and an older file as it was")
  func oldFiles() throws {
    let scratch = try Scratch()
    try scratch.write("t.vcd", "old")
    let job = try scratch.write("job.nc", "G0 X1\nG0 X9999\n")
    #expect(try Command()("run", job, "--trace", scratch.file("t.vcd")).code == 1)
    #expect(scratch.read("t.vcd") == "old")
    #expect(scratch.names == ["job.nc", "t.vcd"])
  }
}
