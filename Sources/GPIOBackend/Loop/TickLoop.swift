// Slices and the wall clock in, ticks on the lines out: the body of the real-time thread.

import StepperCore
import Synchronization

/// How the loop is to keep its time.
public struct LoopSettings: Equatable, Sendable {
  public var tickHz: UInt32
  /// How long before a tick the loop stops sleeping and only looks at the clock.
  public var spinNs: UInt64
  /// A limit switch that is active for a shorter time is a spike.
  public var limitSpikeS: Double
  /// Slices between planner and ticks.
  public var ringSlices: Int

  public init(tickHz: UInt32, spinNs: UInt64, limitSpikeS: Double = 0.001, ringSlices: Int = 8) {
    self.tickHz = tickHz
    self.spinNs = spinNs
    self.limitSpikeS = limitSpikeS
    self.ringSlices = ringSlices
  }
}

/// The loop that makes ticks. Runs on a thread of its own; nothing in ``run(_:)`` allocates, locks, logs or throws.
struct TickLoop<Port: StepPort & ~Copyable, Timer: TickTimer & ~Copyable>: ~Copyable
where Port.Failure == GPIOTransferError {
  var engine: TickEngine
  var port: TimedPort<Port, Timer>
  var clock: TickClock
  var lateness = DurationHistogram()
  /// Of ticks with steps: from the beginning until all levels stood and the inputs were read.
  var work = DurationHistogram()
  private var safety: SafetyInputs
  private let spinNs: UInt64
  private let reserve: Int
  private var pace = TickClock.fullPace

  init(
    _ engine: consuming TickEngine, port: consuming TimedPort<Port, Timer>, limits: InputWord, settings: LoopSettings
  ) {
    self.engine = engine
    self.port = port
    clock = TickClock(hz: settings.tickHz)
    safety = SafetyInputs(
      limits: limits, spikeTicks: max(1, UInt32(settings.limitSpikeS * Double(settings.tickHz) + 0.5)))
    spinNs = settings.spinNs
    reserve = settings.ringSlices / 2
  }

  /// Ticks until it is told to end, or something ends it. The outputs are inactive afterwards.
  // Made concrete here for the lines of this computer: its callers are generic, and generic code would ask for the size
  // of the port and for each of its functions at every tick.
  @_specialize(where Port == GPIOPort, Timer == SystemTimer)
  mutating func run(_ link: borrowing LoopLink) -> LoopEnd {
    let end: LoopEnd
    do throws(GPIOTransferError) {
      end = try tick(link)
    } catch {
      end = .failed(error)
    }
    do throws(GPIOTransferError) {
      try engine.cut(port: &port)
    } catch {
      // Again, all lines at once: what is left is for the guard, and for whoever holds the emergency stop.
      try? port.base.write(.none, changing: PortWord(rawValue: ~0), at: PortInstant(tick: engine.tick, ns: 0))
      return .failed(error)
    }
    return end
  }

  private mutating func tick(_ link: borrowing LoopLink) throws(GPIOTransferError) -> LoopEnd {
    var left: UInt32 = 0
    var isMoving = false
    var now = port.timer.now()
    clock.start(at: now &+ 1_000_000)
    while true {
      now = wait(from: now)
      port.beginTick(atNs: now)
      if link.isAsked, let end = try obey(link, isIdle: left == 0 && link.ring.count == 0) { return end }
      if left == 0, isMoving || isReady(link), let slice = link.ring.pop() {
        left = slice.ticks
        isMoving = slice.velocity != .zero || slice.acceleration != .zero
        setPace(link, isMoving: isMoving)
        link.line.store(slice.line, ordering: .relaxed)
        link.isIdle.store(false, ordering: .releasing)
        try engine.begin(slice, port: &port)
      } else if left == 0 {
        if isMoving && link.restsAfter.load(ordering: .acquiring) != link.ring.popped {
          link.underruns.wrappingAdd(1, ordering: .relaxed)
        }
        isMoving = false
      }
      let counts = left > 0
      if counts {
        try engine.runTick(port: &port)
        left &-= 1
      } else {
        try engine.runIdle(port: &port)
      }
      link.inputs.store(engine.inputs.rawValue, ordering: .relaxed)
      link.tick.store(engine.tick, ordering: .relaxed)
      if engine.latch.isClosed { link.isLatched.store(true, ordering: .releasing) }
      if let trip = safety.judge(engine.inputs) { return .tripped(trip) }
      now = endTick(begunNs: now, counts: counts, link)
      if left == 0 && link.ring.count == 0 { link.isIdle.store(true, ordering: .releasing) }
    }
  }

  /// All levels of a tick stand: what is to be remembered of it, and when the next one is due. None of that is in the way
  /// of an edge.
  ///
  /// - Returns: the time.
  @inline(__always)
  private mutating func endTick(begunNs: UInt64, counts: Bool, _ link: borrowing LoopLink) -> UInt64 {
    let now = port.timer.now()
    port.endTick(atNs: now)
    let late = clock.begun(at: begunNs, pace: pace, counts: counts)
    if counts && lateness.add(late) { link.worstNs.store(late, ordering: .relaxed) }
    if port.hasStepped { work.add(now &- begunNs) }
    return now
  }

  /// Sleeps, then spins, until the next tick is due.
  @inline(__always)
  private mutating func wait(from moment: UInt64) -> UInt64 {
    var now = moment
    if now &+ spinNs < clock.dueNs {
      port.timer.sleep(until: clock.dueNs &- spinNs)
      now = port.timer.now()
    }
    while now < clock.dueNs { now = port.timer.now() }
    return now
  }

  /// Whether to leave rest: not before enough slices wait, so that a motion does not begin with its planner behind.
  @inline(__always)
  private func isReady(_ link: borrowing LoopLink) -> Bool {
    link.ring.count > reserve || link.restsAfter.load(ordering: .acquiring) == link.ring.pushed
  }

  /// A planner that falls behind is given time: the fewer slices wait, the longer ticks become, so that the machine slows
  /// down on its path instead of stopping dead where the slices end. It speeds up again gently.
  private mutating func setPace(_ link: borrowing LoopLink, isMoving: Bool) {
    if !isMoving {
      pace = TickClock.fullPace
      return
    }
    let isLast = link.restsAfter.load(ordering: .acquiring) == link.ring.pushed
    if link.ring.count < reserve && !isLast {
      if pace == TickClock.fullPace { link.slowdowns.wrappingAdd(1, ordering: .relaxed) }
      pace = max(pace &- 32, 32)
    } else {
      pace = min(pace &+ 8, TickClock.fullPace)
    }
  }

  /// - Returns: the end, where that is what was asked.
  private mutating func obey(_ link: borrowing LoopLink, isIdle: Bool) throws(GPIOTransferError) -> LoopEnd? {
    switch LoopOrder(rawValue: link.order.load(ordering: .acquiring)) ?? .none {
    case .none: return nil
    case .armTouch, .armRelease:
      guard isIdle else { return nil }
      let untilTouch = link.order.load(ordering: .relaxed) == LoopOrder.armTouch.rawValue
      link.isLatched.store(false, ordering: .relaxed)
      engine.arm(.probe, untilActive: untilTouch)
      if engine.latch.isClosed { link.isLatched.store(true, ordering: .releasing) }
    case .disarm: engine.disarm()
    case .cut: return .finished
    case .finish: return isIdle ? .finished : nil
    }
    link.ask(.none)
    return nil
  }
}
