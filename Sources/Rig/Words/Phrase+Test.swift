// What a test run says: verdicts, counts, why there is nothing to run, why files cannot be joined.

extension Phrase {
  // Verdicts and headings.
  public static let testPassed = Phrase(en: "passed", fr: "réussi")
  public static let testFailed = Phrase(en: "FAILED", fr: "ÉCHEC")
  public static let testBroken = Phrase(en: "BROKEN", fr: "EN PANNE")
  public static let testSkipped = Phrase(en: "skipped", fr: "omis")
  public static let testCase = Phrase(en: "Case", fr: "Cas")
  public static let testWallTime = Phrase(en: "Took", fr: "Durée")
  public static let testReproduce = Phrase(en: "again:", fr: "refaire\u{A0}:")

  static func testVerdict(_ verdict: TestOutcome.Verdict) -> Phrase {
    switch verdict {
    case .passed: testPassed
    case .failed: testFailed
    case .broken: testBroken
    case .skipped: testSkipped
    }
  }

  public static let testNotRun = Phrase(
    en: "not run: the run was interrupted before", fr: "pas exécuté\u{A0}: l’essai a été interrompu avant")
  public static let testInterrupted = Phrase(
    en: "interrupted while it ran", fr: "interrompu pendant son exécution")

  public static func testArtifact(_ path: String) -> Phrase {
    Phrase(en: "kept: \(path)", fr: "gardé\u{A0}: \(path)")
  }

  /// "12 passed, 1 FAILED, 2 skipped"; what there is none of is left out.
  public static func testCounts(_ counts: TestCounts) -> Phrase {
    func text(_ language: Language) -> String {
      let words: [(Int, Phrase)] = [
        (counts.passed, testPassed), (counts.failed, testFailed), (counts.broken, testBroken),
        (counts.skipped, testSkipped),
      ]
      let some = words.filter { $0.0 > 0 }.map { language.count($0.0) + " " + $0.1.text(in: language) }
      return some.isEmpty ? "0 " + testPassed.text(in: language) : some.joined(separator: ", ")
    }
    return Phrase(en: text(.en), fr: text(.fr))
  }

  public static func testShard(_ shard: Shard) -> Phrase {
    Phrase(en: "shard \(shard)", fr: "partie \(shard)")
  }

  public static func testEmptyShard(_ shard: Shard) -> Phrase {
    Phrase(
      en: "shard \(shard) has nothing to do: there are fewer cases than shards. That is no failure.",
      fr: "la partie \(shard) n’a rien à faire\u{A0}: il y a moins de cas que de parties. Ce n’est pas un échec.")
  }

  /// The progress bar's words.
  public static func testProgress(_ progress: TestProgress, secondsLeft: Double?) -> Phrase {
    func text(_ of: String, _ bad: String, _ left: (String) -> String, _ language: Language) -> String {
      var parts = ["\(language.count(progress.done)) \(of) \(language.count(progress.total))"]
      if progress.notPassed > 0 { parts.append("\(language.count(progress.notPassed)) \(bad)") }
      if let secondsLeft { parts.append(left(Language.clock(secondsLeft))) }
      return parts.joined(separator: ", ")
    }
    return Phrase(
      en: text("of", "not passed", { "\($0) left" }, .en), fr: text("sur", "non réussis", { "reste \($0)" }, .fr))
  }

  // MARK: nothing to run

  public static func testNothingFound(in paths: [String]) -> Phrase {
    let list = paths.joined(separator: ", ")
    return Phrase(
      en: "\(list): no scenario in it. Files are looked for that end in \(TestFiles.ending); name one, or the folder "
        + "that holds some.",
      fr: "\(list)\u{A0}: aucun scénario. Les fichiers cherchés finissent par \(TestFiles.ending)\u{A0}; nommez-en un, "
        + "ou le dossier qui en contient.")
  }

  public static func testFolderNotReadable(_ path: String) -> Phrase {
    Phrase(
      en: "\(path): this folder cannot be looked through. Ask its owner, or: chmod a+rx FOLDER",
      fr: "\(path)\u{A0}: ce dossier ne peut pas être parcouru. Demandez à son propriétaire, ou\u{A0}: chmod a+rx "
        + "DOSSIER")
  }

  public static func testSameCase(_ id: String) -> Phrase {
    Phrase(
      en: "\(id): the same case twice. Name it once.",
      fr: "\(id)\u{A0}: deux fois le même cas. Nommez-le une seule fois.")
  }

  public static func testFilterMatchesNothing(_ filter: String, of count: Int) -> Phrase {
    Phrase(
      en: "--filter \(filter): none of the \(Language.en.count(count)) cases has this in its name or path.",
      fr: "--filter \(filter)\u{A0}: aucun des \(Language.fr.count(count)) cas n’a cela dans son nom ou son chemin.")
  }

  public static func testShardWrong(_ text: String) -> Phrase {
    Phrase(
      en: "--shard \(text): a shard is I/N, from 1/N to N/N, such as 2/4.",
      fr: "--shard \(text)\u{A0}: une partie s’écrit I/N, de 1/N à N/N, par exemple 2/4.")
  }

  // MARK: merging

  public static let mergeNothing = Phrase(
    en: "no file to join: rigctl test merge OUT.xml SHARD.xml...",
    fr: "aucun fichier à réunir\u{A0}: rigctl test merge SORTIE.xml PARTIE.xml...")

  public static func mergeNotAReport(_ path: String, _ error: JUnitReadError) -> Phrase {
    let place = error.line.map { "\(path):\($0)" } ?? path
    return Phrase(
      en: "\(place): not a report of rigctl test --junit: \(error.what).",
      fr: "\(place)\u{A0}: n’est pas un rapport de rigctl test --junit\u{A0}: \(error.what).")
  }

  public static func mergeOverlap(_ first: String, _ second: String, shard: String?) -> Phrase {
    let what = shard.map { (en: "shard \($0)", fr: "la partie \($0)") } ?? (en: "the same case", fr: "le même cas")
    return Phrase(
      en: "\(first) and \(second) both have \(what.en). Name each shard's file once.",
      fr: "\(first) et \(second) ont tous deux \(what.fr). Nommez une seule fois le fichier de chaque partie.")
  }

  public static func mergeOtherRun(
    _ first: String, _ second: String, property: String, values: [String?]
  ) -> Phrase {
    let en = values.map { $0 ?? "none" }, fr = values.map { $0 ?? "rien" }
    return Phrase(
      en: "\(second) is of another run than \(first): \(property) is \(en.last ?? ""), not \(en.first ?? ""). Only "
        + "shards of one run can be joined.",
      fr: "\(second) est d’un autre essai que \(first)\u{A0}: \(property) vaut \(fr.last ?? ""), et non "
        + "\(fr.first ?? ""). Seules les parties d’un même essai se réunissent.")
  }

  public static func mergeStrangeShard(_ path: String, value: String) -> Phrase {
    Phrase(
      en: "\(path): its shard is called \(value), which is not of the form 2/4. Was the file edited?",
      fr: "\(path)\u{A0}: sa partie s’appelle \(value), ce qui n’est pas de la forme 2/4. Le fichier a-t-il été modifié"
        + "\u{A0}?")
  }

  public static func mergeMissing(_ shards: [Shard]) -> Phrase {
    let list = shards.map(\.description).joined(separator: ", ")
    return Phrase(
      en: "not there: shard \(list). Name its file too, or join without it: --allow-missing",
      fr: "il manque la partie \(list). Nommez aussi son fichier, ou réunissez sans elle\u{A0}: --allow-missing")
  }

  public static func merged(files: Int, into path: String) -> Phrase {
    Phrase(
      en: "\(Language.en.count(files)) files joined: \(path)",
      fr: "\(Language.fr.count(files)) fichiers réunis\u{A0}: \(path)")
  }
}
