// What only `rigctl plan` says: headings and captions of its picture.

extension Phrase {
  static let planHeading = Phrase(en: "Planned motion", fr: "Mouvement planifié")
  static let speedOverLines = Phrase(en: "Speed over the lines of the job", fr: "Vitesse au fil des lignes du travail")
  static let speedUnit = Phrase(en: "mm/min, along the path", fr: "mm/min, le long du trajet")

  static func acceleration(axis: String) -> Phrase {
    Phrase(en: "Acceleration of \(axis)", fr: "Accélération de \(axis)")
  }

  static func limit(_ value: Double) -> Phrase {
    Phrase(
      en: "limit \(Language.en.shortDecimal(value))", fr: "limite \(Language.fr.shortDecimal(value))")
  }

  static let bandsOfPlan = Phrase(
    en: "Line: mean. Band: from the least to the greatest value in the same moment. Dashed: the limits of the axis.",
    fr: "Ligne\u{A0}: moyenne. Bande\u{A0}: de la plus petite à la plus grande valeur au même moment. "
      + "Tirets\u{A0}: les limites de l’axe.")

  /// "11 min 52 s · 5,599.7 mm of path · at most 0.0081 mm beside it, 0.01 mm allowed".
  static func planFigures(seconds: Double, lengthMm: Double, deviationMm: Double, toleranceMm: Double) -> Phrase {
    Phrase { language in
      let time = language.duration(seconds)
      let way = language.decimal(lengthMm, places: 1)
      let off = language.decimal(deviationMm, places: 4)
      let allowed = language.shortDecimal(toleranceMm, places: 4)
      return language == .en
        ? "\(time) · \(way)\u{A0}mm of path · at most \(off)\u{A0}mm beside it, \(allowed)\u{A0}mm allowed"
        : "\(time) · trajet de \(way)\u{A0}mm · au plus \(off)\u{A0}mm à côté, \(allowed)\u{A0}mm admis"
    }
  }
}
