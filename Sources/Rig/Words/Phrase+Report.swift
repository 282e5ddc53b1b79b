// What only the report says: headings of its pictures, captions, legends.

extension Phrase {
  static let fromAbove = Phrase(en: "Toolpath from above", fr: "Trajet vu de dessus")
  static let fromTheSide = Phrase(en: "Toolpath from the front", fr: "Trajet vu de face")
  static let speedOverTime = Phrase(en: "Speed over time", fr: "Vitesse au fil du temps")
  static let axesHeading = Phrase(en: "Axes", fr: "Axes de la machine")
  static let motorsHeading = Phrase(en: "Motors", fr: "Moteurs")
  static let figuresHeading = Phrase(en: "Figures", fr: "Chiffres")
  static let rapids = Phrase(en: "rapid, tool in the air", fr: "déplacement rapide, à vide")
  static let stock = Phrase(en: "stock", fr: "brut")
  static let travelOutline = Phrase(en: "travel of the machine", fr: "course de la machine")
  static let workOrigin = Phrase(en: "zero of the job", fr: "zéro du travail")
  static let startOfPath = Phrase(en: "start", fr: "départ")
  static let endOfPath = Phrase(en: "end", fr: "arrivée")
  static let noMotion = Phrase(en: "The machine did not move.", fr: "La machine n’a pas bougé.")
  static let meanAndRange = Phrase(
    en: "Line: mean speed. Band: slowest to fastest in the same moment.",
    fr: "Ligne\u{A0}: vitesse moyenne. Bande\u{A0}: de la plus lente à la plus rapide au même moment.")
  static let nothingUnknown = Phrase(
    en: "“–” stands for what this run did not measure.",
    fr: "«\u{A0}–\u{A0}» désigne ce que cette exécution n’a pas "
      + "mesuré.")

  static let torqueOverTime = Phrase(en: "Torque margin over time", fr: "Marge de couple au fil du temps")
  static let marginExplained = Phrase(
    en: "Lowest in each moment. 100%: nothing is asked of the motor; 0% (dark line): all that it has at this speed.",
    fr: "La plus basse de chaque moment. 100\u{A0}%\u{A0}: rien n’est demandé au moteur\u{A0}; 0\u{A0}% (ligne sombre)"
      + "\u{A0}: tout ce qu’il a à cette vitesse.")
  static let leftCommand = Phrase(en: "a motor falls out of step", fr: "un moteur décroche")

  /// The least margin of an axis and its line.
  static func worstMargin(of name: String, _ place: TorquePlace) -> Phrase {
    Phrase { language in
      let margin = language.percent(place.demand.margin), line = language.count(Int(place.line))
      return language == .en
        ? "\(name) lowest \(margin), line \(line)" : "\(name) au plus bas \(margin), ligne \(line)"
    }
  }

  /// Under the title: on which machine, and when.
  static func madeOn(board: String, backend: String, date: String?) -> Phrase {
    let kind = backend == "gpio" ? Phrase.realMachine : Phrase.simulated
    return Phrase { language in
      [board, kind.text(in: language), date].compactMap { $0 }.joined(separator: " · ")
    }
  }

  /// Under a picture: what a square, or an oblong, of its grid is.
  static func grid(_ acrossMm: Double, by upMm: Double) -> Phrase {
    Phrase { language in
      let up = upMm == acrossMm ? "" : " × \(language.shortDecimal(upMm))"
      let size = "\(language.shortDecimal(acrossMm))\(up)\u{A0}mm"
      return language == .en ? "grid \(size)" : "quadrillage de \(size)"
    }
  }

  /// Under the title: what a run that ended well did.
  static func summarySentence(seconds: Double, lengthMm: Double?) -> Phrase {
    Phrase { language in
      let time = language.duration(seconds)
      guard let lengthMm else {
        return language == .en ? "\(time) of machine time" : "\(time) de temps machine"
      }
      let metres = language.decimal(lengthMm / 1000, places: lengthMm < 10_000 ? 2 : 1)
      return language == .en
        ? "\(time) of machine time, \(metres)\u{A0}m of path" : "\(time) de temps machine, \(metres)\u{A0}m de trajet"
    }
  }
}
