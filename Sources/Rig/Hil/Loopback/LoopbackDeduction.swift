// Who moves whom in, what is wrong with the wires out: the least that explains what was seen.

extension LoopbackPlan {
  /// What is wrong with the wiring; empty where every jumper is where it should be, and nothing else is.
  ///
  /// Inputs that move together hang together. Such a group is one wire where it has one output; where it has more,
  /// they touch. A wire whose other end should be elsewhere has been misplaced.
  public func findings(_ seen: LoopbackObservation) -> [LoopbackFinding] {
    var deduction = LoopbackDeduction(plan: self, links: LoopbackLinks(self, seen))
    return deduction.run()
  }
}

private struct LoopbackDeduction {
  let plan: LoopbackPlan
  let links: LoopbackLinks
  let listedOutput: [Int: Int]
  let listedInputs: [Int: [Int]]
  private var shorts: [LoopbackFinding] = []
  private var misplaced: [LoopbackFinding] = []
  /// Wires of one output and one input that are not each other's.
  private var strays: [LoopbackJumper] = []
  private var unsteady: [LoopbackFinding] = []

  init(plan: LoopbackPlan, links: LoopbackLinks) {
    self.plan = plan
    self.links = links
    listedOutput = Dictionary(plan.jumpers.map { ($0.input, $0.output) }) { first, _ in first }
    listedInputs = Dictionary(grouping: plan.jumpers, by: \.output).mapValues { $0.map(\.input) }
  }

  mutating func run() -> [LoopbackFinding] {
    for group in links.groups { explain(group.outputs, group.inputs) }
    explainStrays()
    return misplaced + shorts + plan.jumpers.compactMap(silence) + unsteady
  }

  /// One group: which of its wires are in their place, and what has no business there.
  private mutating func explain(_ outputs: [Int], _ inputs: [Int]) {
    let inPlace = outputs.filter { !Set(listedInputs[$0] ?? []).isDisjoint(with: inputs) }
    if outputs.count == 1, let output = inPlace.first {
      for input in inputs where listedOutput[input] == output && !follows(input, output) {
        unsteady.append(.unsteady(LoopbackJumper(output: output, input: input)))
      }
    }
    // Those that have a jumper come first: one of them without its other end is what was misplaced.
    var strayOutputs = outputs.filter { !inPlace.contains($0) }.jumperedFirst { listedInputs[$0] != nil }
    var strayInputs = inputs.filter { input in !(listedOutput[input].map(outputs.contains) ?? false) }
      .jumperedFirst { listedOutput[$0] != nil }
    var touching = inPlace
    while let output = strayOutputs.first, let input = strayInputs.first {
      strays.append(LoopbackJumper(output: output, input: input))
      touching.append(strayOutputs.removeFirst())
      strayInputs.removeFirst()
    }
    for output in strayOutputs {
      if let missing = missing(of: output) {
        misplaced.append(.wrongInput(output: output, found: inputs[0], missing: missing))
      } else {
        touching.append(output)
      }
    }
    var touchingInputs: [Int] = []
    for input in strayInputs {
      if let missing = listedOutput[input] {
        misplaced.append(.wrongOutput(input: input, found: touching.first ?? outputs[0], missing: missing))
      } else if let output = inPlace.first(where: { missing(of: $0) != nil }), let missing = missing(of: output) {
        misplaced.append(.wrongInput(output: output, found: input, missing: missing))
      } else {
        touchingInputs.append(input)
      }
    }
    if touching.count + touchingInputs.count > 1 {
      shorts.append(.short(outputs: touching.sorted(), inputs: touchingInputs))
    }
  }

  private func follows(_ input: Int, _ output: Int) -> Bool { links.followers[output] >> UInt32(input) & 1 == 1 }

  /// The first input that should hang on the output, does not, and is not yet accounted for.
  private func missing(of output: Int) -> Int? {
    listedInputs[output]?.first { input in
      links.movedBy[input] >> UInt32(output) & 1 == 0
        && !misplaced.contains {
          if case .wrongInput(output, _, input) = $0 { true } else { false }
        }
    }
  }

  /// Two that have each other's end are one mistake.
  private mutating func explainStrays() {
    var left = strays
    while !left.isEmpty {
      let stray = left.removeFirst()
      guard let missing = missing(of: stray.output) else {
        if let missing = listedOutput[stray.input] {
          misplaced.append(.wrongOutput(input: stray.input, found: stray.output, missing: missing))
        } else {
          shorts.append(.unlisted(stray))
        }
        continue
      }
      let partner = left.firstIndex {
        listedOutput[stray.input] == $0.output && listedOutput[$0.input] == stray.output
      }
      if let partner {
        let other = left.remove(at: partner)
        let both = [
          LoopbackJumper(output: stray.output, input: other.input),
          LoopbackJumper(output: other.output, input: stray.input),
        ].sorted { $0.output < $1.output }
        misplaced.append(.swapped(both[0], both[1]))
      } else {
        misplaced.append(.wrongInput(output: stray.output, found: stray.input, missing: missing))
      }
    }
  }

  /// What is wrong with a jumper whose output does not move its input, where nothing has explained that yet.
  private func silence(_ jumper: LoopbackJumper) -> LoopbackFinding? {
    if links.movedBy[jumper.input] >> UInt32(jumper.output) & 1 == 1 { return nil }
    if links.movedBy[jumper.input] == 0 {
      switch links.rest[jumper.input] {
      case .high: return .stuckHigh(jumper)
      case .low: return .stuckLow(jumper)
      case .unclear: return .unsteady(jumper)
      case .open: break
      }
    }
    return misplaced.contains { $0.movesAway(jumper) } ? nil : .open(jumper)
  }
}

extension [Int] {
  fileprivate func jumperedFirst(_ isJumpered: (Int) -> Bool) -> [Int] {
    filter(isJumpered) + filter { !isJumpered($0) }
  }
}
