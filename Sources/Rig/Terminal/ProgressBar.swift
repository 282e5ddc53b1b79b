// How far a job is, on one line that redraws itself: line and share in, terminal text out.

import Glibc

/// One line on a terminal, drawn only when work takes longer than a second, at most ten times a second, and erased at the
/// end. Where there is no terminal it does nothing.
///
/// ```
/// ━━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌  line 4120, 63%, 0:12 left
/// ```
public struct ProgressBar: ~Copyable {
  private let terminal: Terminal
  private let language: Language
  private let isWanted: Bool
  private let now: () -> Double
  private let columns: () -> Int
  private let write: (String) -> Void
  private let startS: Double
  private var nextS: Double
  private var isDrawn = false

  /// Draws on standard error, unless it is no terminal or `quiet`.
  public init(terminal: Terminal = .error, language: Language, quiet: Bool = false) {
    self.init(
      terminal: terminal, language: language, quiet: quiet, now: ProgressBar.monotonicSeconds,
      columns: { terminal.columns }, write: terminal.write)
  }

  package init(
    terminal: Terminal, language: Language, quiet: Bool, now: @escaping () -> Double, columns: @escaping () -> Int,
    write: @escaping (String) -> Void
  ) {
    self.terminal = terminal
    self.language = language
    self.now = now
    self.columns = columns
    self.write = write
    isWanted = terminal.movesCursor && !quiet
    startS = now()
    nextS = startS + 1
  }

  deinit {
    if isDrawn { write("\r\u{1B}[K") }
  }

  /// The job's line, and the share of the work that is done (0…1; nil where the length is unknown). May be called as
  /// often as one likes: between two drawings it costs a look at the clock.
  public mutating func update(line: Int, share: Double?) {
    guard isWanted else { return }
    let nowS = now()
    guard nowS >= nextS else { return }
    nextS = nowS + 0.1
    isDrawn = true
    write("\r\u{1B}[K" + text(line: line, share: share, elapsedS: nowS - startS, columns: columns()))
  }

  /// The same for a run of tests.
  public mutating func update(_ progress: TestProgress) {
    guard isWanted else { return }
    let nowS = now()
    guard nowS >= nextS else { return }
    nextS = nowS + 0.1
    isDrawn = true
    let share = Double(progress.done) / Double(max(progress.total, 1))
    let text = drawn(share: share, elapsedS: nowS - startS, columns: columns()) { leftS in
      .testProgress(progress, secondsLeft: leftS)
    }
    write("\r\u{1B}[K" + text)
  }

  /// Takes the line away, so that messages can be printed; the next ``update(line:share:)`` draws it again.
  public mutating func erase() {
    guard isDrawn else { return }
    isDrawn = false
    write("\r\u{1B}[K")
  }

  /// What is drawn, fitted into one column less than there are: some terminals wrap at the last one.
  package func text(line: Int, share: Double?, elapsedS: Double, columns: Int) -> String {
    let room = max(columns - 1, 0)
    guard let share, share.isFinite else {
      return Phrase.progress(line: line, elapsedSeconds: elapsedS).text(in: language).fitted(columns: room)
    }
    return drawn(share: share, elapsedS: elapsedS, columns: columns) { leftS in
      .progress(line: line, share: min(max(share, 0), 1), secondsLeft: leftS)
    }
  }

  private func drawn(share: Double, elapsedS: Double, columns: Int, words: (_ secondsLeft: Double?) -> Phrase) -> String
  {
    let room = max(columns - 1, 0)
    let done = min(max(share, 0), 1)
    // Under two per cent a time left would be a guess.
    let leftS: Double? = done >= 0.02 ? elapsedS * (1 - done) / done : nil
    let words = words(leftS).text(in: language)
    let barColumns = min(40, room - words.columns - 2)
    guard barColumns >= 8 else { return words.fitted(columns: room) }
    let filled = Int(done * Double(barColumns))
    let bar =
      terminal.colored(String(repeating: "━", count: filled), .green)
      + terminal.colored(String(repeating: "╌", count: barColumns - filled), .dim)
    return "\(bar)  \(words)"
  }

  private static func monotonicSeconds() -> Double {
    Double(monotonicNs()) * 1e-9
  }
}
