// Wiring mistakes, one and two at a time, and what a loopback test makes of them.

import Rig
import Seeded
import Testing

@Suite("What a loopback test finds")
struct LoopbackFindingTests {
  /// Five jumpers among eight outputs, two of which rest high, and seven inputs.
  private static let plan = LoopbackPlan(
    restsHigh: [false, true, false, false, false, true, false, false], inputCount: 7,
    jumpers: [(0, 2), (1, 0), (3, 5), (4, 1), (7, 6)].map { LoopbackJumper(output: $0, input: $1) })

  /// The same findings, whatever their order.
  private static func isSame(_ some: [LoopbackFinding], _ others: [LoopbackFinding]) -> Bool {
    some.count == others.count && others.allSatisfy { some.contains($0) } && some.allSatisfy { others.contains($0) }
  }

  @Test("on good wiring nothing is found, however many jumpers there are", arguments: 1...8)
  func good(count: Int) {
    var noise = SplitMix64(UInt64(count))
    let outputs = Array(0..<8).shuffled(using: &noise), inputs = Array(0..<9).shuffled(using: &noise)
    let jumpers = zip(outputs, inputs).prefix(count).map { LoopbackJumper(output: $0, input: $1) }
    let plan = LoopbackPlan(restsHigh: (0..<8).map { $0 % 3 == 0 }, inputCount: 9, jumpers: jumpers)
    #expect(plan.findings(SimulatedWiring(plan).observation(.lowWins)) == [])
    #expect(plan.untestedOutputs.count == 8 - count)
  }

  @Test("every single mistake is named, and nothing else", arguments: SimulatedWiring.Quarrel.allCases)
  func single(_ quarrel: SimulatedWiring.Quarrel) {
    let mistakes = WiringMistake.all(Self.plan)
    #expect(mistakes.count == 130)
    for mistake in mistakes {
      let found = Self.plan.findings(SimulatedWiring(Self.plan, [mistake]).observation(quarrel))
      #expect(Self.isSame(found, [mistake.finding(Self.plan)]), "\(mistake): \(found)")
    }
  }

  @Test(
    "of every two mistakes nothing is invented and nothing missed; where they share no wire, both are named as if alone",
    arguments: SimulatedWiring.Quarrel.allCases)
  func pairs(_ quarrel: SimulatedWiring.Quarrel) {
    let plan = Self.plan
    let mistakes = WiringMistake.all(plan)
    let good = SimulatedWiring(plan).observation(quarrel)
    var apart = 0
    for (index, first) in mistakes.enumerated() {
      for second in mistakes.dropFirst(index + 1) {
        let seen = SimulatedWiring(plan, [first, second]).observation(quarrel)
        let found = plan.findings(seen)
        let (one, other) = (first.touched(plan), second.touched(plan))
        if one.outputs.isDisjoint(with: other.outputs) && one.inputs.isDisjoint(with: other.inputs) {
          apart += 1
          #expect(Self.isSame(found, [first.finding(plan), second.finding(plan)]), "\(first), \(second): \(found)")
          continue
        }
        #expect(found.isEmpty == (seen == good), "\(first), \(second): \(found)")
        for finding in found {
          let isTheirs =
            one.outputs.union(other.outputs).isSuperset(of: finding.outputs)
            && one.inputs.union(other.inputs).isSuperset(of: finding.inputs)
          #expect(isTheirs, "\(first), \(second): invented \(finding)")
        }
        for (number, jumper) in plan.jumpers.enumerated() where !Self.works(jumper, seen, plan) {
          let isTold = found.contains { $0.concerns(jumper) }
          #expect(isTold, "\(first), \(second): nothing said of wire \(number): \(found)")
        }
      }
    }
    #expect(apart > 3_000)
  }

  /// The input has its output's level in every pattern.
  private static func works(_ jumper: LoopbackJumper, _ seen: LoopbackObservation, _ plan: LoopbackPlan) -> Bool {
    plan.patterns.indices.allSatisfy { index in
      let level = plan.patterns[index].levels >> UInt32(jumper.output) & 1
      return [seen.pulledUp[index], seen.pulledDown[index]].allSatisfy { $0 >> UInt32(jumper.input) & 1 == level }
    }
  }

  @Test("three jumpers in a ring are three on wrong inputs, each with the one it should be on")
  func ring() {
    let plan = Self.plan, wires = plan.jumpers
    let found = plan.findings(SimulatedWiring(plan, [.swap(0, 1), .swap(1, 2)]).observation(.lowWins))
    let expected = [(0, 1), (1, 2), (2, 0)].map { wire, place in
      LoopbackFinding.wrongInput(output: wires[wire].output, found: wires[place].input, missing: wires[wire].input)
    }
    #expect(Self.isSame(found, expected), "\(found)")
  }

  @Test("an output may have jumpers to two inputs, and one of them may be open")
  func fork() {
    let plan = LoopbackPlan(
      restsHigh: [false, false], inputCount: 4,
      jumpers: [(0, 0), (0, 2), (1, 3)].map { LoopbackJumper(output: $0, input: $1) })
    #expect(plan.findings(SimulatedWiring(plan).observation(.lowWins)) == [])
    let open = plan.findings(SimulatedWiring(plan, [.open(1, atOutput: true)]).observation(.lowWins))
    #expect(open == [.open(plan.jumpers[1])])
    let elsewhere = plan.findings(SimulatedWiring(plan, [.onInput(1, 1)]).observation(.lowWins))
    #expect(elsewhere == [.wrongInput(output: 0, found: 1, missing: 2)])
  }

  @Test("a wire that the board file does not know is told")
  func unlisted() {
    let plan = LoopbackPlan(
      restsHigh: [false, false], inputCount: 2, jumpers: [LoopbackJumper(output: 0, input: 0)])
    let more = LoopbackPlan(
      restsHigh: [false, false], inputCount: 2, jumpers: [(0, 0), (1, 1)].map { LoopbackJumper(output: $0, input: $1) })
    // The wiring of the second plan, with the levels of the first.
    let words = plan.patterns.map { SimulatedWiringWord(levels: $0.levels).word(more) }
    let found = plan.findings(LoopbackObservation(pulledUp: words, pulledDown: words))
    #expect(found == [.unlisted(LoopbackJumper(output: 1, input: 1))])
  }

  /// What good wiring reads at some levels.
  private struct SimulatedWiringWord {
    let levels: UInt32
    func word(_ plan: LoopbackPlan) -> UInt32 {
      plan.jumpers.reduce(0) { $0 | (levels >> UInt32($1.output) & 1) << UInt32($1.input) }
    }
  }

  @Test("a switch that somebody presses meanwhile is no wire; on a jumper's input it is unsteady, whenever that is")
  func pressed() {
    let plan = Self.plan
    let good = SimulatedWiring(plan).observation(.lowWins)
    for moment in 1..<plan.patterns.count {
      var seen = good
      for index in moment..<plan.patterns.count { seen.pulledUp[index] |= 1 << 3 }
      #expect(plan.findings(seen) == [], "an input without a jumper")
      seen = good
      for index in moment..<plan.patterns.count { seen.pulledUp[index] ^= 1 << 5 }
      #expect(plan.findings(seen) == [.unsteady(plan.jumpers[2])])
    }
  }

  @Test("what inverts is no jumper, and an input that does not come to rest is told")
  func unsteady() {
    let plan = Self.plan
    var seen = SimulatedWiring(plan).observation(.lowWins)
    seen.unsteady = 1 << 1
    #expect(plan.findings(seen) == [.unsteady(plan.jumpers[3])])
    seen.unsteady = 0
    for index in plan.patterns.indices {
      seen.pulledUp[index] ^= 1 << 1
      seen.pulledDown[index] ^= 1 << 1
    }
    #expect(plan.findings(seen) == [.unsteady(plan.jumpers[3])])
  }

  @Test("outputs without a jumper leave their inactive level one at a time")
  func oneAtATime() {
    let plan = Self.plan
    let rest: UInt32 = 1 << 5, others: UInt32 = 1 << 2 | 1 << 5 | 1 << 6
    for pattern in plan.patterns {
      for levels in [pattern.levels, pattern.before] {
        let odd = (levels ^ rest) & others
        #expect(odd.nonzeroBitCount <= 1, "\(String(levels, radix: 2))")
      }
    }
    for output in 0..<8 {
      #expect(plan.patterns.contains { $0.levels >> UInt32(output) & 1 == 0 })
      #expect(plan.patterns.contains { $0.levels >> UInt32(output) & 1 == 1 })
    }
  }
}
