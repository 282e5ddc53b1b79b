// Two pieces of work in, both their results out, in the time of the longer one where there are two processor cores.

import Dispatch

/// Does two things at the same time, and waits for both. They may read the same things, and change none that they share.
func sideBySide<First, Second>(
  _ first: @escaping () -> First, _ second: @escaping () -> Second
) -> (First, Second) {
  // Each is written by one of two threads, and read when both are done.
  nonisolated(unsafe) var one: First?
  nonisolated(unsafe) var two: Second?
  nonisolated(unsafe) let (makeOne, makeTwo) = (first, second)
  DispatchQueue.concurrentPerform(iterations: 2) { index in
    if index == 0 { one = makeOne() } else { two = makeTwo() }
  }
  guard let one, let two else { preconditionFailure("both iterations have been performed") }
  return (one, two)
}
