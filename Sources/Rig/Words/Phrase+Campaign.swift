// What a campaign says: which property did not hold, on which tick and where, and what there was of faults and endings.

extension Phrase {
  public static let campaignEnding = Phrase(en: "How runs ended", fr: "Fin des exécutions")
  public static let campaignRuns = Phrase(en: "Runs", fr: "Nombre")
  public static let campaignFault = Phrase(en: "Fault", fr: "Défaut")
  public static let campaignDrawn = Phrase(en: "Drawn", fr: "Tirés")
  public static let campaignStruck = Phrase(en: "Struck", fr: "Survenus")

  private static func tick(_ tick: UInt64, _ language: Language) -> String { language.count(Int(clamping: tick)) }

  private static let axisNames = ["X", "Y", "Z"]

  static func campaignTravel(
    axis: Int, positionMm: Double, leastMm: Double, greatestMm: Double, tick at: UInt64
  ) -> Phrase {
    let name = axisNames[axis]
    return Phrase(
      en: "\(name) was commanded to \(mm(positionMm, .en)) on tick \(tick(at, .en)); its travel is "
        + "\(mm(leastMm, .en)) to \(mm(greatestMm, .en)).",
      fr: "\(name) a été commandé à \(mm(positionMm, .fr)) au top \(tick(at, .fr))\u{A0}; sa course va de "
        + "\(mm(leastMm, .fr)) à \(mm(greatestMm, .fr)).")
  }

  static func campaignStepAfterStop(tick step: UInt64, stopTick: UInt64) -> Phrase {
    Phrase(
      en: "a step went out on tick \(tick(step, .en)), although the motion was to end on tick \(tick(stopTick, .en)).",
      fr: "un pas est sorti au top \(tick(step, .fr)), alors que le mouvement devait finir au top "
        + "\(tick(stopTick, .fr)).")
  }

  static func campaignOutputsActive(wires: [String]) -> Phrase {
    let list = wires.joined(separator: ", ")
    return Phrase(
      en: "outputs still active after the end: \(list).", fr: "sorties encore actives après la fin\u{A0}: \(list).")
  }

  static func campaignPulsesUnreported(motor: String, pulses: Int) -> Phrase {
    Phrase(
      en: "the run says completed, and \(Language.en.count(pulses)) pulses of motor \(motor) went astray.",
      fr: "l’exécution se dit terminée, et \(Language.fr.count(pulses)) impulsions du moteur \(motor) se sont perdues.")
  }

  static func campaignSlipUnreported(motor: String, fullSteps: Double) -> Phrase {
    Phrase(
      en: "the run says completed, and motor \(motor) fell out of step: \(Language.en.shortDecimal(fullSteps)) full "
        + "steps off its command at the end.",
      fr: "l’exécution se dit terminée, et le moteur \(motor) a décroché\u{A0}: à la fin "
        + "\(Language.fr.shortDecimal(fullSteps)) pas entiers à côté de sa commande.")
  }

  static func campaignOffUnreported(axis: Int, commandedMm: Double, carriageMm: Double) -> Phrase {
    let name = axisNames[axis]
    return Phrase(
      en: "the run says completed, and \(name) stands at \(mm(carriageMm, .en)), commanded \(mm(commandedMm, .en)).",
      fr: "l’exécution se dit terminée, et \(name) se trouve à \(mm(carriageMm, .fr)), commandé à "
        + "\(mm(commandedMm, .fr)).")
  }

  static func campaignNoLostSteps(motor: String, pulses: Int) -> Phrase {
    Phrase(
      en: "motor \(motor) is \(Language.en.count(pulses)) pulses off its command, and the summary has no lost steps.",
      fr:
        "le moteur \(motor) est à \(Language.fr.count(pulses)) impulsions de sa commande, et le résumé n’a pas de pas "
        + "perdus.")
  }

  static func campaignUnanswered(tick stop: UInt64) -> Phrase {
    Phrase(
      en: "the motion was to end on tick \(tick(stop, .en)), and the run says completed.",
      fr: "le mouvement devait finir au top \(tick(stop, .fr)), et l’exécution se dit terminée.")
  }

  static func campaignStoppedForNothing(_ summary: Summary) -> Phrase {
    let ending = summary.alarm?.code ?? summary.result.rawValue
    let line = summary.alarm?.line.map(String.init) ?? "–"
    return Phrase(
      en: "nothing asked for a stop, and the run ended as \(ending) on line \(line).",
      fr: "rien n’a demandé d’arrêt, et l’exécution a fini en \(ending) à la ligne \(line).")
  }

  static func campaignHarmlessMattered(_ summary: Summary) -> Phrase {
    let ending = summary.alarm?.code ?? summary.result.rawValue
    let hash = summary.traceHashText ?? "–"
    return Phrase(
      en: "no fault concerned the job, and the run is another than without them: \(ending), trace hash \(hash).",
      fr: "aucun défaut ne concernait le travail, et l’exécution est autre que sans eux\u{A0}: \(ending), empreinte "
        + "\(hash).")
  }

  /// What struck, as lines of a scenario, and how it ended.
  static func campaignStory(struck: [(line: String, tick: UInt64, jobLine: UInt32)], ending: String, ticks: Int)
    -> Phrase
  {
    func list(_ language: Language, _ at: String, _ line: String) -> String {
      struck.map { "\($0.line) \(at) \(tick($0.tick, language)), \(line) \($0.jobLine)" }.joined(separator: "; ")
    }
    return Phrase(
      en: "The run ended as \(ending) on tick \(Language.en.count(ticks)). "
        + (struck.isEmpty ? "No fault struck." : "Struck: \(list(.en, "on tick", "line"))."),
      fr: "L’exécution a fini en \(ending) au top \(Language.fr.count(ticks)). "
        + (struck.isEmpty ? "Aucun défaut n’est survenu." : "Survenus\u{A0}: \(list(.fr, "au top", "ligne"))."))
  }

  /// How fast it went.
  static func campaignRate(
    runs: Int, machineSeconds: Double, seconds: Double, jobs: Int, hasPhysics: Bool
  ) -> Phrase {
    func figures(_ language: Language) -> (runs: String, mean: String, total: String, perS: String) {
      (
        language.count(runs), language.duration(runs > 0 ? machineSeconds / Double(runs) : 0),
        language.duration(seconds), seconds > 0 ? language.decimal(Double(runs) / seconds, places: 1) : "–"
      )
    }
    let en = figures(.en), fr = figures(.fr)
    return Phrase(
      en: "Simulated runs: \(en.runs), of \(en.mean) machine time on average, in \(en.total): \(en.perS) a second; "
        + "threads: \(jobs); \(hasPhysics ? "with" : "without") physics.",
      fr: "Exécutions simulées\u{A0}: \(fr.runs), de \(fr.mean) de temps machine en moyenne, en \(fr.total)\u{A0}: "
        + "\(fr.perS) par seconde\u{A0}; fils\u{A0}: \(jobs)\u{A0}; \(hasPhysics ? "avec" : "sans") la physique.")
  }

  /// A job that cannot be used.
  public static func campaignJobNotDone(_ path: String) -> Phrase {
    Phrase(
      en: "\(path): this job does not come to its end even without faults, so a campaign would say nothing. Make "
        + "rigctl run finish it first.",
      fr:
        "\(path)\u{A0}: ce travail n’arrive pas au bout même sans défaut, une campagne ne dirait donc rien. Faites-le "
        + "d’abord réussir avec rigctl run.")
  }
}
