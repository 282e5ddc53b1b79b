// A seeded job on a board in; the edges and the switch levels of its simulation out, and a plant that is told of them as a
// kernel would.

import GPIOBackend
import Rig
import Seeded
import StepperCore
import Testing

/// A simulated run that writes down what a plant would see of it.
struct PlayedJob {
  /// `CLOCK_MONOTONIC` of the plant's zero.
  static let originNs: UInt64 = 1_000_000_000_000
  /// How long a kernel takes at most to tell of an edge.
  static let settleNs: UInt64 = 400_000

  let board: Board
  let summary: Summary
  let carriage: Point
  /// In the order of time.
  var edges: [GPIOEdge]
  /// What the controller's inputs showed from when on.
  let inputs: [(ns: UInt64, levels: UInt32)]

  /// The wood router, with switches in the way of jobs, contacts that do not bounce, and no limit that ends a run.
  static func board() throws -> Board {
    var board = try Board.load("pi4-router-tb6600").0
    for place in board.switches.indices {
      board.switches[place].bounceMs = 0
      let isUpper = board.switches[place].end == .max
      board.switches[place].positionMm =
        board.switches[place].axis == 2 ? (isUpper ? -2 : -9) : (isUpper ? 22.4 : 3.1)
    }
    board.probeTouchesAtZMm = -7.3
    board.probeBounceMs = 0
    return board
  }

  init(_ job: String, board: Board, hasPhysics: Bool) throws {
    self.board = board
    var options = RunOptions()
    options.hasPhysics = hasPhysics
    options.reactions.remove(.inputs)
    options.origin = .zero
    var made: [GPIOEdge] = [], levels: [(ns: UInt64, levels: UInt32)] = []
    var wires = SimulatedEdges(board.outputs, order: board.gpioLayout.settingOrder)
    var hooks = RunHooks()
    hooks.edges = { slice, edges, isAfterRest in
      wires.add(edges, line: slice.line, isAfterRest: isAfterRest) { edge in
        let isActive = edge.isHigh != board.outputs[Int(edge.wire)].isActiveLow
        made.append(GPIOEdge(ns: Self.originNs + UInt64(edge.ns), line: Int(edge.wire), isActive: isActive))
      }
      for edge in edges where edge.isInput { levels.append((ns: Self.originNs + edge.ns, levels: edge.levels)) }
    }
    var run = try SimulatedRun(
      JobFile(bytes: Array(job.utf8), path: "job.nc"), board: board, options: options, hooks: hooks)
    let result = try run.run()
    summary = result.summary
    carriage = try #require(result.carriageMm)
    edges = made
    inputs = levels
  }

  /// A dozen lines to and fro.
  static func job(seed: UInt64) -> String {
    var noise = SplitMix64(seed)
    var lines = ["G21 G90", "M3 S12000", "M8"]
    for _ in 0..<8 {
      let x = place(&noise, 0, 30), y = place(&noise, 0, 30), z = place(&noise, -10, 0)
      lines.append("G1 X\(x) Y\(y) Z\(z) F\(300 + noise.next() % 2000)")
    }
    return (lines + ["M5 M9", "M30", ""]).joined(separator: "\n")
  }

  private static func place(_ noise: inout SplitMix64, _ low: Double, _ high: Double) -> Double {
    let thousandths = UInt64((high - low) * 1000)
    return low + Double(noise.next() % (thousandths + 1)) / 1000
  }

  /// What the controller should read at a moment.
  func inputs(atNs ns: UInt64, first: UInt32) -> UInt32 { inputs.last { $0.ns <= ns }?.levels ?? first }

  /// Plays the edges in the disorder of a kernel; `look` is called after every advance.
  func play(
    seed: UInt64, settings: PlantMachine.Settings, look: (borrowing PlantMachine, UInt64) -> Void = { _, _ in }
  ) -> PlantResult {
    var noise = SplitMix64(seed)
    let told = edges.map { edge in (edge: edge, ns: edge.ns + noise.next() % Self.settleNs) }.sorted { $0.ns < $1.ns }
    var machine = PlantMachine(board, levels: 0, startNs: Self.originNs, settings: settings)
    var sinceLook = 0
    for (edge, ns) in told {
      machine.take(edge)
      sinceLook += 1
      guard noise.next() % 8 == 0 || sinceLook > 40 else { continue }
      sinceLook = 0
      machine.advance(to: ns - Self.settleNs)
      look(machine, ns - Self.settleNs)
    }
    let end = (edges.last?.ns ?? Self.originNs) + 300_000_000
    machine.advance(to: end)
    look(machine, end)
    return machine.result()
  }
}
