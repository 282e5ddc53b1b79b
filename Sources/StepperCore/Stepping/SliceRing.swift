// Slices from the planner, in order, for a tick clock that runs beside it: one puts in, one takes out, nobody waits.

import Synchronization

/// A queue of slices between two threads, or between a main loop and a timer interrupt.
///
/// Exactly one may ``push(_:)`` and exactly one may ``pop()``. Neither blocks, locks or allocates; the memory is its
/// owner's and has to last as long as the ring.
public struct SliceRing: ~Copyable, @unchecked Sendable {
  @usableFromInline let storage: UnsafeMutableBufferPointer<Slice>
  @usableFromInline let mask: UInt32
  // Counts that wrap around; their difference is what the ring holds.
  @usableFromInline let pushes = Atomic<UInt32>(0)
  @usableFromInline let pops = Atomic<UInt32>(0)

  /// - Parameter storage: one place a slice, 1 or more; the largest power of two in its count is used.
  public init(storage: UnsafeMutableBufferPointer<Slice>) {
    self.storage = storage
    storage.initialize(repeating: Slice(ticks: 0))
    var places: UInt32 = 1
    while places &* 2 <= UInt32(storage.count) { places &*= 2 }
    mask = places &- 1
  }

  public var capacity: Int { Int(mask) + 1 }

  /// Slices that wait. The other side may change it at any moment, in its own direction only.
  @inlinable public var count: Int {
    Int(pushes.load(ordering: .acquiring) &- pops.load(ordering: .acquiring))
  }

  /// How many slices have ever been put in; wraps around.
  @inlinable public var pushed: UInt32 { pushes.load(ordering: .acquiring) }

  /// How many slices have ever been taken out; wraps around.
  @inlinable public var popped: UInt32 { pops.load(ordering: .acquiring) }

  /// False when the ring is full, and the slice was not taken.
  public func push(_ slice: Slice) -> Bool {
    let place = pushes.load(ordering: .relaxed)
    if place &- pops.load(ordering: .acquiring) > mask { return false }
    storage[Int(place & mask)] = slice
    pushes.store(place &+ 1, ordering: .releasing)
    return true
  }

  /// The slice that has waited longest; nil when none does.
  @inlinable public func pop() -> Slice? {
    guard let first else { return nil }
    let slice = first.pointee
    removeFirst()
    return slice
  }

  /// Where the slice that has waited longest lies, until ``removeFirst()``; nil when none waits. For who pops.
  @inlinable public var first: UnsafePointer<Slice>? {
    let place = pops.load(ordering: .relaxed)
    if place == pushes.load(ordering: .acquiring) { return nil }
    return UnsafePointer(storage.baseAddress! + Int(place & mask))
  }

  /// It has been taken: its place is free. Only where there was a ``first``.
  @inlinable public func removeFirst() {
    pops.store(pops.load(ordering: .relaxed) &+ 1, ordering: .releasing)
  }
}
