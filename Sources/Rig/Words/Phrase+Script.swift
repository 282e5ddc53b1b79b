// What is said about scripts: steps that waited in vain, alarms of the controller.

import StepperCore

extension Phrase {
  static func stateNotReached(_ state: String, withinS: Double, was: String) -> Phrase {
    Phrase { language in
      let time = seconds(withinS).text(in: language)
      return language == .en
        ? "waited \(time) for \(state), and it was \(was)" : "attendu \(state) pendant \(time), l’état était \(was)"
    }
  }

  static func positionNotReached(axis: String, mm: Double, withinS: Double, wasMm: Double) -> Phrase {
    Phrase { language in
      let time = seconds(withinS).text(in: language), name = axis.uppercased()
      let wanted = Phrase.mm(mm, language), was = Phrase.mm(wasMm, language)
      return language == .en
        ? "waited \(time) for \(name) at \(wanted), and it was at \(was)"
        : "attendu \(name) à \(wanted) pendant \(time), position\u{A0}: \(was)"
    }
  }

  static func stateWithin(_ state: String, _ withinS: Double) -> Phrase {
    Phrase { language in
      let time = seconds(withinS).text(in: language)
      return language == .en ? "\(state) within \(time)" : "\(state) en \(time)"
    }
  }

  static func stepNotOnLines(line: Int) -> Phrase {
    Phrase(
      en: "the step in line \(line) needs the simulated machine: on lines nobody presses anything or breaks it",
      fr:
        "l’étape de la ligne \(line) demande la machine simulée\u{A0}: sur de vraies lignes, personne n’appuie ni ne casse rien"
    )
  }

  static func alarm(_ code: AlarmCode) -> Phrase {
    switch code {
    case .hardLimit: Phrase(en: "a limit switch was hit", fr: "un fin de course a été touché")
    case .softLimit: Phrase(en: "a motion would leave the travel", fr: "un mouvement sortirait de la course")
    case .resetInMotion: Phrase(en: "reset while it moved", fr: "réinitialisée en plein mouvement")
    case .probeNotReady: .probeNotReady
    case .probeMissed: .probeMissed
    case .homingReset: Phrase(en: "reset while it was homing", fr: "réinitialisée pendant la prise d’origine")
    case .homingDoor:
      Phrase(en: "the door was opened while it was homing", fr: "porte ouverte pendant la prise d’origine")
    case .homingNotReleased:
      Phrase(
        en: "a switch stayed pressed while homing", fr: "un fin de course est resté enfoncé pendant la prise d’origine")
    case .homingNotFound: Phrase(en: "a switch was not found while homing", fr: "un fin de course n’a pas été trouvé")
    case .emergencyStop: .emergencyStop
    case .homingRequired: Phrase(en: "it has to be homed first", fr: "il faut d’abord faire la prise d’origine")
    }
  }
}

extension AlarmCode {
  /// As in a summary.
  package var name: String {
    switch self {
    case .hardLimit: "hard_limit"
    case .softLimit: "soft_limit"
    case .resetInMotion: "reset_in_motion"
    case .probeNotReady: "probe_not_ready"
    case .probeMissed: "probe_missed"
    case .homingReset: "homing_reset"
    case .homingDoor: "homing_door"
    case .homingNotReleased: "homing_not_released"
    case .homingNotFound: "homing_not_found"
    case .emergencyStop: "emergency_stop"
    case .homingRequired: "homing_required"
    }
  }
}
