// Values that do not fit together, and warnings, as sentences in English or French.

extension BoardError: CustomStringConvertible {
  /// One line a problem.
  public var description: String { text(in: .en) }

  public func text(in language: Language) -> String {
    problems.map { $0.text(in: language) }.joined(separator: "\n")
  }
}

extension BoardWarning: CustomStringConvertible {
  public var description: String { text(in: .en) }

  public func text(in language: Language) -> String {
    printable("\(file):\(line):\(column): \(key): \(FilePhrases(language).warning(matter))")
  }
}

extension FilePhrases {
  func contradiction(_ contradiction: BoardContradiction) -> String {
    switch contradiction {
    case .travelReversed(let min, let max):
      pick(
        "the travel runs from \(min.shortText) to \(max.shortText) mm; the first number must be the smaller one",
        "course de \(min.shortText) à \(max.shortText) mm ; le premier nombre doit être le plus petit")
    case .tooManySteps(let steps, let limit):
      pick(
        "the travel is \(steps.rounded().shortText) steps; at most \(limit.shortText), so use fewer microsteps",
        "la course fait \(steps.rounded().shortText) pas ; \(limit.shortText) au plus : moins de micropas")
    case .stepsPerMmDiffer(let first, let firstSteps, let second, let secondSteps):
      pick(
        "\(first) takes \(firstSteps.shortText) steps/mm and \(second) \(secondSteps.shortText); they must be equal",
        "\(first) fait \(firstSteps.shortText) pas/mm et \(second) \(secondSteps.shortText) ; il les faut égaux")
    case .microstepsNotOffered(let driver, let microsteps, let offered):
      pick(
        "\(driver) cannot be set to \(microsteps) microsteps (\(joined(offered.map(String.init))))",
        "\(driver) n'offre pas \(microsteps) micropas (\(joined(offered.map(String.init))))")
    case .tooManyMotors(let count, let limit):
      pick("\(count) motors; at most \(limit)", "\(count) moteurs ; \(limit) au plus")
    case .motorNameTwice(let name, let key):
      pick(
        "motor \(name) is already at \(key); give each motor its own name",
        "le moteur \(name) est déjà en \(key) ; donnez un nom à chacun")
    case .switchInsideTravel(let at, let travel):
      pick(
        "\(at.shortText) mm is inside the travel (\(range(travel))): the switch would stop normal motions",
        "\(at.shortText) mm est dans la course (\(range(travel))) : le contact arrêterait les mouvements normaux")
    case .secondWithoutFirst(let end):
      pick(
        "there is no switch \(end) beside it; the first one is called \(end)",
        "il n'y a pas de contact \(end) à côté ; le premier s'appelle \(end)")
    case .secondNeedsTwoMotors(let count):
      pick(
        "a second switch at an end is for an axis with two motors; this one has \(count)",
        "un second contact va avec deux moteurs ; cet axe en a \(count)")
    case .switchesOfOneMotor(let motor):
      pick(
        "both switches of this end are at motor \(motor); each side has its own",
        "les deux contacts de ce bout sont au moteur \(motor) ; chaque côté a le sien")
    case .sharedUnlike(let wire, true):
      pick(
        "\(wire) is on this line too, and normally closed; all switches of a line have the same normally and bias",
        "\(wire) est aussi sur cette ligne, fermé au repos ; les contacts d'une ligne ont les mêmes normally et bias")
    case .sharedUnlike(let wire, false):
      pick(
        "\(wire) is on this line too, and normally open; all switches of a line have the same normally and bias",
        "\(wire) est aussi sur cette ligne, ouvert au repos ; les contacts d'une ligne ont les mêmes normally et bias")
    case .sharedBySides(let wire):
      pick(
        "\(wire) is on this line too, and a gantry is made square by telling its two sides apart: take another line",
        "\(wire) est aussi sur cette ligne ; l'équerrage distingue les deux côtés du portique : prenez une autre ligne")
    case .switchesFarApart(let mm, let limit):
      pick(
        "\(places(mm)) mm from the first one; one side goes at most \(limit.shortText) mm alone, so mount them nearer",
        "à \(places(mm)) mm du premier ; un côté va seul de \(limit.shortText) mm au plus : rapprochez-les")
    case .nothingToHome(let end?):
      pick(
        "there is no switch at \(end); list it under limits, or home towards the other end",
        "pas de contact côté \(end) ; décrivez-le sous limits, ou choisissez l'autre bout")
    case .nothingToHome(nil):
      pick(
        "the axis has no switch to look for; list one under limits, or write none",
        "l'axe n'a aucun contact à chercher ; décrivez-en un sous limits, ou écrivez none")
    case .seekTooFast(let stops, let room, let fits):
      pick(
        """
        found at that speed, the switch is passed by \(places(stops)) mm, and there is room for \(places(room)); at most \
        \(fits.shortText) mm/min
        """,
        """
        à cette vitesse le contact est dépassé de \(places(stops)) mm, pour \(places(room)) disponibles ; \
        \(fits.shortText) mm/min au plus
        """)
    case .locateAboveSeek(let locate, let seek):
      pick(
        "\(locate.shortText) mm/min is faster than the search at \(seek.shortText); the second touch is the slow one",
        "\(locate.shortText) mm/min dépasse la recherche à \(seek.shortText) ; la seconde touche est la lente")
    case .pullOffTooShort(let pullOff, let hysteresis):
      pick(
        "\(pullOff.shortText) mm from it the switch is still pressed (it lets go after \(hysteresis.shortText)); go farther",
        "à \(pullOff.shortText) mm le contact est encore enfoncé (il lâche après \(hysteresis.shortText)) ; plus loin")
    case .outsideTravel(let axis, let value, let travel):
      pick(
        "\(axis) = \(value.shortText) mm is outside the travel (\(range(travel)))",
        "\(axis) = \(value.shortText) mm est hors de la course (\(range(travel)))")
    case .supplyTooHigh(let driver, let supply, let limit):
      pick(
        "\(driver) takes at most \(limit.shortText) V, and supply_v is \(supply.shortText)",
        "\(driver) supporte \(limit.shortText) V au plus, et supply_v vaut \(supply.shortText)")
    case .currentTooHigh(let part, let current, let limit):
      pick(
        "\(part) takes at most \(limit.shortText) A, and current_a is \(current.shortText)",
        "\(part) supporte \(limit.shortText) A au plus, et current_a vaut \(current.shortText)")
    case .minimumAboveMaximum(let minimum, let maximum):
      pick(
        "\(minimum.shortText) is above the maximum of \(maximum.shortText)",
        "\(minimum.shortText) dépasse le maximum de \(maximum.shortText)")
    case .pwmTooFast(let pwm, let limit):
      pick(
        "\(pwm.shortText) Hz leaves fewer than four ticks a period; at most \(limit.shortText) Hz, or raise tick_hz",
        "\(pwm.shortText) Hz laisse moins de quatre tops par période ; \(limit.shortText) Hz au plus, ou plus de tick_hz"
      )
    case .shaperTooFast(let frequency, let limit):
      pick(
        "\(frequency.shortText) Hz is too fast for these slices; at most \(limit.shortText) Hz, or fewer slice_ticks",
        "\(frequency.shortText) Hz, trop rapide pour ces tranches ; \(limit.shortText) Hz au plus, ou moins de slice_ticks"
      )
    case .contactNotOffered(let part, let wantsClosed):
      wantsClosed
        ? pick("\(part) has no normally closed contact", "\(part) n'a pas de contact fermé au repos")
        : pick("\(part) has no normally open contact", "\(part) n'a pas de contact ouvert au repos")
    case .inputJoinedTwice(let input, let first):
      pick(
        "\(input) has a jumper from \(first) already; two outputs on one input would work against each other",
        "\(input) a déjà un pont depuis \(first) ; deux sorties sur une entrée se contrarieraient")
    case .uselessWith(let choice):
      pick("has no meaning with \(choice); leave it out", "n'a pas de sens avec \(choice) ; retirez cette clé")
    }
  }

  /// To a hundredth.
  private func places(_ mm: Double) -> String { ((mm * 100).rounded() / 100).shortText }

  private func range(_ travel: ClosedRange<Double>) -> String {
    pick(
      "\(travel.lowerBound.shortText) to \(travel.upperBound.shortText)",
      "de \(travel.lowerBound.shortText) à \(travel.upperBound.shortText)")
  }

  func warning(_ matter: BoardWarning.Matter) -> String {
    switch matter {
    case .velocityNotReachable(let axis, let velocity, let fits, let rate, let limit):
      let (wanted, able) = (rate.rounded().shortText, limit.rounded(.down).shortText)
      return pick(
        """
        axis \(axis) cannot reach \(velocity.rounded().shortText) mm/min: that is \(wanted) steps/s, and ticks and \
        driver allow \(able); \(fits.shortText) mm/min would fit
        """,
        """
        l'axe \(axis) n'atteindra pas \(velocity.rounded().shortText) mm/min : il faudrait \(wanted) pas/s, or \
        tick_hz et pilote en permettent \(able) ; \(fits.shortText) mm/min conviendrait
        """)
    case .shapersDiffer(let first, let second, let off, let tolerance):
      let said = Phrase.shapersDiffer(first: first, second: second, offMm: off, toleranceMm: tolerance)
      return pick(said.english, said.french)
    case .rigidBelts(let axis, true):
      return pick(
        """
        left out by the simulator along \(axis): it takes belts with several motors to be rigid; list one motor for each \
        belt, or leave this key out
        """,
        """
        ignoré par le simulateur en \(axis) : il tient pour rigides les courroies à plusieurs moteurs ; indiquez un moteur \
        par courroie, ou retirez cette clé
        """)
    case .rigidBelts(let axis, false):
      return pick(
        """
        play along \(axis) is left out by the simulator, which takes these belts to be rigid; give stiffness_n_per_mm \
        under mechanics, or play_mm: 0
        """,
        """
        le simulateur ignore le jeu en \(axis), car il tient ces courroies pour rigides ; donnez stiffness_n_per_mm sous \
        mechanics, ou play_mm: 0
        """)
    case .unknownMaterial(let name, let nearest):
      let advice = nearest.map { pick("; did you mean \($0)?", " ; vouliez-vous dire \($0) ?") } ?? ""
      return pick(
        "no parts file knows the material \(name), so cutting forces are left out\(advice)",
        "aucun fichier de pièces ne connaît la matière \(name) ; sans elle, pas d'efforts de coupe\(advice)")
    case .reservedLine(let line, .identityEEPROM):
      return pick(
        "\(line) belongs to the EEPROM of add-on boards and moves while the Pi starts; take another line",
        "\(line) sert à l'EEPROM des cartes d'extension et bouge au démarrage ; prenez une autre ligne")
    case .reservedLine(let line, .serialConsole):
      return pick(
        "\(line) is the serial console; switch the console off, or take another line",
        "\(line) est la console série ; désactivez-la ou prenez une autre ligne")
    case .reservedLine(let line, .pulledUpAtStart):
      return pick(
        "\(line) is pulled up while the Pi starts, so this output would be on; take GPIO9 to GPIO27",
        "\(line) est tirée vers le haut au démarrage : cette sortie serait active ; prenez GPIO9 à GPIO27")
    case .reservedLine(let line, .fixedPullUp):
      return pick(
        "\(line) has a 1.8 kΩ pull-up on the Pi; pull-down cannot win against it, take another line",
        "\(line) a une résistance de 1,8 kΩ vers 3,3 V ; pull-down n'y peut rien, prenez une autre ligne")
    }
  }
}
