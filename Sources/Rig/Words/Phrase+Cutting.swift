// What is said about cutting: tools by their shape, accidents in the stock, the picture of the finished piece.

import SimBackend

extension Phrase {
  static let finishedPiece = Phrase(en: "The finished piece", fr: "La pièce finie")
  static let depthLegend = Phrase(en: "depth", fr: "profondeur")
  static let cutThrough = Phrase(en: "cut through", fr: "découpé")
  static let stockFromJob = Phrase(
    en: "size of the stock taken from the job", fr: "taille du brut déduite du travail")
  static let removedVolume = Phrase(en: "Removed volume", fr: "Volume enlevé")
  static let peakCuttingForce = Phrase(en: "Peak cutting force", fr: "Effort de coupe maximal")
  static let peakCuttingPower = Phrase(en: "Peak cutting power", fr: "Puissance de coupe maximale")

  /// The stock's material is not known.
  static let cutWithoutForce = Phrase(
    en: "nobody says what the piece is made of: forces of the cut are left out. Name it with --material.",
    fr: "la matière de la pièce n’est pas connue\u{A0}: les efforts de coupe sont laissés de côté. "
      + "Nommez-la avec --material.")

  /// The board's spindle stalls on such a cut.
  static func spindleTooWeak(askedW: Double, hasW: Double) -> Phrase {
    Phrase { language in
      let asked = language.shortDecimal(askedW, places: 0), has = language.shortDecimal(hasW, places: 0)
      return language == .en
        ? "the cut asks for \(asked)\u{A0}W, and the spindle has \(has)\u{A0}W. Cut less deep, or slower."
        : "la coupe demande \(asked)\u{A0}W, et la broche en a \(has). Coupez moins profond, ou moins vite."
    }
  }

  /// `--tool` with a name that no parts file has.
  static func toolUnknown(_ name: String, nearest: String?) -> Phrase {
    unknown(en: "tool “\(name)”", fr: "d’outil «\u{A0}\(name)\u{A0}»", file: "tools", nearest)
  }

  /// `--material` with a name that no parts file has.
  static func materialUnknown(_ name: String, nearest: String?) -> Phrase {
    unknown(en: "material “\(name)”", fr: "de matière «\u{A0}\(name)\u{A0}»", file: "materials", nearest)
  }

  private static func unknown(en: String, fr: String, file: String, _ nearest: String?) -> Phrase {
    Phrase { language in
      let advice = nearest.map { language == .en ? "; did you mean \($0)?" : "\u{A0}; vouliez-vous dire \($0)\u{A0}?" }
      return (language == .en ? "no \(en) in" : "pas \(fr) dans") + " boards/parts/\(file).yaml" + (advice ?? "")
    }
  }

  /// Under the picture: how long its bar is.
  static func scaleBar(mm: Double) -> Phrase {
    Phrase { language in "\(language.shortDecimal(mm))\u{A0}mm" }
  }

  /// A tool that only its shape is known of.
  static func toolShape(_ tool: CuttingTool) -> Phrase {
    Phrase { language in
      let size = "\(language.shortDecimal(tool.diameterMm))\u{A0}mm"
      switch tool.shape {
      case .flat: return language == .en ? "End mill \(size)" : "Fraise droite \(size)"
      case .ball: return language == .en ? "Ball nose \(size)" : "Fraise hémisphérique \(size)"
      case .vee(let angle, _):
        if angle == 118 { return language == .en ? "Drill \(size)" : "Foret \(size)" }
        let degrees = language.shortDecimal(angle)
        return language == .en ? "V-bit \(degrees)°" : "Fraise en V \(degrees)\u{A0}°"
      }
    }
  }

  /// A cut that breaks tools, pieces or tables.
  static func cuttingIncident(_ incident: CuttingIncident) -> Phrase {
    Phrase { language in
      let isEnglish = language == .en
      let depth = "\(language.decimal(incident.worstMm, places: 1))\u{A0}mm"
      let said: String
      switch incident.kind {
      case .spindleOff:
        said =
          isEnglish
          ? "the tool goes \(depth) deep into the stock while the spindle stands. Put M3 S… before it."
          : "l’outil entre de \(depth) dans le brut, broche arrêtée. Mettez M3 S… avant."
      case .rapid:
        said =
          isEnglish
          ? "a rapid goes through the stock, \(depth) deep. Lift the tool first, or make it a G1."
          : "un déplacement rapide traverse le brut, à \(depth) de profondeur. Levez d’abord l’outil, ou mettez G1."
      case .deeperThanFlutes:
        said =
          isEnglish
          ? "the tool is \(depth) deep, deeper than its edges are long: the shank rubs."
          : "l’outil est à \(depth) de profondeur, plus que la longueur de ses arêtes\u{A0}: la queue frotte."
      case .spindleSlow:
        let share = language.percent(incident.leastSpeedShare)
        said =
          isEnglish
          ? "the spindle has only \(share) of its speed when the tool cuts. Dwell before it (G4), or give the board a "
            + "longer spin_up_s."
          : "la broche n’a que \(share) de sa vitesse quand l’outil coupe. Mettez une pause avant (G4), ou un spin_up_s "
            + "plus long."
      case .spindleOverloaded:
        let share = language.percent(incident.leastSpeedShare)
        let slowed =
          isEnglish
          ? "the cut slows the spindle down to \(share) of its speed"
          : "la coupe ralentit la broche à \(share) de sa vitesse"
        let stalled = isEnglish ? "the cut stalls the spindle" : "la coupe cale la broche"
        said =
          (incident.leastSpeedShare > 0 ? slowed : stalled)
          + (isEnglish ? ". Cut less deep, or slower." : ". Coupez moins profond, ou moins vite.")
      case .intoTable:
        said =
          isEnglish
          ? "the tool goes \(depth) below the stock, into what it lies on."
          : "l’outil descend \(depth) sous le brut, dans ce qui le porte."
      }
      if incident.count == 1 { return said }
      let count = language.count(incident.count)
      return said + (isEnglish ? " So \(count) times; first here." : " \(count) fois\u{A0}; la première ici.")
    }
  }
}
