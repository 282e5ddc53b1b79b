// Faults of a run come in: the machine takes them, or the run is refused; where pulses first went astray is kept.

import SimBackend
import StepperCore

/// Where a fault first took, or added, pulses of a motor.
struct Astray {
  var motor: Int
  var axis: Int
  var line: UInt32
  /// At the end of the slice.
  var tick: UInt64
  /// Of the axis, at the end of that slice, machine mm.
  var positionMm: Double
}

extension SimMachine {
  /// Takes what goes wrong; the reason why not, where that cannot be on this board.
  mutating func take(_ faults: [SimFault], _ board: Board) -> SimFaultError? {
    let wired = board.inputs.reduce(InputWord.none) { $0 | $1.bit }
    for (index, fault) in faults.enumerated() {
      guard let input = fault.kind.input, !wired.contains(input) else { continue }
      return SimFaultError(index: index, reason: .noSuchInput(input))
    }
    do throws(SimFaultError) {
      try schedule(faults)
    } catch {
      return error
    }
    return nil
  }
}

extension JobFeed {
  /// An input has cut the steps; `position` is where they have brought the machine, mm.
  mutating func raise(_ trip: Trip, at position: Point, line: UInt32) {
    switch trip {
    case .emergencyStop: raise("emergency_stop", .emergencyStop, line: line)
    case .limit(let inputs):
      guard let axis = inputs.limitAxis else {
        raise("hard_limit", .oneOfLimits(wires: board.names(of: inputs)), line: line)
        return
      }
      raise(
        "hard_limit", .hardLimit(axis: ["X", "Y", "Z"][axis], positionMm: position[axis]), line: line,
        axis: ["x", "y", "z"][axis], positionMm: position[axis])
    }
  }

  /// Limit switches have cut the steps of a machine that had lost its place before: that is the reason, and this only told.
  mutating func noteLimit(_ inputs: InputWord, at position: Point, line: UInt32) {
    guard let axis = inputs.limitAxis else {
      notes.add(.oneOfLimits(wires: board.names(of: inputs)), line: line)
      return
    }
    notes.add(.hardLimit(axis: ["X", "Y", "Z"][axis], positionMm: position[axis]), line: line)
  }

  /// The machine cannot have a fault that it was given: nothing is run.
  mutating func refuse(_ error: SimFaultError) {
    let phrase = Phrase.faultRefused(error, board)
    breakOff(.error, "fault", phrase, line: 0)
    alarm?.line = nil
    failure = phrase
    exit = .wrongUse
  }
}
