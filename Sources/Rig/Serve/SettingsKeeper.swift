// The settings of a session as they change; each change goes to the disk once.

import StepperCore

/// Keeps what a session remembers, in its file.
struct SettingsKeeper {
  private let file: KeptSettings
  /// What was read at the beginning.
  let restored: SessionSettings?
  /// There was something, and it could not be used.
  let hasLost: Bool
  /// What was written last, or could not be; nil before the first.
  private var last: SessionSettings?

  init(_ file: KeptSettings, restored: SessionSettings?, hasLost: Bool) {
    self.file = file
    self.restored = restored
    self.hasLost = hasLost
  }

  /// Nothing to do where nothing has changed. What could not be written is not tried again before it changes.
  mutating func keep(_ settings: SessionSettings) throws(OutputError) {
    if settings == last { return }
    last = settings
    try file.write(settings)
  }
}
