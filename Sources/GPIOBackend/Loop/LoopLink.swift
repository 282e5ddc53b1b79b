// What planner and tick thread share: slices one way, the state of the ticks the other, orders and their answers.

import StepperCore
import Synchronization

/// What the planner asks of the tick thread; done on the next tick, one after the other. What an order needs stands
/// beside it in the link, and is the tick thread's until the order was taken.
enum LoopOrder: UInt32 {
  case none = 0
  /// Arm the latch for these inputs to be active, once the machine is at rest, …
  case armActive
  /// … or not to be.
  case armInactive
  case disarm
  /// From now on these inputs cut the steps.
  case watch
  /// Everything off now; forget the slices, and what had cut the steps. No input is watched until it is asked for.
  case cut
  /// The joints stand here, once the machine is at rest.
  case place
  /// The step lines of these motors stay silent, once the machine is at rest.
  case mute
  /// Everything off now, and end.
  case end
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
  private let order = Atomic<UInt32>(LoopOrder.none.rawValue)
  /// Of the order: inputs or motors, …
  private let orderedInputs = Atomic<UInt32>(0)
  /// … or sub-steps.
  private let orderedPlace = FourAtomics()
  /// After so many slices (as ``SliceRing/pushed`` counts) the machine is at rest: no need to be careful with the last ones.
  let restsAfter = Atomic<UInt32>(0)

  // From the tick thread.
  let isIdle = Atomic<Bool>(true)
  let hasEnded = Atomic<Bool>(false)
  /// The clock's time at the end of the last tick, ns; ticks without a slice count too.
  let nowNs = Atomic<UInt64>(0)
  let line = Atomic<UInt32>(0)
  let inputs = Atomic<UInt32>(0)
  let isLatched = Atomic<Bool>(false)
  /// The tick on which the latch closed, and the steps of the joints then; while ``isLatched``.
  let latchTick = Atomic<UInt64>(0)
  let latchSteps = FourAtomics()
  /// Whole steps of the joints; each of its own moment while they move.
  let steps = FourAtomics()
  /// The inputs that have cut the steps; none: they come.
  let trip = Atomic<UInt32>(0)
  /// The greatest lateness of a tick within a motion, ns.
  let worstNs = Atomic<UInt64>(0)
  /// Ticks within a motion that were later than a motion may go on behind.
  let lateTicks = Atomic<UInt32>(0)
  /// How often the ring ran dry while the machine was moving.
  let underruns = Atomic<UInt32>(0)
  /// How often it got so low that time had to be stretched.
  let slowdowns = Atomic<UInt32>(0)

  init(slices count: Int) {
    slices = .allocate(capacity: max(count, 2))
    ring = SliceRing(storage: slices)
  }

  deinit { slices.deallocate() }

  func ask(_ wanted: LoopOrder, inputs: InputWord = .none, place: SIMD4<Int64> = .zero) {
    orderedInputs.store(inputs.rawValue, ordering: .relaxed)
    orderedPlace.store(place)
    order.store(wanted.rawValue, ordering: .releasing)
  }

  var isAsked: Bool { order.load(ordering: .acquiring) != LoopOrder.none.rawValue }

  // From the tick thread: what is asked, and that it was done.
  var asked: LoopOrder { LoopOrder(rawValue: order.load(ordering: .acquiring)) ?? .none }
  var askedInputs: InputWord { InputWord(rawValue: orderedInputs.load(ordering: .relaxed)) }
  var askedMotors: PortWord { PortWord(rawValue: orderedInputs.load(ordering: .relaxed)) }
  var askedPlace: SIMD4<Int64> { orderedPlace.load() }
  func isDone() { order.store(LoopOrder.none.rawValue, ordering: .releasing) }
}

/// A place of four joints, joint by joint: whoever reads it while it is written may see some of the one and some of the other.
struct FourAtomics: ~Copyable {
  private let x = Atomic<Int64>(0), y = Atomic<Int64>(0), z = Atomic<Int64>(0), w = Atomic<Int64>(0)

  @inline(__always)
  func store(_ value: SIMD4<Int64>) {
    x.store(value[0], ordering: .relaxed)
    y.store(value[1], ordering: .relaxed)
    z.store(value[2], ordering: .relaxed)
    w.store(value[3], ordering: .relaxed)
  }

  func load() -> SIMD4<Int64> {
    SIMD4(
      x.load(ordering: .relaxed), y.load(ordering: .relaxed), z.load(ordering: .relaxed), w.load(ordering: .relaxed))
  }
}

extension Trip {
  /// The inputs that did it.
  var inputs: InputWord {
    switch self {
    case .emergencyStop: .emergencyStop
    case .limit(let limits): limits
    }
  }

  init?(inputs: InputWord) {
    if inputs.isEmpty { return nil }
    self = inputs.contains(.emergencyStop) ? .emergencyStop : .limit(inputs)
  }
}
