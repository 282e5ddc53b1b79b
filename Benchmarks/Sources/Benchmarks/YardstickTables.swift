// Jobs in, tables out: how long the planner drives beside what other planners would take.

import Foundation
import Rig
import StepperCore
import Yardsticks

/// One job on one board, held against both yardsticks.
struct YardstickTables {
  /// Points on arcs, as a multiple of what tests take: the best times are then good to a few hundredths of a percent.
  private static let fineness = 4.0

  private let job: String
  private let machineS: Double
  private let plan: PlanComparison
  private let chordsS: Double
  private let keptS: Double

  /// - Parameters:
  ///   - path: a G-code file.
  ///   - board: the name of one in the project's folder.
  init(_ path: String, board name: String) throws {
    let board = try JobOnBoard.board(name)
    let program = try commands(
      in: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), reader: board.reader())
    let (settings, start, window) = (board.settings, board.startPosition, board.lookAheadSegments)
    job = (path as NSString).lastPathComponent
    machineS = try DrivenProgram.machineSeconds(program, on: settings, from: start, window: window)
    plan = try PlanComparison(program, on: settings, from: start, window: window, fineness: Self.fineness)
    let rests = plan.driven.commandsAfterWait
    let waits = plan.driven.waitsS
    chordsS = waits + JunctionDeviationPlan(program, on: settings, from: start, restsBefore: rests).seconds
    keptS = waits + JunctionDeviationPlan(program, on: settings, from: start, restsBefore: rests, arcs: .kept).seconds
  }

  /// Seconds of everything, and of what is lost where.
  func text() -> String {
    let driven = plan.driven
    let smoothing = machineS - driven.profileS - driven.waitsS
    var rows = [["", "seconds", "planner over it", "lines", "blends", "arcs"]]
    rows.append(["planner, machine time", seconds(machineS), "", "", "", ""])
    rows.append(["grbl's rule, arcs as chords", seconds(chordsS), ratio(machineS / chordsS), "", "", ""])
    rows.append(["grbl's rule, arcs kept", seconds(keptS), ratio(machineS / keptS), "", "", ""])
    rows.append(["waits", seconds(driven.waitsS), "", "", "", ""])
    rows.append(["smoothing, at \(driven.rests) rests", seconds(smoothing), "", "", "", ""])
    rows.append(row("planner before smoothing", driven.segments.map(\.durationS)))
    for restriction in Restriction.allCases {
      rows.append(row("best: \(Self.name(restriction))", plan.optimalS(restriction)))
    }
    return "\(job): \(driven.segments.count) segments\n" + aligned(rows)
  }

  private func row(_ name: String, _ each: [Double]) -> [String] {
    let sums = plan.sums(each)
    let total = each.reduce(0, +)
    return [name, seconds(total), ratio(plan.driven.profileS / total)]
      + PieceKind.allCases.map { seconds(sums[$0] ?? 0) }
  }

  private static func name(_ restriction: Restriction) -> String {
    switch restriction {
    case .axes: "feed and axes"
    case .segmentSpeed: "+ the planner's speeds"
    }
  }

  private func seconds(_ value: Double) -> String { String(format: "%.2f", value) }
  private func ratio(_ value: Double) -> String { String(format: "%.4f", value) }
}
