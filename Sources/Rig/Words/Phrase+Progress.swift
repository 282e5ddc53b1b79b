// What the progress bar says.

extension Phrase {
  /// "line 4120, 63 %, 0:12 left"; without a time while none can be told.
  public static func progress(line: Int?, share: Double, secondsLeft: Double?) -> Phrase {
    let left = secondsLeft.map(Language.clock)
    let en = [
      line.map { "line \($0)" }, Language.en.percent(share), left.map { "\($0) left" },
    ]
    let fr = [
      line.map { "ligne \($0)" }, Language.fr.percent(share), left.map { "reste \($0)" },
    ]
    return Phrase(
      en: en.compactMap { $0 }.joined(separator: ", "), fr: fr.compactMap { $0 }.joined(separator: ", "))
  }

  /// The same where the length of the job is not known, as on standard input.
  public static func progress(line: Int, elapsedSeconds: Double) -> Phrase {
    Phrase(
      en: "line \(line), \(Language.clock(elapsedSeconds))", fr: "ligne \(line), \(Language.clock(elapsedSeconds))")
  }
}
