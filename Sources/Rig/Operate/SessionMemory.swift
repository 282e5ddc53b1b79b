// The memory of a machine that is operated, taken once and given back at the end.

import StepperCore

/// Owns what a ``Session`` and its ``Motion`` borrow.
final class SessionMemory {
  let motion: MotionMemory
  let session: SessionStorage

  /// - Parameter receivedBytes: what may wait to be executed; senders count on ``Session/windowBytes``.
  init(_ board: Board, receivedBytes: Int = 4096) {
    motion = MotionMemory(segments: board.lookAheadSegments, board.settings)
    session = SessionStorage(
      received: .allocate(capacity: receivedBytes), answers: .allocate(capacity: 1 << 16))
  }

  deinit {
    session.received.deallocate()
    session.answers.deallocate()
  }
}
