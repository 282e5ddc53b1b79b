// What happens to the simulated machine in, moment by moment; lists of what is worth telling out.

import SimBackend
import StepperCore

/// What a plant remembers.
struct PlantRecord: ~Copyable {
  /// A contact that was pressed, by the carriage or by hand.
  struct SwitchHit: Equatable, Sendable {
    /// As the board file names its line.
    var name: String
    var at: PortInstant
    /// Of the carriage, machine mm.
    var positionMm: Point
  }

  /// A carriage that ran against the end of its way.
  struct StopHit: Equatable, Sendable {
    /// 0 = X, 1 = Y, 2 = Z.
    var axis: Int
    var isUpper: Bool
    var at: PortInstant
  }

  var edges = 0
  var missedEdges = 0
  /// Edges that the kernel told after their time had passed.
  var lateEdges = 0
  private(set) var hits: [SwitchHit] = []
  private(set) var hitCount = 0
  private(set) var stops: [StopHit] = []
  private(set) var violations: [TimingViolation] = []
  private(set) var violationCount: UInt64 = 0
  var trace: VCDTrace?
  private let lines: [InputLine]
  private let ends: [ClosedRange<Double>?]
  /// When each line last turned active, to tell a press from the chatter after it.
  private var lastActive: [UInt64?]
  /// Against which ends the carriages are now: two bits an axis.
  private var isAtEnd: UInt8 = 0

  init(_ board: Board) {
    lines = board.inputLines
    ends = board.mechanics.map { $0?.stopsMm }
    lastActive = lines.map { _ in nil }
  }

  /// Lists have an end; counts have none.
  static let room = 100
  /// Longer than any contact chatters.
  private static let chatterTicks = UInt64(PlantClock.tickHz) / 20
  /// Carriages rest this near to a stop.
  private static let stopMm = 0.001

  mutating func note(violations count: UInt64, last: TimingViolation?) {
    guard count != violationCount else { return }
    violationCount = count
    if let last, violations.count < Self.room { violations.append(last) }
  }

  /// Inputs that turned active.
  mutating func note(_ inputs: InputWord, at instant: PortInstant, position: Point) {
    if inputs.isEmpty { return }
    for (place, line) in lines.enumerated() where !(line.bits & inputs).isEmpty {
      let isChatter = lastActive[place].map { instant.tick < $0 &+ Self.chatterTicks } ?? false
      lastActive[place] = instant.tick
      if isChatter { continue }
      hitCount += 1
      if hits.count < Self.room { hits.append(SwitchHit(name: line.name, at: instant, positionMm: position)) }
    }
  }

  mutating func note(position: Point, at instant: PortInstant) {
    for axis in 0..<ends.count {
      guard let ends = ends[axis] else { continue }
      for (bit, isThere) in [
        (UInt8(1) << UInt8(2 * axis), position[axis] <= ends.lowerBound + Self.stopMm),
        (UInt8(2) << UInt8(2 * axis), position[axis] >= ends.upperBound - Self.stopMm),
      ] {
        let wasThere = isAtEnd & bit != 0
        if isThere { isAtEnd |= bit } else { isAtEnd &= ~bit }
        if isThere && !wasThere && stops.count < Self.room {
          stops.append(StopHit(axis: axis, isUpper: bit.trailingZeroBitCount % 2 == 1, at: instant))
        }
      }
    }
  }
}
