// What the machine senses: its answers to a latch, buttons, a door, and what cut its steps.

extension Controller {
  /// What the machine is like now. After each slice, and after what ``next()`` has ordered.
  public mutating func sense(_ now: MachineReading) {
    let before = reading.inputs
    reading = now
    let pressed = InputWord(rawValue: now.inputs.rawValue & ~before.rawValue)
    ignored.look(at: now.inputs, tick: now.tick)
    if state == .alarm && !motion.isCancelled { ignored.ignore(control.limits & now.inputs, at: now.tick) }
    switch now.trip {
    case .limit: _ = raise(.limit)
    case .emergencyStop: _ = raise(.emergencyStop)
    case nil: if now.inputs.contains(.emergencyStop) { _ = raise(.emergencyStop) }
    }
    if isArmed && !isAnswered && now.latch.isClosed { answer() }
    if isDoorOpen { _ = raise(.doorOpened) } else if before.contains(.door) { _ = raise(.doorClosed) }
    if pressed.contains(.feedHold) { _ = raise(.hold) }
    if pressed.contains(.cycleStart) { resume() }
  }

  /// The latch has closed.
  private mutating func answer() {
    isAnswered = true
    // Before any step of this motion, the input is already where the motion should bring it.
    if isFresh, homing == nil, let probe, probe.mustHappen {
      self.probe = nil
      fail(.probeNotReady)
    } else {
      motion.probeTouched()
    }
  }

  // MARK: what follows

  /// Lets something happen.
  ///
  /// - Returns: why not.
  mutating func raise(_ event: MachineEvent) -> Refusal? {
    switch state.after(event) {
    case .none: return nil
    case .refuse(let refusal): return refusal
    case .brake: motion.cancel()
    case .to(let next): enter(next, by: event)
    }
    return nil
  }

  private mutating func enter(_ next: MachineState, by event: MachineEvent) {
    let last = state
    state = next
    switch next {
    case .alarm: if last != .alarm || isWorse(event) { alarm(by: event, in: last) }
    case .hold: motion.hold()
    case .door:
      doorPhase = .braking
      restoreTicks = 0
      motion.hold()
      motion.brakeAside()
    case .run: if last == .hold { endHold() } else if last == .door { closeDoor() }
    case .idle:
      alarm = nil
      if event == .resetAtRest { stop() }
    case .sleep: isCutDue = true
    case .home, .jog, .probe, .check: alarm = nil
    }
  }

  /// In an alarm: what is still braking is cut as any motion is, and motors that lose their power lose their place.
  private func isWorse(_ event: MachineEvent) -> Bool {
    switch event {
    case .limit: reading.trip != nil && !isCutDue
    case .emergencyStop: alarm != .emergencyStop
    default: false
    }
  }

  private mutating func alarm(by event: MachineEvent, in last: MachineState) {
    switch event {
    case .limit: alarm = .hardLimit
    case .emergencyStop: alarm = .emergencyStop
    case .resetInMotion, .resetAtRest:
      alarm = last == .home ? .homingReset : last == .sleep ? .homingRequired : .resetInMotion
    case .doorOpened: alarm = .homingDoor
    default: break  // ``fail(_:)`` has said it
    }
    forget()
    if alarm?.losesPosition == true { isPositionKnown = false }
    if event == .fault { motion.cancel() } else { isCutDue = true }
  }

  /// What was asked for cannot be done: brakes, and is in an alarm.
  mutating func fail(_ code: AlarmCode) {
    guard state != .alarm else { return }
    alarm = code
    _ = raise(.fault)
  }

  /// A spindle that was stopped comes back before the path goes on.
  private mutating func endHold() {
    // Behind a door it goes on by itself, once the tool is back.
    if doorPhase != .shut { return }
    if isSpindleStopped && isStanding {
      restoreTicks = motion.spinUpTicks
    } else {
      motion.resume()
    }
    isSpindleStopped = false
  }

  private mutating func closeDoor() {
    isSpindleStopped = false
    let wasParked = doorPhase == .parked
    doorPhase = wasParked ? .restoring : .shut
    if wasParked {
      restoreTicks = motion.spinUpTicks
    } else {
      motion.resume()
    }
  }

  /// At rest: forgets the program.
  private mutating func stop() {
    forget()
    motion.abandon(at: motion.position)
    hasJumped = true
  }

  private mutating func forget() {
    homing = nil
    probe = nil
    probeEnd = nil
    isArmed = false
    awaitsProbe = false
    doorPhase = .shut
    restoreTicks = 0
    isSpindleStopped = false
  }
}
