// rigctl as scripts see it: arguments, input and environment in; exit code and what was printed out.

import Foundation
import Glibc
import Testing

/// Why a test that needs the command cannot run.
package struct CommandMissing: Error, CustomStringConvertible {
  package var description: String
}

/// One build of `rigctl`.
package struct Command: Sendable {
  /// How it ended, and what it said.
  package struct Ending: Sendable {
    /// The exit code; 128 plus the signal's number where one ended it, as in a shell.
    package var code: Int32
    package var output: String
    package var errors: String

    /// The figures that `--json` printed.
    package func json() throws -> JSONObject { try JSONObject(output) }
  }

  package enum Build: String, Sendable, CaseIterable { case release, debug }

  package let path: String

  /// How long a command may take. The bench's clock may jump over minutes, and `scripts/bench` has a limit of its own.
  package static let patienceS: Double = ProcessInfo.processInfo.environment["RIG_BENCH"] == "1" ? 3_600 : 60

  /// The build that `RIGCTL_RELEASE` or `RIGCTL_DEBUG` names; without it, the one under `.build`.
  package init(_ build: Build = .release) throws {
    let variable = "RIGCTL_" + build.rawValue.uppercased()
    path = ProcessInfo.processInfo.environment[variable] ?? "\(Checkout.path)/.build/\(build.rawValue)/rigctl"
    guard access(path, X_OK) == 0 else {
      throw CommandMissing(
        description: "\(path) is not there: build it (swift build -c \(build.rawValue) --product rigctl), or name it "
          + "in \(variable)")
    }
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - env: added to an environment that holds nothing but the path, an English language and the boards.
  ///   - seconds: a command that takes longer is killed, and that is a failure.
  package func callAsFunction(
    _ arguments: String..., input: String? = nil, env: [String: String] = [:], folder: String = Checkout.path,
    seconds: Double = Command.patienceS
  ) throws -> Ending {
    try self(arguments, input: input, env: env, folder: folder, seconds: seconds)
  }

  /// The same with its arguments in an array.
  package func callAsFunction(
    _ arguments: [String], input: String? = nil, env: [String: String] = [:], folder: String = Checkout.path,
    seconds: Double = Command.patienceS
  ) throws -> Ending {
    let running = try RunningCommand(self, arguments, input: input, env: env, folder: folder)
    return try running.ending(seconds: seconds)
  }

  /// Starts it, and leaves it running.
  package func start(
    _ arguments: [String], inputFrom input: Pipe? = nil, env: [String: String] = [:]
  ) throws -> RunningCommand {
    try RunningCommand(self, arguments, inputFrom: input, env: env, folder: Checkout.path)
  }

  package func start(_ arguments: String..., inputFrom input: Pipe? = nil, env: [String: String] = [:]) throws
    -> RunningCommand
  {
    try RunningCommand(self, arguments, inputFrom: input, env: env, folder: Checkout.path)
  }

  /// Runs a line of shell with `$rigctl` in it.
  package func shell(_ line: String, env: [String: String] = [:], folder: String = Checkout.path) throws -> Ending {
    let bash = Command(at: "/bin/bash")
    return try bash("-c", line, env: env.merging(["rigctl": path]) { $1 }, folder: folder)
  }

  /// Another program, run in the same way.
  package init(at path: String) { self.path = path }
}

/// Where the project is.
package enum Checkout {
  package static let path = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
}

/// A `rigctl` that is running. What it prints goes to files, so that no full pipe can hold it up.
package final class RunningCommand {
  private let process = Process()
  private let scratch: Scratch
  private let hasEnded = DispatchSemaphore(value: 0)
  private let words: String

  fileprivate init(
    _ command: Command, _ arguments: [String], input: String? = nil, inputFrom pipe: Pipe? = nil,
    env: [String: String], folder: String
  ) throws {
    scratch = try Scratch()
    words = arguments.joined(separator: " ")
    process.executableURL = URL(fileURLWithPath: command.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let plain = ["PATH": path, "LANG": "C.UTF-8", "RIGCTL_BOARDS": Checkout.path + "/boards"]
    process.environment = plain.merging(env) { $1 }
    process.standardOutput = try scratch.handle("output")
    process.standardError = try scratch.handle("errors")
    if let pipe {
      process.standardInput = pipe
    } else if let input {
      try scratch.write("input", input)
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: scratch.file("input")))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    let hasEnded = hasEnded
    process.terminationHandler = { _ in hasEnded.signal() }
    try process.run()
  }

  /// Standard error so far.
  package var errors: String { scratch.read("errors") }

  package var id: Int32 { process.processIdentifier }

  package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for its end.
  package func ending(seconds: Double = Command.patienceS) throws -> Command.Ending {
    if hasEnded.wait(timeout: .now() + seconds) == .timedOut {
      send(SIGKILL)
      hasEnded.wait()
      Issue.record("rigctl \(words): still running after \(seconds) s")
    }
    let bySignal: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
    return Command.Ending(
      code: bySignal + process.terminationStatus, output: scratch.read("output"), errors: scratch.read("errors"))
  }
}
