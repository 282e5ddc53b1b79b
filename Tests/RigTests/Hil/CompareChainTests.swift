// A job in the simulator, and the same job in real time on lines that write down what a kernel would: held against each
// other as `hil compare` does it.

import GPIOBackend
import Rig
import StepperCore
import Testing
import VirtualTime

@Suite("Comparing a run with its simulation")
struct CompareChainTests {
  private static let job = """
    G21 G90 M3 S12000 M8
    G0 X20 Y20 Z2
    G1 Z-1 F300
    G1 X30 F1200
    G2 X40 Y30 I0 J10
    G1 X20 Y20
    G4 P0.2
    G0 Z5
    M30

    """

  struct Outcome {
    var kinds: [WaveDifference.Kind: Int] = [:]
    var differences: [WaveDifference] = []
    var matched = 0
    var stretchNs: Int64 = 0
    var drivers: [DriverTimes] = []
  }

  private func simulated(_ board: Board) throws -> [WaveEdge] {
    var options = RunOptions()
    options.hasPhysics = false
    var edges: [WaveEdge] = []
    var wires = SimulatedEdges(board.outputs, order: board.gpioLayout.settingOrder)
    var hooks = RunHooks()
    hooks.edges = { slice, made, isAfterRest in
      wires.add(made, line: slice.line, isAfterRest: isAfterRest) { edges.append($0) }
    }
    var run = try SimulatedRun(
      JobFile(bytes: Array(Self.job.utf8), path: "job.nc"), board: board, options: options, hooks: hooks)
    _ = try run.run()
    return edges
  }

  private func live(_ board: Board, _ world: VirtualWorld) throws {
    var options = RunOptions()
    options.backend = .gpio
    var run = LiveRun(
      JobFile(bytes: Array(Self.job.utf8), path: "job.nc"), board: board, options: options, live: LiveOptions()
    ) { start in
      var loop = board.loopSettings
      loop.ringSlices = 1 << 12
      return LiveMachine(
        board.settings, port: VirtualPort(world), timer: VirtualTimer(world), limits: board.limitInputs, loop: loop,
        start: start)
    }
    _ = try run.run()
  }

  /// What a kernel tells: libgpiod 1.6 sets every line on each call.
  private func measured(_ board: Board, _ world: VirtualWorld, swallowing lost: Range<Int> = 0..<0) -> [WaveEdge] {
    // Lines stand on the chip in another order than on the board.
    let offsets = board.outputs.indices.map { ($0 * 7 + 3) % 31 }
    var lines = MeasuredEdges(board.outputs, offsets: offsets, lineCount: 54)
    var edges: [WaveEdge] = []
    for (number, write) in world.writes.enumerated() where !lost.contains(number) {
      for place in board.gpioLayout.settingOrder {
        let wire = board.outputs[place], offset = offsets[place]
        let isActive = write.levels & wire.bits.rawValue != 0
        if let edge = lines.edge(write.endedNs, offset: offset, isHigh: isActive != wire.isActiveLow) {
          edges.append(edge)
        }
      }
    }
    #expect(lines.edge(0, offset: 53, isHigh: true) == nil, "a line of somebody else's")
    return edges
  }

  private func compare(_ board: Board, _ simulated: [WaveEdge], _ measured: [WaveEdge]) -> Outcome {
    var meter = DriverTimesMeter(board.motors, board.outputs)
    var first = simulated.makeIterator(), second = measured.makeIterator()
    var comparison = WaveComparison(
      withinNs: 500_000_000 / Int64(board.settings.tickHz), missing: simulated.count - measured.count,
      simulated: { first.next() },
      measured: {
        let edge = second.next()
        if let edge { meter.add(edge) }
        return edge
      })
    comparison.run()
    return Outcome(
      kinds: comparison.counts, differences: comparison.differences, matched: comparison.matched,
      stretchNs: comparison.stretchNs, drivers: meter.drivers)
  }

  @Test(
    "the lines have the simulated waveform, and every driver the times that it needs",
    arguments: ["reference-3axis", "pi4-router-tb6600", "pi5-router-drv8825", "corexy-laser"])
  func same(_ name: String) throws {
    let board = try Board.load(name).0
    let world = VirtualWorld(seed: 5, keeping: 1 << 19)
    try live(board, world)
    let simulated = try simulated(board), measured = measured(board, world)
    let outcome = compare(board, simulated, measured)
    #expect(outcome.kinds.isEmpty, "\(outcome.kinds) \(outcome.differences)")
    #expect(outcome.matched == simulated.count && simulated.count > 5_000)
    for driver in outcome.drivers {
      #expect(!driver.isViolated(resolutionNs: 0), "\(driver)")
      #expect(driver.stepHighNs != nil && driver.directionSetupNs != nil, "\(driver.name) has moved")
    }
  }

  @Test("calls that never reached the lines are told with tick, line of the job and wire")
  func lostCalls() throws {
    let board = try Board.load("pi4-router-tb6600").0
    let world = VirtualWorld(seed: 6, keeping: 1 << 19)
    try live(board, world)
    let place = try #require(
      world.writes.indices.first {
        $0 > 9_000 && world.writes[$0].changing & world.writes[$0].levels & PortWord.steps.rawValue != 0
          && world.writes[$0 + 1].instant.tick == world.writes[$0].instant.tick
      })
    let simulated = try simulated(board)
    let outcome = compare(board, simulated, measured(board, world, swallowing: place..<place + 2))
    #expect(outcome.kinds[.lost, default: 0] >= 2 && outcome.kinds.count == 1, "\(outcome.kinds)")
    let tick = world.writes[place].instant.tick
    #expect(outcome.differences.allSatisfy { $0.edge.tick == tick && $0.edge.line > 0 })
    #expect(outcome.differences.allSatisfy { board.outputs[Int($0.edge.wire)].name.hasPrefix("step_") })
  }

  @Test("ticks that came half a millisecond late are told as that, and make the motion that much longer")
  func lateTicks() throws {
    let board = try Board.load("reference-3axis").0
    let world = VirtualWorld(seed: 7, keeping: 1 << 19)
    var wakes = 0
    world.wakeLatencyNs = { noise in
      wakes += 1
      return wakes % 5_000 == 0 ? 500_000 : noise.next() % 3_000  // a millisecond would end the motion
    }
    try live(board, world)
    let outcome = compare(board, try simulated(board), measured(board, world))
    // Those that fell into a rest are no difference.
    let late = outcome.kinds[.late, default: 0]
    #expect(late >= 3 && late <= wakes / 5_000 && outcome.kinds.count == 1, "\(outcome.kinds) \(wakes)")
    #expect(abs(outcome.stretchNs - Int64(late) * 500_000) < Int64(late) * 30_000)
  }

  @Test("a pulse shorter than the driver's data sheet allows is a violation, unless the clock is no finer")
  func shortPulse() throws {
    let board = try Board.load("reference-3axis").0
    let wire = try #require(board.outputs.firstIndex { $0.bits == .step(0) })
    var meter = DriverTimesMeter(board.motors, board.outputs)
    for (ns, isHigh) in [(0, true), (900, false), (20_000, true), (22_000, false)] {
      meter.add(WaveEdge(ns: Int64(ns), wire: wire, isHigh: isHigh))
    }
    let driver = meter.drivers[0]
    #expect(driver.stepHighNs == 900 && driver.stepLowNs == 19_100 && driver.directionSetupNs == nil)
    #expect(driver.needs.stepHighNs == 1_000)
    #expect(driver.isViolated(resolutionNs: 1) && !driver.isViolated(resolutionNs: 1_000))
  }
}
