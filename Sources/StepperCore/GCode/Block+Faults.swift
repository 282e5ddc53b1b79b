// What a line says comes in; what is wrong with it goes out, with the column of the word to blame.

/// To whom X, Y and Z belong.
enum AxisUse { case nobody, motion, nonModal, toolLength }

extension Block {
  func fault(_ code: GCodeError.Code, letter: Unicode.Scalar) -> GCodeError {
    GCodeError(
      code: code, line: line, column: column(letter), letter: UInt8(truncatingIfNeeded: letter.value),
      value: value(letter))
  }

  /// A fault of the G or M code of a group.
  func fault(_ code: GCodeError.Code, group: ModalGroup) -> GCodeError {
    let isM = group.rawValue >= ModalGroup.stop.rawValue
    let index = Int(group.rawValue)
    return GCodeError(
      code: code, line: line, column: codeColumns[index], letter: isM ? 77 : 71, value: Double(codes[index]) / 10)
  }

  /// A fault for which two codes are to blame: the second of them is named.
  func laterFault(_ code: GCodeError.Code, _ a: ModalGroup, _ b: ModalGroup) -> GCodeError {
    fault(code, group: column(a) > column(b) ? a : b)
  }

  /// The code of a group needs a word that the line has not.
  func missing(_ letter: Unicode.Scalar, for group: ModalGroup) -> GCodeError {
    GCodeError(
      code: .missingWord, line: line, column: column(group), letter: UInt8(truncatingIfNeeded: letter.value))
  }

  /// A word that must be a whole number of at most `limit`.
  func whole(_ letter: Unicode.Scalar, limit: Int) throws(GCodeError) -> Int {
    let value = value(letter)
    // Whole numbers have 32 bits on a microcontroller.
    guard value <= Double(limit), value > -1e9 else { throw fault(.numberOutOfRange, letter: letter) }
    let whole = Int(value)
    guard Double(whole) == value else { throw fault(.notWhole, letter: letter) }
    return whole
  }

  /// Lets a point pass that is near enough to be real; else the first axis word that leads too far is at fault.
  func reachable(_ point: Point) throws(GCodeError) -> Point {
    for axis in 0..<3 where hasAxis(axis) && !(point[axis].magnitude <= Interpreter.reachMm) {
      throw fault(.numberOutOfRange, letter: axis == 0 ? "X" : axis == 1 ? "Y" : "Z")
    }
    return point
  }

  /// A fault of the motion: at its code, or where that stands on an earlier line at the first word that asks for it.
  func motionFault(_ code: GCodeError.Code) -> GCodeError {
    if has(.motion) && code != .axisWordsWithoutMotion { return fault(code, group: .motion) }
    let (letter, column) = first(of: letters & (.xyz | .ijk))
    return GCodeError(
      code: code, line: line, column: column, letter: letter, value: value(Unicode.Scalar(letter)))
  }

  /// The first of the words that nothing used.
  func unusedWord(_ unused: LetterSet) -> GCodeError {
    let (letter, column) = first(of: unused)
    return GCodeError(
      code: .unusedWord, line: line, column: column, letter: letter, value: value(Unicode.Scalar(letter)))
  }

  /// Which code takes X, Y and Z, as grbl decides it, when `motion` is in force; two that want them are a fault.
  func axisUse(_ motion: MotionMode) throws(GCodeError) -> AxisUse {
    let movesExplicitly = has(.motion) && motion != .none
    var use = AxisUse.nobody
    if groups != 0 {
      switch code(.nonModal) {
      case 100, 280, 300, 920: use = .nonModal
      default: break
      }
      if code(.toolLength) == 431 {
        if use != .nobody { throw laterFault(.axisWordConflict, .toolLength, .nonModal) }
        use = .toolLength
      }
      if movesExplicitly, use != .nobody {
        throw laterFault(.axisWordConflict, .motion, use == .nonModal ? .nonModal : .toolLength)
      }
    }
    if use == .nobody {
      let implicit = motion.isArc ? LetterSet.xyz | .ijk : .xyz
      if movesExplicitly || !(letters & implicit).isEmpty { use = .motion }
    }
    return use
  }
}
