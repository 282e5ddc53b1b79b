// What planner and tick thread share: slices one way, the state of the ticks the other, orders and their answers.

import StepperCore
import Synchronization

/// What the planner asks of the tick thread; done on the next tick, in the order in which they are asked.
enum LoopOrder: UInt32 {
  case none = 0
  /// Arm the latch for the probe to touch, …
  case armTouch
  /// … or to let go.
  case armRelease
  case disarm
  /// Everything off now, and end.
  case cut
  /// Everything off and end, once all slices have been executed.
  case finish
}

/// How the ticks ended.
public enum LoopEnd: Equatable, Sendable {
  /// As asked.
  case finished
  /// An input has cut the steps.
  case tripped(Trip)
  /// The lines could not be reached; outputs were put to their safe level as far as that was possible.
  case failed(GPIOTransferError)
}

/// Shared by two threads; every field is an atomic or belongs to one of them.
struct LoopLink: ~Copyable, @unchecked Sendable {
  let ring: SliceRing
  private let slices: UnsafeMutableBufferPointer<Slice>
  let order = Atomic<UInt32>(LoopOrder.none.rawValue)
  /// After so many slices (as ``SliceRing/pushed`` counts) the machine is at rest: no need to be careful with the last ones.
  let restsAfter = Atomic<UInt32>(0)

  // From the tick thread.
  let isIdle = Atomic<Bool>(true)
  let hasEnded = Atomic<Bool>(false)
  let tick = Atomic<UInt64>(0)
  let line = Atomic<UInt32>(0)
  let inputs = Atomic<UInt32>(0)
  let isLatched = Atomic<Bool>(false)
  /// The greatest lateness of a tick within a motion, ns.
  let worstNs = Atomic<UInt64>(0)
  /// How often the ring ran dry while the machine was moving.
  let underruns = Atomic<UInt32>(0)
  /// How often it got so low that time had to be stretched.
  let slowdowns = Atomic<UInt32>(0)

  init(slices count: Int) {
    slices = .allocate(capacity: max(count, 2))
    ring = SliceRing(storage: slices)
  }

  deinit { slices.deallocate() }

  func ask(_ wanted: LoopOrder) { order.store(wanted.rawValue, ordering: .releasing) }

  var isAsked: Bool { order.load(ordering: .acquiring) != LoopOrder.none.rawValue }
}
