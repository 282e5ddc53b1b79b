// What is said about faults of the simulated machine: what they did, and why a machine cannot have one.

import SimBackend
import StepperCore

extension Phrase {
  public static let powerCut = Phrase(
    en: "the power went off in the middle of the job: motors and spindle stopped at once. The position is no longer "
      + "certain; home the machine again before you go on.",
    fr: "le courant a été coupé au milieu du travail\u{A0}: moteurs et broche se sont arrêtés aussitôt. La position "
      + "n’est plus certaine\u{A0}; refaites la prise d’origine avant de continuer.")

  /// `pulses` that were lost, doubled or turned round on the way to the motor.
  public static func stepsAstray(axis: String, pulses: Int) -> Phrase {
    let name = axis.uppercased()
    return Phrase(
      en: "step pulses of \(name) did not do what they were sent for: \(Language.en.count(pulses)). The part is not "
        + "what the job says. Check the wires from the controller to the driver, and to the motor.",
      fr:
        "des impulsions de pas de \(name) n’ont pas fait ce qu’elles devaient\u{A0}: \(Language.fr.count(pulses)). La "
        + "pièce n’est pas ce que dit le programme. Vérifiez les fils du contrôleur au driver, et au moteur.")
  }

  /// A fault that this board's simulated machine cannot have.
  public static func faultRefused(_ error: SimFaultError, _ board: Board) -> Phrase {
    let number = error.index + 1
    let why = reason(error.reason, board)
    return Phrase(
      en: "fault \(number) of the list cannot be simulated on \(board.name): \(why.english) Nothing has moved.",
      fr: "le défaut \(number) de la liste ne peut pas être simulé sur \(board.name)\u{A0}: \(why.french) Rien n’a "
        + "bougé.")
  }

  private static func reason(_ reason: SimFaultError.Reason, _ board: Board) -> Phrase {
    switch reason {
    case .needsPhysics:
      Phrase(
        en: "it needs motors with physics. Leave out --fast, and give all three axes mechanics in the board file.",
        fr: "il faut des moteurs avec leur physique. Retirez --fast, et donnez mechanics aux trois axes du fichier de "
          + "carte.")
    case .noSuchMotor(let motor):
      Phrase(
        en: "there is no motor \(motor); the last one is \(board.motors.count - 1).",
        fr: "il n’y a pas de moteur \(motor)\u{A0}; le dernier est le \(board.motors.count - 1).")
    case .noSuchAxis(let axis):
      Phrase(
        en: "there is no axis \(axis); X is 0, Y is 1, Z is 2.",
        fr: "il n’y a pas d’axe \(axis)\u{A0}; X est 0, Y 1, Z 2.")
    case .noSuchInput:
      Phrase(
        en:
          "the board has no wire for this input. Its inputs are: \(board.inputs.map(\.name).joined(separator: ", ")).",
        fr: "la carte n’a pas de fil pour cette entrée. Ses entrées\u{A0}: "
          + "\(board.inputs.map(\.name).joined(separator: ", ")).")
    case .wrongFigure:
      Phrase(
        en: "one of its figures is no number, or negative, or zero where that means nothing.",
        fr: "un de ses chiffres n’est pas un nombre, ou est négatif, ou nul là où cela ne veut rien dire.")
    case .cannotBeMended:
      Phrase(
        en: "it has a duration, and is over as soon as it has happened. Leave the duration out.",
        fr: "il a une durée, alors qu’il est terminé dès qu’il est arrivé. Retirez la durée.")
    }
  }
}
