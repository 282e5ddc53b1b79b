// Modes, feeds, speeds, tools and offsets: everything on a line that is no motion.

extension Interpreter {
  /// The codes that only set a mode.
  mutating func setModes(_ block: Block, _ draft: inout Draft) {
    if let code = block.code(.motion) { draft.modal.motion = motion(code) }
    // Most lines have a motion code or none.
    if block.groups & ~(1 << UInt32(ModalGroup.motion.rawValue)) == 0 { return }
    switch block.code(.plane) {
    case 170: draft.modal.plane = .xy
    case 180: draft.modal.plane = .zx
    case 190: draft.modal.plane = .yz
    default: break
    }
    if let code = block.code(.distance) { draft.modal.distance = code == 900 ? .absolute : .incremental }
    if let code = block.code(.feedMode) { draft.modal.feedMode = code == 930 ? .inverseTime : .perMinute }
    if let code = block.code(.units) { draft.modal.units = code == 200 ? .inch : .millimetre }
    if let code = block.code(.retract) { draft.modal.retract = code == 980 ? .initialLevel : .retractPlane }
    if let code = block.code(.workSystem) { draft.modal.workSystem = UInt8((code - 540) / 10) }
    if let code = block.code(.spindle) {
      draft.modal.spindle = code == 30 ? .clockwise : code == 40 ? .counterclockwise : .off
      plan.add(.spindle)
    }
    if let code = block.code(.coolant) {
      draft.modal.mist = code == 70 || (code != 90 && draft.modal.mist)
      draft.modal.flood = code == 80 || (code != 90 && draft.modal.flood)
      plan.add(.coolant)
    }
    plan.flood = draft.modal.flood
    plan.mist = draft.modal.mist
  }

  private func motion(_ code: UInt16) -> MotionMode {
    switch code {
    case 0: .rapid
    case 10: .linear
    case 20: .arcClockwise
    case 30: .arcCounterclockwise
    case 382: .probeToward
    case 383: .probeTowardIfAny
    case 384: .probeAway
    case 385: .probeAwayIfAny
    case 810: .drill
    case 820: .drillDwell
    case 830: .drillPeck
    default: .none
    }
  }

  /// N, F, S, T and M6.
  mutating func setValues(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    if block.letters.contains("N") {
      guard block.value("N") <= 9_999_999 else { throw block.fault(.invalidLineNumber, letter: "N") }
      draft.modal.lineNumber = UInt32(try block.whole("N", limit: 9_999_999))
    }
    if draft.modal.feedMode == .inverseTime {
      draft.modal.feedMmPerMin = 0
    } else if block.letters.contains("F") {
      draft.modal.feedMmPerMin = block.value("F") * draft.unitMm
    } else if modal.feedMode == .inverseTime {
      // As grbl and LinuxCNC have it, a feed does not outlive G93.
      draft.modal.feedMmPerMin = 0
    }
    if block.letters.contains("S") {
      let rpm = block.value("S")
      if rpm != modal.spindleRpm, draft.modal.spindle != .off, !block.has(.spindle) { plan.add(.spindleSpeed) }
      draft.modal.spindleRpm = rpm
    }
    plan.spindle = draft.modal.spindle
    plan.spindleRpm = draft.modal.spindleRpm
    if block.letters.contains("T") { draft.modal.selectedTool = try block.whole("T", limit: 99_999) }
    if block.has(.toolChange) {
      draft.modal.loadedTool = draft.modal.selectedTool
      plan.tool = draft.modal.selectedTool
      plan.add(.toolChange)
    }
  }

  /// G43, G43.1 and G49.
  mutating func setToolLength(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    draft.modal.toolLength = .off
    draft.modal.toolLengthMm = 0
    switch block.code(.toolLength) {
    case 430:
      // Without H, the tool that is in the spindle, as LinuxCNC has it.
      var tool = draft.modal.loadedTool
      if block.letters.contains("H") {
        draft.use("H")
        tool = try block.whole("H", limit: WorkOffsets.toolCount - 1)
      }
      if tool == 0 { return }
      draft.modal.toolLength = .table
      if let lengthMm = offsets.toolLengthMm(tool) {
        draft.modal.toolLengthMm = lengthMm
      } else {
        plan.lengthMissingFor = tool
        plan.add(.notice)
      }
    case 431:
      guard block.letters.contains("Z") else {
        throw GCodeError(
          code: .toolLengthAxis, line: block.line, column: block.column(.toolLength), letter: 90)
      }
      if block.letters.contains("X") { throw block.fault(.toolLengthAxis, letter: "X") }
      if block.letters.contains("Y") { throw block.fault(.toolLengthAxis, letter: "Y") }
      draft.use("Z")
      let lengthMm = block.value("Z") * draft.unitMm
      guard lengthMm.magnitude <= Self.reachMm else { throw block.fault(.numberOutOfRange, letter: "Z") }
      draft.modal.toolLength = .dynamic
      draft.modal.toolLengthMm = lengthMm
    default: break
    }
  }

  /// G61, G61.1 and G64 [P].
  mutating func setPathMode(_ block: Block, _ draft: inout Draft) {
    switch block.code(.pathMode) {
    case 610: draft.modal.pathMode = .exactPath
    case 611: draft.modal.pathMode = .exactStop
    default:
      var toleranceMm: Double?
      if block.letters.contains("P") {
        draft.use("P")
        toleranceMm = block.value("P") * draft.unitMm
      }
      draft.modal.pathMode = .blend(toleranceMm: toleranceMm)
    }
    plan.pathMode = draft.modal.pathMode
    plan.add(.pathMode)
  }

  /// Group 0: G4, G10, G28, G28.1, G30, G30.1, G53, G92 and G92.1.
  mutating func executeNonModal(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    switch block.code(.nonModal) {
    case 40:
      guard block.letters.contains("P") else { throw block.missing("P", for: .nonModal) }
      draft.use("P")
      plan.dwellSeconds = block.value("P")
      plan.add(.dwell)
    case 100: try setWorkSystem(block, &draft)
    case 280: try goHome(block, &draft, offsets.g28)
    case 300: try goHome(block, &draft, offsets.g30)
    case 281: draft.change = .g28(position)
    case 301: draft.change = .g30(position)
    case 920:
      guard !(block.letters & .xyz).isEmpty else { throw block.fault(.missingAxisWords, group: .nonModal) }
      draft.unused = draft.unused - .xyz
      // The offset that makes the present position the one that is written.
      var g92 = offsets.g92
      let zero = originWithoutG92(draft.modal)
      for axis in 0..<3 where block.hasAxis(axis) {
        g92[axis] = position[axis] - zero[axis] - block.axisValue(axis) * draft.unitMm
      }
      draft.change = .g92(try block.reachable(g92))
    case 921:
      draft.change = .g92(.zero)
      draft.origin = originWithoutG92(draft.modal)
    case 530:
      guard draft.modal.motion == .rapid || draft.modal.motion == .linear else {
        throw block.fault(.machineCoordinatesWithoutLine, group: .nonModal)
      }
    default: break
    }
  }

  private func originWithoutG92(_ modal: ModalState) -> Point {
    var zero = offsets[Int(modal.workSystem)]
    zero.z += modal.toolLengthMm
    return zero
  }

  /// G10 L2 sets the zero of a work system; G10 L20 sets it so that the present position becomes what is written.
  private func setWorkSystem(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    guard !(block.letters & .xyz).isEmpty else { throw block.fault(.missingAxisWords, group: .nonModal) }
    guard block.letters.contains("L") else { throw block.missing("L", for: .nonModal) }
    guard block.letters.contains("P") else { throw block.missing("P", for: .nonModal) }
    draft.unused = draft.unused - .xyz - LetterSet("L") - LetterSet("P")
    let kind = block.value("L")
    guard kind == 2 || kind == 20 else { throw block.fault(.unsupportedWord, letter: "L") }
    if block.letters.contains("R") { throw block.fault(.unsupportedWord, letter: "R") }
    guard block.value("P") <= Double(WorkOffsets.systemCount) else {
      throw block.fault(.unknownWorkOffset, letter: "P")
    }
    let number = try block.whole("P", limit: WorkOffsets.systemCount)
    let system = number == 0 ? Int(draft.modal.workSystem) : number - 1
    // What stands between the work system's zero and the program's: G92 and the tool length.
    var shift = offsets.g92
    shift.z += draft.modal.toolLengthMm
    var zero = offsets[system]
    for axis in 0..<3 where block.hasAxis(axis) {
      let value = block.axisValue(axis) * draft.unitMm
      zero[axis] = kind == 2 ? value : position[axis] - shift[axis] - value
    }
    draft.change = .system(system, try block.reachable(zero))
  }

  /// G28 and G30: by way of the point that is written, if one is, and then home, with the axes written or with all.
  private mutating func goHome(_ block: Block, _ draft: inout Draft, _ stored: Point) throws(GCodeError) {
    var home = stored
    if !(block.letters & .xyz).isEmpty {
      draft.unused = draft.unused - .xyz
      plan.firstMotion = .line(to: try draft.target(block), feed: .rapid)
      plan.add(.firstMotion)
      for axis in 0..<3 where !block.hasAxis(axis) { home[axis] = position[axis] }
    }
    plan.home = home
    plan.add(.secondMotion)
    draft.position = home
  }
}
