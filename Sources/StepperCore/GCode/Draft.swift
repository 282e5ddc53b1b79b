// What a line would change, and what its words mean where they stand: it becomes true only if the whole line is good.

struct Draft {
  var modal: ModalState
  /// Where the line begins, in machine coordinates.
  var start: Point
  /// Where it ends.
  var position: Point
  var cycleWords: CycleWords
  var change = OffsetChange.none
  /// Words that nothing has used yet.
  var unused: LetterSet
  /// Millimetres per unit of the program.
  var unitMm: Double
  /// The program's zero in machine coordinates.
  var origin = Point.zero

  /// A code of group 0 changes one of them.
  enum OffsetChange {
    case none
    case system(Int, Point)
    case g92(Point)
    case g28(Point)
    case g30(Point)
  }

  mutating func use(_ letter: Unicode.Scalar) { unused = unused - LetterSet(letter) }

  /// Where the axis words lead. Axes without a word stay where they are.
  func target(_ block: Block) throws(GCodeError) -> Point {
    var end = start
    // G53 counts from the machine's zero, in G91 too (as grbl has it).
    let isMachine = block.code(.nonModal) == 530
    let isIncremental = modal.distance == .incremental
    for axis in 0..<3 where block.hasAxis(axis) {
      let value = block.axisValue(axis) * unitMm
      end[axis] = isMachine ? value : value + (isIncremental ? start[axis] : origin[axis])
    }
    return try block.reachable(end)
  }

  /// The feed of a motion that needs one.
  func feed(_ block: Block) throws(GCodeError) -> Feed {
    let isInverse = modal.feedMode == .inverseTime
    if block.letters.contains("F") {
      let written = block.value("F")
      guard written != 0 else { throw block.fault(.zeroFeed, letter: "F") }
      // Slower than this, a motion of a micrometre would take a thousand minutes.
      guard written >= 1e-6 else { throw block.fault(.numberOutOfRange, letter: "F") }
      return isInverse ? .inverse(seconds: 60 / written) : .perSecond(modal.feedMmPerMin / 60)
    }
    guard !isInverse, modal.feedMmPerMin >= 1e-6 else {
      var fault = block.motionFault(.missingFeed)
      fault.letter = 70
      fault.value = nil
      throw fault
    }
    return .perSecond(modal.feedMmPerMin / 60)
  }
}
