// A board's wires in, the same wires seen from the machine's end out: what the board drives is watched, and the reverse.

import GPIOBackend
import StepperCore

/// The lines of a computer that plays a board's machine. Names of lines are the board's: pin goes to pin.
///
/// ```
///   controller                          plant
///   step_x   GPIO17 ───[1 kΩ]─── GPIO17   watched, pulled to inactive
///   estop    GPIO16 ───[1 kΩ]─── GPIO16   driven as contact and resistor would
/// ```
public struct PlantLayout: Equatable, Sendable {
  /// The chip of this computer.
  public let chip: String
  /// In the order of the board's outputs.
  public let watched: [GPIOWatchedLine]
  /// Bit i is the i-th of the board's inputs.
  public let driven: GPIOLayout
  private let bits: [InputWord]

  /// - Parameters:
  ///   - chip: the label of the chip here; nil: the board's own.
  ///   - countsPulses: of step lines only the beginning of each pulse is watched.
  public init(_ board: Board, chip: String? = nil, countsPulses: Bool = false) {
    let layout = board.gpioLayout
    let label = chip ?? layout.chip
    self.chip = label
    watched = layout.outputs.map { output in
      // A controller that is off, or starts, drives nothing: nothing is on then.
      GPIOWatchedLine(
        line: output.line, bias: output.activeLow ? .pullUp : .pullDown, activeLow: output.activeLow,
        activatingOnly: countsPulses && !(output.bits & .steps).isEmpty)
    }
    driven = GPIOLayout(
      chip: label,
      outputs: layout.inputs.enumerated().map { place, input in
        GPIOOutput(bits: PortWord(rawValue: 1 << UInt32(place)), line: input.line, activeLow: input.activeLow)
      }, consumer: "rigctl-plant")
    bits = layout.inputs.map(\.bits)
  }

  /// What to put on the driven lines where the controller is to read these inputs.
  public func levels(of inputs: InputWord) -> PortWord {
    var word: UInt32 = 0
    for (place, bit) in bits.enumerated() where !(bit & inputs).isEmpty { word |= 1 << UInt32(place) }
    return PortWord(rawValue: word)
  }
}
