// A block comes in; modes, offsets and position change and a plan of commands is made, or a fault and nothing changes.

struct Interpreter: Sendable {
  /// The farthest that anything may lie from a zero: a kilometre.
  static var reachMm: Double { 1e6 }
  static var mmPerInch: Double { 25.4 }

  private(set) var modal = ModalState()
  var offsets: WorkOffsets
  var position: Point
  var optionalStop: Bool
  private(set) var isProgramEnded = false
  /// The words that canned cycles remember.
  private var cycleWords = CycleWords()
  var plan = LinePlan()

  init(offsets: WorkOffsets, position: Point, optionalStop: Bool) {
    self.offsets = offsets
    self.position = position
    self.optionalStop = optionalStop
  }

  /// What a line would change; it becomes true only when the whole line was found good.
  struct Draft {
    var modal: ModalState
    var position: Point
    var cycleWords: CycleWords
    var change = OffsetChange.none
    /// Words that nothing has used yet.
    var unused: LetterSet
    /// Millimetres per unit of the program.
    var unitMm: Double
    /// The program's zero in machine coordinates.
    var origin = Point.zero
    var plan = LinePlan()

    mutating func use(_ letter: Unicode.Scalar) { unused = unused - LetterSet(letter) }
  }

  /// Group 0 changes at most one of them a line.
  enum OffsetChange {
    case none
    case system(Int, Point)
    case g92(Point)
    case g28(Point)
    case g30(Point)
  }

  /// To whom X, Y and Z belong.
  enum AxisUse { case nobody, motion, nonModal, toolLength }

  /// Executes a line, in the order that RS274/NGC gives. After a fault, all is as before.
  mutating func execute(_ block: Block) throws(GCodeError) {
    plan.clear()
    if block.isEmpty { return }
    var draft = Draft(
      modal: modal, position: position, cycleWords: cycleWords,
      unused: block.letters - LetterSet("N") - LetterSet("F") - LetterSet("S") - LetterSet("T"), unitMm: 1)
    if block.groups != 0 { try setModes(block, &draft) }
    draft.unitMm = draft.modal.units == .inch ? Self.mmPerInch : 1
    try setValues(block, &draft)
    let axisUse = try axisUse(block, draft.modal)
    if block.has(.toolLength) { try setToolLength(block, &draft) }
    if block.has(.pathMode) { try setPathMode(block, &draft) }
    draft.origin = origin(draft.modal)
    if block.has(.nonModal) { try executeNonModal(block, &draft) }
    if axisUse == .motion { try executeMotion(block, &draft) }
    if !draft.unused.isEmpty { throw unusedWord(block, draft.unused) }
    if block.has(.stop) { stop(block, &draft) }
    commit(draft)
  }

  private mutating func commit(_ draft: Draft) {
    modal = draft.modal
    position = draft.position
    cycleWords = draft.cycleWords
    plan = draft.plan
    isProgramEnded = draft.plan.endsProgram
    switch draft.change {
    case .none: break
    case .system(let system, let point): offsets[system] = point
    case .g92(let point): offsets.g92 = point
    case .g28(let point): offsets.g28 = point
    case .g30(let point): offsets.g30 = point
    }
  }

  /// The program's zero in machine coordinates.
  func origin(_ modal: ModalState) -> Point {
    var origin = offsets[Int(modal.workSystem)] + offsets.g92
    origin.z += modal.toolLengthMm
    return origin
  }

  private func unusedWord(_ block: Block, _ unused: LetterSet) -> GCodeError {
    let (letter, column) = block.first(of: unused)
    return GCodeError(
      code: .unusedWord, line: block.line, column: column, letter: letter,
      value: block.value(Unicode.Scalar(letter)))
  }

  /// Which code takes X, Y and Z, as grbl decides it; two that want them are a fault.
  private func axisUse(_ block: Block, _ modal: ModalState) throws(GCodeError) -> AxisUse {
    let movesExplicitly = block.has(.motion) && modal.motion != .none
    var use = AxisUse.nobody
    if block.groups != 0 {
      switch block.code(.nonModal) {
      case 100, 280, 300, 920: use = .nonModal
      default: break
      }
      if block.code(.toolLength) == 431 {
        if use != .nobody { throw block.laterFault(.axisWordConflict, .toolLength, .nonModal) }
        use = .toolLength
      }
      if movesExplicitly, use != .nobody {
        throw block.laterFault(.axisWordConflict, .motion, use == .nonModal ? .nonModal : .toolLength)
      }
    }
    if use == .nobody {
      let implicit = modal.motion.isArc ? LetterSet.xyz | .ijk : .xyz
      if movesExplicitly || !(block.letters & implicit).isEmpty { use = .motion }
    }
    return use
  }

  private func stop(_ block: Block, _ draft: inout Draft) {
    switch block.code(.stop) {
    case 0: draft.plan.add(.pause)
    case 10:
      draft.plan.pauseIsOptional = true
      if optionalStop { draft.plan.add(.pause) }
    default:
      if draft.modal.spindle != .off { draft.plan.add(.spindleOff) }
      if draft.modal.flood || draft.modal.mist { draft.plan.add(.coolantOff) }
      draft.plan.add(.programEnd)
      draft.modal.resetAtProgramEnd()
    }
  }
}
