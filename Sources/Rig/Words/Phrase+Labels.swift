// Headings and names of figures, for tables on the terminal and for the report.

extension Phrase {
  // Results in one word.
  // wo, both: for review.
  public static let done = Phrase(en: "Completed", fr: "Terminé", wo: "Jeex na")
  public static let stopped = Phrase(en: "Aborted", fr: "Interrompu", wo: "Taxaw na")
  public static let alarm = Phrase(en: "Alarm", fr: "Alarme")
  public static let stall = Phrase(en: "Stalled", fr: "Décrochage")
  public static let failed = Phrase(en: "Error", fr: "Erreur")

  // Figures of a job.
  public static let result = Phrase(en: "Result", fr: "Résultat")
  public static let job = Phrase(en: "Job", fr: "Travail")
  public static let board = Phrase(en: "Board", fr: "Carte")
  public static let backend = Phrase(en: "Backend", fr: "Exécution")
  public static let simulated = Phrase(en: "simulated machine", fr: "machine simulée")
  public static let realMachine = Phrase(en: "real machine", fr: "machine réelle")
  public static let linesOfJob = Phrase(en: "Lines", fr: "Lignes")
  public static let sizeOfJob = Phrase(en: "File size", fr: "Taille du fichier")
  public static let machineTime = Phrase(en: "Machine time", fr: "Temps machine")
  public static let pathLength = Phrase(en: "Path length", fr: "Longueur du trajet")
  public static let maxDeviation = Phrase(en: "Greatest deviation", fr: "Écart maximal")
  public static let tolerance = Phrase(en: "Tolerance", fr: "Tolérance")
  public static let tickRate = Phrase(en: "Tick rate", fr: "Cadence des tops")
  public static let ticks = Phrase(en: "Ticks", fr: "Tops")
  public static let traceHash = Phrase(en: "Trace hash", fr: "Empreinte du tracé")
  public static let seed = Phrase(en: "Seed", fr: "Graine")
  public static let processorTime = Phrase(en: "Processor time", fr: "Temps processeur")
  public static let realTimeFactor = Phrase(en: "Times real time", fr: "Fois le temps réel")
  public static let peakMemory = Phrase(en: "Peak memory", fr: "Mémoire maximale")
  public static let timingViolationsLabel = Phrase(en: "Timing violations", fr: "Fronts trop tôt")
  public static let lateTicks = Phrase(en: "Late ticks", fr: "Tops en retard")
  public static let greatestLateness = Phrase(en: "Greatest lateness", fr: "Retard maximal")
  public static let extents = Phrase(en: "Extents", fr: "Encombrement")

  // Figures of an axis.
  public static let axis = Phrase(en: "Axis", fr: "Axe")
  public static let motor = Phrase(en: "Motor", fr: "Moteur")
  public static let steps = Phrase(en: "Steps", fr: "Pas")
  public static let position = Phrase(en: "Position", fr: "Position finale")
  public static let least = Phrase(en: "Min", fr: "Mini")
  public static let greatest = Phrase(en: "Max", fr: "Maxi")
  public static let peakVelocity = Phrase(en: "Peak velocity", fr: "Vitesse maximale")
  public static let peakAcceleration = Phrase(en: "Peak acceleration", fr: "Accélération maximale")
  public static let peakJerk = Phrase(en: "Peak jerk", fr: "À-coup maximal")
  public static let ofLimit = Phrase(en: "of limit", fr: "de la limite")
  public static let lostStepsLabel = Phrase(en: "Lost steps", fr: "Pas perdus")
  public static let missedPulses = Phrase(en: "Missed pulses", fr: "Impulsions manquées")
  public static let torqueMargin = Phrase(en: "Least torque margin", fr: "Marge de couple minimale")
  public static let racking = Phrase(en: "Peak racking", fr: "Mise en crabe maximale")
  public static let loadAngle = Phrase(en: "Peak load angle", fr: "Angle de charge maximal")

  // Warnings.
  public static let warnings = Phrase(en: "Warnings", fr: "Avertissements")
  public static let warning = Phrase(en: "warning", fr: "avertissement")
  public static let error = Phrase(en: "error", fr: "erreur")
  public static let line = Phrase(en: "Line", fr: "Ligne")
  public static let noWarnings = Phrase(en: "No warnings.", fr: "Aucun avertissement.")

  // Headings of `bench` and `board list`.
  public static let benchEngine = Phrase(
    en: "Tick engine, four axes, a tick",
    fr: "Moteur de tops, quatre axes, un top")
  public static let benchRate = Phrase(en: "Ticks per second", fr: "Tops par seconde")
  public static let benchPhysics = Phrase(en: "Motors with physics, a tick", fr: "Les moteurs et leur physique, un top")
  public static let benchPlain = Phrase(en: "A bare DDA, a tick", fr: "Un DDA nu, un top")
  public static let benchReading = Phrase(en: "Reading a short line", fr: "Lire une ligne courte")
  public static let benchPlanning = Phrase(en: "Planning a short line", fr: "Planifier une ligne courte")
  public static let benchExecuting = Phrase(en: "Executing a short line", fr: "Exécuter une ligne courte")
  public static let benchTenfold = Phrase(
    en: "A line in 200,000, over one in 20,000", fr: "Une ligne parmi 200\u{A0}000, sur une parmi 20\u{A0}000")
  public static let benchJob = Phrase(en: "A whole job", fr: "Un travail entier")
  public static let benchOwnJob = Phrase(en: "relief of 15,000 moves", fr: "relief de 15\u{A0}000 déplacements")
  public static let boardTitle = Phrase(en: "What it is", fr: "Description")
  public static let travel = Phrase(en: "Travel", fr: "Course")

  /// The one word for how a run ended.
  public static func outcome(_ outcome: Summary.Outcome) -> Phrase {
    switch outcome {
    case .completed: done
    case .alarm: alarm
    case .stalled: stall
    case .aborted: stopped
    case .error: failed
    }
  }
}
