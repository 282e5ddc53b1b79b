// Changes of a board that cure a stall, as sentences with the key of the board file that makes them.

import StepperCore

extension Phrase {
  static let curesHeading = Phrase(en: "What would cure it", fr: "Ce qui y remédierait")

  /// A change that was simulated.
  static func cure(_ cure: Cure, of name: String) -> Phrase {
    Phrase { language in
      let margin = language.percent(cure.margin)
      return "\(name)\(language == .en ? "" : "\u{A0}"): \(change(cure.change).text(in: language))"
        + (language == .en
          ? "; then the least margin is \(margin)." : "\u{A0}; la marge minimale est alors de \(margin).")
    }
  }

  /// Nothing helps: not by the equations, or not in the simulations that were made.
  static func noCure(of search: CureSearch) -> Phrase {
    let name = search.name
    if search.isCutting {
      return Phrase(
        en:
          "\(name): none of slower feeds, more voltage or current, or another motor or driver of the parts library helps "
          + "against the cut. Cut less deep, with more passes or a smaller tool.",
        fr:
          "\(name)\u{A0}: ni des avances plus lentes, ni plus de tension ou de courant, ni un autre moteur ou pilote de la "
          + "bibliothèque ne suffit contre la coupe. Coupez moins profond, en plus de passes ou avec un outil plus petit."
      )
    }
    return search.tried == 0
      ? Phrase(
        en:
          "\(name): none of less speed or acceleration, more voltage or current, or another motor or driver of the parts "
          + "library helps. Look for what is jammed or far too heavy.",
        fr:
          "\(name)\u{A0}: ni moins de vitesse ou d’accélération, ni plus de tension ou de courant, ni un autre moteur ou "
          + "pilote de la bibliothèque ne suffit. Cherchez ce qui coince ou pèse bien trop.")
      : Phrase(
        en: "\(name): none of the single changes that were simulated (\(search.tried)) helps. Try less speed and less "
          + "acceleration together.",
        fr:
          "\(name)\u{A0}: aucun des changements simulés un par un (\(search.tried)) n’y remédie. Essayez moins de vitesse "
          + "et moins d’accélération ensemble.")
  }

  static func curesTogether(_ hold: Bool) -> Phrase {
    hold
      ? Phrase(
        en: "The first cure of each axis, all together: the job would run.",
        fr: "Le premier remède de chaque axe, tous ensemble\u{A0}: le travail irait au bout.")
      : Phrase(
        en: "The first cures of all axes together are not enough: change one, and check again.",
        fr: "Les premiers remèdes de tous les axes ensemble ne suffisent pas\u{A0}: changez-en un, et vérifiez.")
  }

  /// "150 mm/s² instead of 300 (max_acceleration_mm_s2 of x)".
  static func change(_ change: BoardChange) -> Phrase {
    let keys = { (axes: [Int]) in axes.map { ["x", "y", "z"][$0] }.joined(separator: ", ") }
    return Phrase { language in
      let isEnglish = language == .en
      let number = { (value: Double) in language.shortDecimal(value, places: 2) }
      let instead = isEnglish ? "instead of" : "au lieu de"
      let of = isEnglish ? "of" : "de"
      switch change {
      case .acceleration(let axes, let value, let now):
        return "\(number(value))\u{A0}mm/s² \(instead) \(number(now)) (max_acceleration_mm_s2 \(of) \(keys(axes)))"
      case .velocity(let axes, let value, let now):
        return "\(number(value * 60))\u{A0}mm/min \(instead) \(language.decimal(now * 60, places: 0)) "
          + "(max_velocity_mm_min \(of) \(keys(axes)))"
      case .feed(let factor):
        return isEnglish
          ? "feeds at \(language.percent(factor)) (the F words of the job)"
          : "les avances à \(language.percent(factor)) (les mots F du travail)"
      case .supply(let volts, let now): return "\(number(volts))\u{A0}V \(instead) \(number(now)) (supply_v)"
      case .current(let axes, let amperes, let now):
        return "\(number(amperes))\u{A0}A \(instead) \(number(now)) (current_a \(of) \(keys(axes)))"
      case .driver(_, let part, let amperes, let volts):
        return isEnglish
          ? "driver \(part.name) (\(part.title)) at \(number(amperes))\u{A0}A and \(number(volts))\u{A0}V"
          : "le pilote \(part.name) (\(part.title)) à \(number(amperes))\u{A0}A et \(number(volts))\u{A0}V"
      case .motor(_, let part, let amperes):
        return isEnglish
          ? "motor \(part.name) (\(part.title)) at \(number(amperes))\u{A0}A"
          : "le moteur \(part.name) (\(part.title)) à \(number(amperes))\u{A0}A"
      }
    }
  }
}
