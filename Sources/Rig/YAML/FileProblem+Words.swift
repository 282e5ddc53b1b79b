// Problems of files come in; one line for a person goes out, in English or French.

extension FileProblem: CustomStringConvertible {
  public var description: String { text(in: .en) }

  /// `boards/x.yaml:12:5: axes.x.max_velocty: unknown key; did you mean max_velocity_mm_min?`
  public func text(in language: Language) -> String {
    let say = FilePhrases(language)
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    let subject = key.isEmpty ? "" : "\(key): "
    let advice = suggestion.map { say.advice($0, for: fault) } ?? ""
    return printable("\(place): \(subject)\(say.fault(fault, isAdvised: suggestion != nil))\(advice)")
  }
}

/// Strangers' text in one line: control characters become `?`.
func printable(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
}

/// The sentences, in one language. Wolof falls back to French, which Senegalese workshops read.
struct FilePhrases {
  private let isFrench: Bool

  init(_ language: Language) { isFrench = language != .en }

  func pick(_ english: String, _ french: String) -> String { isFrench ? french : english }

  func advice(_ suggestion: String, for fault: FileFault) -> String {
    switch fault {
    case .wrongType(.number, _), .wrongType(.wholeNumber, _), .wrongType(.trueOrFalse, _), .wrongType(.line, _),
      .contradiction:
      pick("; write \(suggestion)", " ; écrivez \(suggestion)")
    default:
      pick("; did you mean \(suggestion)?", " ; vouliez-vous dire \(suggestion) ?")
    }
  }

  /// With a suggestion at hand, the list of everything that would be valid is left out.
  func fault(_ fault: FileFault, isAdvised: Bool) -> String {
    switch fault {
    case .notFound(let name, let folders, let known): notFound(name, folders, known)
    case .notReadable(let reason): pick("cannot be read: \(reason)", "illisible : \(reason)")
    case .tooLarge(let bytes, let limit):
      pick(
        "has \(bytes) bytes; such a file has at most \(limit)",
        "fait \(bytes) octets ; un tel fichier en a \(limit) au plus")
    case .notText:
      pick("is not UTF-8 text; save it as UTF-8", "n'est pas du texte UTF-8 ; enregistrez-le en UTF-8")
    case .empty: pick("is empty; start from a copy of one that works", "est vide ; partez d'une copie qui marche")
    case .tabIndentation:
      pick("a tab in the indentation; YAML takes spaces only", "tabulation en début de ligne ; YAML veut des espaces")
    case .anchorOrAlias:
      pick(
        "anchors (&name) and aliases (*name) are not used in these files; write the values out",
        "ni ancres (&nom) ni alias (*nom) dans ces fichiers ; écrivez les valeurs en toutes lettres")
    case .tooDeep: pick("is nested too deep", "est trop imbriqué")
    case .syntax(let words): pick("is not valid YAML: \(words)", "n'est pas du YAML valide : \(words)")
    case .unknownKey(let valid):
      pick("unknown key", "clé inconnue")
        + (isAdvised ? "" : pick(" (valid: \(joined(valid)))", " (valides : \(joined(valid)))"))
    case .missingKey(let example):
      pick("is missing; for example \(example)", "manque ; par exemple \(example)")
    case .duplicateKey(let line):
      pick("is there twice, first in line \(line); keep one", "figure deux fois, d'abord ligne \(line) ; gardez-en une")
    case .wrongType(let expected, let found): wrongType(expected, found)
    case .outOfRange(let low, let high, let found):
      pick(
        "\(found) is out of range; expected \(low) to \(high)",
        "\(found) hors limites ; attendu de \(low) à \(high)")
    case .unknownPart(let kind, let name, let known):
      pick("no \(kind) \"\(name)\"", "pas de \(frenchKind(kind)) « \(name) »")
        + (isAdvised ? "" : pick(" (known: \(joined(known)))", " (il y a \(joined(known)))"))
    case .duplicatePart(let kind, let first):
      pick(
        "this \(kind) is there twice, first in \(first)", "\(frenchKind(kind)) en double, d'abord dans \(first)")
    case .lineUsedTwice(let line, let key, let number):
      pick(
        "\(line) is already used by \(key) (line \(number)); only enable lines can be shared",
        "\(line) sert déjà à \(key) (ligne \(number)) ; seules les lignes enable se partagent")
    case .unknownLine(let name):
      pick(
        "no line \"\(name)\" on the 40-pin header; lines are GPIO0 to GPIO27",
        "pas de ligne « \(name) » sur le connecteur 40 broches ; ce sont GPIO0 à GPIO27")
    case .chipNumber(let name):
      pick(
        "\"\(name)\" is a number that differs between kernels; give the label (gpiodetect shows it)",
        "« \(name) » est un numéro qui change d'un noyau à l'autre ; donnez l'étiquette (voir gpiodetect)")
    case .nearMissOfChip(let label): pick("no chip \"\(label)\"", "puce « \(label) » inconnue")
    case .unknownWire(let name, let known):
      pick("no wire \"\(name)\" (this board has \(joined(known)))", "pas de fil « \(name) » (il y a \(joined(known)))")
    case .noSuchFile(let name, let folder):
      pick("no file \"\(name)\" in \(folder)", "pas de fichier « \(name) » dans \(folder)")
    case .needsPhysics(true):
      pick(
        "needs motors with physics; leave out physics: false",
        "il faut des moteurs avec leur physique ; retirez physics: false")
    case .needsPhysics(false):
      pick(
        "needs motors with physics; give all three axes mechanics in the board file",
        "il faut des moteurs avec leur physique ; donnez mechanics aux trois axes du fichier de machine")
    case .cannotFail(let example):
      pick(
        "cannot fail as it stands, so it would test nothing; for example \(example)",
        "ne peut pas échouer ainsi, donc ne vérifierait rien ; par exemple \(example)")
    case .oneOfKeysNeeded(let keys):
      pick("give one of \(joined(keys)), and not more", "donnez une seule des clés \(joined(keys))")
    case .contradiction(let contradiction): self.contradiction(contradiction)
    }
  }

  private func notFound(_ name: String, _ folders: [String], _ known: [String]) -> String {
    if folders.isEmpty {
      return pick(
        "no such board, and no folder of boards found; set RIGCTL_BOARDS to one",
        "machine introuvable, et aucun dossier boards ; indiquez-le dans RIGCTL_BOARDS")
    }
    return pick(
      "no such board (known: \(joined(known)); looked in \(joined(folders)))",
      "machine introuvable (connues : \(joined(known)) ; cherché dans \(joined(folders)))")
  }

  private func wrongType(_ expected: FileExpectation, _ found: String) -> String {
    let what: String
    switch expected {
    case .text(let example): what = pick("text such as \(example)", "un texte comme \(example)")
    case .number(let example): what = pick("a number such as \(example)", "un nombre comme \(example)")
    case .wholeNumber(let example): what = pick("a whole number such as \(example)", "un entier comme \(example)")
    case .trueOrFalse: what = pick("true or false", "true ou false")
    case .numbers(let count, let example):
      what = pick("\(count) numbers such as \(example)", "\(count) nombres comme \(example)")
    case .list(let example): what = pick("a list such as \(example)", "une liste comme \(example)")
    case .mapping(let example):
      what = pick("keys and values such as \(example)", "des clés et valeurs comme \(example)")
    case .oneOf(let words): what = pick("one of \(joined(words))", "un mot parmi \(joined(words))")
    case .line(let example):
      what = pick(
        "the name of a line such as \(example), or {offset: 17}", "le nom d'une ligne comme \(example), ou {offset: 17}"
      )
    }
    let instead = found.isEmpty ? pick("nothing", "rien") : pick("\"\(found)\"", "« \(found) »")
    return pick("expected \(what), found \(instead)", "attendu \(what), trouvé \(instead)")
  }

  private func frenchKind(_ kind: String) -> String {
    [
      "driver": "pilote", "motor": "moteur", "tool": "outil", "material": "matière", "guide": "guidage",
      "switch": "contact", "spindle": "broche",
    ][kind] ?? kind
  }

  func joined(_ words: [String]) -> String {
    words.isEmpty ? pick("none", "aucune") : words.joined(separator: ", ")
  }
}
