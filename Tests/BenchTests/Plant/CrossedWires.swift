// Two simulated chips in; wires between them, line by line, while they are there.

import Foundation
import Glibc
import Testing

/// Line n of the one chip on line n of the other, both ways. Whoever is to be heard over them starts after them.
final class CrossedWires {
  private let process = Process()
  private let errors = Pipe()

  init(_ one: SimulatedChip, _ other: SimulatedChip, lines: [Int]) throws {
    process.executableURL = URL(fileURLWithPath: try Guest.tool("crossed_wires"))
    process.arguments =
      [one.folder, "\(one.firstNumber)", other.folder, "\(other.firstNumber)"] + lines.map(String.init)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    if said != "ready\n" { Issue.record("no wires: \(said) \(self.said)") }
  }

  private var said: String { String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self) }

  /// Takes them away; they have to have carried everything until now.
  ///
  /// - Returns: what they say where they were kept from carrying for some milliseconds, and then carried it all at once.
  @discardableResult
  func remove() -> String? {
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    let said = said
    if process.terminationStatus == 4 { return said }
    #expect(process.terminationStatus == 0, "\(said)")
    return nil
  }

  deinit { if process.isRunning { remove() } }
}
