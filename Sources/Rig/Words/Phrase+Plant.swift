// What is said about the simulated machine behind real pins: that it is there, what is done to it, what became of it.

import SimBackend
import StepperCore

extension Phrase {
  /// The lines are taken; a script waits for this.
  static func plantReady(_ board: Board, chip: String) -> Phrase {
    Phrase(
      en: "ready: the machine of \(board.name) is on \(chip), \(board.outputs.count) lines watched, "
        + "\(board.inputs.count) driven. Ctrl-C ends it; press NAME and release NAME move its contacts.",
      fr:
        "prêt\u{A0}: la machine de \(board.name) est sur \(chip), \(board.outputs.count) lignes suivies, "
        + "\(board.inputs.count) commandées. Ctrl-C la termine\u{A0}; press NOM et release NOM actionnent ses contacts."
    )
  }

  /// `reason` comes from the system, in English.
  static func plantWithoutRealTime(reason: String) -> Phrase {
    Phrase(
      en: "\(reason): other programs go first, and edges may be missed; they are counted. As root, or with the rights "
        + "that scripts/install-pi gives, it runs before them.",
      fr: "\(reason)\u{A0}: d’autres programmes passent avant, et des fronts peuvent manquer\u{A0}; ils sont comptés. "
        + "En root, ou avec les droits que donne scripts/install-pi, elle passe avant eux.")
  }

  // MARK: what is typed

  static func plantCommandUnknown(_ line: String, nearest: String?, names: [String]) -> Phrase {
    let list = names.joined(separator: ", ")
    return Phrase(
      en: "\"\(line)\" is no command" + (nearest.map { "; did you mean \"\($0) NAME\"?" } ?? ".")
        + " There are: press NAME, release NAME, with one of \(list).",
      fr: "«\u{A0}\(line)\u{A0}» n’est pas une commande"
        + (nearest.map { "\u{A0}; vouliez-vous dire «\u{A0}\($0) NOM\u{A0}»\u{A0}?" } ?? ".")
        + " Il y a\u{A0}: press NOM, release NOM, avec un de \(list).")
  }

  static func plantWireUnknown(_ name: String, nearest: String?, names: [String]) -> Phrase {
    let list = names.joined(separator: ", ")
    return Phrase(
      en: "the board has no input \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ".")
        + " It has \(list).",
      fr: "la carte n’a pas d’entrée «\u{A0}\(name)\u{A0}»"
        + (nearest.map { "\u{A0}; vouliez-vous dire «\u{A0}\($0)\u{A0}»\u{A0}?" } ?? ".") + " Elle a \(list).")
  }

  static func plantObeyed(_ command: PlantCommand) -> Phrase {
    let name = command.wire.name
    return command.isPressed
      ? Phrase(en: "\(name) is pressed.", fr: "\(name) est appuyé.")
      : Phrase(en: "\(name) is released.", fr: "\(name) est relâché.")
  }

  static func plantHit(_ hit: PlantResult.SwitchHit) -> Phrase {
    Phrase { language in
      let time = language.decimal(hit.atS, places: 3), place = Phrase.place(hit.positionMm, language)
      return language == .en
        ? "\(hit.name) closed on the machine at \(time) s, at \(place)."
        : "\(hit.name) a été actionné à \(time)\u{A0}s, en \(place)."
    }
  }

  // MARK: what became of it

  static func plantVerdict(_ result: PlantResult) -> Phrase {
    result.troubles.isEmpty
      ? Phrase(en: "Nothing went wrong with the machine.", fr: "Rien de mauvais n’est arrivé à la machine.")
      : Phrase(en: "Something went wrong:", fr: "Quelque chose a mal tourné\u{A0}:")
  }

  static func plantTrouble(_ trouble: PlantResult.Trouble, _ result: PlantResult) -> Phrase {
    switch trouble {
    case .lostSteps:
      let names = result.motors.filter { $0.firstSlipS != nil || $0.lostSteps ?? 0 != 0 }.map(\.name)
      let list = names.joined(separator: ", ")
      return Phrase(
        en: "motors fell out of step: \(list). They were asked for more than they can, or ran against something.",
        fr: "des moteurs ont décroché\u{A0}: \(list). On leur a trop demandé, ou ils ont buté contre quelque chose.")
    case .stopHit: return stopPhrase(result)
    case .timing: return timingPhrase(result)
    case .missedEdges: return missedPhrase(result)
    }
  }

  private static func stopPhrase(_ result: PlantResult) -> Phrase {
    Phrase { language in
      let list = result.stops.prefix(3).map { stop in
        let end = stop.end == .max ? "+" : "−", time = language.decimal(stop.atS, places: 3)
        return "\(stop.axis.uppercased())\(end) (\(time)\u{A0}s)"
      }.joined(separator: ", ")
      return language == .en
        ? "a carriage ran against the end of its way: \(list)." : "un chariot a buté en bout de course\u{A0}: \(list)."
    }
  }

  private static func timingPhrase(_ result: PlantResult) -> Phrase {
    Phrase { language in
      let list = result.violations.prefix(3).map { one in
        let what = fault(one.fault).text(in: language)
        return "\(one.motor) \(what) (\(language.decimal(one.atS, places: 6))\u{A0}s)"
      }.joined(separator: ", ")
      let count = language.count(result.violationCount)
      return language == .en
        ? "\(count) edges came sooner than a driver's data sheet allows, first: \(list)."
        : "\(count) fronts sont venus plus tôt que ne le permet la fiche d’un pilote, d’abord\u{A0}: \(list)."
    }
  }

  private static func fault(_ fault: TimingFault) -> Phrase {
    switch fault {
    case .stepHigh: Phrase(en: "step pulse too short", fr: "impulsion de pas trop courte")
    case .stepLow: Phrase(en: "pause before the step too short", fr: "pause avant le pas trop courte")
    case .directionSetup: Phrase(en: "step too soon after its direction", fr: "pas trop tôt après la direction")
    case .directionHold: Phrase(en: "direction too soon after a step", fr: "direction trop tôt après un pas")
    case .notEnabled:
      Phrase(en: "step while not enabled, or not yet awake", fr: "pas sans validation, ou trop tôt après")
    }
  }

  private static func missedPhrase(_ result: PlantResult) -> Phrase {
    Phrase { language in
      let missed = language.count(result.missedEdges), full = language.count(result.fullQueues)
      let late = language.count(result.lateEdges)
      return language == .en
        ? "this computer did not see every edge: \(missed) surely missed, a line's queue full \(full) times, \(late) "
          + "told out of order. Steps may be missing in its figures that a driver would have seen. Fewer edges a second, or "
          + "--count-pulses, helps."
        : "cet ordinateur n’a pas vu tous les fronts\u{A0}: \(missed) manquent à coup sûr, la file d’une ligne pleine "
          + "\(full) fois, \(late) annoncés dans le désordre. Il peut manquer à ses chiffres des pas qu’un pilote aurait "
          + "vus. Moins de fronts par seconde, ou --count-pulses, y aident."
    }
  }

  /// Nobody's fault, and worth a word.
  static func plantMovedWhileOff(_ motors: [PlantResult.MotorFigures]) -> Phrase {
    let list = motors.map { "\($0.name) (\($0.movedWhileOff ?? 0))" }.joined(separator: ", ")
    return Phrase(
      en: "Moved while their drivers were off, full steps: \(list). A head without a counterweight sinks.",
      fr:
        "Déplacés pendant que leurs pilotes étaient éteints, en pas entiers\u{A0}: \(list). Une tête sans contrepoids "
        + "descend.")
  }

  static func plantSummary(_ result: PlantResult) -> Phrase {
    Phrase { language in
      let time = language.duration(result.seconds), edges = language.count(result.edges)
      let place = Phrase.place(result.carriageMm, language)
      return language == .en
        ? "\(time), \(edges) edges; the carriage stands at \(place)."
        : "\(time), \(edges) fronts\u{A0}; le chariot est en \(place)."
    }
  }

  private static func place(_ mm: Point, _ language: Language) -> String {
    "X\(language.decimal(mm.x, places: 3)) Y\(language.decimal(mm.y, places: 3)) Z\(language.decimal(mm.z, places: 3))"
  }

  // Headings of the tables.
  static let plantMotor = Phrase(en: "Motor", fr: "Moteur")
  static let plantPulses = Phrase(en: "Pulses", fr: "Impulsions")
  static let plantPosition = Phrase(en: "Net steps", fr: "Pas nets")
  static let plantMissedPulses = Phrase(en: "Missed pulses", fr: "Impulsions manquées")
  static let plantLost = Phrase(en: "Lost steps", fr: "Pas perdus")
  static let plantContact = Phrase(en: "Contact", fr: "Contact")
  static let plantAt = Phrase(en: "Pressed at", fr: "Actionné à")
}
