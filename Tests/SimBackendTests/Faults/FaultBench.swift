// A machine with faults on a bench: slices of a seeded motion in, what it did tick by tick out.

import Seeded
import SimBackend
import StepperCore

/// What a machine did, for one run to be held against another.
struct FaultOutcome: Equatable {
  var hash: UInt64
  var physics: UInt64
  var edges: [Edge]
  var steps: [Int64]
  var struck: [StruckFault]
  var stop: SimStop?
  var tick: UInt64

  var inputEdges: [Edge] { edges.filter(\.isInput) }
}

enum FaultBench {
  /// X and Y to and fro, some steps a millisecond, without rest. Lines are counted by slice.
  static func motion(seed: UInt64, slices: Int = 400) -> [Slice] {
    var noise = SplitMix64(seed)
    return (0..<slices).map { index in
      let swing: Int64 = index / 100 % 2 == 0 ? 1 : -1
      let speed = swing * Int64.random(in: 1 << 34...1 << 35, using: &noise)
      return Slice(velocity: SIMD4(speed, speed / 2, 0, 0), ticks: 40, line: UInt32(index + 1), outputs: .enables)
    }
  }

  /// Steadily along X, four steps a millisecond.
  static func steady(slices: Int, sense: Int64 = 1, from line: UInt32 = 1) -> [Slice] {
    let speed = sense * Int64(SubSteps.perStep) / 10
    return (0..<slices).map {
      Slice(velocity: SIMD4(speed, 0, 0, 0), ticks: 40, line: line + UInt32($0), outputs: .enables)
    }
  }

  /// Normally closed contacts to ground on pulled-up lines, as careful people wire them.
  static func closed(_ inputs: [InputWord]) -> [InputCircuit] {
    inputs.map { InputCircuit(input: $0, isNormallyClosed: true, isPulledUp: true, isActiveLow: false) }
  }

  /// - Parameters:
  ///   - piece: slices are given in pieces of so many ticks.
  ///   - isWatched: inputs cut the steps.
  static func run(
    _ faults: [SimFault], on machine: SimSettings = Machines.settings(), core: MachineSettings = Machines.core(),
    _ slices: [Slice], piece: UInt32 = 40, isWatched: Bool = false, each: (borrowing SimMachine) -> Void = { _ in }
  ) throws -> FaultOutcome {
    var sim = SimMachine(core, machine: machine, start: .zero)
    try sim.schedule(faults)
    if isWatched { sim.watch(limits: .limitMin(0) | .limitMax(0)) }
    sim.port.log.switchOn(capacity: 1 << 17)
    for slice in slices {
      var rest = slice
      while rest.ticks > piece {
        var first = rest
        rest = first.split(after: piece)
        sim.run(first)
        each(sim)
      }
      sim.run(rest)
      each(sim)
    }
    return FaultOutcome(
      hash: sim.port.hash.value, physics: sim.port.physicsHash, edges: sim.port.log.edges,
      steps: machine.motors.indices.map { sim.port.steps(ofMotor: $0) }, struck: sim.struckFaults, stop: sim.stop,
      tick: sim.engine.tick)
  }
}
