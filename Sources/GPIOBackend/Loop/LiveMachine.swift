// The planner's side of the real-time loop: slices, orders and questions go in, what the ticks are doing comes out.

import Glibc
import StepperCore
import Synchronization

/// A machine in real time: its ticks run on a thread of their own, from slices that the planner gives it.
///
/// Planner thread only. Everything but ``init`` and ``end(_:)`` is quick and does not block; where it says so it sleeps.
public final class LiveMachine<
  Port: StepPort & SendableMetatype & ~Copyable, Timer: TickTimer & SendableMetatype & ~Copyable
>:
  @unchecked Sendable
where Port.Failure == GPIOTransferError {
  private let link: LoopLink
  private var loop: TickLoop<Port, Timer>
  private var thread: RealTimeThread?
  private var outcome: LoopEnd?

  /// A machine at rest at `start` (sub-steps of each joint); its clock stands still until ``begin(_:)``.
  ///
  /// - Parameter limits: inputs that are limit switches.
  public init(
    _ settings: MachineSettings, port: consuming Port, timer: consuming Timer, limits: InputWord,
    loop how: LoopSettings,
    start: SIMD4<Int64>
  ) {
    let needs = InlineArray<8, DriverTiming> { motor in
      let joint = (0..<3).first { settings[joint: $0].motors & (1 << UInt8(motor)) != 0 } ?? 0
      return settings[joint: joint].timing
    }
    link = LoopLink(slices: how.ringSlices)
    loop = TickLoop(
      TickEngine(settings, start: start), port: TimedPort(port, timer: timer, needs: needs, tickHz: how.tickHz),
      limits: limits, settings: how)
  }

  /// Starts the clock.
  public func begin(_ settings: ThreadSettings) throws(RealTimeError) {
    thread = try RealTimeThread(settings) { [self] in
      outcome = loop.run(link)
      link.hasEnded.store(true, ordering: .releasing)
    }
  }

  // MARK: slices

  /// Gives the machine a slice; false while there is no room.
  public func push(_ slice: Slice) -> Bool { link.ring.push(slice) }

  /// All slices given so far end at rest.
  public func rests() { link.restsAfter.store(link.ring.pushed, ordering: .releasing) }

  /// Slices that wait.
  public var waiting: Int { link.ring.count }

  // MARK: what it is doing

  /// The ticks have ended by themselves: the lines could not be reached. ``end(atOnce:)`` tells.
  public var hasEnded: Bool { link.hasEnded.load(ordering: .acquiring) }

  /// What has cut the steps, and throws slices away until ``cut()``; nil where nothing has.
  public var trip: Trip? { Trip(inputs: InputWord(rawValue: link.trip.load(ordering: .acquiring))) }

  /// No steps come any more, whatever is pushed.
  public var hasStopped: Bool { hasEnded || link.trip.load(ordering: .acquiring) != 0 }

  /// Every slice given so far has been executed.
  public var isIdle: Bool { link.ring.count == 0 && link.isIdle.load(ordering: .acquiring) }

  /// The clock's time at the end of the last tick, ns.
  public var nowNs: UInt64 { link.nowNs.load(ordering: .relaxed) }
  /// The line of the job on the wires.
  public var line: UInt32 { link.line.load(ordering: .relaxed) }
  public var inputs: InputWord { InputWord(rawValue: link.inputs.load(ordering: .relaxed)) }
  /// Whole steps of the joints; each of its own moment while they move.
  public var steps: SIMD4<Int64> { link.steps.load() }
  /// Ticks of motions that were later than ``LoopSettings/holdLatenessNs``.
  public var tooLateTicks: Int { Int(link.lateTicks.load(ordering: .relaxed)) }
  /// The greatest lateness of a tick so far, ns.
  public var worstLatenessNs: UInt64 { link.worstNs.load(ordering: .relaxed) }
  /// How often the planner was so late that ticks had to be made longer, …
  public var slowdowns: Int { Int(link.slowdowns.load(ordering: .relaxed)) }
  /// … and how often they had nothing left to do.
  public var underruns: Int { Int(link.underruns.load(ordering: .relaxed)) }

  // MARK: orders; each sleeps until the ticks have taken it

  /// Arms the latch for inputs to be active (or not to be), once the machine is at rest.
  public func arm(_ inputs: InputWord, untilActive: Bool) {
    ask(untilActive ? .armActive : .armInactive, inputs: inputs)
  }

  public func disarm() { ask(.disarm) }

  /// The input that the latch was armed for has come; ``latch`` tells where.
  public var isLatched: Bool { link.isLatched.load(ordering: .acquiring) }

  public var latch: InputLatch {
    guard isLatched else { return InputLatch() }
    return .closed(tick: link.latchTick.load(ordering: .relaxed), steps: link.latchSteps.load())
  }

  /// From now on these inputs cut the steps; from the beginning the limits and the emergency stop do.
  public func watch(_ inputs: InputWord) { ask(.watch, inputs: inputs) }

  /// Everything off now; slices that were not executed are forgotten, and so is what had cut the steps. No input is
  /// watched from then on.
  public func cut() { ask(.cut) }

  /// The joints stand here from now on, in sub-steps; once the machine is at rest.
  public func place(_ subSteps: SIMD4<Int64>) { ask(.place, place: subSteps) }

  /// The step lines of these motors stay silent from now on, those of all others step; once the machine is at rest.
  public func mute(_ motors: PortWord) { ask(.mute, inputs: InputWord(rawValue: motors.rawValue)) }

  private func ask(_ order: LoopOrder, inputs: InputWord = .none, place: SIMD4<Int64> = .zero) {
    link.ask(order, inputs: inputs, place: place)
    while link.isAsked && !hasEnded { usleep(200) }
  }

  // MARK: the end

  /// Ends the ticks: at once, or when every slice has been executed. Every output is inactive afterwards. Sleeps.
  public func end(atOnce: Bool) -> LoopEnd {
    if !atOnce { rests() }
    link.ask(atOnce ? .end : .finish)
    if let thread = thread.take() { thread.join() }
    return outcome ?? .finished
  }

  /// What the ticks have come to; after ``end(atOnce:)`` only.
  public var figures: LoopFigures {
    LoopFigures(
      ticks: loop.engine.tick, hash: loop.port.hash, motionHash: loop.engine.motionHash, pulses: loop.port.pulses,
      steps: SIMD4(loop.engine.steps(0), loop.engine.steps(1), loop.engine.steps(2), loop.engine.steps(3)),
      latchSteps: loop.engine.latch.steps, lateTicks: loop.clock.lateTicks, stretchedNs: loop.clock.stretchedNs,
      lateness: loop.lateness.summary(), work: loop.work.summary())
  }
}

/// What the ticks have come to.
public struct LoopFigures: Sendable {
  public var ticks: UInt64
  public var hash: TraceHash
  public var motionHash: MotionHash
  /// Steps sent, by motor.
  public var pulses: InlineArray<8, UInt64>
  /// The step that each joint stands on.
  public var steps: SIMD4<Int64>
  /// Where the joints stood when the probe answered.
  public var latchSteps: SIMD4<Int64>
  /// Ticks that were late by more than a quarter of a tick, and by how much they have stretched time.
  public var lateTicks: UInt64
  public var stretchedNs: UInt64
  public var lateness: TickDurations
  /// How long ticks with steps worked: until all of their levels stood and the inputs were read.
  public var work: TickDurations
}
