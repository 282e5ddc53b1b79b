// Faults of G-code in words: what is wrong with the line, and what to write instead.

import StepperCore

extension Phrase {
  /// The fault, without its place: see `Phrase.at(file:line:column:)`.
  public static func gcodeFault(_ fault: GCodeError) -> Phrase {
    let word = wordText(fault)
    switch fault.code {
    case .unexpectedCharacter:
      // Not every byte can be shown.
      let isShown = (0x21...0x7E).contains(fault.letter)
      return Phrase(
        en: "\(isShown ? word : "byte \(fault.letter)") cannot stand here.",
        fr: "\(isShown ? word : "l’octet \(fault.letter)") n’a pas sa place ici.")
    case .unclosedComment:
      return Phrase(
        en: "the comment is not closed: ) is missing.",
        fr: "le commentaire n’est pas fermé\u{A0}: ) manque.")
    case .expression:
      return Phrase(
        en: "parameters and expressions (# [ =) are not understood: let the CAM program write plain numbers.",
        fr: "les paramètres et expressions (# [ =) ne sont pas compris\u{A0}: faites écrire des nombres simples par "
          + "la FAO.")
    case .subprogram:
      return Phrase(
        en: "subprograms (O words) are not understood: let the CAM program write the moves out.",
        fr: "les sous-programmes (mots O) ne sont pas compris\u{A0}: faites écrire les déplacements en entier par la "
          + "FAO.")
    case .missingNumber:
      return Phrase(en: "\(word) needs a number behind it.", fr: "\(word) doit être suivi d’un nombre.")
    case .badNumber:
      return Phrase(en: "the number behind \(word) cannot be read.", fr: "le nombre après \(word) est illisible.")
    case .numberTooLong:
      return Phrase(
        en: "the number behind \(word) has too many digits.",
        fr: "le nombre après \(word) a trop de chiffres.")
    case .numberOutOfRange:
      return Phrase(
        en: "\(word) is out of range: larger or smaller than any machine can do.",
        fr: "\(word) est hors limites\u{A0}: plus grand ou plus petit que ce qu’une machine peut faire.")
    case .negativeValue:
      return Phrase(en: "\(word) must not be negative.", fr: "\(word) ne doit pas être négatif.")
    case .notWhole:
      return Phrase(en: "\(word) must be a whole number.", fr: "\(word) doit être un nombre entier.")
    default: return wordFault(fault, word)
    }
  }

  private static func wordFault(_ fault: GCodeError, _ word: String) -> Phrase {
    switch fault.code {
    case .unknownGWord, .unknownMWord, .commandNotWhole:
      return Phrase(en: "there is no \(word).", fr: "\(word) n’existe pas.")
    case .unsupportedWord:
      return Phrase(
        en: "\(word) is not supported on this machine.",
        fr: "\(word) n’est pas disponible sur cette machine.")
    case .unsupportedLetter:
      return Phrase(
        en: "\(word): this machine has the axes X, Y and Z, and no such word.",
        fr: "\(word)\u{A0}: cette machine a les axes X, Y et Z, et pas ce mot.")
    case .modalGroupConflict:
      return Phrase(
        en: "\(word) and another code of this line exclude each other: put them on two lines.",
        fr: "\(word) et un autre code de cette ligne s’excluent\u{A0}: mettez-les sur deux lignes.")
    case .repeatedWord:
      return Phrase(
        en: "\(word): this letter stands twice on the line.",
        fr: "\(word)\u{A0}: cette lettre est deux fois sur la ligne.")
    case .invalidLineNumber:
      return Phrase(en: "line numbers go up to N9999999.", fr: "les numéros de ligne vont jusqu’à N9999999.")
    case .missingWord:
      return Phrase(
        en: "a code on this line needs the word \(word).",
        fr: "un code de cette ligne demande le mot \(word).")
    case .unusedWord:
      return Phrase(en: "no code on this line uses \(word).", fr: "aucun code de cette ligne n’utilise \(word).")
    case .missingFeed:
      return Phrase(
        en: "no feed is set: write F (in G93 on every line with a motion).",
        fr: "aucune avance n’est donnée\u{A0}: écrivez F (en G93 sur chaque ligne avec un déplacement).")
    case .zeroFeed:
      return Phrase(en: "a feed of F0 would never arrive.", fr: "une avance F0 n’arriverait jamais.")
    case .axisWordConflict:
      return Phrase(
        en: "two codes on this line want the axis words: put them on two lines.",
        fr: "deux codes de cette ligne veulent les mots d’axe\u{A0}: mettez-les sur deux lignes.")
    case .missingAxisWords:
      return Phrase(en: "X, Y or Z is missing.", fr: "il manque X, Y ou Z.")
    case .axisWordsWithoutMotion:
      return Phrase(
        en: "axis words, but no motion is active after G80: write G0 or G1.",
        fr: "des mots d’axe, mais aucun déplacement actif après G80\u{A0}: écrivez G0 ou G1.")
    case .toolLengthAxis:
      return Phrase(en: "G43.1 takes just the Z word.", fr: "G43.1 ne prend que le mot Z.")
    default: return motionFault(fault, word)
    }
  }

  private static func motionFault(_ fault: GCodeError, _ word: String) -> Phrase {
    switch fault.code {
    case .unknownWorkOffset:
      return Phrase(
        en: "\(word) names no work offset: P1 to P6 do.",
        fr: "\(word) ne désigne aucune origine\u{A0}: P1 à P6.")
    case .machineCoordinatesWithoutLine:
      return Phrase(en: "G53 needs G0 or G1.", fr: "G53 demande G0 ou G1.")
    case .probeWithoutMotion:
      return Phrase(en: "the probe is already where it is to go.", fr: "le palpeur est déjà là où il doit aller.")
    case .arcWithoutEnd:
      return Phrase(
        en: "an arc with R needs an end point in its plane.",
        fr: "un arc avec R demande un point d’arrivée dans son "
          + "plan.")
    case .arcWithoutCenter:
      return Phrase(
        en: "the arc has neither R nor a centre (I, J, K) in its plane.",
        fr: "l’arc n’a ni R ni centre (I, J, K) dans son plan.")
    case .arcRadiusMismatch:
      return Phrase(
        en: "the arc's start and end are not equally far from its centre.",
        fr: "le départ et l’arrivée de l’arc ne sont pas à la même distance du centre.")
    case .arcRadiusTooSmall:
      return Phrase(
        en: "R is too small: less than half the way to the end.",
        fr: "R est trop petit\u{A0}: moins de la moitié du chemin jusqu’à l’arrivée.")
    case .arcEndsAtStart:
      return Phrase(
        en: "an arc with R cannot end where it starts: write a full circle with I and J.",
        fr: "un arc avec R ne peut pas finir où il commence\u{A0}: écrivez un cercle complet avec I et J.")
    case .retractBelowBottom:
      return Phrase(
        en: "the retract plane R lies below the bottom of the hole.",
        fr: "le plan de retrait R est sous le fond du "
          + "trou.")
    case .inverseTimeInCycle:
      return Phrase(
        en: "drilling cycles do not work in inverse time (G93): write G94.",
        fr: "les cycles de perçage ne vont pas en temps inverse (G93)\u{A0}: écrivez G94.")
    default:
      return Phrase(en: "\(word) is wrong here.", fr: "\(word) est une erreur ici.")
    }
  }

  /// How many more wrong lines there are.
  public static func furtherFaults(_ count: Int) -> Phrase {
    Phrase(
      en: "and \(Language.en.count(count)) more wrong lines.",
      fr: "et encore \(Language.fr.count(count)) lignes "
        + "fausses.")
  }

  /// The word as it was written: `G2`, `X1.5`; a byte that is no letter as it is, or as a number.
  private static func wordText(_ fault: GCodeError) -> String {
    guard fault.letter > 0x20, fault.letter < 0x7F else {
      return fault.letter == 0 ? "the line" : "byte \(fault.letter)"
    }
    let letter = String(UnicodeScalar(fault.letter)).uppercased()
    guard let value = fault.value else { return letter }
    return letter + Language.en.shortDecimal(value).replacing(",", with: "")
  }
}
