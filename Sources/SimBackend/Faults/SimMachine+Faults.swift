// A slice comes in; it is run in pieces, so that faults act on their ticks, and inputs cut the steps on theirs.

import StepperCore

/// Why a machine stands still for good.
public enum SimStop: Equatable, Sendable {
  /// An input has cut the steps.
  case tripped(Trip)
  /// The mains have failed.
  case powerCut
  /// The port does not answer any more.
  case portLost

  /// Nobody can go on with this machine.
  public var isFinal: Bool { self == .powerCut || self == .portLost }
}

extension SimMachine {
  /// Gives the machine what goes wrong with it, in place of what was given before. Only before the first slice.
  public mutating func schedule(_ faults: [SimFault]) throws(SimFaultError) {
    self.faults = try FaultSchedule(faults, port.settings)
    choosePlainTicks()
  }

  /// From now on inputs cut the steps as they do on real lines: the emergency stop on the tick that sees it, limit
  /// switches when one is active for longer than a spike. See ``SafetyInputs``, which looks at every tick; here, where it
  /// is known when an input changes, it is worked out.
  ///
  /// - Parameter limits: the limit switches that the controller has.
  public mutating func watch(limits: InputWord, spikeS: Double = 0.001) {
    watch(limits | .emergencyStop, spikeS: spikeS)
  }

  /// From now on these inputs cut the steps: limit switches, the emergency stop, or none.
  public mutating func watch(_ inputs: InputWord, spikeS: Double = 0.001) {
    isWatched = !inputs.isEmpty
    spikeTicks = UInt64(max(1, spikeS * Double(port.settings.tickHz) + 0.5))
    port.watch(inputs, at: engine.tick)
    choosePlainTicks()
  }

  /// From now on inputs are only read.
  public mutating func unwatch() { watch(.none) }

  /// Faults that have begun, in the order of time.
  public var struckFaults: [StruckFault] { faults.struck }

  mutating func choosePlainTicks() {
    plainTicks = hasStopped || !faults.isQuiet ? 0 : isWatched ? UInt32(clamping: spikeTicks) : .max
  }

  /// The slice in pieces: at each end something is due, or has to be looked at.
  @inline(never)
  mutating func runClosely(_ slice: Slice) {
    if hasStopped { return }
    if faults.awaitsLine { faults.reach(line: slice.line, at: engine.tick) }
    if faults.awaitsPosition {
      let stand = SIMD4(engine.subSteps(0), engine.subSteps(1), engine.subSteps(2), engine.subSteps(3))
      faults.look(along: slice, from: stand, at: engine.tick)
    }
    let end = engine.tick &+ UInt64(slice.ticks)
    var isChanged = strike(line: slice.line)
    if hasStopped { return finish(at: engine.tick) }
    port.begin(slice)
    engine.begin(slice, port: &port)
    while engine.tick < end {
      let count = piece(until: end)
      if isChanged || count == 1 {
        // Looks at the inputs, as a real machine does on every tick: a probe's latch must see a spike.
        engine.runTick(port: &port)
      } else {
        engine.advance(UInt32(count), port: &port)
      }
      port.playBounces(before: engine.tick)
      judge()
      if hasStopped { break }
      isChanged = engine.tick < end && strike(line: slice.line)
      if hasStopped { break }
    }
    finish(at: engine.tick)
  }

  private mutating func finish(at tick: UInt64) {
    port.finishSlice(at: tick)
    choosePlainTicks()
  }

  /// Ticks that need no look: up to the next fault, and no farther than to where a limit could cut the steps.
  private func piece(until end: UInt64) -> UInt64 {
    let now = engine.tick
    let count = min(end, faults.nextTick) &- now
    guard isWatched else { return count }
    if port.seesEmergencyStop { return 1 }
    let since = port.activeSince == .max ? now : port.activeSince
    return min(count, since &+ spikeTicks &- now)
  }

  /// Cuts off the run where an input asks for it: all ticks before this one are over.
  mutating func judge() {
    guard isWatched, port.activeSince < engine.tick else { return }
    if port.seesEmergencyStop {
      end(.tripped(.emergencyStop))
    } else if engine.tick &- port.activeSince >= spikeTicks {
      let limits = port.inputs.rawValue & port.watched & ~InputWord.emergencyStop.rawValue
      end(.tripped(.limit(InputWord(rawValue: limits))))
    }
  }

  mutating func end(_ stop: SimStop) {
    self.stop = stop
    hasStopped = true
    choosePlainTicks()
  }

  /// A fault begins.
  mutating func meet(_ kind: FaultKind, at tick: UInt64) {
    switch kind {
    // At rest no tick is waited for, and none can be late.
    case .lateTick(let us): if !isAtRest { timing.holdUp(us: us) }
    case .slowPlanner(let ms): if !isAtRest { timing.starve(ms: ms) }
    case .bytesDropped(let count): link.toDrop &+= UInt64(count)
    case .bytesDoubled(let count): link.toDouble &+= UInt64(count)
    case .portError: if endsWithLines { end(.portLost) }
    default:
      port.begin(kind, at: tick)
      if kind == .powerCut { end(.powerCut) }
    }
  }

  /// Does what is due before the next tick. True where the inputs may have changed.
  private mutating func strike(line: UInt32) -> Bool {
    let tick = engine.tick
    if faults.nextTick > tick { return false }
    while let act = faults.next(at: tick, line: line) {
      switch act {
      case .begin(let kind): meet(kind, at: tick)
      case .mend(let kind):
        // What another fault still does to the same thing goes on without a break.
        let others = faults.active(like: kind)
        if others.isEmpty { port.mend(kind, at: tick) }
        for other in others { port.begin(other, at: tick) }
      case .disturb(let input, let isOn): port.disturb(input, isOn, at: tick)
      }
    }
    return true
  }
}

extension SimPort {
  /// From this tick on these inputs are looked at.
  mutating func watch(_ inputs: InputWord, at tick: UInt64) {
    watched = inputs.rawValue
    activeSince = (self.inputs & inputs).isEmpty ? .max : tick
  }

  /// The emergency stop is pressed, and looked at.
  var seesEmergencyStop: Bool { inputs.rawValue & watched & InputWord.emergencyStop.rawValue != 0 }

  /// All ticks before this one are over.
  mutating func playBounces(before tick: UInt64) {
    if tick > switches.nextBounce { bounce(until: tick &- 1) }
  }
}
