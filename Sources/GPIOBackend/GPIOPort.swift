// Port words in, levels on real lines out: the port of a machine that hangs on a GPIO chip.

import StepperCore

/// A machine on the lines of a GPIO chip.
///
/// `write` puts the levels out when it is called, in one system call: the instant is the business of the loop that calls
/// it, which waits until then. Bits without a line are ignored, so a board may leave out what it does not have.
public struct GPIOPort: StepPort, ~Copyable {
  public typealias Failure = GPIOTransferError

  var lines: GPIOLines

  /// Takes over the lines; they go to their safe state and are given back when the port goes.
  public init(_ lines: consuming GPIOLines) {
    self.lines = lines
  }

  /// Takes the lines of `layout`, all inactive.
  public init(_ layout: GPIOLayout) throws(GPIOError) {
    lines = try GPIOLines(layout)
  }

  /// The chip that the machine hangs on.
  public var chip: GPIOChip { lines.chip }

  public mutating func write(
    _ levels: PortWord, changing: PortWord, at instant: PortInstant
  ) throws(GPIOTransferError) {
    try lines.set(levels, changing: changing)
  }

  public mutating func readInputs() throws(GPIOTransferError) -> InputWord {
    try lines.read()
  }

  /// Nothing active: every output at its safe level, at once.
  public mutating func makeSafe() throws(GPIOTransferError) {
    try lines.set(.none, changing: PortWord(rawValue: ~0))
  }
}
