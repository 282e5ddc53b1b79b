// Where a job ends, found by the shortest possible reading of it: text in, a position out. It shares nothing with rigctl.

/// Follows end points, and nothing else: no feeds, no arcs' centres, no checks.
struct GCodeFollower {
  private enum Cycle { case none, drilling(retractMm: Double, initialMm: Double) }

  /// Programmed coordinates, mm.
  private(set) var position: [Character: Double]
  private var mmPerUnit = 1.0
  private var isAbsolute = true
  private var retractsFar = true
  private var cycle = Cycle.none

  /// - Parameter start: where the machine stands when the job begins, in the job's coordinates.
  init(_ text: String, start: (x: Double, y: Double, z: Double)) {
    position = ["X": start.x, "Y": start.y, "Z": start.z]
    for line in text.split(whereSeparator: \.isNewline) { follow(Self.words(line)) }
  }

  /// Letters and numbers, without comments.
  private static func words(_ line: Substring) -> [(letter: Character, value: Double)] {
    var words: [(Character, Double)] = []
    var number = ""
    var letter: Character?
    var isComment = false
    func end() {
      if let letter, let value = Double(number) { words.append((letter, value)) }
      number = ""
    }
    for character in line.uppercased() {
      if character == ";" { break }
      if character == "(" { isComment = true }
      if !isComment {
        if character.isLetter {
          end()
          letter = character
        } else if character.isNumber || "+-.".contains(character) {
          number.append(character)
        }
      }
      if character == ")" { isComment = false }
    }
    end()
    return words
  }

  private mutating func follow(_ words: [(letter: Character, value: Double)]) {
    var axes: [Character: Double] = [:]
    var retract: Double?
    var startsCycle = false
    for (letter, value) in words {
      switch (letter, value) {
      case ("G", 20): mmPerUnit = 25.4
      case ("G", 21): mmPerUnit = 1
      case ("G", 90): isAbsolute = true
      case ("G", 91): isAbsolute = false
      case ("G", 98): retractsFar = true
      case ("G", 99): retractsFar = false
      case ("G", 81), ("G", 82), ("G", 83): startsCycle = true
      case ("G", 80), ("G", 0), ("G", 1), ("G", 2), ("G", 3): cycle = .none
      case ("X", _), ("Y", _), ("Z", _): axes[letter] = value
      case ("R", _): retract = value
      default: break
      }
    }
    // Lengths are read in the units that hold at the end of the line.
    for letter in axes.keys { axes[letter]? *= mmPerUnit }
    if startsCycle, let retract {
      cycle = .drilling(retractMm: retract * mmPerUnit, initialMm: position["Z"] ?? 0)
    }
    if case .drilling(let retractMm, let initialMm) = cycle {
      axes["Z"] = retractsFar ? max(initialMm, retractMm) : retractMm
    }
    for (letter, value) in axes { position[letter] = isAbsolute ? value : (position[letter] ?? 0) + value }
  }
}
