// Contacts of a board come in; the lines that they hang on go out, each once.

import StepperCore

/// A line of the chip that listens: to one contact, or to several limit switches that share it.
///
/// All contacts of a line are wired alike, and the line is active where one of them is pressed.
public struct InputLine: Equatable, Sendable {
  /// In the order of the board's inputs: never empty.
  public private(set) var contacts: [InputWire]

  init(_ first: InputWire) { contacts = [first] }

  mutating func add(_ contact: InputWire) { contacts.append(contact) }

  public var line: GPIOLine { contacts[0].line }
  public var isActiveLow: Bool { contacts[0].isActiveLow }
  public var bias: InputWire.Bias { contacts[0].bias }

  /// All of its contacts' bits: they are read together.
  public var bits: InputWord { contacts.reduce(.none) { $0 | $1.bit } }

  /// Its contact's name; of several all of them, what they begin with once: `limit_x_min+y_min`.
  public var name: String {
    let names = contacts.map(\.name)
    let first = names[0]
    return ([first] + names.dropFirst().map { Self.short($0, after: first) }).joined(separator: "+")
  }

  private static func short(_ name: String, after first: String) -> String {
    let prefix = "limit_"
    return first.hasPrefix(prefix) && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }
}

extension Board {
  /// The lines that the rig listens to, in the order of their first contacts.
  public var inputLines: [InputLine] {
    var lines: [InputLine] = []
    for contact in inputs {
      if let place = lines.firstIndex(where: { $0.line == contact.line }) {
        lines[place].add(contact)
      } else {
        lines.append(InputLine(contact))
      }
    }
    return lines
  }

  /// The contacts of these inputs, as the board file names them.
  public func names(of inputs: InputWord) -> [String] {
    self.inputs.filter { !($0.bit & inputs).isEmpty }.map(\.name)
  }

  /// Of each line with several contacts: its inputs.
  public var sharedInputs: [InputWord] { inputLines.filter { $0.contacts.count > 1 }.map(\.bits) }
}
