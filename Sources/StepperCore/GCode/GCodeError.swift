// What is wrong with a line of G-code, and where: a value, which the host turns into words.

/// The one fault for which a line was refused. Nothing of that line was executed.
public struct GCodeError: Error, Equatable, Sendable {
  public var code: Code
  /// Physical line, from 1.
  public var line: UInt32
  /// Byte of that line, from 1; a byte-order mark does not count. Where a word is missing: the word that needs it.
  public var column: UInt32
  /// The letter of the word concerned (of the missing one, where one is missing), the unexpected byte, or 0.
  public var letter: UInt8
  /// The number of the word concerned, as written, if it could be read.
  public var value: Double?

  public init(code: Code, line: UInt32, column: UInt32, letter: UInt8 = 0, value: Double? = nil) {
    self.code = code
    self.line = line
    self.column = column
    self.letter = letter
    self.value = value
  }

  /// One case per fault that a person would put right in a different way.
  public enum Code: UInt8, Equatable, Sendable {
    // Characters and numbers.
    /// A byte that cannot stand there.
    case unexpectedCharacter
    /// A comment that was opened with `(` does not end on its line.
    case unclosedComment
    /// Parameters and expressions (`#`, `[`, `=`) are not understood.
    case expression
    /// Subprograms (O words) are not understood.
    case subprogram
    /// A letter without a number.
    case missingNumber
    /// Two points, a sign in the middle, or no digit at all.
    case badNumber
    /// More than 19 digits.
    case numberTooLong
    /// The word's number, or the position that follows from it, is larger or smaller than anything a machine can do.
    case numberOutOfRange
    /// The word must not be negative.
    case negativeValue
    /// The word must be a whole number.
    case notWhole

    // Words.
    /// No such G code.
    case unknownGWord
    /// No such M code.
    case unknownMWord
    /// A G or M code, or a variant of one, that exists elsewhere and is not supported here.
    case unsupportedWord
    /// A letter that means nothing here: further axes, D, E.
    case unsupportedLetter
    /// A G or M code with a fraction that does not exist.
    case commandNotWhole
    /// Two codes that exclude each other.
    case modalGroupConflict
    /// The same letter twice.
    case repeatedWord
    /// N above 9,999,999.
    case invalidLineNumber
    /// A code lacks a word (`letter`) that it needs.
    case missingWord
    /// A word that nothing on the line uses.
    case unusedWord

    // Feeds.
    /// A motion at a feed that was never set, or in G93 without F on its line.
    case missingFeed
    /// A motion at F0.
    case zeroFeed

    // Axis words.
    /// Two codes on the line want the axis words.
    case axisWordConflict
    /// A code that needs axis words has none.
    case missingAxisWords
    /// Axis words, but no motion is active (after G80).
    case axisWordsWithoutMotion
    /// G43.1 takes exactly the Z word.
    case toolLengthAxis
    /// G10 P names no work offset.
    case unknownWorkOffset
    /// G53 needs G0 or G1.
    case machineCoordinatesWithoutLine
    /// The probe is to move to where it is.
    case probeWithoutMotion

    // Arcs.
    /// An arc in R form without an end in its plane.
    case arcWithoutEnd
    /// An arc with neither R nor an offset (I, J, K) in its plane.
    case arcWithoutCenter
    /// Start and end are not equally far from the centre.
    case arcRadiusMismatch
    /// R is less than half the way to the end.
    case arcRadiusTooSmall
    /// An arc in R form that ends where it starts has no centre.
    case arcEndsAtStart

    // Canned cycles.
    /// The retract plane R lies below the bottom of the hole.
    case retractBelowBottom
    /// A canned cycle in inverse time (G93).
    case inverseTimeInCycle
  }

  /// The `error:n` by which a grbl 1.1 sender knows this fault.
  public var grblNumber: Int {
    switch code {
    case .unexpectedCharacter, .unclosedComment: 1
    case .missingNumber, .badNumber, .numberTooLong: 2
    case .negativeValue: 4
    case .expression, .subprogram, .unknownGWord, .unknownMWord, .unsupportedWord, .unsupportedLetter: 20
    case .modalGroupConflict: 21
    case .missingFeed, .zeroFeed, .inverseTimeInCycle: 22
    case .notWhole, .commandNotWhole: 23
    case .axisWordConflict: 24
    case .repeatedWord: 25
    case .missingAxisWords: 26
    case .invalidLineNumber: 27
    case .missingWord: 28
    case .unknownWorkOffset: 29
    case .machineCoordinatesWithoutLine: 30
    case .axisWordsWithoutMotion: 31
    case .arcWithoutEnd: 32
    case .arcRadiusMismatch, .arcEndsAtStart, .probeWithoutMotion, .retractBelowBottom: 33
    case .arcRadiusTooSmall: 34
    case .arcWithoutCenter: 35
    case .unusedWord: 36
    case .toolLengthAxis: 37
    case .numberOutOfRange: 38
    }
  }
}
