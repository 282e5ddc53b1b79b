// One thing to say, in every language: made by the static functions in `Phrase+….swift`, one file a subject.

/// Words for a person. It cannot be made without English and French; Wolof falls back on French.
///
/// Texts carry names that strangers chose (files, boards). They are printed through ``Terminal/visible(_:)`` and go into
/// pages through `htmlEscaped`, never as they are.
public struct Phrase: Sendable, Equatable {
  public let english: String
  public let french: String
  /// Nil where nobody who speaks it has written it yet.
  public let wolof: String?

  public init(en english: String, fr french: String, wo wolof: String? = nil) {
    self.english = english
    self.french = french
    self.wolof = wolof
  }

  /// Composed from what is to be said in each language.
  init(_ text: (Language) -> String) {
    self.init(en: text(.en), fr: text(.fr))
  }

  public func text(in language: Language) -> String {
    switch language {
    case .en: english
    case .fr: french
    case .wo: wolof ?? french
    }
  }

  /// "line 12: …", for messages that stand alone.
  public func atLine(_ line: Int?) -> Phrase {
    guard let line else { return self }
    return Phrase(
      en: "line \(line): \(english)", fr: "ligne \(line)\u{A0}: \(french)",
      wo: wolof.map {
        "ligne \(line)\u{A0}: "
          + "\($0)"
      })
  }

  /// "job.nc:12:5: …", the form that editors jump to.
  public func at(file: String, line: Int? = nil, column: Int? = nil) -> Phrase {
    var place = file
    if let line { place += ":\(line)" }
    if let column, line != nil { place += ":\(column)" }
    return Phrase(en: "\(place): \(english)", fr: "\(place): \(french)", wo: wolof.map { "\(place): \($0)" })
  }
}
