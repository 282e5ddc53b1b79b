// A board file's wires as the lines of a real chip, and the way to their safe level.

import GPIOBackend
import StepperCore

extension Board {
  /// The lines of the board's chip. Outputs keep all their bits: one enable line may serve several drivers.
  public var gpioLayout: GPIOLayout {
    GPIOLayout(
      chip: chip.label,
      outputs: outputs.map { GPIOOutput(bits: $0.bits, line: $0.line.gpio, activeLow: $0.isActiveLow) },
      inputs: inputLines.map {
        GPIOInput(bits: $0.bits, line: $0.line.gpio, bias: $0.bias.gpio, activeLow: $0.isActiveLow)
      })
  }
}

extension GPIOLine {
  fileprivate var gpio: GPIOLineID { name.map(GPIOLineID.name) ?? .offset(offset ?? 0) }
}

extension InputWire.Bias {
  fileprivate var gpio: GPIOBias {
    switch self {
    case .pullUp: .pullUp
    case .pullDown: .pullDown
    case .none: .none
    }
  }
}

/// How every output of a board came to its safe level, or why it did not.
public enum MadeSafe: Sendable, Equatable {
  /// `fromGuard`: until now the guard of a run that was killed had kept them there.
  case safe(fromGuard: Bool)
  case notReached(Phrase)
}

/// Drives every output of the board inactive, and lets go of the lines.
public func makeSafe(_ board: Board) -> MadeSafe {
  var layout = board.gpioLayout
  layout.inputs = []
  do throws(GPIOError) {
    var port = try GPIOPort(layout)
    do throws(GPIOTransferError) {
      try port.makeSafe()
      return .safe(fromGuard: port.guardsReleased > 0)
    } catch {
      return .notReached(.linesNotReached(reason: error.description))
    }
  } catch {
    return .notReached(.linesNotReached(reason: error.description))
  }
}
