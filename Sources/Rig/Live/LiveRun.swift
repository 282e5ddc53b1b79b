// A job on a machine in real time: the pump's loop on the planner's side, while ticks run on a thread of their own.

import GPIOBackend
import Glibc
import StepperCore

/// What a run in real time is asked, beside what every run is.
public struct LiveOptions {
  /// How the tick thread is scheduled.
  public var thread = ThreadSettings()
  /// Whether the outputs would be made safe if this process were killed; without that, nothing moves.
  public var isGuarded: () -> Bool = { true }
  /// Called now and then while the run is alive: for a watchdog.
  public var isAlive: () -> Void = {}

  public init() {}
}

/// Runs one job from its first line to its last, or to what stops it, on a ``LiveMachine``.
///
/// The pump is the simulator's. It only waits where the simulator need not: for room between planner and ticks, for
/// the machine to come to rest where a question is asked of it, for a person.
public struct LiveRun<Port: StepPort & SendableMetatype & ~Copyable, Timer: TickTimer & SendableMetatype & ~Copyable>:
  ~Copyable
where Port.Failure == GPIOTransferError {
  let board: Board
  let options: RunOptions
  let live: LiveOptions
  let hooks: RunHooks
  var feed: JobFeed
  var motion: Motion
  let machine: LiveMachine<Port, Timer>
  var executed: ExecutedMotion
  private let memory: MotionMemory
  private var probeRule: ProbeRule?
  /// A person's "stop" has been heard, or something is wrong: the machine brakes along the path.
  private var isStopping = false
  private var trouble: Trouble?

  /// Why the machine is brought to rest in the middle of a job.
  private enum Trouble { case lateTick, noGuard }

  /// Nothing moves, and no thread runs, before ``run()``.
  public init(
    _ file: consuming JobFile, board: Board, options: RunOptions, live: LiveOptions, hooks: RunHooks = RunHooks(),
    machine: (_ start: SIMD4<Int64>) -> LiveMachine<Port, Timer>
  ) {
    self.board = board
    self.options = options
    self.live = live
    self.hooks = hooks
    feed = JobFeed(file, board: board, origin: options.origin, isInterrupted: hooks.isInterrupted)
    memory = MotionMemory(segments: board.lookAheadSegments, board.settings)
    motion = Motion(board.settings, storage: memory.storage, at: board.startPosition)
    if options.feedOverride != 1 { motion.overrides = SpeedOverrides(feed: options.feedOverride) }
    executed = ExecutedMotion(board.settings, start: motion.startSubSteps)
    self.machine = machine(motion.startSubSteps)
  }

  /// Runs to the end; every output is inactive afterwards.
  public mutating func run() throws(RealTimeError) -> LiveResult {
    if !feed.passesPreflight() { return result(.finished) }
    try machine.begin(live.thread)
    pump()
    let end = machine.end(atOnce: machine.hasStopped)
    explain(end)
    return result(end)
  }

  private mutating func pump() {
    let lastTick = options.lastTick(tickHz: board.settings.tickHz)
    var ticks: UInt64 = 0
    while !machine.hasStopped {
      watch()
      if !isStopping { feed.keepFull(&motion) }
      switch motion.next() {
      case .slice(let slice):
        give(slice)
        executed.add(slice)
        feed.deviation.add(executed.position, line: slice.line)
        ticks += UInt64(slice.ticks)
        if probeRule != nil && machine.isLatched { motion.probeTouched() }
        if ticks >= lastTick && !isStopping {
          feed.runOut(ofSeconds: options.maxMachineSeconds ?? 0, atLine: motion.executingLine)
          stop()
        }
      case .needsInput:
        feed.fill(&motion)
      case .stopped(let stop, let line):
        settle()
        if !isStopping { pass(stop, line: line) }
      case .probeBegins(let rule, let line):
        settle()
        beginProbe(rule, line: line)
        if feed.failure != nil { return }
      case .probeEnded(let line):
        settle()
        endProbe(line: line)
        if feed.failure != nil { return }
      case .held:
        machine.rests()
        return
      case .idle:
        machine.rests()
        if feed.isOver { return }
        feed.fill(&motion)
      }
    }
  }

  /// Hands a slice over; waits for room.
  private mutating func give(_ slice: Slice) {
    while !machine.push(slice) && !machine.hasStopped {
      // Half a slice: eight of them wait.
      usleep(500)
      watch()
    }
  }

  /// Until every slice has been executed.
  private mutating func settle() {
    machine.rests()
    while !machine.isIdle && !machine.hasStopped {
      usleep(500)
      watch()
    }
  }

  /// What cannot wait: a person who wants to stop, a tick that came too late, a guard that has gone.
  private mutating func watch() {
    live.isAlive()
    if isStopping { return }
    feed.listen(hooks, atLine: machine.line)
    if feed.exit == .interrupted {
      stop()
    } else if machine.tooLateTicks > 0 {
      hold(.lateTick)
    } else if !live.isGuarded() {
      hold(.noGuard)
    }
  }

  private mutating func hold(_ reason: Trouble) {
    trouble = reason
    isStopping = true
    motion.hold()
  }

  private mutating func stop() {
    isStopping = true
    motion.cancel()
  }

  /// Something that is done at rest, and by a person where there is one: otherwise the job ends here.
  private mutating func pass(_ stop: QueueStop, line: UInt32) {
    let question: Phrase
    switch stop {
    case .toolChange(let tool): question = .toolChangeAsked(tool: tool)
    case .pause: question = .pauseAsked
    default: return
    }
    guard let ask = hooks.askPerson else {
      feed.giveUp("waits_for_person", .waitsForPerson(question), line: line)
      self.stop()
      return
    }
    ask(question.atLine(Int(line)))
    watch()
  }

  private mutating func beginProbe(_ rule: ProbeRule, line: UInt32) {
    machine.arm(.probe, untilActive: rule.untilContact)
    probeRule = rule
    feed.beginProbe(rule, isClosed: machine.isLatched, &motion, line: line)
  }

  private mutating func endProbe(line: UInt32) {
    guard let rule = probeRule else { return }
    probeRule = nil
    let touched = machine.isLatched
    machine.disarm()
    feed.endProbe(rule, touched: touched, &motion, line: line)
  }

  /// Why the ticks ended by themselves, or had to.
  private mutating func explain(_ end: LoopEnd) {
    let line = machine.line
    switch end {
    case .tripped(let trip): feed.raise(trip, at: position, line: line)
    case .failed(let error): feed.breakOff(.error, "gpio", .linesLost(reason: error.description), line: line)
    case .finished:
      guard feed.exit == .done else { return }
      switch trouble {
      case .lateTick:
        let us = Double(machine.worstLatenessNs) / 1_000
        feed.breakOff(
          .alarm, "late_tick", .tickTooLate(us: us, limitUs: Double(board.realTime.holdUs)), line: line)
      case .noGuard: feed.breakOff(.alarm, "guard_lost", .guardLost, line: line)
      case nil: return
      }
    }
  }

  /// Where the steps have brought it, machine mm.
  var position: Point {
    let steps = machine.figures.steps
    return JointMap(board.settings).position(ofSteps: Point(Double(steps[0]), Double(steps[1]), Double(steps[2])))
  }
}
