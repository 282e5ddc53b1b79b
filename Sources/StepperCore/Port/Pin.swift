// Keeps a large struct where it is.

import Synchronization

/// A struct that holds one stays in its place: whoever calls one of its functions is given its address.
///
/// Without it a compiler takes a struct of kilobytes for a value like a number, and copies all of it to the stack around
/// each call that only looks at it: time on every machine, and on a microcontroller more stack than it has.
public struct Pin: ~Copyable, Sendable {
  // What other threads may change at any moment cannot be copied.
  private let place = Atomic<UInt8>(0)

  public init() {}
}
