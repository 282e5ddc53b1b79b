// G81, G82 and G83: the words of a line and those remembered come in, a canned cycle in machine coordinates goes out.

/// What consecutive lines of one canned cycle remember. Lengths are as written, in millimetres.
struct CycleWords {
  var retractMm = 0.0
  var bottomMm = 0.0
  var peckMm = 0.0
  var dwellSeconds = 0.0
  /// Machine level before the first of a series of cycles: where G98 goes back to.
  var initialLevelMm = 0.0
}

extension Interpreter {
  /// The most repetitions of one line.
  private static var repeatLimit: Int { 9999 }

  mutating func executeCycle(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    let mode = draft.modal.motion
    let across = draft.modal.plane.axes.across
    guard !(block.letters & .xyz).isEmpty else { throw block.motionFault(.missingAxisWords) }
    if draft.modal.feedMode == .inverseTime { throw block.motionFault(.inverseTimeInCycle) }
    let feed = try draft.feed(block)
    if !modal.motion.isCycle { draft.cycleWords.initialLevelMm = position[across] }
    try remember(block, &draft)
    let words = draft.cycleWords
    let holes = try repeats(block, &draft)

    let isIncremental = draft.modal.distance == .incremental
    let retractMm = words.retractMm + (isIncremental ? position[across] : draft.origin[across])
    let bottomMm = words.bottomMm + (isIncremental ? retractMm : draft.origin[across])
    guard retractMm >= bottomMm else { throw block.motionFault(.retractBelowBottom) }
    guard retractMm.magnitude <= Self.reachMm, bottomMm.magnitude <= Self.reachMm else {
      throw block.motionFault(.numberOutOfRange)
    }
    var base = position
    var step = Point.zero
    for axis in 0..<3 where axis != across && block.hasAxis(axis) {
      let value = block.axisValue(axis) * draft.unitMm
      if isIncremental { step[axis] = value } else { base[axis] = value + draft.origin[axis] }
    }
    let cycle = CannedCycle(
      plane: draft.modal.plane, base: base, step: step, holes: holes, retractMm: retractMm, bottomMm: bottomMm,
      clearMm: draft.modal.retract == .initialLevel ? max(words.initialLevelMm, retractMm) : retractMm,
      peckMm: words.peckMm, pecks: mode == .drillPeck ? try pecks(retractMm - bottomMm, words.peckMm, block) : 1,
      dwellSeconds: mode == .drillDwell ? words.dwellSeconds : 0, feed: feed, position: position)
    draft.unused = draft.unused - .xyz
    draft.position = try block.reachable(cycle.end)
    plan.cycle = cycle
    plan.add(.cycle)
  }

  /// Takes over R, the depth, P and Q. The first line of a cycle must have them; later ones repeat them (RS274/NGC).
  private func remember(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    let mode = draft.modal.motion
    let isFirst = modal.motion != mode
    let across = draft.modal.plane.axes.across
    if block.letters.contains("R") {
      draft.use("R")
      draft.cycleWords.retractMm = block.value("R") * draft.unitMm
    } else if isFirst {
      throw block.missing("R", for: .motion)
    }
    if block.hasAxis(across) {
      draft.cycleWords.bottomMm = block.axisValue(across) * draft.unitMm
    } else if isFirst {
      throw block.missing(across == 0 ? "X" : across == 1 ? "Y" : "Z", for: .motion)
    }
    if mode == .drillDwell {
      if block.letters.contains("P") {
        draft.use("P")
        draft.cycleWords.dwellSeconds = block.value("P")
      } else if isFirst {
        throw block.missing("P", for: .motion)
      }
    }
    if mode == .drillPeck {
      if block.letters.contains("Q") {
        draft.use("Q")
        guard block.value("Q") > 0 else { throw block.fault(.numberOutOfRange, letter: "Q") }
        draft.cycleWords.peckMm = block.value("Q") * draft.unitMm
      } else if isFirst {
        throw block.missing("Q", for: .motion)
      }
    }
  }

  private func repeats(_ block: Block, _ draft: inout Draft) throws(GCodeError) -> Int {
    guard block.letters.contains("L") else { return 1 }
    draft.use("L")
    let holes = try block.whole("L", limit: Self.repeatLimit)
    guard holes > 0 else { throw block.fault(.numberOutOfRange, letter: "L") }
    return holes
  }

  /// How many pecks it takes; a last one of less than a nanometre is none.
  private func pecks(_ depthMm: Double, _ peckMm: Double, _ block: Block) throws(GCodeError) -> Int {
    let ratio = depthMm / peckMm
    guard ratio <= CannedCycle.peckLimit else {
      throw block.letters.contains("Q")
        ? block.fault(.numberOutOfRange, letter: "Q") : block.motionFault(.numberOutOfRange)
    }
    let whole = Int(ratio)
    return max(1, depthMm - Double(whole) * peckMm > 1e-6 ? whole + 1 : whole)
  }
}
