// A board in; its machine on this computer's lines, until somebody ends it, and what became of it out.

import GPIOBackend
import Glibc
import StepperCore

/// How a machine is played on lines.
public struct PlantOptions: Sendable {
  /// Label of the chip here; nil: the board's.
  public var chip: String?
  /// How long; nil: until it is interrupted.
  public var seconds: Double?
  public var machine = PlantMachine.Settings()
  /// A VCD file of what was watched and driven.
  public var tracePath: String?

  public init() {}
}

/// What a plant tells while it goes on, and asks.
public struct PlantHooks {
  public var isInterrupted: () -> Bool = { false }
  /// A line that somebody typed; nil where there is none. Must not wait.
  public var typedLine: () -> String? = { nil }
  /// The lines are taken: a controller may start.
  public var ready: (Phrase) -> Void = { _ in }
  public var note: (Phrase) -> Void = { _ in }
  public var warn: (Phrase) -> Void = { _ in }

  public init() {}
}

/// Plays the board's machine on this computer's lines until it is interrupted, or the time is over; then lets go of them.
///
/// With the right to real time it runs before other programs, and after the kernel's own threads for edges: those look at a
/// line's level as soon as they run, and must not wait for this.
public func runPlant(
  _ board: Board, _ options: PlantOptions, hooks: PlantHooks = PlantHooks()
) throws(LiveRefusal) -> PlantResult {
  do throws(PlantFailure) {
    var run = try PlantRun(board, options, hooks)
    return try run.run()
  } catch {
    switch error {
    case .refused(let error):
      throw LiveRefusal(phrase: .linesNotReached(reason: error.description), exit: .system)
    case .failed(let error):
      throw LiveRefusal(phrase: .linesNotReached(reason: error.description), exit: .system)
    case .notWritten(let error): throw LiveRefusal(phrase: .notWritten(error), exit: .system)
    }
  }
}

/// Why a plant has no end.
private enum PlantFailure: Error {
  case refused(GPIOError)
  case failed(GPIOTransferError)
  case notWritten(OutputError)
}

/// The lines, and the machine between them.
private struct PlantRun: ~Copyable {
  private let board: Board
  private let options: PlantOptions
  private let hooks: PlantHooks
  private let layout: PlantLayout
  private var edges: GPIOEdges
  private var outputs: GPIOPort
  private var machine: PlantMachine
  private var shown = InputWord.none
  private var toldHits = 0
  private var fullQueues = 0
  private let timer = SystemTimer()
  /// When an edge last came.
  private var quietSinceNs: UInt64
  private var isCompared = false
  /// When contacts were last put on the lines, and the longest time between two such moments.
  private var shownAtNs: UInt64
  private var longestPauseNs: UInt64 = 0

  /// Takes the lines: inputs of the controller rest from then on.
  init(_ board: Board, _ options: PlantOptions, _ hooks: PlantHooks) throws(PlantFailure) {
    let layout = PlantLayout(board, chip: options.chip, countsPulses: options.machine.countsPulses)
    let outputs = try refusing { () throws(GPIOError) in try GPIOPort(layout.driven) }
    var edges = try refusing { () throws(GPIOError) in
      try GPIOEdges(layout.watched, chip: layout.chip, consumer: layout.driven.consumer)
    }
    // The pull of a line takes its time with a long cable.
    usleep(10_000)
    let (levels, start) = try Self.levels(&edges)
    var machine = PlantMachine(board, levels: levels, startNs: start, settings: options.machine)
    if let path = options.tracePath { try Self.begin(&machine, tracePath: path) }
    self.board = board
    self.options = options
    self.hooks = hooks
    self.layout = layout
    self.outputs = outputs
    self.edges = edges
    self.machine = machine
    quietSinceNs = start
    shownAtNs = start
  }

  /// The levels at the beginning, and when that was. Edges until then are in them.
  private static func levels(_ edges: inout GPIOEdges) throws(PlantFailure) -> (levels: UInt64, ns: UInt64) {
    do throws(GPIOTransferError) {
      return (try edges.levels(), SystemTimer().now())
    } catch {
      throw .failed(error)
    }
  }

  mutating func run() throws(PlantFailure) -> PlantResult {
    do throws(RealTimeError) {
      try lockMemory()
      try setPriority(RealTimePriority.plant)
    } catch {
      hooks.warn(.plantWithoutRealTime(reason: error.description))
    }
    try show()
    hooks.ready(.plantReady(board, chip: layout.chip))
    longestPauseNs = 0
    while !hooks.isInterrupted() && machine.seconds < options.seconds ?? .infinity {
      try turn()
      try obey()
    }
    // What is still on its way, and then whether edges and lines agree.
    let end = timer.now() + 20_000_000
    while timer.now() < end { try turn() }
    try compare()
    try closeTrace()
    var result = machine.result(lostEdges: Int(edges.lostCount))
    result.chip = layout.chip
    result.fullQueues = fullQueues
    result.longestPauseS = Double(longestPauseNs) * 1e-9
    return result
  }

  private static func begin(_ machine: inout PlantMachine, tracePath: String) throws(PlantFailure) {
    do throws(OutputError) {
      try machine.writeTrace(to: tracePath)
    } catch {
      throw .notWritten(error)
    }
  }

  private mutating func closeTrace() throws(PlantFailure) {
    do throws(OutputError) {
      try machine.closeTrace()
    } catch {
      throw .notWritten(error)
    }
  }

  /// Waits for edges, or a millisecond, and brings the machine as far as nothing earlier can come.
  private mutating func turn() throws(PlantFailure) {
    let before = timer.now()
    let wait: UInt64 = machine.hasPending ? Self.settleNs / 2 : 1_000_000
    let batch = try take(waitNs: wait)
    // A full batch has left edges behind, of any time; a machine that never catches up goes on all the same.
    if batch < GPIOEdges.batch || machine.pendingCount > Self.pendingLimit {
      machine.advance(to: before - Self.settleNs)
    }
    if batch > 0 {
      quietSinceNs = before
      isCompared = false
    } else if !isCompared && !machine.hasPending && before - quietSinceNs > Self.quietNs {
      try compare()
      isCompared = true
    }
    try show()
  }

  private mutating func take(waitNs: UInt64) throws(PlantFailure) -> Int {
    let batch = try failing { () throws(GPIOTransferError) in try edges.next(timeoutNs: waitNs) }
    for edge in batch { machine.take(edge) }
    if let room = GPIOEdges.uncountedRoom, batch.count >= room {
      for line in layout.watched.indices where batch.count(where: { $0.line == line }) >= room { fullQueues += 1 }
    }
    return batch.count
  }

  /// Where edges came meanwhile nothing is compared: it is done again after the next quiet while.
  private mutating func compare() throws(PlantFailure) {
    let levels = try failing { () throws(GPIOTransferError) in try edges.levels() }
    let now = timer.now()
    let late = try take(waitNs: 2 * Self.settleNs)
    if late == 0 && !machine.hasPending { machine.compare(levels: levels, atNs: now) }
  }

  /// Puts what the machine's contacts show on the lines, and tells of those that were pressed.
  private mutating func show() throws(PlantFailure) {
    let inputs = machine.inputs
    if inputs != shown {
      try failing { () throws(GPIOTransferError) in
        try outputs.write(
          layout.levels(of: inputs), changing: PortWord(rawValue: ~0), at: PortInstant(tick: 0, ns: 0))
      }
      shown = inputs
    }
    let now = timer.now()
    longestPauseNs = max(longestPauseNs, now - shownAtNs)
    shownAtNs = now
    for hit in machine.hits(after: toldHits) {
      hooks.note(.plantHit(hit))
      toldHits += 1
    }
  }

  private mutating func obey() throws(PlantFailure) {
    guard let line = hooks.typedLine() else { return }
    do throws(PlantCommand.Mistake) {
      guard let command = try PlantCommand(line, board: board) else { return }
      machine.advance(to: timer.now() - Self.settleNs)
      machine.press(command.wire, command.isPressed)
      hooks.note(.plantObeyed(command))
    } catch {
      hooks.warn(error.phrase)
    }
    try show()
  }

  /// How long after an edge the kernel may still tell of it: its thread has to run first.
  private static let settleNs: UInt64 = 400_000
  private static let quietNs: UInt64 = 50_000_000
  private static let pendingLimit = 4_096
}

private func refusing<Made: ~Copyable>(_ body: () throws(GPIOError) -> Made) throws(PlantFailure) -> Made {
  do throws(GPIOError) {
    return try body()
  } catch {
    throw .refused(error)
  }
}

private func failing<Made>(_ body: () throws(GPIOTransferError) -> Made) throws(PlantFailure) -> Made {
  do throws(GPIOTransferError) {
    return try body()
  } catch {
    throw .failed(error)
  }
}

extension RealTimePriority {
  /// After the kernel's threads for interrupts, which are at 50.
  static let plant: Int32 = 30
}
