// What is said about scenarios: expectations that did not hold, with values and places, and why one was not run.

import StepperCore

extension Phrase {
  /// Words that are the same in every language: names, keys, figures without decimals.
  init(same text: String) { self.init(en: text, fr: text) }

  /// "lost_steps: expected none, was x 4 (first at tick 81,220, line 12, X 53.1 mm)".
  static func expected(_ key: String, _ wanted: Phrase, _ was: Phrase, _ place: Phrase?) -> Phrase {
    Phrase(
      en: "\(key): expected \(wanted.english), was \(was.english)" + (place.map { " (\($0.english))" } ?? ""),
      fr: "\(key)\u{A0}: attendu \(wanted.french), trouvé \(was.french)" + (place.map { " (\($0.french))" } ?? ""))
  }

  static func because(_ phrase: Phrase, _ reason: Phrase) -> Phrase {
    Phrase(en: "\(phrase.english): \(reason.english)", fr: "\(phrase.french)\u{A0}: \(reason.french)")
  }

  static func joined(_ phrases: [Phrase]) -> Phrase {
    Phrase { language in phrases.map { $0.text(in: language) }.joined(separator: ", ") }
  }

  static let nothing = Phrase(en: "none", fr: "aucun")
  static let unknown = Phrase(en: "not known here", fr: "inconnu ici")
  static let unknownWithoutPhysics = Phrase(
    en: "not known without physics: leave out physics: false, and give all three axes mechanics in the board file",
    fr: "inconnu sans physique\u{A0}: retirez physics: false, et donnez mechanics aux trois axes du fichier de carte")

  // MARK: places

  /// "at the end, tick 81,220, line 12".
  static func atEnd(tick: Int?, line: UInt32?) -> Phrase {
    Phrase { language in
      let parts = [
        language == .en ? "at the end" : "à la fin", tick.map { tickText($0, language) },
        line.flatMap { $0 == 0 ? nil : lineText(Int($0), language) },
      ]
      return parts.compactMap { $0 }.joined(separator: ", ")
    }
  }

  /// "first at tick 81,220, line 12, X 53.1 mm".
  static func firstAt(_ place: RunPlace) -> Phrase {
    Phrase { language in
      let parts = [
        (language == .en ? "first at " : "d’abord au ") + tickText(Int(place.tick), language),
        lineText(Int(place.line), language), place.positionMm.map { "\(place.axis.uppercased()) \(mm($0, language))" },
      ]
      return parts.compactMap { $0 }.joined(separator: ", ")
    }
  }

  private static func tickText(_ tick: Int, _ language: Language) -> String {
    (language == .en ? "tick " : "top ") + language.count(tick)
  }

  private static func lineText(_ line: Int, _ language: Language) -> String {
    (language == .en ? "line " : "ligne ") + String(line)
  }

  // MARK: values

  /// "hard_limit, line 12, x".
  static func alarmText(_ alarm: AlarmWanted) -> Phrase {
    Phrase { language in
      [alarm.code, alarm.line.map { lineText($0, language) }, alarm.axis].compactMap { $0 }.joined(separator: ", ")
    }
  }

  static func alarmText(_ alarm: Summary.Alarm) -> Phrase {
    Phrase { language in
      let parts = [
        alarm.code, alarm.line.map { lineText($0, language) }, alarm.axis, alarm.positionMm.map { mm($0, language) },
      ]
      return parts.compactMap { $0 }.joined(separator: ", ")
    }
  }

  /// "x 10 mm, y 5 mm, within 0.02 mm".
  static func placeText(_ wanted: PlaceWanted) -> Phrase {
    Phrase { language in
      let axes = zip(ScenarioKeys.axes, wanted.mm).compactMap { name, place in
        place.map { "\(name) \(mm($0, language))" }
      }
      let within = (language == .en ? "within " : "à ") + mm(wanted.toleranceMm, language)
      return (axes + [language == .en ? within : within + " près"]).joined(separator: ", ")
    }
  }

  static func placeText(_ place: Point, axes: [Int]) -> Phrase {
    Phrase { language in axes.map { "\(ScenarioKeys.axes[$0]) \(mm(place[$0], language))" }.joined(separator: ", ") }
  }

  /// "x 4, y 0".
  static func countsText(_ counts: [(name: String, count: Int?)]) -> Phrase {
    Phrase { language in
      counts.map { "\($0.name) \($0.count.map(language.count) ?? unknown.text(in: language))" }.joined(separator: ", ")
    }
  }

  static func seconds(_ seconds: Double) -> Phrase {
    Phrase { language in "\(language.shortDecimal(seconds)) s" }
  }

  /// "below 20 s, above 3 s".
  static func timeText(_ below: Double?, _ above: Double?) -> Phrase {
    Phrase { language in
      let parts = [
        below.map { "\(language == .en ? "below" : "moins de") \(language.shortDecimal($0)) s" },
        above.map { "\(language == .en ? "above" : "plus de") \(language.shortDecimal($0)) s" },
      ]
      return parts.compactMap { $0 }.joined(separator: ", ")
    }
  }

  static let velocity = Phrase(en: "velocity", fr: "vitesse")
  static let acceleration = Phrase(en: "acceleration", fr: "accélération")
  static let jerk = Phrase(en: "jerk", fr: "à-coup")
  static let insideLimits = Phrase(en: "peaks inside the board’s limits", fr: "pointes dans les limites de la carte")

  /// "x velocity 51.2 of 50 mm/s".
  static func beyondLimit(_ axis: String, _ what: Phrase, _ peak: Double, _ limit: Double, _ unit: String) -> Phrase {
    Phrase { language in
      "\(axis) \(what.text(in: language)) \(language.shortDecimal(peak)) "
        + (language == .en ? "of" : "sur") + " \(language.shortDecimal(limit)) \(unit)"
    }
  }

  static func earlyEdges(_ violations: Int, missed: [(String, Int)]) -> Phrase {
    Phrase { language in
      let edges = language.count(violations) + (language == .en ? " edges too early" : " fronts trop tôt")
      let pulses = missed.map { name, count in
        (language == .en ? "missed pulses of " : "impulsions manquées de ") + "\(name) \(language.count(count))"
      }
      return ([edges] + pulses).joined(separator: ", ")
    }
  }

  static let allFaults = Phrase(en: "every fault to begin", fr: "que chaque défaut commence")

  static func faultsThatNeverBegan(_ faults: [(number: Int, kind: FaultName, line: Int)]) -> Phrase {
    if faults.isEmpty { return Phrase(en: "no fault in the list", fr: "aucun défaut dans la liste") }
    return Phrase { language in
      let list = faults.map { "\($0.number) (\($0.kind.rawValue), \(lineText($0.line, language)))" }
      return (language == .en ? "never begun: " : "jamais commencés\u{A0}: ") + list.joined(separator: ", ")
    }
  }

  static func newHash(_ hash: String?) -> Phrase {
    guard let hash else { return unknown }
    return Phrase(
      en: "\(hash); where the change is meant, --update writes it into the file",
      fr: "\(hash)\u{A0}; si ce changement est voulu, --update l’écrit dans le fichier")
  }

  // MARK: runs that were none

  static let scenarioInterrupted = Phrase(en: "interrupted by a person", fr: "interrompu par une personne")

  static func faultNotOnLines(_ name: FaultName, line: Int) -> Phrase {
    Phrase(
      en: "real lines cannot make the fault \(name.rawValue) (line \(line)); it runs on --backend sim",
      fr: "de vraies lignes ne peuvent pas faire le défaut \(name.rawValue) (ligne \(line))\u{A0}; il tourne avec "
        + "--backend sim")
  }

  static func nobodyOnLines(line: Int) -> Phrase {
    Phrase(
      en: "the job waits for a person in its line \(line), and ended there; with  pauses: pass  it goes on by itself",
      fr:
        "le travail attend une personne à sa ligne \(line), et s’y est arrêté\u{A0}; avec  pauses: pass  il continue seul"
    )
  }

  /// Nothing that is expected can be seen on lines; nothing was moved.
  static func nothingSeenOnLines(_ keys: [String]) -> Phrase {
    let list = keys.joined(separator: ", ")
    return Phrase(
      en: "real lines know nothing of \(list); it runs on --backend sim",
      fr: "de vraies lignes ne savent rien de \(list)\u{A0}; il tourne avec --backend sim")
  }

  /// It was run, and what can be seen held.
  static func partlySeenOnLines(held: [String], unseen: [String]) -> Phrase {
    let (held, unseen) = (held.joined(separator: ", "), unseen.joined(separator: ", "))
    return Phrase(
      en: "was run, and \(held) held; not looked at, because lines cannot know: \(unseen)",
      fr: "exécuté, et \(held) vérifié\u{A0}; non regardé, car les lignes ne le savent pas\u{A0}: \(unseen)")
  }

  static func anotherHashTheSecondTime(_ first: String?, _ second: String?) -> Phrase {
    Phrase(
      en: "the run for the artifacts gave the trace hash \(second ?? "?"), the one before \(first ?? "?"): the same "
        + "scenario has to give the same; please report this",
      fr:
        "l’exécution pour les fichiers a donné le hash \(second ?? "?"), celle d’avant \(first ?? "?")\u{A0}: le même "
        + "scénario doit donner le même\u{A0}; merci de le signaler")
  }

  static func hashNotWritten(_ file: String) -> Phrase {
    Phrase(
      en: "\(file): changed while the test ran; its trace_hash was not written. Run it again.",
      fr: "\(file)\u{A0}: modifié pendant le test\u{A0}; son trace_hash n’a pas été écrit. Relancez-le.")
  }
}
