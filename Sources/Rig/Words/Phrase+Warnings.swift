// Warnings: the run went on, but a person should know. None names its line: see `Phrase.atLine(_:)`.

import StepperCore

extension Phrase {
  /// What a feed had to be slowed for.
  public enum SpeedBound: Sendable, Equatable {
    /// At most one step a tick, of so many ticks a second.
    case tickRate(hz: Int)
    /// The driver's pulses take so long.
    case driver
  }

  /// Speeds in mm/min, as in the job.
  public static func feedSlowed(fromMmPerMin: Double, toMmPerMin: Double, bound: SpeedBound) -> Phrase {
    let from = { (language: Language) in language.decimal(fromMmPerMin, places: 0) }
    let to = { (language: Language) in language.decimal(toMmPerMin, places: 0) }
    switch bound {
    case .tickRate(let hz):
      return Phrase(
        en: "feed slowed from \(from(.en)) to \(to(.en)) mm/min: \(Language.en.count(hz)) ticks a second give no more "
          + "steps. A higher tick_hz or fewer microsteps would allow it.",
        fr: "avance réduite de \(from(.fr)) à \(to(.fr)) mm/min\u{A0}: \(Language.fr.count(hz)) tops par seconde ne "
          + "donnent "
          + "pas plus de pas. Un tick_hz plus haut ou moins de micropas le permettraient.")
    case .driver:
      return Phrase(
        en: "feed slowed from \(from(.en)) to \(to(.en)) mm/min: the driver takes no faster pulses. Fewer microsteps "
          + "or "
          + "another driver would allow it.",
        fr: "avance réduite de \(from(.fr)) à \(to(.fr)) mm/min\u{A0}: le pilote n’accepte pas d’impulsions plus "
          + "rapides. "
          + "Moins de micropas ou un autre pilote le permettraient.")
    }
  }

  /// Axes that bend straight ways while speed changes, by more than a tolerance has for it.
  public static func shapersDiffer(first: String, second: String, offMm: Double, toleranceMm: Double) -> Phrase {
    let allowedMm = ShaperSkew.allowedMm(toleranceMm: toleranceMm)
    // Up, so that what is advised is enough.
    let neededMm = (offMm / allowedMm * toleranceMm * 1000).rounded(.up) / 1000
    let off = { (language: Language) in language.shortDecimal(offMm, places: 4) }
    let allowed = { (language: Language) in language.shortDecimal(allowedMm, places: 4) }
    let tolerance = { (language: Language) in language.shortDecimal(toleranceMm, places: 4) }
    let needed = { (language: Language) in language.shortDecimal(neededMm, places: 4) }
    return Phrase(
      en: "axes \(first) and \(second) are shaped differently: while speed changes, straight diagonals can be left by "
        + "\(off(.en)) mm, and a tolerance of \(tolerance(.en)) mm has \(allowed(.en)) mm for that. The same "
        + "input_shaper on both axes, or a tolerance of \(needed(.en)) mm, would keep it.",
      fr: "les filtres des axes \(first) et \(second) diffèrent\u{A0}: quand la vitesse change, les diagonales peuvent "
        + "s’écarter de \(off(.fr)) mm, et une tolérance de \(tolerance(.fr)) mm en laisse \(allowed(.fr)) mm. Le même "
        + "input_shaper sur les deux axes, ou une tolérance de \(needed(.fr)) mm, suffirait.")
  }

  /// The two motors of an axis were farther apart than ways and carriages like.
  public static func racked(axis: String, mm: Double) -> Phrase {
    let apart = { (language: Language) in language.decimal(mm, places: 2) + "\u{A0}mm" }
    return Phrase(
      en: "the two motors of \(axis) were up to \(apart(.en)) apart: the gantry racked, and can jam. Set both to the "
        + "same current, and look for what brakes one side.",
      fr: "les deux moteurs de \(axis) se sont écartés de \(apart(.fr))\u{A0}: le portique s’est mis en crabe et peut "
        + "coincer. Réglez le même courant, et cherchez ce qui freine un côté.")
  }

  /// G43 Hn without such a tool in the table.
  public static func toolLengthMissing(tool: Int) -> Phrase {
    Phrase(
      en: "no length is known for tool H\(tool): zero is used. Set Z zero with this tool, or give its length in the "
        + "board "
        + "file.",
      fr: "aucune longueur connue pour l’outil H\(tool)\u{A0}: zéro est utilisé. Faites le zéro Z avec cet outil, ou "
        + "donnez "
        + "sa longueur dans le fichier de la carte.")
  }

  /// M6 where nobody can answer, in the simulator.
  public static func toolChangePassed(tool: Int) -> Phrase {
    Phrase(
      en: "change to tool T\(tool) noted and passed: nobody is asked in a simulation.",
      fr: "changement pour l’outil T\(tool) noté et passé\u{A0}: une simulation ne demande à personne.")
  }

  /// M0 or M1 where nobody can answer, in the simulator.
  public static let pausePassed = Phrase(
    en: "pause noted and passed: nobody is asked in a simulation.",
    fr: "pause notée et passée\u{A0}: une simulation ne demande à personne.")

  /// S over what the board's spindle can do.
  public static func spindleSpeedLowered(fromRpm: Double, toRpm: Double) -> Phrase {
    Phrase(
      en: "S\(Language.en.decimal(fromRpm, places: 0)) is more than the spindle can do: "
        + "\(Language.en.decimal(toRpm, places: 0)) is used.",
      fr: "S\(Language.fr.decimal(fromRpm, places: 0)) dépasse ce que la broche peut faire\u{A0}: "
        + "\(Language.fr.decimal(toRpm, places: 0)) est utilisé.")
  }

  /// M3 on a board without a spindle.
  public static let spindleMissing = Phrase(
    en: "this board has no spindle output: M3 and M4 do nothing.",
    fr: "cette carte n’a pas de sortie de broche\u{A0}: M3 et M4 ne font rien.")

  /// M7 or M8 on a board without that output.
  public static let coolantMissing = Phrase(
    en: "this board has no coolant output: M7 and M8 do nothing.",
    fr: "cette carte n’a pas de sortie d’arrosage\u{A0}: M7 et M8 ne font rien.")

  /// G38.3 or G38.5 came to its end and nothing happened: no alarm, but no measurement either.
  public static let probeFoundNothing = Phrase(
    en: "the probe did not change on the whole way; this kind of probing goes on without an alarm.",
    fr: "le palpeur n’a pas réagi sur tout le trajet\u{A0}; ce type de palpage continue sans alarme.")

  /// Probing on a board without a probe.
  public static let probeMissing = Phrase(
    en: "this board has no probe input: the move goes on to its end.",
    fr: "cette carte n’a pas d’entrée palpeur\u{A0}: le mouvement va jusqu’au bout.")

  /// The list of warnings was cut.
  public static func furtherWarnings(_ count: Int) -> Phrase {
    Phrase(
      en: "and \(Language.en.count(count)) more warnings like these.",
      fr: "et \(Language.fr.count(count)) autres avertissements du même genre.")
  }
}
