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

  /// Executes a line, in the order that RS274/NGC gives. After a fault, all is as before.
  mutating func execute(_ block: Block) throws(GCodeError) {
    plan.clear()
    if block.isEmpty { return }
    var draft = Draft(
      modal: modal, start: position, position: position, cycleWords: cycleWords,
      unused: block.letters - LetterSet("N") - LetterSet("F") - LetterSet("S") - LetterSet("T"), unitMm: 1)
    do throws(GCodeError) {
      try check(block, &draft)
    } catch {
      plan.clear()
      throw error
    }
    commit(draft)
  }

  private mutating func check(_ block: Block, _ draft: inout Draft) throws(GCodeError) {
    if block.groups != 0 { setModes(block, &draft) }
    draft.unitMm = draft.modal.units == .inch ? Self.mmPerInch : 1
    try setValues(block, &draft)
    let axisUse = try block.axisUse(draft.modal.motion)
    if block.has(.toolLength) { try setToolLength(block, &draft) }
    if block.has(.pathMode) { setPathMode(block, &draft) }
    draft.origin = origin(draft.modal)
    if block.has(.nonModal) { try executeNonModal(block, &draft) }
    if axisUse == .motion { try executeMotion(block, &draft) }
    if !draft.unused.isEmpty { throw block.unusedWord(draft.unused) }
    if block.has(.stop) { stop(block, &draft) }
  }

  private mutating func commit(_ draft: Draft) {
    modal = draft.modal
    position = draft.position
    cycleWords = draft.cycleWords
    isProgramEnded = plan.endsProgram
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

  private mutating func stop(_ block: Block, _ draft: inout Draft) {
    switch block.code(.stop) {
    case 0: plan.add(.pause)
    case 10:
      plan.pauseIsOptional = true
      if optionalStop { plan.add(.pause) }
    default:
      if draft.modal.spindle != .off { plan.add(.spindleOff) }
      if draft.modal.flood || draft.modal.mist { plan.add(.coolantOff) }
      plan.add(.programEnd)
      draft.modal.resetAtProgramEnd()
    }
  }
}
