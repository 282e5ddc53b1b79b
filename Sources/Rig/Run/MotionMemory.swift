// The memory that the planner works in, taken once and given back at the end.

import StepperCore

/// Owns what a ``Motion`` borrows.
final class MotionMemory {
  let storage: MotionStorage

  /// - Parameter segments: the look-ahead window.
  init(segments: Int, window: Int) {
    storage = MotionStorage(
      queue: .allocate(capacity: max(segments, 16)), history: .allocate(capacity: max(window, 1)))
  }

  deinit {
    storage.queue.deallocate()
    storage.history.deallocate()
  }
}
