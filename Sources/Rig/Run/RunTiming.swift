// How a simulated machine's ticks were kept comes in; figures of a summary and remarks go out, as of a run on real lines.

import GPIOBackend
import Glibc
import SimBackend

extension TickKeeping {
  /// What a person should hear of afterwards, in the words of a run on real lines.
  var remarks: [Phrase] {
    var remarks: [Phrase] = []
    if lateTicks > 0 { remarks.append(.ticksWereLate(count: lateTicks, stretchedMs: Double(stretchedNs) * 1e-6)) }
    if slowdowns > 0 { remarks.append(.plannerWasLate(slowdowns: slowdowns, standstills: standstills)) }
    return remarks
  }

  /// Why the machine was brought to rest.
  func tooLate(_ board: Board) -> Phrase {
    .tickTooLate(us: Double(greatestLatenessNs) / 1_000, limitUs: Double(board.realTime.holdUs))
  }
}

extension RunResult {
  /// The figures of the ticks, and the time that passed beside them.
  mutating func take(_ timing: TickKeeping) {
    summary.lateTicks = timing.lateTicks
    summary.maxLatenessUs = Double(timing.greatestLatenessNs) / 1_000
    if let seconds = summary.machineSeconds { summary.machineSeconds = seconds + timing.beyondTicksS }
    slowdowns = timing.slowdowns
    standstills = timing.standstills
  }
}

extension Phrase {
  /// As where the kernel answers EIO to a write.
  static let simulatedLinesLost = linesLost(reason: GPIOTransferError.write(code: EIO).description)
}
