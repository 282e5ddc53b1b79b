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
  /// A tick of a motion that is later than this is counted: the motion had better end (``LiveMachine/tooLateTicks``).
  public var holdLatenessNs: UInt64
  /// Slices between planner and ticks.
  public var ringSlices: Int

  public init(
    tickHz: UInt32, spinNs: UInt64, limitSpikeS: Double = 0.001, holdLatenessNs: UInt64 = 1_000_000, ringSlices: Int = 8
  ) {
    self.tickHz = tickHz
    self.spinNs = spinNs
    self.limitSpikeS = limitSpikeS
    self.holdLatenessNs = holdLatenessNs
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
  private let holdLatenessNs: UInt64
  private let reserve: Int
  private var pace = TickClock.fullPace
  /// An input has cut the steps: slices are thrown away until the planner has heard of it.
  private var trip: Trip?
  /// Ticks that are left of the slice, and whether it moves anything.
  private var left: UInt32 = 0
  private var isMoving = false

  init(
    _ engine: consuming TickEngine, port: consuming TimedPort<Port, Timer>, limits: InputWord, settings: LoopSettings
  ) {
    self.engine = engine
    self.port = port
    clock = TickClock(hz: settings.tickHz)
    safety = SafetyInputs(
      limits: limits, spikeTicks: max(1, UInt32(settings.limitSpikeS * Double(settings.tickHz) + 0.5)))
    spinNs = settings.spinNs
    holdLatenessNs = settings.holdLatenessNs
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
    publishSteps(link)
    var now = port.timer.now()
    clock.start(at: now &+ 1_000_000)
    while true {
      now = wait(from: now)
      port.beginTick(atNs: now)
      if link.isAsked, let end = try obey(link) { return end }
      if trip != nil { throwAway(link) }
      if left == 0, isMoving || isReady(link), let slice = link.ring.pop() {
        left = slice.ticks
        isMoving = slice.velocity != .zero || slice.acceleration != .zero
        setPace(link, isMoving: isMoving)
        link.line.store(slice.line, ordering: .relaxed)
        link.isIdle.store(false, ordering: .releasing)
        try engine.beginTicks(slice, port: &port)
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
      if engine.latch.isClosed { publishLatch(link) }
      if let seen = safety.judge(engine.inputs), trip == nil { try stop(by: seen, link) }
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
    if counts && late > holdLatenessNs { link.lateTicks.wrappingAdd(1, ordering: .relaxed) }
    if port.hasStepped {
      work.add(now &- begunNs)
      publishSteps(link)
    }
    link.nowNs.store(now, ordering: .relaxed)
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

  // MARK: orders

  /// - Returns: the end, where that is what was asked.
  private mutating func obey(_ link: borrowing LoopLink) throws(GPIOTransferError) -> LoopEnd? {
    let order = link.asked
    switch order {
    case .none: return nil
    case .armActive, .armInactive:
      guard isIdle(link) else { return nil }
      link.isLatched.store(false, ordering: .relaxed)
      engine.arm(link.askedInputs, untilActive: order == .armActive)
      if engine.latch.isClosed { publishLatch(link) }
    case .disarm: engine.disarm()
    case .watch: safety.watch(link.askedInputs)
    case .cut:
      throwAway(link)
      if trip == nil { try engine.cut(port: &port) }
      trip = nil
      safety.watch(.none)
      publishSteps(link)
      link.trip.store(0, ordering: .releasing)
    case .place:
      guard isIdle(link) else { return nil }
      let place = link.askedPlace
      for joint in 0..<4 { engine.place(joint, atSubSteps: place[joint]) }
      publishSteps(link)
    case .mute:
      guard isIdle(link) else { return nil }
      engine.mute(link.askedMotors)
    case .end: return ending
    case .finish:
      guard trip != nil || isIdle(link) else { return nil }
      return ending
    }
    link.isDone()
    return nil
  }

  private func isIdle(_ link: borrowing LoopLink) -> Bool { left == 0 && link.ring.count == 0 }

  private var ending: LoopEnd { trip.map { .tripped($0) } ?? .finished }

  /// An input cuts the steps, on this tick.
  private mutating func stop(by seen: Trip, _ link: borrowing LoopLink) throws(GPIOTransferError) {
    trip = seen
    try engine.cut(port: &port)
    throwAway(link)
    publishSteps(link)
    link.trip.store(seen.inputs.rawValue, ordering: .releasing)
  }

  private mutating func throwAway(_ link: borrowing LoopLink) {
    while link.ring.pop() != nil {}
    left = 0
    isMoving = false
    pace = TickClock.fullPace
  }

  @inline(__always)
  private func publishSteps(_ link: borrowing LoopLink) {
    link.steps.store(SIMD4(engine.steps(0), engine.steps(1), engine.steps(2), engine.steps(3)))
  }

  private func publishLatch(_ link: borrowing LoopLink) {
    if link.isLatched.load(ordering: .relaxed) { return }
    link.latchSteps.store(engine.latch.steps)
    link.latchTick.store(engine.latch.tick, ordering: .relaxed)
    link.isLatched.store(true, ordering: .releasing)
  }
}
