// How a run ended, and why: what the machine did, where, and what a person can do about it.

extension Phrase {
  /// The run did what the job said.
  public static func completed(job: String, machineSeconds: Double) -> Phrase {
    // wo: for review.
    Phrase(
      en: "\(job): completed in \(Language.en.duration(machineSeconds)) of machine time.",
      fr: "\(job)\u{A0}: terminé, \(Language.fr.duration(machineSeconds)) de temps machine.",
      wo: "\(job)\u{A0}: jeex na, \(Language.wo.duration(machineSeconds)).")
  }

  /// A motion was refused before it started. Positions in mm, machine coordinates.
  public static func softLimit(axis: String, positionMm: Double, leastMm: Double, greatestMm: Double) -> Phrase {
    Phrase(
      en: "soft limit: \(axis.uppercased()) would go to \(mm(positionMm, .en)), its travel is "
        + "\(mm(leastMm, .en)) to \(mm(greatestMm, .en)). Nothing of this move was made. "
        + "Place the job elsewhere with --origin X,Y,Z, or correct the travel in the board file.",
      fr: "limite logicielle\u{A0}: \(axis.uppercased()) irait à \(mm(positionMm, .fr)), sa course va de "
        + "\(mm(leastMm, .fr)) à \(mm(greatestMm, .fr)). Rien de ce mouvement n’a été fait. "
        + "Placez le travail ailleurs avec --origin X,Y,Z, ou corrigez la course dans le fichier de la carte.")
  }

  /// M4 on a spindle that has no reversing line.
  public static let spindleNotReversible = Phrase(
    en: "M4 asks the spindle to turn the other way, which this board cannot do. Use M3, or give the board a "
      + "spindle_reverse line.",
    fr: "M4 demande à la broche de tourner à l’envers, ce que cette carte ne peut pas. Utilisez M3, ou donnez à la "
      + "carte "
      + "une ligne spindle_reverse.")

  /// A coordinate that cannot be counted in steps.
  public static func positionTooLarge(axis: String, positionMm: Double) -> Phrase {
    Phrase(
      en: "\(axis) would go to \(Language.en.shortDecimal(positionMm)) mm, farther than steps can be counted. Check "
        + "the "
        + "units and the work offset.",
      fr: "\(axis) irait à \(Language.fr.shortDecimal(positionMm)) mm, plus loin que les pas ne se comptent. Vérifiez "
        + "les "
        + "unités et le décalage d’origine.")
  }

  /// A limit switch closed while the machine moved.
  public static func hardLimit(axis: String, positionMm: Double) -> Phrase {
    Phrase(
      en: "limit switch of \(axis.uppercased()) hit at \(mm(positionMm, .en)). The position is no longer certain: "
        + "free the axis by hand and home the machine again.",
      fr: "fin de course \(axis.uppercased()) touché à \(mm(positionMm, .fr)). La position n’est plus certaine\u{A0}: "
        + "dégagez l’axe à la main et refaites la prise d’origine.")
  }

  /// The same where several switches share the line, or several were hit at once.
  public static func oneOfLimits(wires: [String]) -> Phrase {
    Phrase(
      en: "a limit switch was hit, one of \(wires.joined(separator: ", ")). The position is no longer certain: free "
        + "the axis by hand and home the machine again.",
      fr: "un fin de course a été touché, parmi \(wires.joined(separator: ", ")). La position n’est plus "
        + "certaine\u{A0}: dégagez l’axe à la main et refaites la prise d’origine.")
  }

  public static let emergencyStop = Phrase(
    en: "emergency stop pressed. Steps and spindle were cut at once; release it and home the machine again.",
    fr: "arrêt d’urgence appuyé. Les pas et la broche ont été coupés aussitôt\u{A0}; relâchez-le et refaites la prise "
      + "d’origine.")

  /// G38.2 or G38.4 came to its end and nothing happened.
  public static let probeMissed = Phrase(
    en: "the probe did not change on the whole way. Check its wire, or start nearer to the part.",
    fr: "le palpeur n’a pas réagi sur tout le trajet. Vérifiez son fil, ou partez plus près de la pièce.")

  /// G38.2 was started with the probe already touching, or G38.4 with it free.
  public static let probeNotReady = Phrase(
    en: "the probe was already in the state that this move waits for. Move away from the part first.",
    fr: "le palpeur était déjà dans l’état que ce mouvement attend. Éloignez-vous d’abord de la pièce.")

  /// A rotor lost its commanded position.
  public static func stalled(axis: String, positionMm: Double) -> Phrase {
    Phrase(
      en: "the motor of \(axis.uppercased()) stalled at \(mm(positionMm, .en)). Lower the feed or the acceleration of "
        + "this axis, or give it a stronger motor or a higher voltage.",
      fr: "le moteur de \(axis.uppercased()) a décroché à \(mm(positionMm, .fr)). Réduisez l’avance ou "
        + "l’accélération de "
        + "cet axe, ou prenez un moteur plus fort ou une tension plus haute.")
  }

  /// Full steps that the rotor slipped although it did not stop.
  public static func lostSteps(axis: String, count: Int) -> Phrase {
    Phrase(
      en: "\(axis.uppercased()) lost \(Language.en.count(count)) full steps: the part is not what the job says.",
      fr: "\(axis.uppercased()) a perdu \(Language.fr.count(count)) pas entiers\u{A0}: la pièce n’est pas conforme.")
  }

  /// Edges that came too early for a driver.
  public static func timingViolations(_ count: Int) -> Phrase {
    Phrase(
      en: "\(Language.en.count(count)) edges came too early for the driver, which may not have "
        + "seen them: its timing in the board file is shorter than its data sheet asks.",
      fr: "\(Language.fr.count(count)) fronts sont arrivés trop tôt pour le pilote, qui a pu ne pas "
        + "les voir\u{A0}: ses temps dans le fichier de la carte sont plus courts que ne demande sa fiche technique.")
  }

  /// The machine ran as long as `--max-time` lets it.
  public static func timeLimit(seconds: Double) -> Phrase {
    Phrase(
      en: "stopped after \(Language.en.duration(seconds)) of machine time, as --max-time says. The job was not done to "
        + "its end: give it more time, or look for a feed or a pause (G4) that is far too long.",
      fr:
        "arrêté après \(Language.fr.duration(seconds)) de temps machine, comme le dit --max-time. Le travail n’est pas "
        + "fini\u{A0}: donnez plus de temps, ou cherchez une avance bien trop lente ou une pause (G4) bien trop longue."
    )
  }

  /// Ctrl-C or SIGTERM, after the machine came to rest.
  public static func interrupted(line: Int?) -> Phrase {
    let (en, fr) = (line.map { " at line \($0)" } ?? "", line.map { " à la ligne \($0)" } ?? "")
    return Phrase(
      en: "interrupted\(en). The machine is safe: at rest, its outputs at their safe levels.",
      fr: "interrompu\(fr). La machine est en sécurité\u{A0}: à l’arrêt, ses sorties à leur niveau sûr.")
  }

  /// A job waits for a person, who is not there, on a real machine.
  public static func waitsForPerson(line: Int) -> Phrase {
    Phrase(
      en: "line \(line) waits for a person, and nobody can answer here. The machine stopped there, spindle off. "
        + "Run the job from a terminal to be asked.",
      fr: "la ligne \(line) attend une personne, et personne ne peut répondre ici. La machine s’y est arrêtée, broche "
        + "coupée. Lancez le travail depuis un terminal pour qu’on vous demande.")
  }

  /// An axis position in a sentence.
  static func mm(_ value: Double, _ language: Language) -> String {
    language.shortDecimal(value, places: 3) + "\u{A0}mm"
  }
}
