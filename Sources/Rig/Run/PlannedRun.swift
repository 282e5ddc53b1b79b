// A job planned without a machine: how long it takes, how far it goes, how fast it gets.

import StepperCore

/// Plans one job from its first line to its last. Probing motions go all the way.
public struct PlannedRun: ~Copyable {
  private let board: Board
  private let options: RunOptions
  private let hooks: RunHooks
  private var feed: JobFeed
  private var motion: Motion
  private var executed: ExecutedMotion
  private let memory: MotionMemory

  public init(_ file: consuming JobFile, board: Board, options: RunOptions, hooks: RunHooks = RunHooks()) {
    self.board = board
    self.options = options
    self.hooks = hooks
    feed = JobFeed(file, board: board, origin: options.origin, isInterrupted: hooks.isInterrupted)
    memory = MotionMemory(segments: board.lookAheadSegments, window: board.settings.smoothingSlices)
    motion = Motion(board.settings, storage: memory.storage, at: board.startPosition)
    executed = ExecutedMotion(board.settings, start: motion.startSubSteps)
  }

  public mutating func run() -> RunResult {
    var ticks: UInt64 = 0
    // A machine switches everything off in one more tick, at the end.
    if feed.passesPreflight() { ticks = pump() + 1 }
    var summary = feed.summary(options: options)
    summary.ticks = Int(ticks)
    summary.machineSeconds = Double(ticks) / Double(board.settings.tickHz)
    summary.path = Summary.Path(
      lengthMm: motion.pathLengthMm, maxDeviationMm: nil, toleranceMm: board.settings.toleranceMm)
    for axis in 0..<3 { summary.axes[axis] = executed.summary(axis, limits: board.settings[axis: axis]) }
    return RunResult(
      summary: summary, record: nil, exit: feed.exit, notes: feed.notes.all, failure: feed.failure,
      faults: feed.faults)
  }

  private mutating func pump() -> UInt64 {
    var ticks: UInt64 = 0
    var slices = 0
    let lastTick = options.lastTick(tickHz: board.settings.tickHz)
    while feed.exit != .interrupted {
      switch motion.next() {
      case .slice(let slice):
        ticks += UInt64(slice.ticks)
        executed.add(slice)
        slices += 1
        if ticks >= lastTick {
          feed.runOut(ofSeconds: options.maxMachineSeconds ?? 0, atLine: motion.executingLine)
          return ticks
        }
        if slices & 1023 == 0 {
          hooks.progress(motion.executingLine, feed.share(atLine: motion.executingLine))
          if hooks.isInterrupted() {
            feed.interrupt(atLine: motion.executingLine)
            return ticks
          }
        }
      case .needsInput: feed.fill(&motion)
      case .stopped, .probeBegins: continue
      case .probeEnded:
        feed.awaitsProbe = false
        feed.stream.reader.position = motion.position
      case .idle:
        if feed.isOver { return ticks }
        feed.fill(&motion)
      }
    }
    return ticks
  }
}
