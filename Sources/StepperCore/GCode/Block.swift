// The words of one line: the value and the column of every letter, and its G and M codes sorted into modal groups.

/// The letters of a line as a set: bit 0 is A, bit 25 is Z.
struct LetterSet: Equatable {
  var bits: UInt32

  static var none: LetterSet { LetterSet(bits: 0) }
  static var f: LetterSet { LetterSet("F") }
  static var xyz: LetterSet { LetterSet(bits: 0x0380_0000) }
  static var ijk: LetterSet { LetterSet(bits: 0x0000_0700) }

  init(bits: UInt32) { self.bits = bits }
  init(_ letter: Unicode.Scalar) { bits = 1 << (letter.value &- 65) }

  var isEmpty: Bool { bits == 0 }
  func contains(_ letter: Unicode.Scalar) -> Bool { bits & (1 << (letter.value &- 65)) != 0 }
  static func & (a: LetterSet, b: LetterSet) -> LetterSet { LetterSet(bits: a.bits & b.bits) }
  static func | (a: LetterSet, b: LetterSet) -> LetterSet { LetterSet(bits: a.bits | b.bits) }
  static func - (a: LetterSet, b: LetterSet) -> LetterSet { LetterSet(bits: a.bits & ~b.bits) }
  /// X, Y or Z by the number of its axis; I, J, K sit fifteen letters before.
  static func axis(_ axis: Int) -> LetterSet { LetterSet(bits: 0x0080_0000 << UInt32(axis)) }
  static func offset(_ axis: Int) -> LetterSet { LetterSet(bits: 0x0000_0100 << UInt32(axis)) }
}

/// The modal groups of RS274/NGC (tables 4 and 5 there): two codes of one group cannot stand on one line.
enum ModalGroup: UInt8 {
  case nonModal, motion, plane, distance, arcDistance, feedMode, units, cutterRadius, toolLength, retract, workSystem
  case pathMode, stop, toolChange, spindle, coolant

  static var count: Int { 16 }
}

/// One line, taken apart. Codes are held in tenths, so that G38.2 is 382.
struct Block {
  var line: UInt32 = 1
  /// The letters present, without G and M.
  var letters: LetterSet = .none
  /// One bit for each modal group of which the line has a code.
  var groups: UInt32 = 0
  private var values = InlineArray<26, Double>(repeating: 0)
  private var columns = InlineArray<26, UInt32>(repeating: 0)
  private(set) var codes = InlineArray<16, UInt16>(repeating: 0)
  private(set) var codeColumns = InlineArray<16, UInt32>(repeating: 0)

  var isEmpty: Bool { letters.isEmpty && groups == 0 }

  mutating func clear(line: UInt32) {
    self.line = line
    letters = .none
    groups = 0
  }

  /// The number after a letter; only meaningful where `letters` contains it.
  func value(_ letter: Unicode.Scalar) -> Double { values[Int(letter.value &- 65)] }
  func column(_ letter: Unicode.Scalar) -> UInt32 { columns[Int(letter.value &- 65)] }
  /// X, Y or Z by the number of its axis.
  func axisValue(_ axis: Int) -> Double { values[23 &+ axis] }
  /// I, J or K by the number of its axis.
  func offsetValue(_ axis: Int) -> Double { values[8 &+ axis] }

  func hasAxis(_ axis: Int) -> Bool { !(letters & .axis(axis)).isEmpty }
  func hasOffset(_ axis: Int) -> Bool { !(letters & .offset(axis)).isEmpty }

  /// The code of a group in tenths, or nil.
  func code(_ group: ModalGroup) -> UInt16? { has(group) ? codes[Int(group.rawValue)] : nil }
  func column(_ group: ModalGroup) -> UInt32 { codeColumns[Int(group.rawValue)] }
  func has(_ group: ModalGroup) -> Bool { groups & (1 << UInt32(group.rawValue)) != 0 }

  /// Adds a word other than G and M; false where the letter stands on the line already.
  mutating func add(letter: UInt8, value: Double, column: UInt32) -> Bool {
    let index = Int(letter &- 65)
    let bit = LetterSet(bits: 1 << UInt32(index))
    guard (letters & bit).isEmpty else { return false }
    letters = letters | bit
    values[index] = value
    columns[index] = column
    return true
  }

  /// Adds a G or M code; false where one of its group stands on the line already.
  mutating func add(code: UInt16, group: ModalGroup, column: UInt32) -> Bool {
    let index = Int(group.rawValue)
    guard groups & (1 << UInt32(index)) == 0 else { return false }
    groups |= 1 << UInt32(index)
    codes[index] = code
    codeColumns[index] = column
    return true
  }

  /// The column of the first word among `set`, and its letter.
  func first(of set: LetterSet) -> (letter: UInt8, column: UInt32) {
    var found: (letter: UInt8, column: UInt32) = (0, UInt32.max)
    for index in 0..<26 where set.bits & (1 << UInt32(index)) != 0 && columns[index] < found.column {
      found = (65 &+ UInt8(index), columns[index])
    }
    return found
  }
}
