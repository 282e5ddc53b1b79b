// The memory that the planner works in, taken once and given back at the end.

import StepperCore

/// Owns what a ``Motion`` borrows.
final class MotionMemory {
  let storage: MotionStorage

  /// - Parameter segments: the look-ahead window.
  init(segments: Int, _ settings: MachineSettings) {
    storage = MotionStorage(
      queue: .allocate(capacity: max(segments, 32)),
      history: .allocate(capacity: max(settings.smoothingSlices, 1)),
      shaping: .allocate(capacity: settings.shapingSlices), beam: .allocate(capacity: settings.beamChanges))
  }

  deinit {
    storage.queue.deallocate()
    storage.history.deallocate()
    storage.shaping.deallocate()
    storage.beam.deallocate()
  }
}
