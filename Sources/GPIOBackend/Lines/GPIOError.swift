// What can be wrong with the lines of a board, as values that carry what a person needs in order to act.

/// A GPIO chip of this machine.
public struct GPIOChip: Equatable, Sendable {
  /// The device file, such as `/dev/gpiochip0`. Its number differs between kernels.
  public var path: String
  /// What tells chips apart, such as `pinctrl-bcm2711`.
  public var label: String
  public var lineCount: Int

  public init(path: String, label: String, lineCount: Int) {
    self.path = path
    self.label = label
    self.lineCount = lineCount
  }
}

/// Why lines cannot be had. `code` is an errno value.
public enum GPIOError: Error, Equatable, Sendable {
  /// No chip has this label, name or path; `available` are those that this machine has.
  case noSuchChip(wanted: String, available: [GPIOChip])
  /// There are chips, and this user may not open the one that is meant.
  case noPermission(chip: String)
  /// The chip is there and cannot be opened.
  case chipFailed(chip: String, code: Int32)
  /// The chip has no line of that name.
  case noSuchLine(name: String, chip: GPIOChip)
  /// The chip has no line with that number.
  case noSuchOffset(offset: Int, chip: GPIOChip)
  /// Another program or a kernel driver holds the line; `consumer` is the name it gave, empty when it gave none.
  case lineBusy(line: String, chip: String, consumer: String)
  /// A run that goes on in another process holds the line.
  case lineHeld(line: String, chip: String, process: Int32)
  /// The process that would make the lines safe if this one were killed cannot be started.
  case guardFailed(chip: String, code: Int32)
  /// Two entries of the board ask for the same line.
  case lineUsedTwice(line: String, chip: String)
  /// More lines than one request can hold.
  case tooManyLines(count: Int, limit: Int)
  /// The kernel refused the request; with EINVAL this is often a bias that the chip does not have.
  case requestFailed(chip: String, code: Int32)
}

extension GPIOError: CustomStringConvertible {
  /// What happened and what to do, in English.
  public var description: String {
    switch self {
    case .noSuchChip(let wanted, let available):
      "there is no GPIO chip \"\(wanted)\" on this machine; \(Self.list(available))"
    case .noPermission(let chip):
      "no permission to open the GPIO chip \"\(chip)\": add this user to the group gpio"
        + " (sudo adduser $USER gpio, then log in again)"
    case .chipFailed(let chip, let code):
      "the GPIO chip \"\(chip)\" cannot be opened: \(Self.text(code))"
    case .noSuchLine(let name, let chip):
      "the GPIO chip \"\(chip.label)\" has no line named \"\(name)\": `gpioinfo` lists the names it has;"
        + " a line can also be given by its offset, 0 to \(chip.lineCount - 1)"
    case .noSuchOffset(let offset, let chip):
      "the GPIO chip \"\(chip.label)\" has no line \(offset): its lines are 0 to \(chip.lineCount - 1)"
    case .lineBusy(let line, let chip, let consumer):
      "the line \(line) of the GPIO chip \"\(chip)\" is in use by "
        + (consumer.isEmpty ? "another program or a kernel driver" : "\"\(consumer)\"")
        + ": end that program, or turn off the interface that uses this pin"
    case .lineHeld(let line, let chip, let process):
      "the line \(line) of the GPIO chip \"\(chip)\" is held by another rigctl that is running, process \(process): wait"
        + " for its end, or stop it with Ctrl-C or `kill \(process)`; its outputs are safe afterwards"
    case .guardFailed(let chip, let code):
      "no guard over the lines of the GPIO chip \"\(chip)\" can be started: \(Self.text(code)). Without it, outputs"
        + " could stay on if rigctl were killed, so nothing was started"
    case .lineUsedTwice(let line, let chip):
      "the line \(line) of the GPIO chip \"\(chip)\" is asked for twice: give each signal its own line"
    case .tooManyLines(let count, let limit):
      "\(count) lines are asked for at once, and one request holds \(limit): use fewer lines"
    case .requestFailed(let chip, let code):
      "the GPIO chip \"\(chip)\" refused the lines: \(Self.text(code))"
    }
  }

  private static func list(_ chips: [GPIOChip]) -> String {
    if chips.isEmpty { return "it has no GPIO chips at all (is this the Raspberry Pi, and is its GPIO driver loaded?)" }
    let labels = chips.map { "\"\($0.label)\" (\($0.path), \($0.lineCount) lines)" }
    return "it has " + labels.joined(separator: ", ")
  }

  private static func text(_ code: Int32) -> String { describeSystemError(code) }
}

/// A transfer to or from the lines that failed while the machine was running. Made on the tick thread: holds no memory.
@frozen
public enum GPIOTransferError: Error, Equatable, Sendable {
  case write(code: Int32)
  case read(code: Int32)
}

extension GPIOTransferError: CustomStringConvertible {
  /// What happened, in English.
  public var description: String {
    switch self {
    case .write(let code): "the output lines cannot be set: \(describeSystemError(code))"
    case .read(let code): "the input lines cannot be read: \(describeSystemError(code))"
    }
  }
}
