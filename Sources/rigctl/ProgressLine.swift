// The progress bar of a command, shared with the questions that interrupt it.

import Rig

/// Draws progress, and gives way to a question.
final class ProgressLine {
  private var bar: ProgressBar

  init(quiet: Bool) { bar = ProgressBar(language: .fromEnvironment(), quiet: quiet) }

  func update(line: UInt32, share: Double?) { bar.update(line: Int(line), share: share) }

  func update(_ progress: TestProgress) { bar.update(progress) }

  func erase() { bar.erase() }

  /// Progress is drawn here, and Ctrl-C is heard.
  var hooks: RunHooks {
    var hooks = RunHooks()
    hooks.progress = { self.update(line: $0, share: $1) }
    hooks.isInterrupted = { Interruption.wasAsked }
    return hooks
  }

  /// Does something on real lines with progress here; why it cannot be done ends the command.
  func during<Result>(_ body: () throws(LiveRefusal) -> Result) throws -> Result {
    let result: Result
    do throws(LiveRefusal) {
      result = try body()
    } catch {
      bar.erase()
      throw fail(error.phrase, error.exit)
    }
    bar.erase()
    return result
  }

  /// Asks a person to press Enter.
  func ask(_ phrase: Phrase) {
    bar.erase()
    Terminal.error.write(phrase.text(in: .fromEnvironment()) + " ⏎ ")
    _ = readLine()
  }
}
