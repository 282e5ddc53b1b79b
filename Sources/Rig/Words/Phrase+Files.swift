// Files that cannot be read or written: which one, why, and the way out.

extension Phrase {
  public static func fileNotFound(_ path: String) -> Phrase {
    Phrase(
      en: "\(path): there is no such file. Check the spelling and the folder you are in.",
      fr: "\(path)\u{A0}: ce fichier n’existe pas. Vérifiez le nom et le dossier où vous êtes.")
  }

  public static func fileNotReadable(_ path: String) -> Phrase {
    Phrase(
      en: "\(path): you may not read this file. Ask its owner, or: chmod a+r FILE",
      fr: "\(path)\u{A0}: vous n’avez pas le droit de lire ce fichier. Demandez à son propriétaire, ou\u{A0}: chmod "
        + "a+r FICHIER")
  }

  public static func fileIsFolder(_ path: String) -> Phrase {
    Phrase(
      en: "\(path): this is a folder; name a file in it.",
      fr: "\(path)\u{A0}: c’est un dossier\u{A0}; nommez un fichier qui s’y trouve.")
  }

  public static func fileIsEmpty(_ path: String) -> Phrase {
    Phrase(
      en: "\(path): the file is empty, there is nothing to run. Was it saved, and copied whole?",
      fr: "\(path)\u{A0}: le fichier est vide, il n’y a rien à exécuter. A-t-il été enregistré, et copié en "
        + "entier\u{A0}?")
  }

  /// Reading failed half way: a card was pulled, a disk is broken. `reason` is the system's own text.
  public static func readFailed(_ path: String, reason: String) -> Phrase {
    Phrase(
      en: "\(path): reading failed (\(reason)). Copy the file again, and check the card or disk it is on.",
      fr: "\(path)\u{A0}: lecture interrompue (\(reason)). Copiez le fichier à nouveau, et vérifiez la carte ou le "
        + "disque.")
  }

  /// An output that would take the place of the job.
  public static func outputIsJob(_ path: String) -> Phrase {
    Phrase(
      en: "\(path): this is the job itself; writing there would destroy it. Choose another name.",
      fr: "\(path)\u{A0}: c’est le travail lui-même\u{A0}; écrire là le détruirait. Choisissez un autre nom.")
  }

  /// The answer could not be printed: standard output is a file on a full disk.
  public static func answerNotWritten(reason: String) -> Phrase {
    Phrase(
      en: "standard output: not written to its end (\(reason)). Check the disk that it goes to.",
      fr: "sortie standard\u{A0}: pas écrite jusqu’au bout (\(reason)). Vérifiez le disque où elle va.")
  }

  /// A file or folder that could not be written.
  public static func notWritten(_ error: OutputError) -> Phrase {
    let path = error.path
    switch error.kind {
    case .noSuchFolder:
      let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      return Phrase(
        en: "\(path): not written, the folder \(folder) does not exist. Make it first: mkdir -p FOLDER",
        fr: "\(path)\u{A0}: pas écrit, le dossier \(folder) n’existe pas. Créez-le d’abord\u{A0}: mkdir -p DOSSIER")
    case .notPermitted:
      return Phrase(
        en: "\(path): not written, you may not write there. Choose another folder, or ask its owner.",
        fr: "\(path)\u{A0}: pas écrit, vous n’avez pas le droit d’écrire là. Choisissez un autre dossier, ou "
          + "demandez à son "
          + "propriétaire.")
    case .diskFull:
      return Phrase(
        en: "\(path): not written, the disk is full. Free some room or choose another disk; an older file of that "
          + "name is "
          + "still there.",
        fr: "\(path)\u{A0}: pas écrit, le disque est plein. Libérez de la place ou choisissez un autre disque\u{A0}; "
          + "un ancien "
          + "fichier de ce nom est toujours là.")
    case .isFolder:
      return Phrase(
        en: "\(path): not written, this is a folder. Name a file in it.",
        fr: "\(path)\u{A0}: pas écrit, c’est un dossier. Nommez un fichier qui s’y trouve.")
    case .notAFolder:
      return Phrase(
        en: "\(path): not written, a part of this path is a file, not a folder. Choose another path.",
        fr: "\(path)\u{A0}: pas écrit, une partie de ce chemin est un fichier, pas un dossier. Choisissez un autre "
          + "chemin.")
    case .closedPipe:
      return Phrase(
        en: "\(path): not written to its end, the reader has gone.",
        fr: "\(path)\u{A0}: pas écrit jusqu’au bout, le lecteur est parti.")
    case .other:
      return Phrase(
        en: "\(path): not written (\(error.systemText)). Check the disk, or choose another folder.",
        fr: "\(path)\u{A0}: pas écrit (\(error.systemText)). Vérifiez le disque, ou choisissez un autre dossier.")
    }
  }
}
