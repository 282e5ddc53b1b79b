// What the smaller commands say when they are done, or cannot begin.

extension Phrase {
  public static func reportIsAt(_ path: String) -> Phrase {
    Phrase(en: "The report: \(path)", fr: "Le rapport\u{A0}: \(path)")
  }

  public static let boardIsGood = Phrase(en: "no errors", fr: "aucune erreur")

  public static let boardIsBroken = Phrase(
    en: "has errors: see rigctl board check", fr: "a des erreurs\u{A0}: voyez rigctl board check")

  public static func noBoards(searched folders: [String]) -> Phrase {
    let list = folders.joined(separator: ", ")
    return Phrase(
      en: "no board files found. Looked in: \(list). Set RIGCTL_BOARDS to the folder that holds them.",
      fr: "aucun fichier de carte trouvé. Cherché dans\u{A0}: \(list). Mettez dans RIGCTL_BOARDS le dossier qui les "
        + "contient.")
  }

  public static func outputsAreSafe(_ board: String) -> Phrase {
    Phrase(
      en: "every output of \(board) is at its safe level.",
      fr: "toutes les sorties de \(board) sont à leur niveau sûr.")
  }

  public static func guardHeldOutputs(_ board: String) -> Phrase {
    Phrase(
      en: "every output of \(board) is at its safe level; the guard of a run that was killed had put it there.",
      fr:
        "toutes les sorties de \(board) sont à leur niveau sûr\u{A0}; le gardien d’une exécution tuée les y avait mises."
    )
  }

  /// What a guard leaves on the terminal of a run that was killed.
  public static let guardActed = Phrase(
    en: "rigctl was killed. Its guard has put every output at its safe level and holds it there until the next run.",
    fr: "rigctl a été tué. Son gardien a mis toutes les sorties à leur niveau sûr et les y tient jusqu’à la prochaine "
      + "exécution.")

  /// `reason` comes from the GPIO layer, in English: it names chips and lines.
  public static func linesNotReached(reason: String) -> Phrase {
    Phrase(
      en: "the board’s lines cannot be reached: \(reason)",
      fr: "les lignes de la carte sont inaccessibles\u{A0}: \(reason)")
  }
}
