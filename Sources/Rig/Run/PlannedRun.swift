// A job planned without a machine: how long it takes, how far it goes, how fast it gets, slice by slice where asked.

import StepperCore

/// Files that a plan is to be written to.
public struct PlanFiles: Sendable {
  /// A table of the motion, a line a slice.
  public var profilePath: String?
  /// A picture of it, as SVG.
  public var plotPath: String?
  /// Of the picture's words.
  public var language = Language.en

  public init() {}
}

/// Plans one job from its first line to its last. Probing motions go all the way.
public struct PlannedRun: ~Copyable {
  private let board: Board
  private let options: RunOptions
  private let hooks: RunHooks
  private let files: PlanFiles
  private var feed: JobFeed
  private var motion: Motion
  private var executed: ExecutedMotion
  private var sampler: MotionSampler
  private var profile: MotionProfile?
  private var plot: PlanPlot?
  private var plotFile: BufferedFileWriter?
  private let memory: MotionMemory

  /// Opens everything that is to be written.
  public init(
    _ file: consuming JobFile, board: Board, options: RunOptions, hooks: RunHooks = RunHooks(),
    files: PlanFiles = PlanFiles()
  ) throws(OutputError) {
    self.board = board
    self.options = options
    self.hooks = hooks
    self.files = files
    feed = JobFeed(file, board: board, origin: options.origin, isInterrupted: hooks.isInterrupted)
    memory = MotionMemory(segments: board.lookAheadSegments, board.settings)
    motion = Motion(board.settings, storage: memory.storage, at: board.startPosition)
    executed = ExecutedMotion(board.settings, start: motion.startSubSteps)
    sampler = MotionSampler(board.settings, start: motion.startSubSteps)
    profile = nil
    plotFile = nil
    if let path = files.profilePath { profile = try MotionProfile(path: path, board.settings) }
    if let path = files.plotPath {
      plotFile = try BufferedFileWriter(path: path)
      plot = PlanPlot(board.settings)
    }
  }

  /// Plans to the end. Files are written where there was motion to plan, and not where a person stopped it.
  public mutating func run() throws(OutputError) -> RunResult {
    var ticks: UInt64 = 0
    // A machine switches everything off in one more tick, at the end.
    if feed.passesPreflight() { ticks = pump() + 1 }
    var summary = feed.summary(options: options)
    summary.ticks = Int(ticks)
    summary.machineSeconds = Double(ticks) / Double(board.settings.tickHz)
    summary.path = Summary.Path(
      lengthMm: motion.pathLengthMm, maxDeviationMm: ticks > 0 ? feed.deviation.greatestMm : nil,
      toleranceMm: feed.deviation.toleranceMm)
    for axis in 0..<3 { summary.axes[axis] = executed.summary(axis, limits: board.settings[axis: axis]) }
    if ticks > 0 && summary.result != .aborted { try write(summary) }
    return RunResult(
      summary: summary, record: nil, exit: feed.exit, notes: feed.notes.all, failure: feed.failure,
      faults: feed.faults)
  }

  private mutating func write(_ summary: Summary) throws(OutputError) {
    if var profile = profile.take() { try profile.close(tick: sampler.tick, position: sampler.position) }
    if let plot, var file = plotFile.take() {
      file.append(plot.svg(summary, boardTitle: board.title, language: files.language))
      try file.close()
    }
  }

  private mutating func pump() -> UInt64 {
    let isSampled = profile != nil || plot != nil
    var ticks: UInt64 = 0
    var slices = 0
    let lastTick = options.lastTick(tickHz: board.settings.tickHz)
    while feed.exit != .interrupted {
      feed.keepFull(&motion)
      switch motion.next() {
      case .slice(let slice):
        ticks += UInt64(slice.ticks)
        executed.add(slice)
        feed.deviation.add(executed.position, line: slice.line)
        if isSampled { sample(slice) }
        slices += 1
        if ticks >= lastTick {
          feed.runOut(ofSeconds: options.maxMachineSeconds ?? 0, atLine: motion.executingLine)
          return ticks
        }
        if slices & 1023 == 0 {
          feed.listen(hooks, atLine: motion.executingLine)
          // A full disk is told now, not in an hour.
          if profile?.hasFailed == true { return ticks }
        }
      case .needsInput: feed.fill(&motion)
      case .stopped, .probeBegins, .held: continue
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

  private mutating func sample(_ slice: Slice) {
    let sample = sampler.add(slice)
    profile?.add(sample)
    plot?.add(sample)
  }
}
