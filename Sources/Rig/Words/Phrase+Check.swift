// What `check` says: stalls foretold with their place and torque, feeds that an axis is too slow for, what a board lacks.

import SimBackend

extension Phrase {
  static func verdict(_ verdict: CheckVerdict) -> Phrase {
    switch verdict {
    case .runs: Phrase(en: "Would run", fr: "Ira au bout")
    case .atRisk: Phrase(en: "At risk", fr: "Risque de décrochage")
    case .stalls: Phrase(en: "Would stall", fr: "Décrochera")
    case .stops: Phrase(en: "Would stop", fr: "S’arrêtera")
    case .unknown: Phrase(en: "Not known", fr: "Inconnu")
    }
  }

  /// In both models.
  static func wouldStall(_ place: ToldPlace) -> Phrase {
    Phrase { language in
      language == .en
        ? "\(place.name) would stall at \(at(place, language)), even in the ideal model: \(torque(place, language))"
        : "\(place.name) décrocherait à \(at(place, language)), même dans le modèle idéal\u{A0}: "
          + torque(place, language)
    }
  }

  /// In the conservative model only.
  static func couldStall(_ place: ToldPlace) -> Phrase {
    Phrase { language in
      language == .en
        ? "\(place.name) could stall at \(at(place, language)), in the conservative model only: "
          + torque(place, language)
        : "\(place.name) pourrait décrocher à \(at(place, language)), dans le seul modèle prudent\u{A0}: "
          + torque(place, language)
    }
  }

  /// In the ideal model only, which has nothing that damps a swinging rotor.
  static func resonance(_ place: ToldPlace) -> Phrase {
    Phrase { language in
      language == .en
        ? "\(place.name) could swing itself out of step at \(at(place, language)), in the ideal model only, which damps "
          + "nothing: \(torque(place, language))"
        : "\(place.name) pourrait osciller jusqu’au décrochage à \(at(place, language)), dans le seul modèle idéal, qui "
          + "n’amortit rien\u{A0}: \(torque(place, language))"
    }
  }

  /// No slip, but more was asked than the pull-out curve has.
  static func marginGone(_ place: ToldPlace) -> Phrase {
    Phrase { language in
      language == .en
        ? "torque margin of \(place.name) gone at \(at(place, language)), and only the swing of the rotor gets over it: "
          + torque(place, language)
        : "plus de marge de couple sur \(place.name) à \(at(place, language)), seul l’élan du rotor passe\u{A0}: "
          + torque(place, language)
    }
  }

  static func marginLow(_ place: ToldPlace) -> Phrase {
    Phrase { language in
      language == .en
        ? "\(place.name) has little torque left at \(at(place, language)): \(torque(place, language))"
        : "il reste peu de couple à \(place.name) à \(at(place, language))\u{A0}: \(torque(place, language))"
    }
  }

  /// "62 mm/s, Y 100.2 mm".
  private static func at(_ place: ToldPlace, _ language: Language) -> String {
    let mmPerS = abs(place.demand.speedMmPerS)
    let rest = language == .en ? "rest" : "l’arrêt"
    let speed = mmPerS < 0.05 ? rest : language.shortDecimal(mmPerS, places: 1) + "\u{A0}mm/s"
    guard let position = place.positionMm else { return speed }
    return speed + ", \(place.name) \(language.decimal(position, places: 1))\u{A0}mm"
  }

  /// "torque margin gone (−8%): 0.41 N·m needed, 0.38 N·m there."
  private static func torque(_ place: ToldPlace, _ language: Language) -> String {
    let demand = place.demand
    let needed = newtonMetres(demand.neededNm, language), has = newtonMetres(demand.hasNm, language)
    let margin = language.percent(demand.margin)
    if language == .en {
      let figures = "\(needed) needed, \(has) there."
      if demand.margin < 0 { return "torque margin gone (\(margin)), \(figures)" }
      return demand.margin < CheckFindings.lowMargin
        ? "torque margin \(margin), \(figures)" : "there is torque (margin \(margin)), but the rotor swings too far."
    }
    let figures = "\(needed) demandés, \(has) disponibles."
    if demand.margin < 0 { return "plus de marge de couple (\(margin)), \(figures)" }
    return demand.margin < CheckFindings.lowMargin
      ? "marge de couple \(margin), \(figures)" : "le couple y est (marge \(margin)), mais le rotor oscille trop."
  }

  static func newtonMetres(_ value: Double, _ language: Language) -> String {
    language.decimal(value, places: value < 1 ? 3 : 2) + "\u{A0}N·m"
  }

  /// A feed that the planner silently lowers. Speeds in mm/min, as in the job.
  static func feedOverAxis(axis: String, wantedMmPerMin: Double, allowedMmPerMin: Double, count: Int) -> Phrase {
    Phrase { language in
      let wanted = language.decimal(wantedMmPerMin, places: 0), allowed = language.decimal(allowedMmPerMin, places: 0)
      let lines = language.count(count)
      return language == .en
        ? "feed \(wanted) mm/min is more than \(axis) does: driven at \(allowed) mm/min at most"
          + (count > 1 ? "; so on \(lines) motions, first here." : ".")
        : "l’avance de \(wanted) mm/min dépasse ce que fait \(axis)\u{A0}: au plus \(allowed) mm/min"
          + (count > 1 ? "\u{A0}; de même sur \(lines) mouvements, le premier ici." : ".")
    }
  }

  /// The board file says nothing of what the motors move.
  static func noMechanics(axes: [String], file: String) -> Phrase {
    let keys = axes.map { "axes.\($0)" }.joined(separator: ", ")
    let example = "mechanics: {source: weighed, moving_mass_kg: 3, friction_n: 15}"
    return Phrase(
      en: "stalls cannot be foretold: \(file) has no mechanics in \(keys). Add to each of them "
        + "\(example), with figures of your machine.",
      fr: "les décrochages ne peuvent être prévus\u{A0}: \(file) n’a pas de mechanics dans \(keys). Ajoutez-y "
        + "\(example), avec les chiffres de votre machine.")
  }

  /// The list of motions out of travel was cut.
  static func furtherRefusals(_ count: Int) -> Phrase {
    Phrase(
      en: "and \(Language.en.count(count)) more lines with moves that cannot be made.",
      fr: "et \(Language.fr.count(count)) autres lignes dont les mouvements sont impossibles.")
  }

  /// The list of findings was cut.
  static func furtherFindings(_ count: Int) -> Phrase {
    Phrase(
      en: "and \(Language.en.count(count)) more findings, all of them in the output of --json.",
      fr: "et \(Language.fr.count(count)) autres constats, tous dans la sortie de --json.")
  }

  /// An axis fails on many lines: those that are not told one by one.
  static func failsOnFurtherLines(axis: String, lines: [Int]) -> Phrase {
    Phrase { language in
      let some = lines.prefix(8).map(language.count).joined(separator: ", ") + (lines.count > 8 ? ", …" : "")
      let count = language.count(lines.count)
      return language == .en
        ? "\(axis) fails on \(count) more lines: \(some)"
        : "\(axis) échoue sur \(count) autres lignes\u{A0}: \(some)"
    }
  }

  static let marginsAreConservative = Phrase(
    en: "Margins are those of the conservative model; “would stall” is what even the ideal model does.",
    fr: "Les marges sont celles du modèle prudent\u{A0}; «\u{A0}décrochera\u{A0}»\u{A0}: même dans le modèle idéal.")
  static let leastMargin = Phrase(en: "Least margin", fr: "Marge minimale")
  static let speedHeading = Phrase(en: "Speed", fr: "Vitesse")
  static let accelerationHeading = Phrase(en: "Acceleration", fr: "Accélération")
  static let neededTorque = Phrase(en: "Needs", fr: "Demandé")
  static let availableTorque = Phrase(en: "Has", fr: "Disponible")
  static let whatFor = Phrase(en: "For", fr: "Pour")

  /// "inertia 61%, friction 39%".
  static func shares(_ demand: TorqueDemand) -> Phrase {
    Phrase { language in
      let shares = demand.shares
      let named: [(Double, String, String)] = [
        (shares.inertia, "inertia", "l’inertie"), (shares.friction, "friction", "le frottement"),
        (shares.weight, "weight", "le poids"), (shares.tool, "cutting", "la coupe"),
      ]
      let told = named.filter { $0.0 >= 0.005 }.sorted { $0.0 > $1.0 }
      return told.isEmpty
        ? "–"
        : told.map { "\(language == .en ? $0.1 : $0.2) \(language.percent($0.0))" }.joined(separator: ", ")
    }
  }
}
