// A job and a board in, the job done on this computer's own lines: takes them, asks for real time, runs, lets go.

import GPIOBackend
import Glibc
import StepperCore

/// Why a run in real time did not begin. Nothing has moved.
public struct LiveRefusal: Error {
  public var phrase: Phrase
  public var exit: ExitCode
}

/// How a person wants to be on real lines.
public struct LiveWishes: Sendable {
  /// The machine stands where the board file says that it starts; nobody has homed it.
  public var assumesPosition = false
  /// Without the right to real time, at ``Board/slowTickHz``.
  public var hasSlowTicks = false

  public init() {}
}

/// Runs a job on the lines of a board.
///
/// The order matters. Lines first: they are inactive from then on, and their guard starts while this process has one
/// thread. Memory is locked when all of it is there, and before the first tick. The planner, which is the calling thread,
/// runs before other programs and after the ticks.
public func runLive(
  _ file: consuming JobFile, board described: Board, options: RunOptions, wishes: LiveWishes,
  hooks: RunHooks = RunHooks()
) throws(LiveRefusal) -> LiveResult {
  let board = wishes.hasSlowTicks ? described.withSlowTicks : described
  guard wishes.assumesPosition else {
    throw LiveRefusal(phrase: .notHomed(startMm: board.startPosition), exit: .notDone)
  }
  var live = LiveOptions()
  if !wishes.hasSlowTicks { live.thread = board.tickThread }
  let supervisor = ServiceSupervisor()
  live.isAlive = { supervisor?.tellAlive() }
  let port = try openPort(board)
  if let watch = port.guardWatch { live.isGuarded = { watch.isAlive } }
  let lines = OnlyOnce(port)
  var run = LiveRun(file, board: board, options: options, live: live, hooks: hooks) { start in
    LiveMachine(
      board.settings, port: lines.take(), timer: SystemTimer(), limits: board.limitInputs, loop: board.loopSettings,
      start: start)
  }
  do throws(RealTimeError) {
    try enterRealTime(wishes)
    supervisor?.tellReady()
    return try run.run()
  } catch {
    throw LiveRefusal(phrase: .noRealTime(reason: error.description), exit: .system)
  }
}

/// Takes the lines of a board, and begins the ticks of its machine for somebody to operate. End it with
/// ``OperatedLines/end()``.
///
/// A machine that nobody has homed begins in an alarm, and does nothing before it is homed (or a person says `$X`).
public func operateLines(
  _ described: Board, origin: Point? = nil, wishes: LiveWishes
) throws(LiveRefusal) -> OperatedLines<GPIOPort, SystemTimer> {
  let board = wishes.hasSlowTicks ? described.withSlowTicks : described
  var live = LiveOptions()
  if !wishes.hasSlowTicks { live.thread = board.tickThread }
  let supervisor = ServiceSupervisor()
  live.isAlive = { supervisor?.tellAlive() }
  let port = try takeLines(board)
  if let watch = port.guardWatch { live.isGuarded = { watch.isAlive } }
  let lines = OnlyOnce(port)
  do throws(RealTimeError) {
    try enterRealTime(wishes)
    defer { supervisor?.tellReady() }
    return try OperatedLines(board, origin: origin, mustHome: !wishes.assumesPosition, live: live) { start in
      // Which inputs cut the steps, the controller says: a machine may be switched on with its switches pressed.
      LiveMachine(
        board.settings, port: lines.take(), timer: SystemTimer(), limits: .none, loop: board.loopSettings, start: start)
    }
  } catch {
    throw LiveRefusal(phrase: .noRealTime(reason: error.description), exit: .system)
  }
}

/// The planner's part of real time: memory that stays, and a turn before other programs.
///
/// Slow ticks need no right to either. Memory stays all the same where this user may have that: motors that wait in the
/// middle of a motion for a page to be fetched stop and start at once.
func enterRealTime(_ wishes: LiveWishes = LiveWishes()) throws(RealTimeError) {
  if wishes.hasSlowTicks {
    try? lockMemory()
    return
  }
  try lockMemory()
  try setPriority(RealTimePriority.planner)
}

/// Priorities of `SCHED_FIFO`. Interrupts of a kernel with PREEMPT_RT run at 50: ticks go before them, the planner after.
enum RealTimePriority {
  static let ticks: Int32 = 80
  static let planner: Int32 = 20
}

/// Takes the lines, all inactive, and looks whether a motion may begin.
func openPort(_ board: Board) throws(LiveRefusal) -> GPIOPort {
  var port = try takeLines(board)
  let inputs: InputWord
  do throws(GPIOTransferError) {
    inputs = try port.readInputs()
  } catch {
    throw LiveRefusal(phrase: .linesNotReached(reason: error.description), exit: .system)
  }
  if let obstacle = board.obstacle(inputs) { throw LiveRefusal(phrase: obstacle, exit: .notDone) }
  return port
}

private func takeLines(_ board: Board) throws(LiveRefusal) -> GPIOPort {
  do throws(GPIOError) {
    var port = try GPIOPort(board.gpioLayout)
    try port.startGuard(note: Phrase.guardActed.text(in: .fromEnvironment()) + "\n")
    return port
  } catch {
    throw LiveRefusal(phrase: .linesNotReached(reason: error.description), exit: .system)
  }
}

extension Board {
  /// How the tick thread of this board is scheduled.
  var tickThread: ThreadSettings { ThreadSettings(core: realTime.cpu, priority: RealTimePriority.ticks) }
}

/// Carries a port into a closure that is called once.
private final class OnlyOnce {
  private var port: GPIOPort?

  init(_ port: consuming GPIOPort) { self.port = consume port }

  func take() -> GPIOPort {
    guard let port = port.take() else { preconditionFailure("the port has been taken already") }
    return port
  }
}
