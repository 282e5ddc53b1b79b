// Which lines of which chip carry which bits: what a board says of its pins, as plain values.

import CGPIO
import StepperCore

/// A line of a chip: by the name that the kernel gives it, or by its number on the chip.
public enum GPIOLineID: Equatable, Sendable {
  /// Such as `GPIO17`. Some kernels name a line after its second use (`SDA1`): then give the offset.
  case name(String)
  case offset(Int)
}

extension GPIOLineID: CustomStringConvertible {
  public var description: String {
    switch self {
    case .name(let name): "\"\(name)\""
    case .offset(let offset): "\(offset)"
    }
  }
}

/// An output line: active whenever any of `bits` is active. One enable line may so serve all drivers.
public struct GPIOOutput: Equatable, Sendable {
  public var bits: PortWord
  public var line: GPIOLineID
  /// Active is 0 V.
  public var activeLow: Bool

  public init(bits: PortWord, line: GPIOLineID, activeLow: Bool = false) {
    self.bits = bits
    self.line = line
    self.activeLow = activeLow
  }
}

/// The resistor inside the chip that holds an open input.
public enum GPIOBias: Equatable, Sendable {
  /// As the firmware or an earlier program left it.
  case asIs
  case none
  case pullUp
  case pullDown

  var native: cgpio_bias {
    switch self {
    case .asIs: CGPIO_BIAS_AS_IS
    case .none: CGPIO_BIAS_NONE
    case .pullUp: CGPIO_BIAS_PULL_UP
    case .pullDown: CGPIO_BIAS_PULL_DOWN
    }
  }
}

/// An input line: when it is active, all of `bits` are. Two switches in series on one line may so stand for both.
public struct GPIOInput: Equatable, Sendable {
  public var bits: InputWord
  public var line: GPIOLineID
  public var bias: GPIOBias
  /// Active is 0 V: a switch to ground, with a pull-up.
  public var activeLow: Bool

  public init(bits: InputWord, line: GPIOLineID, bias: GPIOBias = .asIs, activeLow: Bool = false) {
    self.bits = bits
    self.line = line
    self.bias = bias
    self.activeLow = activeLow
  }
}

/// How outputs drive their wires.
public enum GPIODrive: Equatable, Sendable {
  case pushPull
  /// Low is driven; high is left to a resistor.
  case openDrain
  /// High is driven; low is left to a resistor.
  case openSource

  var native: cgpio_drive {
    switch self {
    case .pushPull: CGPIO_DRIVE_PUSH_PULL
    case .openDrain: CGPIO_DRIVE_OPEN_DRAIN
    case .openSource: CGPIO_DRIVE_OPEN_SOURCE
    }
  }
}

/// All lines of one machine.
public struct GPIOLayout: Equatable, Sendable {
  /// The chip's label (`pinctrl-bcm2711`), name (`gpiochip0`) or path. Only labels are the same on every kernel.
  public var chip: String
  public var outputs: [GPIOOutput]
  /// Of all outputs: libgpiod 1.6 knows one drive a request.
  public var drive = GPIODrive.pushPull
  public var inputs: [GPIOInput]
  /// Who other programs see as the holder of the lines; at most 31 bytes count.
  public var consumer: String

  public init(chip: String, outputs: [GPIOOutput], inputs: [GPIOInput] = [], consumer: String = "rigctl") {
    self.chip = chip
    self.outputs = outputs
    self.inputs = inputs
    self.consumer = consumer
  }

  /// The places of the outputs in the order in which one call sets them: steps first. libgpiod 2 looks for a line from the
  /// front of its request at every set, so what is set most often comes first.
  public var settingOrder: [Int] {
    outputs.indices.filter { !(outputs[$0].bits & .steps).isEmpty }
      + outputs.indices.filter { (outputs[$0].bits & .steps).isEmpty }
  }
}
