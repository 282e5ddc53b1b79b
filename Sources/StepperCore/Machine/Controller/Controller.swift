// The machine as a whole: requests and inputs come in, slices and orders for the ticks go out.

/// What the controller wants done next, in this order and before anything else.
public enum ControllerOutput: Sendable {
  case slice(Slice)
  /// The window wants more of the program; ``Controller/flush()`` says that there is none for now.
  case needsInput
  /// The program waits for a person, or has ended; all before it has been executed. Where it waits, the machine is held.
  case stopped(QueueStop, line: UInt32)
  /// At rest: arm the latch, then ``Controller/sense(_:)``.
  case arm(InputWord, untilActive: Bool)
  /// At rest: the latch is not needed any more.
  case disarm
  /// Cut the steps, all outputs off, forget every slice that was not executed; then ``Controller/sense(_:)``.
  case cut
  /// At rest: the joints stand at these sub-steps from now on.
  case place(SIMD4<Int64>)
  /// From now on these inputs cut the steps (see ``SafetyInputs``).
  case watch(InputWord)
  /// At rest: the step lines of these motors stay silent from now on, whatever their joint does; all others step.
  case mute(PortWord)
  /// Nothing to do until something happens. Time passes by ``Controller/rest(ticks:)``.
  case resting
}

/// What the ticks tell.
public struct MachineReading: Sendable {
  public var inputs: InputWord
  /// Whole steps of the joints.
  public var steps: SIMD4<Int64>
  public var latch: InputLatch
  /// What cut the steps, until the next ``ControllerOutput/cut``.
  public var trip: Trip?
  /// Steps come, or may still come.
  public var isMoving: Bool
  /// When, in ticks since the machine was switched on.
  public var tick: UInt64

  public init(
    tick: UInt64, inputs: InputWord, steps: SIMD4<Int64>, latch: InputLatch, trip: Trip? = nil, isMoving: Bool = false
  ) {
    self.tick = tick
    self.inputs = inputs
    self.steps = steps
    self.latch = latch
    self.trip = trip
    self.isMoving = isMoving
  }
}

/// What a probing motion has found.
@frozen
public struct ProbeResult: Equatable, Sendable {
  /// Where the tool was on the tick of the answer; where it ended, if there was none. Machine mm.
  public var position: Point
  public var hasAnswered: Bool
  public var line: UInt32
}

/// A machine that can be operated: ``Motion`` with states, homing, probing, holds, door and alarms.
///
/// Planner thread. Pull: ask ``next()``, do what it says, tell ``sense(_:)`` what the machine is like, and again.
public struct Controller: ~Copyable {
  // Not public: others would reach it by a coroutine, which asks for memory.
  var motion: Motion
  public internal(set) var state: MachineState
  /// Why, in an alarm.
  public internal(set) var alarm: AlarmCode?
  /// Whether ``position`` is where the machine is. Lost where steps were cut in motion, until the machine is homed.
  public internal(set) var isPositionKnown: Bool { didSet { if !isPositionKnown { homedAxes = 0 } } }
  /// Axes that were homed since the place was lost; bit 0 is X.
  var homedAxes: UInt8 = 0
  /// By how much the last homing found the machine beside where it believed to be, mm; nil where it had not known. Steps
  /// that were lost, which no switch had told of, show here.
  public internal(set) var homingShiftMm: Point?
  /// What the last probing motion found; nil before the first.
  public internal(set) var probeResult: ProbeResult?
  /// The last that the machine told.
  public internal(set) var reading: MachineReading

  let settings: MachineSettings
  let control: ControllerSettings
  var homing: HomingCycle?
  var probe: ProbeRule?
  /// What the latch is armed with, and whether it was closed from the beginning.
  var isArmed = false
  var isAnswered = false
  /// All slices of a probing motion of this line are made; not all of them are executed.
  var probeEnd: UInt32?
  /// The latch was armed, and no motion has begun since.
  var isFresh = false
  /// Limits that were pressed when the watching began: they count once they have been let go.
  var ignored: IgnoredLimits
  var watched = InputWord.none
  var muted = PortWord.none
  var isCutDue = false
  var isPlaceDue = false
  /// The machine stands somewhere else than the program thinks.
  var hasJumped = false
  var doorPhase = DoorPhase.shut
  /// Somebody has stopped the spindle of a machine that is held.
  var isSpindleStopped = false
  /// Ticks until the spindle turns again.
  var restoreTicks: UInt64 = 0

  enum DoorPhase: UInt8 { case shut, braking, lifting, parked, restoring, lowering }

  /// A machine at rest at `position` (machine mm); whether it really is there, `isPositionKnown` says.
  public init(
    _ settings: MachineSettings, _ control: ControllerSettings, storage: MotionStorage, at position: Point,
    isPositionKnown: Bool
  ) {
    self.settings = settings
    self.control = control
    motion = Motion(settings, storage: storage, at: position)
    self.isPositionKnown = isPositionKnown
    ignored = IgnoredLimits(tickHz: settings.tickHz)
    let waits = control.mustHome && !isPositionKnown
    state = waits ? .alarm : .idle
    alarm = waits ? .homingRequired : nil
    reading = MachineReading(tick: 0, inputs: .none, steps: .zero, latch: InputLatch())
  }

  /// Where the machine rests once it does, machine mm.
  public var position: Point { motion.position }

  /// Where the steps have brought it, machine mm.
  public var steppedPosition: Point { motion.position(ofSteps: reading.steps) }

  /// Where the joints stand before the first slice, in sub-steps.
  public var startSubSteps: SIMD4<Int64> { motion.startSubSteps }

  /// The line of the program that is being executed.
  public var executingLine: UInt32 { motion.executingLine }

  /// Whether ``add(_:line:)`` may be called.
  public var hasRoom: Bool { motion.hasRoom }

  /// Nothing more comes for now: all that is queued is executed, to a stop.
  public mutating func flush() { motion.flush() }

  /// See ``Motion/goOn(isSilent:)``.
  public mutating func goOn(isSilent: Bool) -> Bool { motion.goOn(isSilent: isSilent) }

  /// Whether the machine stands somewhere else than the lines that were read have brought it; once. The reader of the
  /// program has then to begin at ``position``.
  public mutating func takeJump() -> Bool {
    defer { hasJumped = false }
    return hasJumped
  }

  /// A door is open, and has its effect.
  public var isDoorOpen: Bool { reading.inputs.contains(.door) }

  /// What is queued is being forgotten: what would be added now, too.
  public var isForgetting: Bool { isCutDue || isPlaceDue || motion.isCancelled }

  /// A hold, or a door, has come to a standstill.
  public var isStanding: Bool { !motion.isMoving && !reading.isMoving }

  /// A probing motion was added and has not ended: what follows it depends on where it ends.
  public internal(set) var awaitsProbe = false

  /// As grbl names its phases: shut and ready, open, coming to rest, going on.
  public var doorName: StaticString {
    switch doorPhase {
    case .braking, .lifting: "Door:2"
    case .restoring, .lowering: "Door:3"
    case .shut, .parked: isDoorOpen ? "Door:1" : "Door:0"
    }
  }

  // MARK: out

  /// The next thing to do.
  public mutating func next() -> ControllerOutput {
    if isCutDue {
      isCutDue = false
      isPlaceDue = true
      return .cut
    }
    if isPlaceDue {
      isPlaceDue = false
      motion.abandon(at: steppedPosition)
      motion.switchOff()
      hasJumped = true
      return .place(motion.standSubSteps)
    }
    if watched != wantedWatch {
      watched = wantedWatch
      return .watch(watched)
    }
    if let order = muteOrder() { return order }
    if restoreTicks > 0 { return restore() }
    // What a probing motion has found is not known before its last step.
    if let line = probeEnd {
      if reading.isMoving { return .resting }
      return endProbing(line: line)
    }
    isFresh = false
    while true {
      switch motion.next() {
      case .slice(let slice): return .slice(slice)
      case .needsInput:
        guard homing != nil else { return .needsInput }
        motion.flush()
      case .stopped(let stop, let line):
        if stop.waitsForPerson { _ = raise(.hold) }
        return .stopped(stop, line: line)
      case .probeBegins(let rule, _):
        probe = rule
        isArmed = true
        isAnswered = false
        isFresh = true
        if homing == nil { _ = raise(.probeBegins) }
        return .arm(homing?.awaited ?? .probe, untilActive: rule.untilContact)
      case .probeEnded(let line):
        if reading.isMoving {
          probeEnd = line
          return .resting
        }
        return endProbing(line: line)
      case .held:
        if reading.isMoving || !goOnAtDoor() { return .resting }
      case .idle:
        // The last slices are made, and not yet executed.
        if reading.isMoving { return .resting }
        if homing != nil {
          if let output = goOnHoming() { return output }
          // Before the first slice of what follows.
          if let order = muteOrder() { return order }
          continue
        }
        awaitsProbe = false
        // A jog, or what was left of a program, has brought it to where the program does not know of.
        if state == .jog || state == .alarm { hasJumped = true }
        _ = raise(.finished)
        return .resting
      }
    }
  }

  /// Time that passes while nothing is to be done: outputs stay as they should be.
  public func rest(ticks: UInt32) -> Slice { motion.rest(ticks: ticks, without: parkedOutputs) }

  private var parkedOutputs: PortWord {
    let spindle: PortWord = .spindle | .spindleReverse
    if doorPhase == .parked { return spindle | .flood | .mist }
    return isSpindleStopped && isStanding ? spindle : .none
  }

  /// The levels of spindle and coolant as they are, whatever the program has set.
  var presentOutputs: PortWord { motion.outputsAtRest & ~parkedOutputs }

  /// The spindle comes back to its speed before the path goes on.
  private mutating func restore() -> ControllerOutput {
    let ticks = UInt32(min(restoreTicks, UInt64(settings.sliceTicks) * 100))
    restoreTicks -= UInt64(ticks)
    if restoreTicks == 0 {
      doorPhase = motion.lower() ? .lowering : .shut
      if state == .run && doorPhase == .shut { motion.resume() }
    }
    return .slice(motion.rest(ticks: ticks, without: .none))
  }

  /// It stands, held. Whether that is not the end of it: the tool is lifted, or back, and the path goes on.
  private mutating func goOnAtDoor() -> Bool {
    switch doorPhase {
    case .braking:
      let isLifted = control.doorLiftMm.map { motion.lift(toZ: $0) } ?? false
      doorPhase = isLifted ? .lifting : .parked
      return isLifted
    case .lifting: doorPhase = .parked
    case .lowering:
      doorPhase = .shut
      if state != .run { return false }
      motion.resume()
      return true
    case .shut, .parked, .restoring: break
    }
    return false
  }

  /// Whoever ends homing, and however, ends this with it.
  private mutating func muteOrder() -> ControllerOutput? {
    let wanted = homing?.muted ?? .none
    if muted == wanted { return nil }
    muted = wanted
    return .mute(wanted)
  }

  /// Limits that are looked for, or were pressed from the beginning, cut nothing; in an alarm nothing moves, once it has
  /// braked.
  private var wantedWatch: InputWord {
    if state == .sleep || state == .alarm && !motion.isCancelled { return .none }
    var limits = control.limits & ~ignored.inputs
    if let homing { limits = limits & ~homing.ignored }
    return limits | .emergencyStop
  }

  private mutating func endProbing(line: UInt32) -> ControllerOutput {
    probeEnd = nil
    isArmed = false
    motion.place(at: motion.position)
    if homing == nil { endProbe(line: line) }
    return .disarm
  }

  private mutating func endProbe(line: UInt32) {
    guard let rule = probe else { return }
    probe = nil
    awaitsProbe = false
    let latch = reading.latch
    probeResult = ProbeResult(
      position: latch.isClosed ? motion.position(ofSteps: latch.steps) : motion.position, hasAnswered: latch.isClosed,
      line: line)
    hasJumped = true
    if !latch.isClosed && rule.mustHappen { fail(.probeMissed) } else { _ = raise(.finished) }
  }
}

extension QueueStop {
  var waitsForPerson: Bool {
    switch self {
    case .pause, .toolChange: true
    default: false
    }
  }
}
