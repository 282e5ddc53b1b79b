// G0, G1 and G38: the words of a motion come in, its end in machine coordinates and its feed go out.

extension Interpreter {
  /// The motion that is in force, to where the axis words say.
  mutating func executeMotion(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    let hasAxes = !(block.letters & .xyz).isEmpty
    switch draft.modal.motion {
    case .rapid, .linear:
      // G0 or G1 alone only sets the mode.
      guard hasAxes else { return try checkFeedIfLinear(block, draft) }
      draft.unused = draft.unused - .xyz
      let feed = draft.modal.motion == .rapid ? Feed.rapid : try draft.feed(block)
      let end = try draft.target(block)
      plan.firstMotion = .line(to: end, feed: feed)
      plan.add(.firstMotion)
      draft.position = end
    case .arcClockwise, .arcCounterclockwise: try executeArc(block, &draft)
    case .probeToward, .probeTowardIfAny, .probeAway, .probeAwayIfAny: try executeProbe(block, &draft)
    case .drill, .drillDwell, .drillPeck: try executeCycle(block, &draft)
    case .none: throw block.motionFault(.axisWordsWithoutMotion)
    }
  }

  private func checkFeedIfLinear(_ block: Block, _ draft: Draft) throws(GCodeError) {
    guard draft.modal.motion == .linear else { return }
    _ = try draft.feed(block)
  }

  private mutating func executeProbe(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    guard !(block.letters & .xyz).isEmpty else { throw block.fault(.missingAxisWords, group: .motion) }
    draft.unused = draft.unused - .xyz
    let feed = try draft.feed(block)
    let end = try draft.target(block)
    guard end != position else { throw block.motionFault(.probeWithoutMotion) }
    let mode = draft.modal.motion
    let rule = ProbeRule(
      untilContact: mode == .probeToward || mode == .probeTowardIfAny,
      mustHappen: mode == .probeToward || mode == .probeAway)
    plan.firstMotion = .probe(to: end, feed: feed, rule: rule)
    plan.add(.firstMotion)
    draft.position = end
  }
}
