// A machine on lines, in real time, that somebody operates: what they send comes in, answers go out.

import GPIOBackend
import Glibc
import StepperCore

/// Why a machine on lines was brought to rest, or is not there any more.
public enum LinesTrouble: Equatable, Sendable {
  /// A tick came too late by so much; a person may go on.
  case lateTick(us: Double)
  /// The process that makes the outputs safe has gone: nothing moves without it.
  case noGuard
  /// The lines cannot be reached.
  case lost(GPIOTransferError)
}

/// A ``Session`` and the machine on lines that it drives.
///
/// The session's planner runs on the calling thread, up to eight slices ahead of the ticks. Whatever depends on where the
/// machine stands (a latch, a new zero, a person's turn) waits until the last of them was executed.
public struct OperatedLines<
  Port: StepPort & SendableMetatype & ~Copyable, Timer: TickTimer & SendableMetatype & ~Copyable
>:
  OperatedMachine, ~Copyable
where Port.Failure == GPIOTransferError {
  public var session: Session
  public let machine: LiveMachine<Port, Timer>
  public var states: [MachineStateChange]
  public private(set) var trouble: LinesTrouble?
  /// Where the joints stood when it was switched on.
  let startSubSteps: SIMD4<Int64>
  private let memory: SessionMemory
  private let live: LiveOptions
  private let sliceTicks: UInt32
  private let tickNs: Double
  private let startNs: UInt64
  private var slice: Slice?
  /// What the outputs were given last.
  private var outputs = PortWord.none
  private var pwmHighNs: UInt32 = 0
  private var toldLateTicks = 0
  /// The axis whose limit switch cut the steps last.
  private(set) var lastLimitAxis: Int?

  /// A machine whose ticks have begun, at rest.
  ///
  /// - Parameters:
  ///   - mustHome: it does not know its place, and begins in an alarm.
  ///   - make: makes the machine, with its joints at these sub-steps. Its ticks have not begun, and no limits are watched.
  public init(
    _ board: Board, origin: Point? = nil, mustHome: Bool, live: LiveOptions,
    machine make: (_ start: SIMD4<Int64>) -> LiveMachine<Port, Timer>
  ) throws(RealTimeError) {
    memory = SessionMemory(board)
    var control = board.controllerSettings
    control.mustHome = mustHome
    let controller = Controller(
      board.settings, control, storage: memory.motion.storage, at: board.startPosition, isPositionKnown: !mustHome)
    startSubSteps = controller.startSubSteps
    machine = make(startSubSteps)
    session = Session(controller, reader: board.reader(origin: origin), storage: memory.session)
    self.live = live
    sliceTicks = board.settings.sliceTicks
    tickNs = 1e9 / Double(board.settings.tickHz)
    states = [MachineStateChange(state: session.state, tick: 0)]
    try machine.begin(live.thread)
    // The first tick has looked at the inputs.
    while machine.nowNs == 0 && !machine.hasEnded { usleep(200) }
    startNs = machine.nowNs
    session.sense(reading)
  }

  public var tick: UInt64 { UInt64(Double(machine.nowNs &- startNs) / tickNs) }

  public mutating func step() -> OperatedWait? {
    watch()
    if machine.hasEnded { return lose() }
    if trouble == .noGuard && !session.isMoving { return .gone }
    let output = session.next()
    note()
    let isDone = obey(output)
    sense()
    if isDone { return nil }
    switch output {
    case .needsInput: return .input
    case .stopped(let stop, let line): return stop == .programEnd ? nil : .person(stop, line: line)
    default: return .nothing
    }
  }

  /// Half a millisecond, with the outputs as they should be at rest.
  public mutating func rest() {
    watch()
    let pause = session.rest(ticks: sliceTicks)
    if !machine.hasStopped && (pause.outputs != outputs || pause.pwmHighNs != pwmHighNs) && machine.isIdle {
      give(pause)
      machine.rests()
    }
    usleep(500)
    sense()
  }

  public mutating func takeSlice() -> Slice? {
    defer { slice = nil }
    return slice
  }

  public mutating func note() {
    let state = session.state
    if states[states.count - 1].state != state { states.append(MachineStateChange(state: state, tick: tick)) }
  }

  /// Ends the ticks; every output is inactive afterwards. Nothing of this machine moves any more.
  public mutating func end() {
    if case .failed(let error) = machine.end(atOnce: true) { trouble = .lost(error) }
  }

  // MARK: the machine

  /// - Returns: false for what is not the machine's to do: input, a person, time that has to pass.
  private mutating func obey(_ output: ControllerOutput) -> Bool {
    switch output {
    case .slice(let next): give(next)
    case .arm(let input, let untilActive):
      settle()
      machine.arm(input, untilActive: untilActive)
    case .disarm: machine.disarm()
    case .cut:
      machine.cut()
      outputs = .none
      pwmHighNs = 0
    case .place(let subSteps):
      settle()
      machine.place(subSteps)
    case .watch(let inputs): machine.watch(inputs)
    case .mute(let motors):
      settle()
      machine.mute(motors)
    case .stopped:
      settle()
      return false
    case .resting:
      machine.rests()
      return false
    case .needsInput: return false
    }
    return true
  }

  /// Hands a slice over; waits for room. What has stopped throws it away.
  private mutating func give(_ next: Slice) {
    while !machine.push(next) && !machine.hasEnded {
      usleep(500)
      watch()
    }
    slice = next
    outputs = next.outputs
    pwmHighNs = next.pwmHighNs
  }

  /// Until every slice has been executed: some milliseconds.
  private mutating func settle() {
    machine.rests()
    while !machine.isIdle && !machine.hasStopped {
      usleep(500)
      watch()
    }
  }

  private mutating func sense() {
    session.sense(reading)
    if case .limit(let inputs)? = machine.trip {
      lastLimitAxis = inputs.limitAxis
    }
    note()
  }

  private var reading: MachineReading {
    MachineReading(
      tick: tick, inputs: machine.inputs, steps: machine.steps, latch: machine.latch, trip: machine.trip,
      isMoving: !machine.isIdle && !machine.hasStopped)
  }

  // MARK: trouble

  /// What cannot wait: a tick that came too late, a guard that has gone. Both brake along the path.
  private mutating func watch() {
    live.isAlive()
    if machine.tooLateTicks > toldLateTicks {
      toldLateTicks = machine.tooLateTicks
      trouble = .lateTick(us: Double(machine.worstLatenessNs) / 1_000)
      _ = session.receive(RealTimeByte.hold.rawValue)
      session.tell("A tick came too late: held, ~ goes on")
    }
    if trouble != .noGuard && !live.isGuarded() {
      trouble = .noGuard
      _ = session.receive(RealTimeByte.hold.rawValue)
      session.tell("The guard of the outputs has gone: stopping")
    }
  }

  private mutating func lose() -> OperatedWait {
    if case .lost? = trouble { return .gone }
    end()
    return .gone
  }
}
