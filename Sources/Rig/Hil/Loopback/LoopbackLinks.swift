// What was read in each pattern in; which output moves which input, and what those show that nobody moves, out.

/// Who moves whom.
struct LoopbackLinks {
  /// What an input shows that no output moves.
  enum Rest: Equatable { case open, high, low, unclear }

  /// Of each input, the outputs that move it: bit k is output k.
  let movedBy: [UInt32]
  /// Of each input, as if nobody moved it.
  let rest: [Rest]
  /// Of each output, the inputs that have its level in every pattern: bit k is input k.
  let followers: [UInt32]

  init(_ plan: LoopbackPlan, _ seen: LoopbackObservation) {
    var movedBy = [UInt32](repeating: 0, count: plan.inputCount)
    var followers = [UInt32](repeating: ~0, count: plan.outputCount)
    for sweep in plan.sweeps {
      // Where each arrangement of levels stands: those that differ in one output show what that one moves.
      var place: [UInt32: Int] = [:]
      for index in sweep { place[plan.patterns[index].levels] = index }
      for index in sweep {
        let levels = plan.patterns[index].levels
        for output in 0..<plan.outputCount {
          let bit: UInt32 = 1 << UInt32(output)
          let level: UInt32 = levels & bit == 0 ? 0 : ~0
          followers[output] &= ~(seen.pulledUp[index] ^ level) & ~(seen.pulledDown[index] ^ level)
          guard let other = place[levels ^ bit] else { continue }
          // Twice, some time apart: a switch that somebody pressed meanwhile is no wire.
          let moved =
            (seen.pulledUp[index] ^ seen.pulledUp[other]) & (seen.pulledDown[index] ^ seen.pulledDown[other])
            & ~seen.unsteady
          for input in 0..<plan.inputCount where moved >> UInt32(input) & 1 == 1 { movedBy[input] |= bit }
        }
      }
    }
    self.movedBy = movedBy
    self.followers = followers
    rest = (0..<plan.inputCount).map { input in
      func constant(_ words: [UInt32]) -> Bool? {
        let levels = Set(words.map { $0 >> UInt32(input) & 1 == 1 })
        return levels.count == 1 ? levels.first : nil
      }
      switch (constant(seen.pulledUp), constant(seen.pulledDown)) {
      case _ where seen.unsteady >> UInt32(input) & 1 == 1: return .unclear
      case (true, false): return .open
      case (true, true): return .high
      case (false, false): return .low
      default: return .unclear
      }
    }
  }

  /// Outputs and inputs that hang together, each group once.
  var groups: [(outputs: [Int], inputs: [Int])] {
    var left = Set(movedBy.indices.filter { movedBy[$0] != 0 })
    var groups: [(outputs: [Int], inputs: [Int])] = []
    for first in movedBy.indices where left.contains(first) {
      var outputs = movedBy[first]
      var inputs: Set<Int> = [first]
      while let next = left.first(where: { !inputs.contains($0) && movedBy[$0] & outputs != 0 }) {
        inputs.insert(next)
        outputs |= movedBy[next]
      }
      left.subtract(inputs)
      groups.append(((0..<32).filter { outputs >> UInt32($0) & 1 == 1 }, inputs.sorted()))
    }
    return groups
  }
}
