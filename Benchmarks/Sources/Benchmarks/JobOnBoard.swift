// A whole job on the simulated machine, in this process: lines of a relief in, the trace hash out.

import Rig

/// Why there is nothing to measure.
struct JobRefused: Error, CustomStringConvertible {
  var description: String
}

/// A relief in short moves, and the machine that carves it.
struct JobOnBoard {
  private let bytes: [UInt8]
  private let board: Board
  private let hasPhysics: Bool

  /// - Parameters:
  ///   - board: a name; boards are looked for in the folder of the project.
  ///   - hasPhysics: motors that can stall, and a piece that is cut.
  init(_ board: String, lines: Int, hasPhysics: Bool = false) throws {
    self.hasPhysics = hasPhysics
    self.board = try Self.board(board)
    bytes = Array(Self.relief(lines: lines).utf8)
  }

  /// The board of a name, from the folder of the project.
  static func board(_ name: String) throws -> Board {
    let root = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    return try Board.load("\(root)/boards/\(name).yaml").0
  }

  /// Rows of 400 moves of a quarter of a millimetre over a rolling surface; two jobs differ in their length only.
  private static func relief(lines: Int) -> String {
    var text = "G21 G90\nG0 Z1\nG1 F2400\n"
    for line in 0..<lines {
      let (row, column) = (line / 400, line % 400)
      let x = row % 2 == 0 ? column : 399 - column
      // A triangular wave that shifts from row to row.
      let depth = abs((column * 3 + row * 5) % 80 - 40)
      text += "X\(Double(x) * 0.25)Y\(Double(row) * 0.25)Z-\(Double(depth) * 0.02)\n"
    }
    return text
  }

  private func result() throws -> RunResult {
    var options = RunOptions()
    options.hasPhysics = hasPhysics
    var run = try SimulatedRun(JobFile(bytes: bytes), board: board, options: options)
    let result = try run.run()
    guard result.exit == .done else {
      throw JobRefused(description: (result.failure ?? result.faults.first)?.english ?? "the job did not run")
    }
    return result
  }

  /// Ticks that the machine takes for it.
  func ticks() throws -> Int { try result().summary.ticks ?? 0 }

  /// The trace hash; 0 where it did not run.
  func run() -> UInt64 { (try? result().summary.traceHash) ?? 0 }
}
