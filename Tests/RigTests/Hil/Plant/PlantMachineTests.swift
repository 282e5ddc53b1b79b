// The edges of simulated runs in, as a kernel tells them: the machine behind the pins has to go where the simulator's went.

import GPIOBackend
import Rig
import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("The machine behind pins")
struct PlantMachineTests {
  private static var fast: PlantMachine.Settings {
    var settings = PlantMachine.Settings()
    settings.hasPhysics = false
    return settings
  }

  private func expectSameSteps(_ result: PlantResult, _ played: PlayedJob, _ seed: UInt64) {
    for (axis, name) in [(0, "x"), (1, "y"), (2, "z")] {
      let motor = result.motors.first { $0.name == name }
      #expect(motor?.pulses == played.summary.axes[axis].steps, "\(name), seed \(seed)")
      #expect(motor?.positionSteps == played.summary.axes[axis].positionSteps, "\(name), seed \(seed)")
    }
    #expect(result.motors.allSatisfy { $0.missedPulses == 0 })
  }

  @Test("steps, carriage and every switch are the simulator's, in whatever order the edges are told", arguments: 1...6)
  func same(_ seed: UInt64) throws {
    let board = try PlayedJob.board()
    let played = try PlayedJob(PlayedJob.job(seed: seed), board: board, hasPhysics: false)
    try #require(played.edges.count > 5_000 && played.inputs.count > 4)
    let resting = PlantMachine(board, levels: 0, startNs: 0, settings: Self.fast).inputs.rawValue
    var looks = 0
    let result = played.play(seed: seed, settings: Self.fast) { machine, ns in
      looks += 1
      let expected = played.inputs(atNs: ns, first: resting)
      let inputs = machine.inputs.rawValue
      #expect(inputs == expected, "seed \(seed), \(ns - PlayedJob.originNs) ns")
    }
    #expect(looks > 100)
    expectSameSteps(result, played, seed)
    #expect((result.carriageMm - played.carriage).length < 1e-9)
    #expect(result.troubles.isEmpty && result.exit == .done, "\(result.troubles)")
    #expect(result.edges == played.edges.count && result.lateEdges == 0)
    #expect(result.hitCount >= 2)
  }

  @Test("with physics too, within what another grid of time makes", arguments: [7, 8])
  func physics(_ seed: UInt64) throws {
    let played = try PlayedJob(PlayedJob.job(seed: seed), board: PlayedJob.board(), hasPhysics: true)
    let result = played.play(seed: seed, settings: PlantMachine.Settings())
    expectSameSteps(result, played, seed)
    #expect(result.hasPhysics && result.motors.allSatisfy { $0.lostSteps == 0 })
    #expect((result.carriageMm - played.carriage).length < 0.02)
  }

  @Test("contacts that bounce rest where they should")
  func bounce() throws {
    var board = try PlayedJob.board()
    for place in board.switches.indices { board.switches[place].bounceMs = 3 }
    let played = try PlayedJob(PlayedJob.job(seed: 3), board: board, hasPhysics: false)
    var last: UInt32 = 0
    let result = played.play(seed: 3, settings: Self.fast) { machine, _ in last = machine.inputs.rawValue }
    #expect(last == played.inputs.last?.levels)
    // A burst is one press.
    #expect(result.hitCount < played.inputs.count / 2)
  }

  @Test("of a step line either edge may get lost: it is told, and the step counts", arguments: 1...8)
  func lostStepEdge(_ seed: UInt64) throws {
    let board = try PlayedJob.board()
    var played = try PlayedJob(PlayedJob.job(seed: seed), board: board, hasPhysics: false)
    var noise = SplitMix64(seed)
    // What gets lost at a line's end is seen by a look at its level only.
    let last = Dictionary(played.edges.enumerated().map { ($0.element.line, $0.offset) }) { $1 }
    let steps = played.edges.indices.filter { place in
      let line = played.edges[place].line
      return !(board.outputs[line].bits & .steps).isEmpty && last[line].map { place < $0 } == true
    }
    played.edges.remove(at: steps[Int(noise.next() % UInt64(steps.count))])
    let result = played.play(seed: seed, settings: Self.fast)
    #expect(result.missedEdges == 1 && result.troubles == [.missedEdges] && result.exit == .notDone, "seed \(seed)")
    expectSameSteps(result, played, seed)
  }

  @Test("a direction that was missed is told, and so is what the lines show of it at the end")
  func lostDirection() throws {
    let board = try PlayedJob.board()
    var played = try PlayedJob(PlayedJob.job(seed: 2), board: board, hasPhysics: false)
    let turn = try #require(
      played.edges.lastIndex { !(board.outputs[$0.line].bits & .directions).isEmpty })
    let line = played.edges.remove(at: turn).line
    #expect(played.play(seed: 2, settings: Self.fast).missedEdges == 0, "nothing came after it")
    var machine = PlantMachine(board, levels: 0, startNs: 0, settings: Self.fast)
    for atNs: UInt64 in [60_000_000, 90_000_000] {
      machine.compare(levels: 1 << UInt64(line), atNs: atNs)
      let result = machine.result()
      #expect(result.missedEdges == 1)
    }
  }

  @Test("counted by their beginnings, pulses may have any length")
  func countedPulses() throws {
    let board = try PlayedJob.board()
    var played = try PlayedJob(PlayedJob.job(seed: 5), board: board, hasPhysics: false)
    played.edges.removeAll { !(board.outputs[$0.line].bits & .steps).isEmpty && !$0.isActive }
    var settings = Self.fast
    settings.countsPulses = true
    let result = played.play(seed: 5, settings: settings)
    expectSameSteps(result, played, 5)
    #expect(result.troubles.isEmpty && (result.carriageMm - played.carriage).length < 1e-9)
  }

  @Test("the kernel's own count of lost edges stands where it is larger")
  func lostByCount() throws {
    let machine = PlantMachine(try PlayedJob.board(), levels: 0, startNs: 0, settings: Self.fast)
    let result = machine.result(lostEdges: 3)
    #expect(result.missedEdges == 3)
  }

  @Test("an edge that is told too late counts where the machine is, and is told")
  func late() throws {
    let board = try PlayedJob.board()
    var machine = PlantMachine(board, levels: 0, startNs: 0, settings: Self.fast)
    machine.advance(to: 5_000_000)
    machine.take(GPIOEdge(ns: 4_000_000, line: 0, isActive: true))
    machine.advance(to: 6_000_000)
    let result = machine.result()
    #expect(result.lateEdges == 1 && result.troubles.contains(.missedEdges))
  }
}
