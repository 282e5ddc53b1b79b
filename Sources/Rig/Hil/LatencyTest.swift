// A board in; how late its ticks are on this computer, and how long they take, out.

import GPIOBackend
import Glibc
import StepperCore

/// How latency is measured.
public struct LatencyOptions: Sendable {
  public var seconds = 10.0
  /// Every motor's step line goes up and down as often as its driver allows. Drivers are not enabled: nothing moves.
  public var pulses = false

  public init() {}
}

/// How late the ticks of a board were.
public struct LatencyResult: Sendable {
  public var board: String
  public var tickHz: Int
  public var holdUs: Int
  public var hasPulses: Bool
  public var seconds: Double
  public var lateness: TickDurations
  /// Of ticks with steps; none without pulses.
  public var work: TickDurations
  /// Ticks that were late by more than a quarter of a tick, and so stretched time.
  public var lateTicks: Int
  public var stretchedMs: Double
  public var system: RealTimeSystem
  /// A person has ended it.
  public var isInterrupted: Bool
}

/// Runs the real-time loop for a while, with nothing enabled.
public func measureLatency(
  _ board: Board, _ options: LatencyOptions, hooks: RunHooks = RunHooks()
) throws(LiveRefusal) -> LatencyResult {
  let port = try openPort(board)
  let machine = LiveMachine(
    board.settings, port: port, timer: SystemTimer(), limits: board.limitInputs, loop: board.loopSettings,
    start: .zero)
  do throws(RealTimeError) {
    try enterRealTime()
    try machine.begin(board.tickThread)
  } catch {
    throw LiveRefusal(phrase: .noRealTime(reason: error.description), exit: .system)
  }
  let isInterrupted = feed(machine, board, options, hooks)
  let end = machine.end(atOnce: isInterrupted)
  if case .failed(let error) = end {
    throw LiveRefusal(phrase: .linesLost(reason: error.description), exit: .system)
  }
  let figures = machine.figures
  return LatencyResult(
    board: board.name, tickHz: Int(board.settings.tickHz), holdUs: board.realTime.holdUs, hasPulses: options.pulses,
    seconds: Double(figures.ticks) / Double(board.settings.tickHz), lateness: figures.lateness, work: figures.work,
    lateTicks: Int(figures.lateTicks), stretchedMs: Double(figures.stretchedNs) * 1e-6, system: .here,
    isInterrupted: isInterrupted)
}

/// Slices that go to and fro, as fast as the drivers take it; true when a person has had enough.
private func feed<Port: StepPort & SendableMetatype & ~Copyable>(
  _ machine: LiveMachine<Port, SystemTimer>, _ board: Board, _ options: LatencyOptions, _ hooks: RunHooks
) -> Bool where Port.Failure == GPIOTransferError {
  let ticks = board.settings.sliceTicks
  let slices = Int(options.seconds * Double(board.settings.tickHz) / Double(ticks))
  var slice = Slice(ticks: ticks)
  if options.pulses {
    for joint in 0..<3 {
      let plan = PulsePlan(board.settings[joint: joint], tickHz: board.settings.tickHz)
      slice.velocity[joint] = (1 << Int64(SubSteps.fractionBits)) / Int64(plan.spacingTicks)
    }
  }
  for number in 0..<slices {
    while !machine.push(slice) {
      if machine.hasStopped { return false }
      usleep(500)
    }
    slice.velocity = .zero &- slice.velocity
    if number % 256 == 0 {
      hooks.progress(0, Double(number) / Double(slices))
      if hooks.isInterrupted() { return true }
    }
  }
  machine.rests()
  return false
}
