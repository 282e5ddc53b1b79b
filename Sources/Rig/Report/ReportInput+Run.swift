// What a report needs, from a run and the board it ran on.

import Foundation
import StepperCore

extension ReportInput {
  /// - Parameter origin: where the job's zero was put, when not at the board's work offset.
  public init(_ result: RunResult, _ record: MotionRecord, board: Board, origin: Point?, startedAt: Date?) {
    let settings = board.settings
    let zero = origin ?? board.workOffset
    self.init(
      summary: result.summary, record: record, boardTitle: board.title,
      travel: Box(
        least: Point(settings.x.minMm, settings.y.minMm, settings.z.minMm),
        greatest: Point(settings.x.maxMm, settings.y.maxMm, settings.z.maxMm)),
      workOffset: zero,
      stock: result.cut?.box
        ?? board.stock.map { stock in
          let corner = stock.isAtWorkZero ? zero : stock.frontLeftTopMm
          return Box(
            least: corner - Point(0, 0, stock.sizeMm.z), greatest: corner + Point(stock.sizeMm.x, stock.sizeMm.y, 0))
        },
      warnings: result.notes, alarm: result.reason ?? result.failure, startedAt: startedAt, language: .fromEnvironment()
    )
    cut = result.cut
    torque = result.torque
    jointNames = (0..<3).map(board.name(ofJoint:))
  }

  /// Of a check: its verdict, its findings instead of the run's remarks, its cures.
  public init(_ check: CheckResult, _ record: MotionRecord, board: Board, origin: Point?, startedAt: Date?) {
    self.init(check.run, record, board: board, origin: origin, startedAt: startedAt)
    verdict = check.verdict
    warnings = check.findings.map { Note(line: $0.line, text: $0.text) }
    cures = check.cureSentences
  }
}
