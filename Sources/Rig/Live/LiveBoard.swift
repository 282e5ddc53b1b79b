// A board file's machine on this computer's own lines: what it asks of the loop, and what is looked at before it starts.

import GPIOBackend
import StepperCore

extension Board {
  /// How the loop keeps this board's time.
  public var loopSettings: LoopSettings {
    LoopSettings(
      tickHz: settings.tickHz, spinNs: UInt64(realTime.spinUs) * 1_000,
      holdLatenessNs: UInt64(realTime.holdUs) * 1_000)
  }

  /// The inputs that are limit switches.
  public var limitInputs: InputWord {
    inputs.reduce(InputWord.none) { $0 | $1.bit }
      & (0..<3).reduce(InputWord.none) { $0 | .limits($1) }
  }

  /// The same machine with ticks so slow that any program can keep them.
  public var withSlowTicks: Board {
    var slow = self
    slow.settings.tickHz = Board.slowTickHz
    slow.settings.sliceTicks = 2
    // Any program may be kept waiting for some milliseconds: time stretches, and that is all.
    slow.realTime.holdUs = 3_600_000_000
    return slow
  }

  /// Ticks a second without the right to real time.
  public static let slowTickHz: UInt32 = 2_000

  /// Inputs that no motion may begin with, in words; nil when nothing is in the way.
  public func obstacle(_ inputs: InputWord) -> Phrase? {
    if inputs.contains(.emergencyStop) { return .emergencyStopIsPressed }
    let pressed = names(of: inputs & limitInputs)
    return pressed.isEmpty ? nil : .limitIsPressed(wires: pressed)
  }
}
