// What is said about a machine in real time: what it needs before it starts, and what can go wrong on the way.

import StepperCore

extension Phrase {
  /// A run on real lines, and nobody knows where the machine stands.
  public static func notHomed(startMm: Point) -> Phrase {
    func place(_ language: Language) -> String {
      "X\(language.shortDecimal(startMm.x)) Y\(language.shortDecimal(startMm.y)) Z\(language.shortDecimal(startMm.z))"
    }
    return Phrase(
      en: "the machine has not been homed, so nobody knows where it stands. Bring it to \(place(.en)) (machine "
        + "coordinates, start_mm of the board file) and say so with --assume-position.",
      fr: "la machine n’a pas fait sa prise d’origine\u{A0}: personne ne sait où elle se trouve. Amenez-la à "
        + "\(place(.fr)) (coordonnées machine, start_mm du fichier de carte) et dites-le avec --assume-position.")
  }

  public static let emergencyStopIsPressed = Phrase(
    en: "the emergency stop is pressed, or its wire is broken. Release it, or check the wire; nothing has moved.",
    fr: "l’arrêt d’urgence est appuyé, ou son fil est coupé. Relâchez-le, ou vérifiez le fil\u{A0}; rien n’a bougé.")

  /// `wires` as the board file names them.
  public static func limitIsPressed(wires: [String]) -> Phrase {
    let list = wires.joined(separator: ", ")
    return Phrase(
      en: "a limit switch is pressed, or its wire is broken: \(list). Move the axis off it by hand, with the motors "
        + "off, or check the wire; nothing has moved.",
      fr: "un fin de course est appuyé, ou son fil est coupé\u{A0}: \(list). Dégagez l’axe à la main, moteurs éteints, "
        + "ou vérifiez le fil\u{A0}; rien n’a bougé.")
  }

  /// `reason` comes from the system, in English.
  public static func noRealTime(reason: String) -> Phrase {
    Phrase(
      en: "ticks cannot be kept: \(reason). Allow it once, as root: "
        + "setcap cap_sys_nice,cap_ipc_lock=ep $(which rigctl); or, for a group, lines \"@gpio - rtprio 90\" and "
        + "\"@gpio - memlock unlimited\" in /etc/security/limits.conf; scripts/install-pi does it for a service. "
        + "To try lines without it, at \(Board.slowTickHz) ticks a second: --slow-ticks.",
      fr: "les tops ne peuvent pas être tenus\u{A0}: \(reason). Autorisez-le une fois, en root\u{A0}: "
        + "setcap cap_sys_nice,cap_ipc_lock=ep $(which rigctl)\u{A0}; ou, pour un groupe, les lignes "
        + "«\u{A0}@gpio - rtprio 90\u{A0}» et «\u{A0}@gpio - memlock unlimited\u{A0}» dans "
        + "/etc/security/limits.conf\u{A0}; scripts/install-pi le fait pour un service. Pour essayer les lignes sans "
        + "cela, à \(Board.slowTickHz) tops par seconde\u{A0}: --slow-ticks.")
  }

  /// `reason` comes from the GPIO layer, in English.
  public static func linesLost(reason: String) -> Phrase {
    Phrase(
      en: "the lines were lost in the middle of the job: \(reason). Steps were cut; the position is no longer certain. "
        + "Look for what else uses the chip, and for messages in dmesg.",
      fr: "les lignes ont été perdues au milieu du travail\u{A0}: \(reason). Les pas ont été coupés\u{A0}; la position "
        + "n’est plus certaine. Cherchez ce qui d’autre utilise la puce, et les messages de dmesg.")
  }

  public static func tickTooLate(us: Double, limitUs: Double) -> Phrase {
    func figure(_ value: Double, _ language: Language) -> String { language.decimal(value, places: 0) + "\u{A0}µs" }
    return Phrase(
      en:
        "a tick came \(figure(us, .en)) late, more than the \(figure(limitUs, .en)) that the board allows. The machine "
        + "was brought to rest along its path; no step was lost by it. `rigctl hil latency` shows what this computer can "
        + "keep; a real-time kernel, an isolated core (cpu) and fewer ticks a second help.",
      fr: "un top est venu \(figure(us, .fr)) trop tard, plus que les \(figure(limitUs, .fr)) que la carte permet. La "
        + "machine s’est arrêtée le long de son trajet\u{A0}; aucun pas n’a été perdu pour cela. `rigctl hil latency` "
        + "montre ce que cet ordinateur peut tenir\u{A0}; un noyau temps réel, un cœur isolé (cpu) et moins de tops par "
        + "seconde aident.")
  }

  public static let guardLost = Phrase(
    en:
      "the guard process that would switch everything off if rigctl were killed has ended. The machine was brought to "
      + "rest along its path. Do not end rigctl-guard by hand.",
    fr:
      "le processus de garde, qui couperait tout si rigctl était tué, s’est terminé. La machine s’est arrêtée le long "
      + "de son trajet. N’arrêtez pas rigctl-guard à la main.")

  public static func ticksWereLate(count: Int, stretchedMs: Double) -> Phrase {
    Phrase(
      en:
        "\(Language.en.count(count)) ticks came late and took \(Language.en.decimal(stretchedMs, places: 2)) ms longer "
        + "in all; no steps were bunched.",
      fr: "\(Language.fr.count(count)) tops sont venus en retard et ont pris "
        + "\(Language.fr.decimal(stretchedMs, places: 2))\u{A0}ms de plus en tout\u{A0}; aucun pas n’a été resserré.")
  }

  public static func plannerWasLate(slowdowns: Int, standstills: Int) -> Phrase {
    Phrase(
      en: "the planner fell behind \(Language.en.count(slowdowns)) times, and the machine slowed down on its path; it "
        + "stood still \(Language.en.count(standstills)) times. Other programs take too much of this computer.",
      fr: "le planificateur a pris du retard \(Language.fr.count(slowdowns)) fois, et la machine a ralenti sur son "
        + "trajet\u{A0}; elle s’est arrêtée \(Language.fr.count(standstills)) fois. D’autres programmes prennent trop de "
        + "cet ordinateur.")
  }

  /// M6 on a real machine.
  public static func toolChangeAsked(tool: Int) -> Phrase {
    Phrase(
      en: "change to tool T\(tool), then press Enter.", fr: "montez l’outil T\(tool), puis appuyez sur Entrée.")
  }

  /// M0 or M1 on a real machine.
  public static let pauseAsked = Phrase(
    en: "the job waits: press Enter to go on.", fr: "le travail attend\u{A0}: appuyez sur Entrée pour continuer.")

  /// The job asks for a person, and there is no terminal.
  public static func waitsForPerson(_ question: Phrase) -> Phrase {
    Phrase(
      en: "\(question.english) Nobody can answer here: run it at a terminal, or take the pause out of the job.",
      fr: "\(question.text(in: .fr)) Personne ne peut répondre ici\u{A0}: lancez-le dans un terminal, ou ôtez la pause "
        + "du travail.")
  }

  public static let traceOnLines = Phrase(
    en: "--trace and --report are the simulator's; on real lines, `rigctl hil compare` records what reached them.",
    fr: "--trace et --report sont du simulateur\u{A0}; sur de vraies lignes, `rigctl hil compare` enregistre ce qui y "
      + "est arrivé.")
}
