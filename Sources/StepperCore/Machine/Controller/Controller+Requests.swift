// What people and programs ask of the machine.

extension Controller {
  /// Takes one command of a program. Ask ``admit()`` first, once for what belongs together.
  ///
  /// - Throws: why the motion cannot be made. Nothing of it is done; the machine brakes, and is in an alarm.
  /// - Precondition: ``hasRoom``.
  public mutating func add(_ command: Command, line: UInt32) throws(MotionError) {
    do throws(MotionError) {
      try motion.add(command, line: line)
      if case .probe = command {
        awaitsProbe = true
        motion.flush()
      }
    } catch {
      fail(.softLimit)
      throw error
    }
  }

  /// Whether a program may be executed now.
  public mutating func admit() throws(Refusal) {
    if let refusal = raise(.program) { throw refusal }
  }

  /// Drives by hand. A jog that would leave the travel is refused, and changes nothing.
  public mutating func jog(to end: Point, mmPerS: Double) throws(JogError) {
    if case .refuse(let refusal) = state.after(.jog) { throw .refused(refusal) }
    if isDoorOpen { throw .refused(.doorOpen) }
    do throws(MotionError) {
      try motion.add(.line(to: end, feed: .perSecond(mmPerS)), line: 0)
    } catch {
      throw .motion(error)
    }
    _ = raise(.jog)
    motion.flush()
  }

  /// Enough of this jog: brakes along its path, and forgets what is queued of it.
  public mutating func cancelJog() { _ = raise(.cancelJog) }

  /// Looks for the switches of all axes that have one, or of those that are named (bit 0 is X).
  public mutating func home(axes: UInt8 = 0b111) throws(Refusal) {
    let cycle = HomingCycle(control, settings, axes: axes)
    guard cycle.hasAxes else { throw .cannotHome }
    if reading.inputs.contains(.emergencyStop) { throw .emergencyStopPressed }
    if isDoorOpen { throw .doorOpen }
    if let refusal = raise(.home) { throw refusal }
    motion.abandon(at: motion.position)
    homing = cycle
    homingShiftMm = nil
  }

  /// The alarm is over: a person has looked.
  public mutating func unlock() throws(Refusal) {
    if state == .alarm {
      if reading.inputs.contains(.emergencyStop) { throw .emergencyStopPressed }
      if isDoorOpen { throw .doorOpen }
    }
    if let refusal = raise(.unlock) { throw refusal }
  }

  public mutating func toggleCheck() throws(Refusal) {
    if let refusal = raise(.check) { throw refusal }
  }

  public mutating func sleep() throws(Refusal) {
    if let refusal = raise(.sleep) { throw refusal }
    isPositionKnown = false
  }

  /// The door was opened, or somebody wants what follows from that.
  public mutating func openDoor() { _ = raise(.doorOpened) }

  /// Brakes along the path, and stands there.
  public mutating func hold() { _ = raise(.hold) }

  /// Goes on from a hold, or from behind a closed door.
  public mutating func resume() {
    if state == .door && (isDoorOpen || doorPhase != .parked) { return }
    _ = raise(.resume)
  }

  /// Stops the spindle of a machine that is held, or lets it turn again; it turns again by itself before the path goes on.
  public mutating func toggleSpindleStop() {
    if state == .hold { isSpindleStopped.toggle() }
  }

  /// Switches flood or mist on or off, until the program says anything of spindle or coolant.
  public mutating func toggleCoolant(_ line: PortWord) {
    if state == .idle || state == .run || state == .hold { motion.toggle(line) }
  }

  /// Forgets the program; cuts the steps where there are any.
  public mutating func reset() {
    _ = raise(isStanding ? .resetAtRest : .resetInMotion)
  }

  /// Shares of the programmed speeds; they may change at any time.
  public var overrides: SpeedOverrides {
    get { motion.overrides }
    set { motion.overrides = newValue }
  }
}

/// Why a jog was not made.
@frozen
public enum JogError: Error, Equatable, Sendable {
  case refused(Refusal)
  case motion(MotionError)
}
