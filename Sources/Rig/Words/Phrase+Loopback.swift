// What is said about jumpers between outputs and inputs: which are right, and what is wrong with the others.

extension Phrase {
  /// A board without `jumpers`; the example is made of its own wires.
  static func noJumpers(_ board: Board) -> Phrase {
    let from = board.outputs.first?.name ?? "step_x", to = board.inputs.first?.name ?? "limit_x_min"
    let example = "jumpers: [{from: \(from), to: \(to)}]"
    return Phrase(
      en: "\(board.file) lists no jumpers, so there is nothing to test. Say which output is wired to which input, "
        + "such as: \(example)",
      fr:
        "\(board.file) ne donne aucun pont (jumpers)\u{A0}: il n’y a rien à essayer. Dites quelle sortie est reliée à "
        + "quelle entrée, par exemple\u{A0}: \(example)")
  }

  public static let supplyMustBeOff = Phrase(
    en: "every output is going to be driven, those of motors, spindle and coolant too: their supply must be off.",
    fr: "toutes les sorties vont être activées, celles des moteurs, de la broche et de l’arrosage aussi\u{A0}: leur "
      + "alimentation doit être coupée.")

  public static let supplyIsOff = Phrase(
    en: "Press Enter once it is off.", fr: "Appuyez sur Entrée une fois qu’elle est coupée.")

  static let loopbackInterrupted = Phrase(
    en: "the test was interrupted; every output is at its safe level.",
    fr: "l’essai a été interrompu\u{A0}; toutes les sorties sont à leur niveau sûr.")

  // Headings of the table.
  static let loopbackOutput = Phrase(en: "Output", fr: "Sortie")
  static let loopbackPin = Phrase(en: "Pin", fr: "Broche")
  static let loopbackJumperTo = Phrase(en: "Jumper to", fr: "Pont vers")
  static let loopbackVerdictHead = Phrase(en: "Is", fr: "État")

  /// One word for a wire; `isListed`: the board file has a jumper for it.
  static func loopbackWord(_ kind: LoopbackFinding.Kind?, isListed: Bool) -> Phrase {
    switch kind {
    case nil:
      isListed
        ? Phrase(en: "good", fr: "bon") : Phrase(en: "not tested: no jumper listed", fr: "non essayé\u{A0}: sans pont")
    case .open: Phrase(en: "open", fr: "coupé")
    case .swapped: Phrase(en: "swapped", fr: "échangé")
    case .wrongInput: Phrase(en: "wrong input", fr: "mauvaise entrée")
    case .wrongOutput: Phrase(en: "wrong output", fr: "mauvaise sortie")
    case .short: Phrase(en: "short", fr: "court-circuit")
    case .unlisted: Phrase(en: "wire not listed", fr: "fil non prévu")
    case .stuckHigh: Phrase(en: "stuck high", fr: "bloqué haut")
    case .stuckLow: Phrase(en: "stuck low", fr: "bloqué bas")
    case .unsteady: Phrase(en: "unsteady", fr: "instable")
    }
  }

  static func loopbackVerdict(jumpers: Int, findings: Int) -> Phrase {
    if findings == 0 {
      return jumpers == 1
        ? Phrase(
          en: "The jumper is good, and nothing else is connected.", fr: "Le pont est bon, et rien d’autre n’est relié.")
        : Phrase(
          en: "All \(jumpers) jumpers are good, and nothing else is connected.",
          fr: "Les \(jumpers) ponts sont bons, et rien d’autre n’est relié.")
    }
    return Phrase(
      en: findings == 1 ? "One thing is wrong with the wiring:" : "\(findings) things are wrong with the wiring:",
      fr: findings == 1 ? "Un défaut de câblage\u{A0}:" : "\(findings) défauts de câblage\u{A0}:")
  }

  static func loopbackSettled(settleMs: Double, slowestMs: Double) -> Phrase {
    func figure(_ ms: Double, _ language: Language) -> String { language.shortDecimal(ms, places: 2) + "\u{A0}ms" }
    return Phrase { language in
      let rest = figure(settleMs, language), last = figure(slowestMs, language)
      return language == .en
        ? "Levels counted once they had rested for \(rest); the last change seen came \(last) after the outputs’."
        : "Un niveau compte après \(rest) de repos\u{A0}; le dernier changement vu est venu \(last) après les sorties."
    }
  }

  /// One finding as a sentence.
  static func loopbackFinding(_ finding: LoopbackFinding, _ board: Board) -> Phrase {
    Phrase { language in
      let words = LoopbackWords(board: board, language: language)
      return language == .en ? words.english(finding) : words.french(finding)
    }
  }
}

/// Findings with the names and pins of a board's wires.
private struct LoopbackWords {
  let board: Board
  let language: Language

  private func named(_ name: String, _ line: GPIOLine) -> String {
    let pin = language == .en ? "pin" : "broche"
    return board.pin(line).map { "\(name) (\(line.text), \(pin) \($0))" } ?? "\(name) (\(line.text))"
  }

  private func out(_ index: Int) -> String { named(board.outputs[index].name, board.outputs[index].line) }
  private func into(_ index: Int) -> String { named(board.inputLines[index].name, board.inputLines[index].line) }

  /// Wires that touch, with commas and an "and".
  private func list(_ outputs: [Int], _ inputs: [Int], and: String) -> String {
    let names = outputs.map(out) + inputs.map(into)
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " \(and) " + last
  }

  func english(_ finding: LoopbackFinding) -> String {
    switch finding {
    case .open(let one):
      "open: \(out(one.output)) does not reach \(into(one.input)). The jumper is missing or broken, or loose at one of "
        + "its ends; which end cannot be told from here."
    case .swapped(let one, let other):
      "swapped: \(out(one.output)) goes to \(into(other.input)), and \(out(other.output)) to \(into(one.input)). "
        + "Exchange the two jumpers at one end."
    case .wrongInput(let output, let found, let missing):
      "wrong input: the jumper from \(out(output)) is on \(into(found)); it belongs on \(into(missing))."
    case .wrongOutput(let input, let found, let missing):
      "wrong output: \(into(input)) follows \(out(found)); it belongs to \(out(missing)), whose own jumper is on the "
        + "wrong pin, or broken and touching."
    case .short(let outputs, let inputs):
      "short: the wires of \(list(outputs, inputs, and: "and")) touch."
    case .unlisted(let one):
      "not listed: \(into(one.input)) follows \(out(one.output)), and the board file has no jumper for either. Remove "
        + "the wire, or list it."
    case .stuckHigh(let one):
      "stuck high: \(into(one.input)) does not follow \(out(one.output)): it touches 3.3 V, or its jumper is open and "
        + "an external resistor pulls it up."
    case .stuckLow(let one):
      "stuck low: \(into(one.input)) does not follow \(out(one.output)): it touches ground, or a closed switch is still "
        + "connected to it."
    case .unsteady(let one):
      "unsteady: \(into(one.input)) moves, but not as \(out(one.output)) does: a loose contact, something that inverts or "
        + "moves in between, or more than one wire touching."
    }
  }

  func french(_ finding: LoopbackFinding) -> String {
    switch finding {
    case .open(let one):
      "coupé\u{A0}: \(out(one.output)) n’arrive pas à \(into(one.input)). Le pont manque, est rompu ou mal enfoncé d’un "
        + "côté\u{A0}; on ne peut pas dire lequel d’ici."
    case .swapped(let one, let other):
      "échangés\u{A0}: \(out(one.output)) va à \(into(other.input)), et \(out(other.output)) à \(into(one.input)). "
        + "Échangez les deux ponts d’un seul côté."
    case .wrongInput(let output, let found, let missing):
      "mauvaise entrée\u{A0}: le pont de \(out(output)) est sur \(into(found))\u{A0}; sa place est sur \(into(missing))."
    case .wrongOutput(let input, let found, let missing):
      "mauvaise sortie\u{A0}: \(into(input)) suit \(out(found))\u{A0}; sa place est à \(out(missing)), dont le pont est "
        + "sur la mauvaise broche, ou rompu et en contact."
    case .short(let outputs, let inputs):
      "court-circuit\u{A0}: les fils de \(list(outputs, inputs, and: "et")) se touchent."
    case .unlisted(let one):
      "non prévu\u{A0}: \(into(one.input)) suit \(out(one.output)), et le fichier de carte n’a de pont pour aucun des "
        + "deux. Ôtez ce fil, ou ajoutez-le au fichier."
    case .stuckHigh(let one):
      "bloqué haut\u{A0}: \(into(one.input)) ne suit pas \(out(one.output))\u{A0}: elle touche le 3,3 V, ou son pont "
        + "est coupé et une résistance externe la tire vers le haut."
    case .stuckLow(let one):
      "bloqué bas\u{A0}: \(into(one.input)) ne suit pas \(out(one.output))\u{A0}: elle touche la masse, ou un contact "
        + "fermé y est encore branché."
    case .unsteady(let one):
      "instable\u{A0}: \(into(one.input)) bouge, mais pas comme \(out(one.output))\u{A0}: mauvais contact, quelque chose "
        + "qui inverse ou bouge entre les deux, ou plusieurs fils qui se touchent."
    }
  }
}
