// What tuning says: what limits an axis, what would help, what to put into the board file.

import SimBackend

extension Phrase {
  // Headings.
  public static let tuneNow = Phrase(en: "Now", fr: "Actuel")
  public static let tuneMargin = Phrase(en: "Margin", fr: "Marge")
  public static let tuneRecommended = Phrase(en: "Recommended", fr: "Conseillé")
  public static let tuneSimulated = Phrase(en: "Simulated", fr: "Simulé")
  public static let tuneVelocityLimit = Phrase(en: "Velocity is limited by", fr: "La vitesse est limitée par")
  public static let tuneAccelerationLimit = Phrase(en: "Acceleration goes into", fr: "L’accélération sert à")
  public static let tuneChange = Phrase(en: "One change", fr: "Un changement")
  public static let tuneMovesShorter = Phrase(en: "Moves shorter by", fr: "Trajets plus courts de")
  public static let tuneHeld = Phrase(en: "held", fr: "tenu")
  public static let tuneSlipped = Phrase(en: "not held", fr: "non tenu")
  public static let tuneNotTried = Phrase(en: "not tried", fr: "non essayé")
  public static let tuneNone = Phrase(en: "nothing moves", fr: "rien ne bouge")

  /// A margin as a share, or that there is none.
  public static func tuneMargin(_ margin: Double) -> Phrase {
    margin < 0 ? Phrase(en: "none", fr: "aucune") : Phrase { $0.percent(margin) }
  }

  public static func tuneHeading(_ options: TuneOptions) -> Phrase {
    Phrase { language in
      let margin = language.percent(options.margin)
      let model = Phrase.tuneModel(options.model).text(in: language)
      let force = language.shortDecimal(options.toolForceN, places: 1)
      return language == .en
        ? "Torque margin \(margin), \(model) motors, \(force)\u{A0}N against the tool."
        : "Marge de couple \(margin), moteurs \(model), \(force)\u{A0}N contre l’outil."
    }
  }

  public static func tuneModel(_ model: TuneModel) -> Phrase {
    switch model {
    case .ideal: Phrase(en: "ideal", fr: "idéaux")
    case .typical: Phrase(en: "typical", fr: "typiques")
    case .conservative: Phrase(en: "conservative", fr: "prudents")
    }
  }

  public static func tuneAim(_ aim: TuneAim) -> Phrase {
    switch aim {
    case .strongestAcceleration: Phrase(en: "strongest acceleration", fr: "accélération la plus forte")
    case .balanced: Phrase(en: "balanced (recommended)", fr: "équilibré (conseillé)")
    case .fastestTravel: Phrase(en: "fastest travel", fr: "course la plus rapide")
    }
  }

  public static func tuneBound(_ bound: VelocityBound) -> Phrase {
    Phrase { language in
      switch bound {
      case .torque(let volts):
        let supply = language.shortDecimal(volts, places: 1)
        return language == .en
          ? "motor torque at speed (\(supply)\u{A0}V)" : "le couple en vitesse (\(supply)\u{A0}V)"
      case .tickRate(let hz):
        let rate = language.count(Int(hz))
        return language == .en ? "tick rate (\(rate)\u{A0}Hz)" : "la cadence des tops (\(rate)\u{A0}Hz)"
      case .driver(let title, let stepsPerS):
        let rate = language.count(Int(stepsPerS))
        return language == .en ? "\(title): \(rate) steps/s" : "\(title)\u{A0}: \(rate) pas/s"
      }
    }
  }

  /// The largest two parts of the torque, in words.
  public static func tuneShares(_ shares: TuneShares) -> Phrase {
    let parts: [(nm: Double, en: String, fr: String)] = [
      (shares.rotorNm, "rotor", "le rotor"), (shares.driveNm, "screw or pulley", "la vis ou la poulie"),
      (shares.carriageNm, "moving mass", "la masse mobile"), (shares.frictionNm, "friction", "le frottement"),
      (shares.weightNm, "weight", "le poids"), (shares.toolNm, "force on the tool", "la force sur l’outil"),
    ]
    let largest = parts.sorted { $0.nm > $1.nm }.prefix(2).filter { $0.nm > 0.05 * shares.totalNm }
    return Phrase { language in
      largest.map { "\(language == .en ? $0.en : $0.fr) \(language.percent($0.nm / max(shares.totalNm, 1e-12)))" }
        .joined(separator: ", ")
    }
  }

  public static func tuneChange(_ change: TuneChange) -> Phrase {
    Phrase { language in
      let (from, to) = change.values
      let values =
        "\(language.shortDecimal(from, places: 2)) → \(language.shortDecimal(to, places: 2))"
      let isEnglish = language == .en
      switch change {
      case .supply: return (isEnglish ? "motor supply, V: " : "alimentation, V\u{A0}: ") + values
      case .current: return (isEnglish ? "driver current, A: " : "courant du pilote, A\u{A0}: ") + values
      case .lighterCarriage:
        return (isEnglish ? "a quarter less moving mass, kg: " : "un quart de masse mobile en moins, kg\u{A0}: ")
          + values
      case .halfFriction:
        return (isEnglish ? "half the friction, N: " : "moitié moins de frottement, N\u{A0}: ") + values
      case .counterbalance:
        let newtons = language.shortDecimal(to, places: 0)
        return isEnglish ? "counterbalance of \(newtons)\u{A0}N" : "contrepoids de \(newtons)\u{A0}N"
      case .travelPerTurn:
        return (isEnglish ? "travel a turn, mm: " : "avance par tour, mm\u{A0}: ") + values
      case .microsteps: return (isEnglish ? "microsteps: " : "micropas\u{A0}: ") + values
      case .tickRate: return (isEnglish ? "tick_hz of the board: " : "tick_hz de la carte\u{A0}: ") + values
      }
    }
  }

  public static func tuneAxisHeading(_ axes: String) -> Phrase {
    Phrase(en: "\(axes), what to choose", fr: "\(axes), au choix")
  }

  public static func tuneTime(overMm way: Double) -> Phrase {
    Phrase { "\($0.shortDecimal(way, places: 0))\u{A0}mm" }
  }

  /// Before the lines for the board file.
  public static func tunePaste(_ file: String) -> Phrase {
    Phrase(en: "For \(file), under axes:", fr: "Pour \(file), sous axes\u{A0}:")
  }

  // Remarks.

  public static func tuneNowTooFast(axes: String, margin: Double, wanted: Double) -> Phrase {
    Phrase { language in
      let (has, asked) = (language.percent(margin), language.percent(wanted))
      if margin < 0 {
        return language == .en
          ? "\(axes): the board file asks for more torque than the motor has; it would stall."
          : "\(axes)\u{A0}: le fichier demande plus de couple que le moteur n’en a\u{A0}; il décrocherait."
      }
      return language == .en
        ? "\(axes): the board file leaves a margin of \(has), less than \(asked)."
        : "\(axes)\u{A0}: le fichier laisse une marge de \(has), moins que \(asked)."
    }
  }

  public static func tuneStepsExceeded(axes: String, share: Double) -> Phrase {
    Phrase { language in
      let times = language.shortDecimal(share, places: 2)
      return language == .en
        ? "\(axes): max_velocity_mm_min asks for \(times) times the steps that ticks and driver allow."
        : "\(axes)\u{A0}: max_velocity_mm_min demande \(times) fois les pas que tops et pilote permettent."
    }
  }

  public static func tuneSlowed(axes: String) -> Phrase {
    Phrase(
      en: "\(axes): in the simulation a faster pair fell out of step, though its torque would have sufficed: the rotor "
        + "swings. What is shown has held.",
      fr:
        "\(axes)\u{A0}: en simulation des valeurs plus rapides ont décroché, bien que le couple eût suffi\u{A0}: le rotor "
        + "oscille. Ce qui est montré a tenu.")
  }

  public static func tuneNothingMoves(axes: String, margin: Double) -> Phrase {
    Phrase { language in
      let asked = language.percent(margin)
      return language == .en
        ? "\(axes): friction, weight and tool force leave no torque with a margin of \(asked). "
          + "Ask for less (--margin), or see what would help."
        : "\(axes)\u{A0}: frottement, poids et force sur l’outil ne laissent aucun couple avec une marge de \(asked). "
          + "Demandez moins (--margin), ou voyez ce qui aiderait."
    }
  }

  public static func tuneLag(axes: String, lagMm: Double, toleranceMm: Double) -> Phrase {
    Phrase { language in
      let lag = language.shortDecimal(lagMm, places: 3), tolerance = language.shortDecimal(toleranceMm, places: 3)
      return language == .en
        ? "\(axes): at the recommended acceleration the carriage stays \(lag)\u{A0}mm behind its motor (stiffness of the "
          + "drive); the path tolerance is \(tolerance)\u{A0}mm. Where corners show it, take less acceleration."
        : "\(axes)\u{A0}: à l’accélération conseillée le chariot reste \(lag)\u{A0}mm derrière son moteur (raideur de la "
          + "transmission)\u{A0}; la tolérance est de \(tolerance)\u{A0}mm. Si cela se voit aux angles, accélérez moins."
    }
  }

  public static func tuneTorqueAlone(axes: String) -> Phrase {
    Phrase(
      en: "\(axes): torque alone decides here, because the board file states no stiffness. A frame may shake or ring "
        + "long before: raise the acceleration in steps, and look at the corners of the work.",
      fr: "\(axes)\u{A0}: seul le couple décide ici, car le fichier ne dit aucune raideur. Un bâti peut trembler bien "
        + "avant\u{A0}: augmentez l’accélération par étapes, et regardez les angles de la pièce.")
  }

  public static func tuneEstimated(axes: String) -> Phrase {
    Phrase(
      en:
        "\(axes): mass and friction are estimates; docs/machine-model.md says how to measure them with a kitchen scale.",
      fr:
        "\(axes)\u{A0}: masse et frottement sont estimés\u{A0}; docs/machine-model.md dit comment les mesurer avec une "
        + "balance de cuisine.")
  }

  public static func tuneBelts() -> Phrase {
    Phrase(
      en: "X and Y share their motors: both get the same pair, good for both at once along the diagonal.",
      fr: "X et Y partagent leurs moteurs\u{A0}: ils reçoivent les mêmes valeurs, tenues ensemble en diagonale.")
  }

  public static func tuneMechanicsMissing(axes: [Int], file: String) -> Phrase {
    let names = axes.map { ["x", "y", "z"][$0] }
    let keys = names.map { "axes.\($0).mechanics" }.joined(separator: ", ")
    let example = "mechanics: {source: weighed, moving_mass_kg: 3.5, friction_n: 15}"
    return Phrase(
      en:
        "\(file) does not say what its motors move. Add \(keys), such as \(example); docs/machine-model.md says how to "
        + "measure the figures.",
      fr: "\(file) ne dit pas ce que ses moteurs déplacent. Ajoutez \(keys), par exemple \(example)\u{A0}; "
        + "docs/machine-model.md dit comment mesurer les valeurs.")
  }

  // The picture.
  public static func tunePlotHeading(axes: String) -> Phrase {
    Phrase(en: "\(axes): torque over speed", fr: "\(axes)\u{A0}: couple selon la vitesse")
  }
  public static let turnsPerMinute = Phrase(en: "rev/min", fr: "tr/min")

  public static func tuneModelOfCurve(_ model: TuneModel) -> Phrase {
    switch model {
    case .ideal: Phrase(en: "ideal", fr: "idéal")
    case .typical: Phrase(en: "typical", fr: "typique")
    case .conservative: Phrase(en: "conservative", fr: "prudent")
    }
  }

  public static let tunePullOut = Phrase(en: "pull-out torque", fr: "couple de décrochage")
  public static let tuneBand = Phrase(en: "usable with the margin", fr: "utilisable avec la marge")
  public static let tuneCruise = Phrase(en: "steady speed", fr: "vitesse constante")
  public static let tuneFullNow = Phrase(en: "full acceleration now", fr: "pleine accélération actuelle")
  public static let tuneFullRecommended = Phrase(
    en: "full acceleration recommended", fr: "pleine accélération conseillée")
  public static let tuneStepLimit = Phrase(en: "highest step rate", fr: "cadence de pas maximale")
}
