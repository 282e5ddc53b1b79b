// G0, G1 and G38: the words of a motion come in, its end in machine coordinates and its feed go out.

extension Interpreter {
  /// The motion that is in force, to where the axis words say.
  func executeMotion(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    let hasAxes = !(block.letters & .xyz).isEmpty
    switch draft.modal.motion {
    case .rapid, .linear:
      // G0 or G1 alone only sets the mode.
      guard hasAxes else { return try checkFeedIfLinear(block, draft) }
      draft.unused = draft.unused - .xyz
      let feed = draft.modal.motion == .rapid ? Feed.rapid : try feed(block, draft)
      let end = try target(block, draft)
      draft.plan.firstMotion = .line(to: end, feed: feed)
      draft.plan.add(.firstMotion)
      draft.position = end
    case .arcClockwise, .arcCounterclockwise: try executeArc(block, &draft)
    case .probeToward, .probeTowardIfAny, .probeAway, .probeAwayIfAny: try executeProbe(block, &draft)
    case .drill, .drillDwell, .drillPeck: try executeCycle(block, &draft)
    case .none: throw motionFault(.axisWordsWithoutMotion, block)
    }
  }

  private func checkFeedIfLinear(_ block: Block, _ draft: Draft) throws(GCodeError) {
    guard draft.modal.motion == .linear else { return }
    _ = try feed(block, draft)
  }

  private func executeProbe(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    guard !(block.letters & .xyz).isEmpty else { throw block.fault(.missingAxisWords, group: .motion) }
    draft.unused = draft.unused - .xyz
    let feed = try feed(block, draft)
    let end = try target(block, draft)
    guard end != position else { throw motionFault(.probeWithoutMotion, block) }
    let mode = draft.modal.motion
    let rule = ProbeRule(
      untilContact: mode == .probeToward || mode == .probeTowardIfAny,
      mustHappen: mode == .probeToward || mode == .probeAway)
    draft.plan.firstMotion = .probe(to: end, feed: feed, rule: rule)
    draft.plan.add(.firstMotion)
    draft.position = end
  }

  /// Where the axis words lead. Axes without a word stay where they are.
  func target(_ block: Block, _ draft: Draft) throws(GCodeError) -> Point {
    var end = position
    // G53 counts from the machine's zero, in G91 too (as grbl has it).
    let isMachine = block.code(.nonModal) == 530
    let isIncremental = draft.modal.distance == .incremental
    for axis in 0..<3 where block.hasAxis(axis) {
      let value = block.axisValue(axis) * draft.unitMm
      let from = isMachine ? 0 : isIncremental ? position[axis] : draft.origin[axis]
      end[axis] = from + value
    }
    return try reachable(end, block)
  }

  /// Lets a point pass that is near enough to be real; else the first axis word that leads too far is at fault.
  func reachable(_ point: Point, _ block: Block) throws(GCodeError) -> Point {
    for axis in 0..<3 where block.hasAxis(axis) && !(point[axis].magnitude <= Self.reachMm) {
      throw block.fault(.numberOutOfRange, letter: axis == 0 ? "X" : axis == 1 ? "Y" : "Z")
    }
    return point
  }

  /// The feed of a motion that needs one.
  func feed(_ block: Block, _ draft: Draft) throws(GCodeError) -> Feed {
    let isInverse = draft.modal.feedMode == .inverseTime
    if block.letters.contains("F") {
      let written = block.value("F")
      guard written != 0 else { throw block.fault(.zeroFeed, letter: "F") }
      // Slower than this, a motion of a micrometre would take a thousand minutes.
      guard written >= 1e-6 else { throw block.fault(.numberOutOfRange, letter: "F") }
      return isInverse ? .inverse(seconds: 60 / written) : .perSecond(draft.modal.feedMmPerMin / 60)
    }
    guard !isInverse, draft.modal.feedMmPerMin >= 1e-6 else {
      var fault = motionFault(.missingFeed, block)
      fault.letter = 70
      fault.value = nil
      throw fault
    }
    return .perSecond(draft.modal.feedMmPerMin / 60)
  }

  /// A fault of the motion: at its code, or where that stands on an earlier line at the first word that asks for it.
  func motionFault(_ code: GCodeError.Code, _ block: Block) -> GCodeError {
    if block.has(.motion) && code != .axisWordsWithoutMotion { return block.fault(code, group: .motion) }
    let (letter, column) = block.first(of: block.letters & (.xyz | .ijk))
    return GCodeError(
      code: code, line: block.line, column: column, letter: letter, value: block.value(Unicode.Scalar(letter)))
  }
}
