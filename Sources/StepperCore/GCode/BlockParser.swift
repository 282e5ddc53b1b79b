// Bytes in, in pieces of any size; a block out for every line. It keeps no text, so that a line may have any length.

struct BlockParser {
  private enum State: UInt8 {
    /// Nothing of the line yet but blanks.
    case lineStart
    /// Between words.
    case words
    /// After a letter, and in its number.
    case number
    /// After `(`.
    case comment
    /// After `%`, which stands alone on its line.
    case programMark
    /// What is left of a line that has a fault, is deleted, or ends in a comment.
    case rest
    /// After the first, or the second, byte of a byte-order mark.
    case byteOrderMark1, byteOrderMark2
  }

  /// The line last read; valid until the next one is begun.
  private(set) var block = Block()
  /// Whether lines that begin with `/` are left out.
  var blockDelete: Bool

  private var state = State.lineStart
  private var stateAfterComment = State.words
  /// The line being read, and how many bytes of it were taken by earlier calls.
  private var line: UInt32 = 1
  private var bytesBefore = 0
  /// A carriage return ended the last line: a line feed that follows belongs to it.
  private var skipsLineFeed = false
  private var letter: UInt8 = 0
  private var letterColumn: UInt32 = 0
  private var numeral = Numeral()
  private var commentColumn: UInt32 = 0
  private var fault: GCodeError?

  /// How many lines were read to their end.
  var linesRead: UInt32 { line &- 1 }

  init(blockDelete: Bool) { self.blockDelete = blockDelete }

  /// Takes bytes up to and including the end of a line. True: `block` is that line. False: the bytes ran out.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws(GCodeError) -> Bool {
    let end = bytes.count
    var i = index
    if skipsLineFeed, i < end {
      skipsLineFeed = false
      if bytes[i] == 10 { i += 1 }
    }
    // The column of byte i is i + 1 - lineStart, also where the line began in an earlier piece.
    var lineStart = i &- bytesBefore
    while i < end {
      let byte = bytes[i]
      if state == .number {
        if scanNumber(bytes, &i, end) { completeWord() }
        continue
      }
      let column = UInt32(truncatingIfNeeded: i &+ 1 &- lineStart)
      i += 1
      if byte == 10 || byte == 13 {
        if byte == 13 {
          if i == end { skipsLineFeed = true } else if bytes[i] == 10 { i += 1 }
        }
        index = i
        bytesBefore = 0
        try endLine()
        return true
      }
      if state == .byteOrderMark2, byte == 0xBF {
        // Editors do not show it: columns begin after it.
        lineStart = i
        state = .lineStart
        continue
      }
      take(byte, column: column)
    }
    index = i
    bytesBefore = i &- lineStart
    return false
  }

  /// The bytes are over: what stands without a line end is a line. False: there is nothing.
  mutating func finish() throws(GCodeError) -> Bool {
    skipsLineFeed = false
    guard bytesBefore != 0 || state != .lineStart else { return false }
    bytesBefore = 0
    if state == .number { completeWord() }
    try endLine()
    return true
  }

  private mutating func endLine() throws(GCodeError) {
    switch state {
    case .comment: refuse(.unclosedComment, column: commentColumn, letter: 40)
    case .byteOrderMark1, .byteOrderMark2: refuse(.unexpectedCharacter, column: 1, letter: 0xEF)
    case .lineStart: block.clear(line: line)
    default: break
    }
    state = .lineStart
    line &+= 1
    if let fault {
      self.fault = nil
      throw fault
    }
  }

  /// One byte that neither ends a line nor belongs to a number.
  @inline(__always)
  private mutating func take(_ byte: UInt8, column: UInt32) {
    if state == .lineStart { beginLine(byte, column: column) }
    switch state {
    case .words:
      let upper = byte & 0xDF
      if upper >= 65, upper <= 90 {
        beginWord(upper, column: column)
      } else {
        takeOther(byte, column: column)
      }
    case .comment: if byte == 41 { state = stateAfterComment }
    case .programMark: if byte != 37 || column != commentColumn { takeOther(byte, column: column) }
    case .byteOrderMark1:
      // The first byte of the mark comes by here too.
      if column == 2, byte == 0xBB { state = .byteOrderMark2 } else if column != 1 { refuseByteOrderMark() }
    case .byteOrderMark2: if column != 2 { refuseByteOrderMark() }
    case .lineStart, .number, .rest: break
    }
  }

  /// The first byte that is no blank decides what kind of line this is.
  private mutating func beginLine(_ byte: UInt8, column: UInt32) {
    if byte == 32 || byte == 9 { return }
    block.clear(line: line)
    stateAfterComment = .words
    switch byte {
    case 47:
      state = .rest
      if !blockDelete { state = .lineStart }
    case 37:
      state = .programMark
      stateAfterComment = .programMark
      commentColumn = column
    case 0xEF where line == 1 && column == 1: state = .byteOrderMark1
    default: state = .words
    }
  }

  private mutating func refuseByteOrderMark() { refuse(.unexpectedCharacter, column: 1, letter: 0xEF) }

  /// Between words: a byte that is no letter.
  private mutating func takeOther(_ byte: UInt8, column: UInt32) {
    switch byte {
    case 32, 9: break
    case 40:
      commentColumn = column
      state = .comment
    case 59: state = .rest
    case 35, 61, 91, 93: refuse(.expression, column: column, letter: byte)
    default: refuse(.unexpectedCharacter, column: column, letter: byte)
    }
  }

  @inline(__always)
  private mutating func beginWord(_ upper: UInt8, column: UInt32) {
    letter = upper
    letterColumn = column
    numeral = Numeral()
    state = .number
    if upper == 79 { refuse(.subprogram, column: column, letter: upper) }
  }

  /// Reads on in a number. True: it is complete, and `i` stands behind it. False: the bytes ran out, or it is none.
  @inline(__always)
  private mutating func scanNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ i: inout Int, _ end: Int) -> Bool {
    var number = numeral
    defer { numeral = number }
    while i < end {
      let byte = bytes[i]
      let digit = byte &- 48
      if digit < 10 {
        guard number.add(digit: digit) else {
          refuse(.numberTooLong, column: letterColumn, letter: letter)
          return false
        }
      } else if byte == 46 {
        guard number.addPoint() else {
          refuse(.badNumber, column: letterColumn, letter: letter)
          return false
        }
      } else if byte == 45 || byte == 43 {
        guard number.addSign(negative: byte == 45) else {
          refuse(.badNumber, column: letterColumn, letter: letter)
          return false
        }
      } else if byte != 32 && byte != 9 {
        return true
      }
      i += 1
    }
    return false
  }

  /// The number after a letter is complete: the word goes into the block.
  @inline(__always)
  private mutating func completeWord() {
    state = .words
    guard numeral.hasDigits else {
      return refuse(numeral.isStarted ? .badNumber : .missingNumber, column: letterColumn, letter: letter)
    }
    let value = numeral.value
    if let code = block.addWord(letter, value, column: letterColumn) {
      refuse(code, column: letterColumn, letter: letter, value: value)
    }
  }

  private mutating func refuse(_ code: GCodeError.Code, column: UInt32, letter: UInt8, value: Double? = nil) {
    fault = GCodeError(code: code, line: line, column: column, letter: letter, value: value)
    state = .rest
  }
}
