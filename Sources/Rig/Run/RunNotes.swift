// Warnings of a run: remarks go in as they come, a bounded list in every language comes out.

import StepperCore

/// Collects what a person should hear of after a run.
struct RunNotes {
  /// More are counted, but not kept: a job can have a hundred thousand slowed lines.
  static let limit = 50

  private(set) var notes: [ReportInput.Note] = []
  private var left = 0
  private var said: Set<String> = []

  mutating func add(_ phrase: Phrase, line: UInt32?) {
    if notes.count < Self.limit {
      notes.append(ReportInput.Note(line: line.map(Int.init), text: phrase))
    } else {
      left += 1
    }
  }

  /// Says something that is true of the whole run only where it shows first.
  mutating func addOnce(_ phrase: Phrase, line: UInt32?) {
    if said.insert(phrase.english).inserted { add(phrase, line: line) }
  }

  /// All notes, and how many more there were.
  var all: [ReportInput.Note] {
    left == 0 ? notes : notes + [ReportInput.Note(line: nil, text: .furtherWarnings(left))]
  }
}
