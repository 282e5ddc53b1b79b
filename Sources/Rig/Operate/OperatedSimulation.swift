// A simulated machine that somebody operates: what they send comes in, answers go out, and machine time passes.

import SimBackend
import StepperCore

/// A ``Session`` and the simulated machine that it drives.
public struct OperatedSimulation: OperatedMachine, ~Copyable {
  public var session: Session
  public var machine: SimMachine
  private let memory: SessionMemory
  private let sliceTicks: UInt32
  /// Where the joints stood when it was switched on.
  let startSubSteps: SIMD4<Int64>
  private var slice: Slice?
  private let reactions: Reactions
  private var toldLateTicks = 0
  /// The axis whose limit switch cut the steps last.
  private(set) var lastLimitAxis: Int?
  /// What the machine was last found doing, and every change since the beginning.
  public var states: [MachineStateChange]

  /// A machine that has just been switched on.
  ///
  /// - Parameter mustHome: it does not know its place, and begins in an alarm.
  public init(_ board: Board, options: RunOptions = RunOptions(), mustHome: Bool = false) throws(SimFaultError) {
    memory = SessionMemory(board)
    var control = board.controllerSettings
    control.mustHome = mustHome
    let controller = Controller(
      board.settings, control, storage: memory.motion.storage, at: board.startPosition, isPositionKnown: !mustHome)
    startSubSteps = controller.startSubSteps
    session = Session(controller, reader: board.reader(origin: options.origin), storage: memory.session)
    var simulation = board.simulation(options.hasPhysics ? options.model : nil, seed: options.seed)
    simulation.stepRefinement = options.stepRefinement
    machine = SimMachine(board.settings, machine: simulation, start: startSubSteps)
    sliceTicks = board.settings.sliceTicks
    reactions = options.reactions
    machine.heed(reactions, board)
    session.goesOnAfterErrors = !reactions.contains(.refusals)
    states = [MachineStateChange(state: session.state, tick: 0)]
    if let error = machine.take(options.faults, board) { throw error }
    session.sense(reading)
  }

  public var tick: UInt64 { machine.engine.tick }

  /// Does the next thing; nil where there may be more to do at once.
  public mutating func step() -> OperatedWait? {
    watch()
    if machine.hasStopped && machine.stop?.isFinal == true { return .gone }
    let output = session.next()
    note()
    if case .slice(let next) = output { slice = next }
    if case .watch(let inputs) = output {
      if reactions.contains(.inputs) { machine.watch(inputs, spikeS: reactions.spikeS) }
      return nil
    }
    let begun = machine.engine.tick
    if machine.obey(output) {
      if slice != nil { slice?.ticks = UInt32(machine.engine.tick - begun) }
      if case .tripped(.limit(let inputs)) = machine.stop {
        lastLimitAxis = inputs.limitAxis
      }
      session.sense(reading)
      note()
      return nil
    }
    switch output {
    case .needsInput: return .input
    case .stopped(let stop, let line): return stop == .programEnd ? nil : .person(stop, line: line)
    default: return .nothing
    }
  }

  /// Lets a slice's time pass while there is nothing to do.
  public mutating func rest() {
    let pause = session.rest(ticks: sliceTicks)
    slice = pause
    machine.rest(pause)
    session.sense(reading)
    note()
  }

  /// Somebody presses a contact, or lets it go.
  public mutating func press(_ input: InputWord, _ isPressed: Bool) {
    let tick = machine.engine.tick
    if input != .emergencyStop {
      machine.port.setInput(input, active: isPressed, at: PortInstant(tick: tick, ns: 0))
    } else if isPressed {
      machine.port.pressEmergencyStop(at: tick)
    } else {
      machine.port.releaseEmergencyStop(at: tick)
    }
    session.sense(reading)
    note()
  }

  /// Somebody lays stock under the tool: the probe touches at this height, machine mm.
  mutating func layStock(zMm: Double) {
    machine.port.layStock(zMm: zMm, at: machine.engine.tick)
    session.sense(reading)
    note()
  }

  /// A tick that came too late brakes along the path, as on lines; a person may go on.
  private mutating func watch() {
    guard machine.timing.tooLateTicks > toldLateTicks else { return }
    toldLateTicks = machine.timing.tooLateTicks
    _ = session.receive(RealTimeByte.hold.rawValue)
    session.tell("A tick came too late: held, ~ goes on")
  }

  private var reading: MachineReading {
    var reading = machine.reading
    if !reactions.contains(.inputs) { reading.inputs = reading.inputs & ~.emergencyStop }
    if !reactions.contains(.door) { reading.inputs = reading.inputs & ~.door }
    return reading
  }

  /// What was executed last, as far as it went; once.
  public mutating func takeSlice() -> Slice? {
    defer { slice = nil }
    return slice
  }

  public mutating func note() {
    let state = session.state
    if states[states.count - 1].state != state {
      states.append(MachineStateChange(state: state, tick: machine.engine.tick))
    }
  }
}

extension SimMachine {
  /// What of the loop on real lines the machine has.
  mutating func heed(_ reactions: Reactions, _ board: Board) {
    if reactions.contains(.lateTicks) { timing.holdNs = UInt64(board.realTime.holdUs) * 1_000 }
    timing.slowsDown = reactions.contains(.pacing)
    endsWithLines = reactions.contains(.lostLines)
  }
}
