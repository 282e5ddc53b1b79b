// Everything that a report shows; it looks at no clock, no file and no environment of its own.

import Foundation
import StepperCore

/// A box in machine coordinates, in mm.
public struct Box: Sendable, Equatable {
  public var least: Point
  public var greatest: Point

  public init(least: Point, greatest: Point) {
    self.least = least
    self.greatest = greatest
  }
}

/// What a report is made of.
public struct ReportInput: Sendable {
  /// A warning in the words of the reader's language.
  public struct Note: Sendable {
    public var line: Int?
    public var text: Phrase

    public init(line: Int?, text: Phrase) {
      self.line = line
      self.text = text
    }
  }

  public var summary: Summary
  public var record: MotionRecord
  /// What the board file calls itself: "Small wood router".
  public var boardTitle: String
  public var jobName: String
  public var travel: Box?
  /// Where the job's zero lies on the machine.
  public var workOffset: Point?
  /// The material, where the board or the job says how large it is.
  public var stock: Box?
  /// What the tool did to it.
  public var cut: RunCut?
  /// What was asked of the motors; nil without physics.
  public var torque: TorqueRecord?
  /// Of a check: what to say instead of how the run ended.
  public var verdict: CheckVerdict?
  /// Of a check: what would cure it.
  public var cures: [Phrase] = []
  /// What axes, or motors that are no axes, are called.
  public var jointNames = ["X", "Y", "Z"]
  public var warnings: [Note]
  /// Why the run stopped; without it the summary's own English message is shown.
  public var alarm: Phrase?
  /// When the run started; nil leaves the date out, so that the same run gives the same page.
  public var startedAt: Date?
  public var timeZone: TimeZone
  public var language: Language

  public init(
    summary: Summary, record: MotionRecord, boardTitle: String, jobName: String? = nil, travel: Box? = nil,
    workOffset: Point? = nil, stock: Box? = nil, warnings: [Note]? = nil, alarm: Phrase? = nil, startedAt: Date? = nil,
    timeZone: TimeZone = .current, language: Language = .en
  ) {
    self.summary = summary
    self.record = record
    self.boardTitle = boardTitle
    self.jobName = jobName ?? summary.job.name
    self.travel = travel
    self.workOffset = workOffset
    self.stock = stock
    self.warnings =
      warnings ?? summary.warnings.map { Note(line: $0.line, text: Phrase(en: $0.message, fr: $0.message)) }
    self.alarm = alarm
    self.startedAt = startedAt
    self.timeZone = timeZone
    self.language = language
  }
}
