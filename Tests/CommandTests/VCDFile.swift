// A value change dump as IEEE 1364 describes it: text in, wires and their changes out, or what is wrong with it.

/// What is wrong with a dump.
struct VCDError: Error, CustomStringConvertible {
  var description: String
}

/// A dump of single wires. Reading it is strict: whatever a viewer might stumble over is an error.
struct VCDFile {
  struct Change {
    var ns: Int
    var wire: String
    var isHigh: Bool
  }

  private(set) var timescale = ""
  private(set) var scope = ""
  private(set) var wires: [String] = []
  /// Levels at time 0.
  private(set) var initial: [String: Bool] = [:]
  /// What changes after that, in order.
  private(set) var changes: [Change] = []
  private(set) var endNs = 0

  init(_ text: String) throws {
    guard let end = text.range(of: "$enddefinitions $end\n") else {
      throw VCDError(description: "$enddefinitions is missing")
    }
    let names = try readHeader(text[..<end.lowerBound])
    try readChanges(text[end.upperBound...], names)
  }

  private mutating func readHeader(_ text: Substring) throws -> [Substring: String] {
    var names: [Substring: String] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.last == "$end" else { throw VCDError(description: "no $end: \(line)") }
      switch words[0] {
      case "$timescale": timescale = words[1..<words.count - 1].joined(separator: " ")
      case "$scope": scope = String(words[2])
      case "$var":
        guard words.count == 6, words[1] == "wire", words[2] == "1", names[words[3]] == nil else {
          throw VCDError(description: "not a wire of its own: \(line)")
        }
        guard words[3].utf8.allSatisfy({ (33...126).contains($0) }) else {
          throw VCDError(description: "unprintable identifier: \(line)")
        }
        names[words[3]] = String(words[4])
        wires.append(String(words[4]))
      case "$version", "$upscope", "$date", "$comment": break
      default: throw VCDError(description: "unknown: \(line)")
      }
    }
    guard Set(wires).count == wires.count else { throw VCDError(description: "two wires of one name") }
    return names
  }

  private mutating func readChanges(_ text: Substring, _ names: [Substring: String]) throws {
    var now = -1
    var levels: [String: Bool] = [:]
    var isDump = false
    for line in text.split(separator: "\n") {
      switch line.first {
      case "#":
        guard let ns = Int(line.dropFirst()), ns > now else {
          throw VCDError(description: "time goes back, or stands: \(line) after #\(now)")
        }
        now = ns
      case "0", "1":
        guard let name = names[line.dropFirst()] else { throw VCDError(description: "undeclared: \(line)") }
        guard now >= 0 else { throw VCDError(description: "a change before the first time: \(line)") }
        let isHigh = line.first == "1"
        if isDump {
          initial[name] = isHigh
        } else {
          guard levels[name] == !isHigh else {
            throw VCDError(description: "\(name) at \(now) ns: no change, or no level at the start")
          }
          changes.append(Change(ns: now, wire: name, isHigh: isHigh))
        }
        levels[name] = isHigh
      case "$":
        if line == "$dumpvars" { isDump = true } else if line == "$end" { isDump = false } else { fallthrough }
      default: throw VCDError(description: "unknown: \(line)")
      }
    }
    guard initial.count == wires.count else { throw VCDError(description: "wires without a first level") }
    endNs = now
  }

  /// Steps of a motor: all, and net by the direction that stood at each.
  func steps(_ motor: String) -> (all: Int, net: Int) {
    var isPositive = initial["dir_\(motor)"] ?? false
    var all = 0
    var net = 0
    for change in changes {
      if change.wire == "dir_\(motor)" { isPositive = change.isHigh }
      if change.wire == "step_\(motor)" && change.isHigh {
        all += 1
        net += isPositive ? 1 : -1
      }
    }
    return (all, net)
  }
}
