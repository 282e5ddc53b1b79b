// A process under a guard, as a test starts, asks and kills it.

import Foundation
import Glibc
import Testing

/// Why a test of the guard cannot run.
struct GuardedProcessMissing: Error, CustomStringConvertible {
  var description: String
}

/// The stand-in for a run (Tests/Guarded): its guard writes into a file what it would do to lines.
///
/// Started without Foundation's `Process`, which takes a process for running while a child of it lives.
final class GuardedProcess {
  /// The chip's label: its own in every test, so that tests do not meet.
  let label = "test-\(UInt32.random(in: 0...UInt32.max))"
  private(set) var id: Int32 = 0
  private(set) var guardProcess: Int32 = 0
  /// A program that it started, and that outlives it.
  private(set) var child: Int32?
  private let marksFile: String
  private let input: FileHandle, output: FileHandle, errors: FileHandle
  private var hasEnded = false

  init(_ options: String...) throws {
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let program = folder.appendingPathComponent("guarded").path
    guard access(program, X_OK) == 0 else {
      throw GuardedProcessMissing(description: "\(program) is not there: swift build --build-tests makes it")
    }
    marksFile = FileManager.default.temporaryDirectory.appendingPathComponent(label).path
    let input = try closingPipe(), output = try closingPipe(), errors = try closingPipe()
    self.input = input.writing
    self.output = output.reading
    self.errors = errors.reading
    id = try spawn(
      [program, label, marksFile] + options, streams: [input.reading, output.writing, errors.writing])
    let words = answer().split(separator: " ").compactMap { Int32($0) }
    guardProcess = try #require(words.first)
    child = words.dropFirst().first
  }

  deinit {
    for process in [guardProcess, child ?? 0, hasEnded ? 0 : id] where process > 0 { kill(process, SIGKILL) }
    unlink(marksFile)
  }

  /// What the guard has done so far: an 's' each time it made the machine safe, an 'x' for each time it failed.
  var marks: String { (try? String(contentsOfFile: marksFile, encoding: .utf8)) ?? "" }

  /// Its next line.
  func answer() -> String {
    var line: [UInt8] = []
    while let byte = try? output.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  /// Asks it one of the questions that it knows.
  func ask(_ question: Character) -> String {
    input.write(Data("\(question)".utf8))
    return answer()
  }

  /// Ends it with a signal, and waits until it has gone.
  func end(by signal: Int32, wholeGroup: Bool = false) {
    kill(wholeGroup ? -id : id, signal)
    waitUntilExit()
  }

  func waitUntilExit() {
    hasEnded = comesTrue { waitpid(id, nil, WNOHANG) == id }
    if !hasEnded { Issue.record("the process does not end") }
  }

  /// All that comes on its standard error, until nobody is left who could write there.
  func errorsToTheirEnd() -> String { String(decoding: errors.readDataToEndOfFile(), as: UTF8.self) }

  /// Waits until the guard has done this; what it has done then.
  func waitForMarks(_ wanted: String) -> String {
    _ = comesTrue { marks == wanted }
    return marks
  }
}

/// Like a pipe, but one that no program started meanwhile inherits: Swift's Glibc has no `pipe2`.
private func closingPipe() throws -> (reading: FileHandle, writing: FileHandle) {
  var ends: [Int32] = [0, 0]
  let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
  guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  return (
    FileHandle(fileDescriptor: ends[0], closeOnDealloc: true),
    FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
  )
}

/// Starts a program in a process group of its own, as a shell does.
private func spawn(_ words: [String], streams: [FileHandle]) throws -> Int32 {
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  for (number, stream) in streams.enumerated() {
    posix_spawn_file_actions_adddup2(&actions, stream.fileDescriptor, Int32(number))
  }
  defer {
    posix_spawnattr_destroy(&attributes)
    posix_spawn_file_actions_destroy(&actions)
  }
  var arguments = words.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var id: pid_t = 0
  let code = posix_spawn(&id, words[0], &actions, &attributes, &arguments, environ)
  guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
  return id
}

/// Whether something becomes true; given up after a time that only a fault can take.
func comesTrue(_ condition: () -> Bool) -> Bool {
  for _ in 0..<2000 {
    if condition() { return true }
    usleep(5000)
  }
  return condition()
}

/// Whether a process runs: one that has ended and is waited for by nobody does not.
func isRunning(_ id: Int32) -> Bool {
  guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
  let state = stat.split(separator: ")").last?.split(separator: " ").first
  return state != "Z" && state != "X"
}
