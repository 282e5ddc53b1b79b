// A job on the simulated machine: the pump's loop, and what it does at each of the pump's answers.

import Foundation
import SimBackend
import StepperCore

/// Runs one job from its first line to its last, or to what stops it.
public struct SimulatedRun: ~Copyable {
  let board: Board
  let options: RunOptions
  let hooks: RunHooks
  var feed: JobFeed
  var motion: Motion
  var machine: SimMachine
  var executed: ExecutedMotion
  var trace: VCDTrace?
  var record: MotionRecord?
  var cutting: RunCutting?
  /// Whether there is one: asking the optional itself copies it, once a slice.
  private var hasCutting = false
  /// Whether somebody wants the edges, and whether the machine has stood still since the last of them.
  private let tellsEdges: Bool
  private var hasRested = true
  private var probeRule: ProbeRule?
  /// The line at which a driver was first sent an edge that it could not follow.
  private(set) var blindLine: UInt32?
  /// What was asked of the motors, slice by slice.
  private(set) var torque: TorqueRecord
  private let memory: MotionMemory
  private var pace: RealTimePace?
  /// Why the machine cannot have the faults that it was given.
  private let faultError: SimFaultError?
  /// Where pulses first went astray by a fault, and whether that is looked for.
  private(set) var astray: Astray?
  private var mayGoAstray = false
  /// Inputs cut the steps only until a motor has slipped.
  private var isUnwatchedByStall: Bool
  /// A tick came too late: the machine brakes along the path, as on real lines.
  private var isHeldByLateTick = false
  /// Of the slice that was run last.
  private(set) var lastLine: UInt32 = 0

  /// Opens everything that the run needs; nothing has moved yet.
  public init(
    _ file: consuming JobFile, board: Board, options: RunOptions, hooks: RunHooks = RunHooks()
  ) throws(OutputError) {
    self.board = board
    self.options = options
    self.hooks = hooks
    feed = JobFeed(file, board: board, origin: options.origin, isInterrupted: hooks.isInterrupted)
    memory = MotionMemory(segments: board.lookAheadSegments, board.settings)
    motion = Motion(board.settings, storage: memory.storage, at: board.startPosition)
    var simulation = board.simulation(options.hasPhysics ? options.model : nil, seed: options.seed)
    simulation.stepRefinement = options.stepRefinement
    machine = SimMachine(board.settings, machine: simulation, start: motion.startSubSteps)
    isUnwatchedByStall = options.cutsAsCommanded
    faultError = machine.take(options.faults, board)
    machine.heed(options.reactions, board)
    mayGoAstray = options.reactions.contains(.reports) && options.faults.contains { $0.kind.concernsPulses }
    if options.reactions.contains(.inputs) {
      machine.watch(limits: board.limitInputs, spikeS: options.reactions.spikeS)
    }
    if options.feedOverride != 1 { motion.overrides = SpeedOverrides(feed: options.feedOverride) }
    executed = ExecutedMotion(board.settings, start: motion.startSubSteps)
    torque = TorqueRecord(board, options, hasPhysics: machine.port.hasMotors)
    tellsEdges = hooks.edges != nil
    if let path = options.tracePath {
      trace = try VCDTrace(path: path, board: board, inputs: machine.port.inputs)
    }
    if options.tracePath != nil || tellsEdges { machine.port.log.switchOn(capacity: 1 << 16) }
    if options.keepsRecord { record = MotionRecord() }
    if options.isRealTime { pace = RealTimePace(tickHz: board.settings.tickHz) }
  }

  /// Runs to the end.
  public mutating func run() throws(OutputError) -> RunResult {
    if let faultError {
      feed.refuse(faultError)
      return result()
    }
    if !feed.passesPreflight() { return result() }
    if options.hasPhysics { cutting = RunCutting(board, options, scout: feed.scout, comments: feed.stream.comments) }
    hasCutting = cutting != nil
    var slices = 0
    let lastTick = options.lastTick(tickHz: board.settings.tickHz)
    // A person's "stop" is heard between slices, at a question, or while reading; then it brakes along the path. So it
    // does when its time is up.
    var isStopping = false
    pumping: while true {
      if feed.exit == .interrupted && !isStopping {
        isStopping = true
        motion.cancel()
      }
      if !isStopping { feed.keepFull(&motion) }
      switch motion.next() {
      case .slice(let slice):
        execute(slice)
        if machine.hasStopped { break pumping }
        if machine.timing.tooLateTicks > 0 && !isStopping {
          isHeldByLateTick = true
          isStopping = true
          motion.hold()
        }
        slices += 1
        // At the pace of the wall clock a thousand slices would be a long time to wait for an answer.
        if !isStopping && (slices & 1023 == 0 || pace != nil) { feed.listen(hooks, atLine: motion.executingLine) }
        if torque.isOver { break pumping }
        if machine.engine.tick >= lastTick && !isStopping {
          feed.runOut(ofSeconds: options.maxMachineSeconds ?? 0, atLine: motion.executingLine)
          // As on a real machine, so that both end with the same edges.
          isStopping = true
          motion.cancel()
        }
      case .needsInput:
        feed.fill(&motion)
      case .stopped(let stop, let line):
        hasRested = true
        if !isStopping { pass(stop, line: line) }
      case .probeBegins(let rule, let line):
        hasRested = true
        beginProbe(rule, line: line)
        if feed.failure != nil { break pumping }
      case .probeEnded(let line):
        hasRested = true
        endProbe(line: line)
        if feed.failure != nil { break pumping }
      case .held:
        if isHeldByLateTick { break pumping }
      case .idle:
        hasRested = true
        if feed.isOver { break pumping }
        feed.fill(&motion)
      }
    }
    if let stop = machine.stop { explain(stop) }
    if let line = blindLine, feed.exit == .done {
      feed.raise("driver_timing", .timingViolations(Int(machine.port.timingViolations)), line: line)
    }
    if machine.port.hasSlipped && options.reactions.contains(.reports) { tellStall() }
    if let astray, feed.exit == .done { raise(astray) }
    if isHeldByLateTick && feed.exit == .done {
      feed.breakOff(.alarm, "late_tick", machine.timing.tooLate(board), line: motion.executingLine)
    }
    machine.cut()
    if tellsEdges { tellEdges(Slice(ticks: 0, line: motion.executingLine)) }
    if var trace = trace.take() {
      trace.add(machine.port.log.edges)
      try trace.close(atNs: UInt64(Double(machine.engine.tick) * 1e9 / Double(board.settings.tickHz)))
    }
    return result()
  }

  private mutating func execute(_ slice: Slice) {
    let begun = machine.engine.tick
    machine.run(slice)
    if !machine.hasStopped { return account(slice) }
    lastLine = slice.line
    // As far as it went.
    var begunSlice = slice
    begunSlice.ticks = UInt32(machine.engine.tick - begun)
    if begunSlice.ticks > 0 { account(begunSlice) }
  }

  /// What has been executed, for all who want to know.
  private mutating func account(_ slice: Slice) {
    executed.add(slice)
    if blindLine == nil && machine.port.timingViolations > 0 { blindLine = slice.line }
    if torque.hasPhysics {
      torque.add(slice, machine.port.slices, executed.position, lagSlices: motion.lagSlices, feed.deviation)
    }
    feed.deviation.add(executed.position, line: slice.line)
    if mayGoAstray { lookForAstray(slice) }
    if isUnwatchedByStall && machine.port.hasSlipped {
      isUnwatchedByStall = false
      machine.unwatch()
    }
    if hasCutting { cut(slice) }
    if trace != nil || tellsEdges {
      trace?.add(machine.port.log.edges)
      if tellsEdges { tellEdges(slice) }
      machine.port.log.empty()
    }
    if record != nil {
      record?.add(
        timeS: Double(machine.engine.tick) / Double(board.settings.tickHz), position: executed.position,
        speedMmPerS: motion.speedMmPerS, cutting: slice.isCutting, line: slice.line)
    }
    if probeRule != nil && machine.engine.latch.isClosed && options.reactions.contains(.probe) {
      motion.probeTouched()
    }
    pace?.wait(untilTick: machine.engine.tick)
  }

  private mutating func tellEdges(_ slice: Slice) {
    let rests = slice.velocity == .zero && slice.acceleration == .zero
    if rests { hasRested = true }
    let edges = machine.port.log.edges
    if edges.isEmpty { return }
    hooks.edges?(slice, edges, hasRested)
    hasRested = rests
  }

  /// The first motor that fell out of step, as the reason why the job was not done; a remark where a person or the mains
  /// ended it.
  private mutating func tellStall() {
    let slips = board.motors.compactMap { motor in
      machine.port.report(ofMotor: motor.index)?.firstSlip.map { (motor: motor, slip: $0) }
    }
    guard let first = slips.min(by: { $0.slip.tick < $1.slip.tick }) else { return }
    let axis = ["x", "y", "z"][first.motor.axis]
    let line = torque.motors[first.motor.index].departures.first?.line ?? motion.executingLine
    let phrase = Phrase.stalled(axis: axis, positionMm: first.slip.positionMm)
    guard feed.exit == .done else {
      if machine.hasStopped { feed.notes.add(phrase, line: line) }
      return
    }
    feed.raise("stall", phrase, line: line, axis: axis, positionMm: first.slip.positionMm)
    feed.outcome = .stalled
  }

  /// Whether a fault has begun to take or add pulses.
  private mutating func lookForAstray(_ slice: Slice) {
    for motor in board.motors where machine.port.alteredPulses(ofMotor: motor.index) > 0 {
      astray = Astray(
        motor: motor.index, axis: motor.axis, line: slice.line, tick: machine.engine.tick,
        positionMm: machine.port.position[motor.axis])
      mayGoAstray = false
      return
    }
  }

  /// What ended the run before the job was done.
  private mutating func explain(_ stop: SimStop) {
    switch stop {
    case .tripped(let trip):
      let steps = Point(
        Double(machine.engine.steps(0)), Double(machine.engine.steps(1)), Double(machine.engine.steps(2)))
      let position = JointMap(board.settings).position(ofSteps: steps)
      if case .limit(let inputs) = trip, machine.port.hasSlipped {
        feed.noteLimit(inputs, at: position, line: lastLine)
      } else {
        feed.raise(trip, at: position, line: lastLine)
      }
    case .powerCut:
      guard options.reactions.contains(.reports) else { return }
      feed.raise("power_cut", .powerCut, line: lastLine)
      feed.outcome = .aborted
    case .portLost: feed.breakOff(.error, "gpio", .simulatedLinesLost, line: lastLine)
    }
  }

  private mutating func raise(_ astray: Astray) {
    let axis = ["x", "y", "z"][astray.axis]
    feed.raise(
      "lost_steps", .stepsAstray(axis: axis, pulses: Int(machine.port.alteredPulses(ofMotor: astray.motor))),
      line: astray.line, axis: axis, positionMm: astray.positionMm)
  }

  private mutating func cut(_ slice: Slice) {
    let seconds = Double(slice.ticks) / Double(board.settings.tickHz)
    // The carriage decides, not the command: what a stalled motor does to the piece is part of the picture.
    let tip = options.cutsAsCommanded ? executed.position : machine.port.carriage
    cutting?.advance(
      slice, tip: tip, tick: machine.engine.tick, seconds: seconds, drive: &machine.port.spindle,
      words: &feed.spindleWords)
    if let force = cutting?.forceN { machine.port.setToolForce(force, at: machine.engine.tick) }
  }

  /// Something that is done at rest, and by a person where there is one.
  private mutating func pass(_ stop: QueueStop, line: UInt32) {
    let question: Phrase
    switch stop {
    case .toolChange(let tool):
      cutting?.change(to: tool, comments: feed.stream.comments)
      question = .toolChangePassed(tool: tool)
    case .pause: question = .pausePassed
    default: return
    }
    guard let ask = hooks.askPerson else {
      feed.notes.add(question, line: line)
      return
    }
    ask(question.atLine(Int(line)))
    feed.listen(hooks, atLine: motion.executingLine)
  }

  private mutating func beginProbe(_ rule: ProbeRule, line: UInt32) {
    machine.arm(rule)
    probeRule = rule
    feed.beginProbe(rule, isClosed: machine.engine.latch.isClosed, &motion, line: line)
  }

  private mutating func endProbe(line: UInt32) {
    guard let rule = probeRule else { return }
    probeRule = nil
    let touched = machine.engine.latch.isClosed || !options.reactions.contains(.probe)
    machine.engine.disarm()
    feed.endProbe(rule, touched: touched, &motion, line: line)
  }
}
