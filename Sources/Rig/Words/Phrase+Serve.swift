// What is said about a machine that senders reach over lines: where it is, who has come and gone, what was refused.

import StepperCore

extension Phrase {
  /// A script waits for this.
  static func serving(_ board: Board, _ names: [String], backend: Backend) -> Phrase {
    let places = names.joined(separator: ", ")
    let isReal = backend == .gpio
    return Phrase(
      en:
        "ready: \(isReal ? "the machine" : "a simulated machine") with board \(board.name) is at \(places). Ctrl-C ends it.",
      fr:
        "prêt\u{A0}: \(isReal ? "la machine" : "une machine simulée") avec la carte \(board.name) est à \(places). "
        + "Ctrl-C la termine.")
  }

  static func senderCame(_ name: String) -> Phrase {
    Phrase(en: "\(name) is connected", fr: "\(name) est connecté")
  }

  static func senderDrives(_ name: String) -> Phrase {
    Phrase(en: "\(name) drives the machine", fr: "\(name) conduit la machine")
  }

  static func senderWent(_ name: String) -> Phrase { Phrase(en: "\(name) has gone", fr: "\(name) est parti") }

  static var driverLost: Phrase {
    Phrase(
      en:
        "the sender has gone in the middle of a motion: the machine brakes, and is held. ~ goes on, a reset forgets it.",
      fr:
        "l’émetteur est parti au milieu d’un mouvement\u{A0}: la machine freine et attend. ~ la fait continuer, un reset "
        + "oublie le mouvement.")
  }

  static func alarmRaised(_ code: AlarmCode) -> Phrase {
    let words = Phrase.alarm(code)
    return Phrase(en: "alarm: \(words.text(in: .en))", fr: "alarme\u{A0}: \(words.text(in: .fr))")
  }

  static func lineRefused(_ number: Int) -> Phrase {
    Phrase(en: "a line was refused: error:\(number)", fr: "une ligne a été refusée\u{A0}: error:\(number)")
  }

  static func settingsRestored(_ path: String) -> Phrase {
    Phrase(
      en: "work offsets are as they were: \(path)",
      fr: "les décalages de travail sont comme ils étaient\u{A0}: \(path)")
  }

  /// It goes on without them: a machine that does not start helps nobody. But it must be known before anything is cut.
  static func settingsNotUsed(_ path: String, setAside other: String) -> Phrase {
    let why = Phrase.keptSettings(.damaged(path: path))
    return Phrase(
      en:
        "\(why.text(in: .en)) It is now \(other); the work offsets are those of the board file. Set the work zero anew "
        + "before you cut.",
      fr:
        "\(why.text(in: .fr)) Il s’appelle maintenant \(other)\u{A0}; les décalages sont ceux du fichier de carte. Refaites "
        + "le zéro de travail avant de couper.")
  }

  static func settingsNotKept(_ error: OutputError) -> Phrase {
    let why = Phrase.notWritten(error)
    return Phrase(
      en: "the work offsets will not survive a power cut. \(why.text(in: .en))",
      fr: "les décalages de travail ne survivront pas à une coupure de courant. \(why.text(in: .fr))")
  }

  static var serverEnded: Phrase { Phrase(en: "the server has ended", fr: "le serveur est terminé") }

  public static func keptSettings(_ error: KeptSettingsError) -> Phrase {
    switch error {
    case .notRead(let path, let reason):
      Phrase(
        en: "\(path): the work offsets in it cannot be read (\(reason)). Mend that, or name another file: --state FILE",
        fr: "\(path)\u{A0}: impossible d’y lire les décalages de travail (\(reason)). Réparez cela, ou nommez un autre "
          + "fichier\u{A0}: --state FICHIER")
    case .damaged(let path):
      Phrase(
        en: "\(path): this file is damaged, or was never one of kept work offsets.",
        fr: "\(path)\u{A0}: ce fichier est abîmé, ou n’a jamais contenu de décalages de travail.")
    case .otherBoard(let path, let board):
      Phrase(
        en: "\(path): the work offsets in it are of the board \(board). Name another file: --state FILE",
        fr: "\(path)\u{A0}: les décalages de travail qu’il contient sont ceux de la carte \(board). Nommez un autre "
          + "fichier\u{A0}: --state FICHIER")
    }
  }

  /// Anybody who reaches the port can start a spindle.
  public static func servedToOthers(_ address: String) -> Phrase {
    Phrase(
      en:
        "\(address) can be reached from other computers, and grbl has no password: whoever is on this network can move "
        + "the machine and start its spindle. Leave the host out to serve this computer alone.",
      fr:
        "\(address) est accessible depuis d’autres ordinateurs, et grbl n’a pas de mot de passe\u{A0}: quiconque est sur "
        + "ce réseau peut déplacer la machine et démarrer sa broche. Sans nom d’hôte, seul cet ordinateur y accède.")
  }

  public static func serveRefused(_ error: ServeError) -> Phrase {
    switch error {
    case .wrongAddress(let text):
      Phrase(
        en: "\"\(text)\" is no address: HOST:PORT, as in 127.0.0.1:2000, or a port alone.",
        fr: "«\u{A0}\(text)\u{A0}» n’est pas une adresse\u{A0}: HÔTE:PORT, comme 127.0.0.1:2000, ou un port seul.")
    case .notOpened(let name, let reason):
      Phrase(en: "\(name) cannot be opened: \(reason).", fr: "impossible d’ouvrir \(name)\u{A0}: \(reason).")
    case .nameTaken(let path):
      Phrase(
        en: "\(path) is there already: a file, or the line of a server that runs. Take another name.",
        fr: "\(path) existe déjà\u{A0}: un fichier, ou la ligne d’un serveur en marche. Prenez un autre nom.")
    }
  }

  public static func machineHungUp(_ place: String) -> Phrase {
    Phrase(en: "the machine at \(place) has hung up.", fr: "la machine à \(place) a raccroché.")
  }

  public static var machineGone: Phrase {
    Phrase(
      en: "the machine is not there any more. Every output was made inactive.",
      fr: "la machine n’est plus là. Toutes les sorties ont été désactivées.")
  }
}
