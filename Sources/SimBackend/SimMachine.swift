// The firmware's tick engine and a simulated machine, wired together.

import StepperCore

/// Runs slices against the simulated machine.
///
/// The engine's generic code is made concrete here, beside the port, so that the compiler sees both at once.
public struct SimMachine: ~Copyable {
  public var engine: TickEngine
  public var port: SimPort
  /// What goes wrong.
  var faults = FaultSchedule()
  /// How its ticks were kept, and its planner.
  public var timing: TickKeeping
  /// A port that does not answer any more ends everything.
  public var endsWithLines = true
  /// What a sender's bytes come through.
  public var link = SenderLink()
  /// Nothing is waited for in the slice that is run.
  var isAtRest = false
  /// Whether limit switches and the emergency stop cut the steps, and after how many ticks a limit does.
  var isWatched = false
  var spikeTicks: UInt64 = 0
  /// A slice of no more ticks needs no look at its single ticks, as long as no watched input is active.
  var plainTicks: UInt32 = .max
  /// The machine runs no more; see ``stop``. Beside it, because an optional that is asked for is copied.
  public internal(set) var hasStopped = false
  /// Why the machine runs no more; nil while it does.
  public internal(set) var stop: SimStop?

  /// - Parameter start: where the joints stand, in sub-steps.
  public init(_ settings: MachineSettings, machine: SimSettings, start: SIMD4<Int64>) {
    engine = TickEngine(settings, start: start)
    port = SimPort(machine)
    timing = TickKeeping(tickHz: settings.tickHz, sliceTicks: settings.sliceTicks)
  }

  /// Runs a slice: all of it, unless something ends it (see ``stop``); then no further one is run.
  public mutating func run(_ slice: Slice) {
    if slice.ticks > plainTicks || port.activeSince != .max { return runClosely(slice) }
    port.begin(slice)
    engine.run(slice, port: &port)
    port.finishSlice(at: engine.tick)
    // A limit that was pressed on the first tick of this slice.
    if port.activeSince != .max { judge() }
  }

  /// Everything off, now.
  public mutating func cut() { engine.cut(port: &port) }

  /// Arms the latch for a probing motion.
  public mutating func arm(_ rule: ProbeRule) {
    engine.arm(.probe, untilActive: rule.untilContact, port: &port)
  }
}
