// What is said when the waveform on real lines is held against the simulated one.

import GPIOBackend
import Glibc

extension Phrase {
  static func compareVerdict(_ result: CompareResult) -> Phrase {
    let count = result.differenceCount
    if result.isSame {
      return Phrase(
        en: "Same waveform: every simulated edge reached its line, in order and in time, and no other did.",
        fr:
          "Même forme d’onde\u{A0}: chaque front simulé est arrivé à sa ligne, dans l’ordre et à temps, et aucun autre."
      )
    }
    if count == 0 {
      return Phrase(
        en: "Same edges, but a driver gets pulses that are shorter than its data sheet allows.",
        fr: "Mêmes fronts, mais un pilote reçoit des impulsions plus courtes que sa fiche technique ne le permet.")
    }
    return Phrase(
      en: "The waveforms differ: \(Language.en.count(count)) difference\(count == 1 ? "" : "s").",
      fr: "Les formes d’onde diffèrent\u{A0}: \(Language.fr.count(count)) différence\(count == 1 ? "" : "s").")
  }

  static func waveDifference(_ difference: WaveDifference, _ result: CompareResult) -> Phrase {
    let edge = difference.edge
    let wire = result.board.outputs[Int(edge.wire)].name
    return Phrase { language in
      let isEnglish = language == .en
      let tick = language.count(Int(edge.tick)), line = language.count(Int(edge.line))
      let place = isEnglish ? "tick \(tick), line \(line)" : "top \(tick), ligne \(line)"
      let level = edge.isHigh ? "1" : "0"
      let front = isEnglish ? "\(wire) to \(level)" : "\(wire) à \(level)"
      let off = language.decimal(abs(difference.offUs ?? 0), places: 1) + "\u{A0}µs"
      let what: String
      switch difference.kind {
      case .lost: what = isEnglish ? "did not reach the line" : "n’est pas arrivé à la ligne"
      case .added: what = isEnglish ? "was not simulated" : "n’a pas été simulé"
      case .swapped: what = isEnglish ? "came in another order" : "est venu dans un autre ordre"
      case .late:
        what =
          isEnglish ? "came \(off) late after the edge before" : "est venu \(off) trop tard après le front précédent"
      case .early:
        what =
          isEnglish ? "came \(off) early after the edge before" : "est venu \(off) trop tôt après le front précédent"
      case .apart:
        what =
          isEnglish
          ? "and all behind it fits nowhere; the rest was not compared"
          : "et toute la suite ne correspondent à rien\u{202F}; le reste n’a pas été comparé"
      }
      return isEnglish ? "\(place): \(front) \(what)" : "\(place)\u{A0}: \(front) \(what)"
    }
  }

  static func furtherDifferences(_ count: Int) -> Phrase {
    Phrase(
      en: "and \(Language.en.count(count)) more.", fr: "et \(Language.fr.count(count)) de plus.")
  }

  static let compareSimulatedEdges = Phrase(en: "Simulated edges", fr: "Fronts simulés")
  static let compareMeasuredEdges = Phrase(en: "Edges on the lines", fr: "Fronts sur les lignes")
  static let compareMatchedEdges = Phrase(en: "In pairs", fr: "Appariés")
  static let compareBound = Phrase(en: "Bound between edges", fr: "Tolérance entre fronts")
  static let compareGreatestOff = Phrase(en: "Greatest within it", fr: "Plus grand écart toléré")
  static let compareStretch = Phrase(en: "Motions longer by", fr: "Mouvements allongés de")
  static let compareStepHigh = Phrase(en: "Step high", fr: "Pas haut")
  static let compareStepLow = Phrase(en: "Step low", fr: "Pas bas")
  static let compareSetup = Phrase(en: "Direction before", fr: "Sens avant")
  static let compareHold = Phrase(en: "Direction after", fr: "Sens après")

  static func compareDriversHeading(resolutionNs: Double) -> Phrase {
    Phrase(
      en:
        "Shortest times on the lines / needed by the driver, µs (clock: \(Language.en.shortDecimal(resolutionNs)) ns):",
      fr: "Temps les plus courts sur les lignes / exigés par le pilote, µs (horloge\u{A0}: "
        + "\(Language.fr.shortDecimal(resolutionNs))\u{A0}ns)\u{A0}:")
  }

  static func driverTimeTooShort(_ motor: String) -> Phrase {
    Phrase(
      en: "The driver of \(motor) may miss pulses: a time is shorter than it needs.",
      fr: "Le pilote de \(motor) peut manquer des impulsions\u{A0}: un temps est plus court que nécessaire.")
  }

  static func notTraced(_ error: LevelTraceError) -> Phrase {
    switch error {
    case .notPermitted:
      return Phrase(
        en: "only root may read the kernel's trace of the lines: run this command with sudo.",
        fr: "seul root peut lire la trace des lignes par le noyau\u{A0}: lancez cette commande avec sudo.")
    case .notMounted:
      return Phrase(
        en: "the kernel's traces are not there: sudo mount -t tracefs nodev /sys/kernel/tracing",
        fr: "les traces du noyau ne sont pas là\u{A0}: faites sudo mount -t tracefs nodev /sys/kernel/tracing")
    case .noTracePoint:
      return Phrase(
        en: "this kernel has no trace point gpio:gpio_value (CONFIG_EVENT_TRACING): take the system's own kernel.",
        fr: "ce noyau n’a pas le point de trace gpio:gpio_value (CONFIG_EVENT_TRACING)\u{A0}: prenez celui du système.")
    case .noLineNumbers(let chip):
      return Phrase(
        en:
          "the kernel does not tell the numbers of the lines of \(chip): sudo mount -t debugfs nodev /sys/kernel/debug",
        fr: "le noyau ne dit pas les numéros des lignes de \(chip)\u{A0}: faites sudo mount -t debugfs nodev "
          + "/sys/kernel/debug")
    case .failed(let path, let code):
      let words = String(cString: strerror(code))
      return Phrase(en: "\(path) cannot be used: \(words).", fr: "\(path) est inutilisable\u{A0}: \(words).")
    case .lost(let count):
      return Phrase(
        en:
          "the kernel's trace has lost \(Language.en.count(count)) events, so nothing can be said: run a shorter job, or "
          + "fewer ticks a second.",
        fr: "la trace du noyau a perdu \(Language.fr.count(count)) événements\u{A0}: on ne peut rien dire. Prenez un "
          + "travail plus court, ou moins de tops par seconde.")
    case .unknownFormat:
      return Phrase(
        en:
          "this kernel describes its trace in a way that is not understood (events/header_page): take the system's own "
          + "kernel.",
        fr: "ce noyau décrit sa trace d’une façon inconnue (events/header_page)\u{A0}: prenez celui du système.")
    }
  }
}
