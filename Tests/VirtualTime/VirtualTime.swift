// A clock that a test drives, and a port that writes down what reaches it and when: for the real-time loop without time.

import GPIOBackend
import Seeded
import StepperCore

/// What a virtual machine goes through. Belongs to the tick thread while that runs, and to the test before and after.
public final class VirtualWorld: @unchecked Sendable {
  public struct Write: Equatable, Sendable {
    public var instant: PortInstant
    public var levels: UInt32
    public var changing: UInt32
    /// The level changed somewhere between these.
    public var beganNs: UInt64
    public var endedNs: UInt64
  }

  /// Now, ns.
  public var ns: UInt64 = 1_000_000_000
  /// How long after its moment a sleeper wakes, ns.
  public var wakeLatencyNs: (inout SplitMix64) -> UInt64 = { $0.next() % 3_000 }
  /// How long a call to set lines takes, ns.
  public var callNs: (inout SplitMix64) -> UInt64 = { 300 + $0.next() % 2_500 }
  /// The inputs at a moment.
  public var inputs: (_ ns: UInt64) -> InputWord = { _ in .none }
  /// The write that fails, counted from 0, and with what; and whether all further ones do.
  public var failure: (write: Int, code: Int32, isLasting: Bool)?
  /// At most so many are kept.
  public private(set) var writes: [Write] = []
  public private(set) var writeCount = 0
  /// How often the inputs were read.
  public private(set) var reads: UInt64 = 0
  /// What the last write left on the lines.
  public private(set) var levels: UInt32 = 0
  public var noise: SplitMix64

  public init(seed: UInt64, keeping count: Int = 1 << 16) {
    noise = SplitMix64(seed)
    writes.reserveCapacity(count)
  }

  func write(_ levels: PortWord, _ changing: PortWord, _ instant: PortInstant) throws(GPIOTransferError) {
    let began = ns
    ns += callNs(&noise)
    defer { writeCount += 1 }
    if let failure, failure.write == writeCount || (failure.isLasting && writeCount > failure.write) {
      throw .write(code: failure.code)
    }
    self.levels = levels.rawValue
    guard writes.count < writes.capacity else { return }
    writes.append(
      Write(instant: instant, levels: levels.rawValue, changing: changing.rawValue, beganNs: began, endedNs: ns))
  }

  func read() -> InputWord {
    reads += 1
    ns += 400
    return inputs(ns)
  }
}

/// The clock of a virtual world.
public struct VirtualTimer: TickTimer {
  let world: VirtualWorld

  public init(_ world: VirtualWorld) { self.world = world }

  public func now() -> UInt64 {
    world.ns += 40
    return world.ns
  }

  public func sleep(until ns: UInt64) { world.ns = max(world.ns, ns) + world.wakeLatencyNs(&world.noise) }
}

/// The lines of a virtual world.
public struct VirtualPort: StepPort, ~Copyable {
  let world: VirtualWorld

  public init(_ world: VirtualWorld) { self.world = world }

  public mutating func write(
    _ levels: PortWord, changing: PortWord, at instant: PortInstant
  ) throws(GPIOTransferError) {
    try world.write(levels, changing, instant)
  }

  public mutating func readInputs() throws(GPIOTransferError) -> InputWord { world.read() }
}
