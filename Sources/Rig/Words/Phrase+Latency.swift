// What is said about the ticks of this computer: how late they were, and what helps.

extension Phrase {
  static func latencyHeading(tickHz: Int) -> Phrase {
    Phrase(
      en: "\(Language.en.count(tickHz)) ticks a second, µs", fr: "\(Language.fr.count(tickHz)) tops par seconde, µs")
  }

  static let latencyLate = Phrase(en: "late", fr: "retard")
  static let latencyWork = Phrase(en: "at work", fr: "travail")
  static let latencyMean = Phrase(en: "mean", fr: "moyenne")
  static let latencyGreatest = Phrase(en: "greatest", fr: "plus grand")
  static let latencyLateLegend = Phrase(
    en: "ticks that began so many microseconds late", fr: "tops commencés tant de microsecondes trop tard")
  static let latencyWorkLegend = Phrase(
    en: "ticks with steps that worked so long: every level set, inputs read",
    fr: "tops avec des pas qui ont travaillé aussi longtemps\u{A0}: niveaux posés, entrées lues")
  static let latencySlackLegend = Phrase(
    en: "what the next tick makes up for: a quarter of a tick",
    fr: "ce que le top suivant rattrape\u{A0}: un quart de top")

  static func latencyVerdict(_ verdict: LatencyResult.Verdict, lateTicks: Int, ticks: Int, holdUs: Int) -> Phrase {
    func counts(_ language: Language) -> (String, String) { (language.count(lateTicks), language.count(ticks)) }
    let en = counts(.en), fr = counts(.fr)
    switch verdict {
    case .kept:
      return Phrase(
        en: "All \(en.1) ticks were kept: this computer is good for this rate.",
        fr: "Les \(fr.1) tops ont tous été tenus\u{A0}: cet ordinateur convient à cette cadence.")
    case .stretched:
      return Phrase(
        en: "\(en.0) of \(en.1) ticks were late by more than a quarter of a tick and stretched time a little. Motion "
          + "stays whole: no steps are bunched.",
        fr:
          "\(fr.0) tops sur \(fr.1) ont eu plus d’un quart de top de retard et ont un peu étiré le temps. Le mouvement "
          + "reste entier\u{A0}: aucun pas n’est resserré.")
    case .held:
      return Phrase(
        en: "\(en.0) of \(en.1) ticks were late, the worst by more than the \(holdUs) µs after which motion is stopped "
          + "(hold_us). Do not run jobs like this.",
        fr: "\(fr.0) tops sur \(fr.1) ont eu du retard, le pire plus que les \(holdUs)\u{A0}µs après lesquelles le "
          + "mouvement est arrêté (hold_us). N’exécutez pas de travaux ainsi.")
    }
  }

  static func latencyWorkTooLong(tickHz: Int) -> Phrase {
    Phrase(
      en: "Setting the lines takes most of a tick: \(Language.en.count(tickHz)) ticks a second are too many for this "
        + "computer's GPIO.",
      fr:
        "Poser les lignes prend presque tout le top\u{A0}: \(Language.fr.count(tickHz)) tops par seconde sont trop pour "
        + "le GPIO de cet ordinateur.")
  }

  static func latencyKernel(_ version: String) -> Phrase {
    Phrase(
      en: "The kernel (\(version)) is not a real-time one: install one with PREEMPT_RT (docs/raspberry-pi.md).",
      fr: "Le noyau (\(version)) n’est pas temps réel\u{A0}: installez-en un avec PREEMPT_RT (docs/raspberry-pi.md).")
  }

  static func latencyIsolate(cores: Int) -> Phrase {
    Phrase(
      en:
        "No core is kept free for ticks: add isolcpus=\(cores - 1) to the kernel's command line, and cpu: \(cores - 1) "
        + "under real_time in the board file.",
      fr: "Aucun cœur n’est réservé aux tops\u{A0}: ajoutez isolcpus=\(cores - 1) à la ligne de commande du noyau, et "
        + "cpu: \(cores - 1) sous real_time dans le fichier de carte.")
  }

  static func latencyGovernor(_ governor: String) -> Phrase {
    Phrase(
      en: "Cores change their clock (\(governor)): choose the governor performance.",
      fr: "Les cœurs changent de fréquence (\(governor))\u{A0}: choisissez le gouverneur performance.")
  }

  static func latencySlower(tickHz: Int) -> Phrase {
    Phrase(
      en: "As it is, it would keep tick_hz: \(tickHz).", fr: "Tel quel, il tiendrait tick_hz: \(tickHz).")
  }

  static let latencyHold = Phrase(
    en: "A longer spin (spin_us under real_time) makes waking up earlier.",
    fr: "Une attente active plus longue (spin_us sous real_time) avance le réveil.")

  static let latencyNotThis = Phrase(
    en: "As it is, it would not keep even 5,000 ticks a second.",
    fr: "Tel quel, il ne tiendrait pas même 5\u{202F}000 tops par seconde.")
}
