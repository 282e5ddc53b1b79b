// How a command ended, as scripts and CI see it.

/// The exit codes of `rigctl`.
public enum ExitCode: Int32, Sendable {
  case done = 0
  /// The machine did not do it: alarm, stall, lost step.
  case notDone = 1
  /// Wrong use, or a wrong board file.
  case wrongUse = 2
  case wrongGCode = 3
  /// Hardware or system: no chip, no permission, disk full.
  case system = 4
  /// By a person, after the machine is safe.
  case interrupted = 130
}
