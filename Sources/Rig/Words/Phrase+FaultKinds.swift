// What each kind of fault is in a workshop, in one sentence.

extension Phrase {
  /// For the table of all kinds.
  static func faultKind(_ name: FaultName) -> Phrase {
    switch name {
    case .lostSteps:
      Phrase(
        en: "A step line with a loose contact: the next pulses of the motor go nowhere.",
        fr: "Un fil de pas mal serré\u{A0}: les impulsions suivantes du moteur se perdent.")
    case .extraSteps:
      Phrase(
        en: "A step line that picks up disturbances: each of the next pulses counts twice.",
        fr: "Un fil de pas qui capte des parasites\u{A0}: chacune des impulsions suivantes compte double.")
    case .reversedMotor:
      Phrase(
        en: "One coil of the motor the other way round: every step goes the wrong way.",
        fr: "Une bobine du moteur branchée à l’envers\u{A0}: chaque pas va dans le mauvais sens.")
    case .mixedPhases:
      Phrase(
        en: "The wires of the motor’s two coils mixed up: it hums and does not follow.",
        fr: "Les fils des deux bobines du moteur mélangés\u{A0}: il gronde et ne suit pas.")
    case .stuckSwitch:
      Phrase(
        en: "A switch that stays as it is, pressed or free: welded, or held by chips.",
        fr: "Un contact qui reste comme il est, appuyé ou libre\u{A0}: soudé, ou bloqué par des copeaux.")
    case .bouncingSwitch:
      Phrase(
        en: "A worn switch: each change is a burst of edges.",
        fr: "Un contact usé\u{A0}: chaque changement est une rafale de fronts.")
    case .brokenWire:
      Phrase(
        en: "The wire of an input has come off: the line shows its resistor’s level.",
        fr: "Le fil d’une entrée s’est détaché\u{A0}: la ligne montre le niveau de sa résistance.")
    case .noise:
      Phrase(
        en: "The wire of an input beside a motor’s: spikes turn its level over.",
        fr: "Le fil d’une entrée longe celui d’un moteur\u{A0}: des pointes renversent son niveau.")
    case .weakSupply:
      Phrase(
        en: "The supply of the motors sags to this voltage.",
        fr: "L’alimentation des moteurs tombe à cette tension.")
    case .jam:
      Phrase(
        en: "Something holds the carriage: so much more friction.",
        fr: "Quelque chose retient le chariot\u{A0}: autant de frottement en plus.")
    case .wall:
      Phrase(
        en: "Something stands in the way: a clamp, a screw left on the table.",
        fr: "Un obstacle sur le chemin\u{A0}: une bride, une vis oubliée sur la table.")
    case .powerCut:
      Phrase(
        en: "The mains fail: motors, spindle and controller are off at once.",
        fr: "Coupure de courant\u{A0}: moteurs, broche et commande s’arrêtent aussitôt.")
    case .emergencyStop:
      Phrase(
        en: "Somebody presses the emergency stop.",
        fr: "Quelqu’un appuie sur l’arrêt d’urgence.")
    case .door:
      Phrase(
        en: "Somebody opens the door of the machine.",
        fr: "Quelqu’un ouvre la porte de la machine.")
    case .deadProbe:
      Phrase(
        en: "The probe’s clip is not on the plate: it never touches.",
        fr: "La pince du palpeur n’est pas sur la plaque\u{A0}: il ne touche jamais.")
    case .lateTick:
      Phrase(
        en: "The computer holds the ticks up: one of a motion comes so late.",
        fr: "L’ordinateur retient les tops\u{A0}: un top d’un mouvement vient avec autant de retard.")
    case .slowPlanner:
      Phrase(
        en: "The computer holds the planner up: it delivers nothing for so long.",
        fr: "L’ordinateur retient le planificateur\u{A0}: il ne livre rien pendant ce temps.")
    case .portError:
      Phrase(
        en: "The lines cannot be reached any more: the run ends.",
        fr: "Les lignes ne répondent plus\u{A0}: l’exécution se termine.")
    case .bytesDropped:
      Phrase(
        en: "A bad cable from the sender: so many bytes are lost (needs steps).",
        fr: "Un mauvais câble depuis l’expéditeur\u{A0}: autant d’octets se perdent (demande steps).")
    case .bytesDoubled:
      Phrase(
        en: "A bad cable from the sender: so many bytes come twice (needs steps).",
        fr: "Un mauvais câble depuis l’expéditeur\u{A0}: autant d’octets arrivent deux fois (demande steps).")
    }
  }
}
