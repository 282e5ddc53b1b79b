// Faults come in; what has to be done to the machine on which tick goes out.

import StepperCore

/// Something that the schedule wants done before a tick is run.
enum FaultAct {
  case begin(FaultKind)
  case mend(FaultKind)
  /// The level of an input turns over, or is its own again.
  case disturb(InputWord, isOn: Bool)
}

/// What is pending and what is active, and the next tick on which something has to be done.
///
/// Where nothing is left to do and no line or position is waited for, it is ``isQuiet``: whoever asks that first pays
/// nothing for a schedule without faults. Lists are filled once, so that nothing is allocated in between.
struct FaultSchedule {
  private enum State { case waiting, active, over }

  private struct Entry {
    var fault: SimFault
    var state = State.waiting
    /// When it begins, or is mended.
    var due: UInt64 = .max
    var crossing: AxisCrossing?
    var spikes: InputSpikes?
    /// When the level of the disturbed input turns over.
    var spikeDue: UInt64 = .max
    /// Its place in ``FaultSchedule/struck``.
    var strike = 0
  }

  private var entries: [Entry] = []
  private let tickHz: Double
  /// The next tick on which something has to be done; `max` where no such tick is known.
  private(set) var nextTick: UInt64 = .max
  private(set) var awaitsLine = false
  private(set) var awaitsPosition = false
  /// All that have begun, in the order of time.
  private(set) var struck: [StruckFault] = []

  var isQuiet: Bool { nextTick == .max && !awaitsLine && !awaitsPosition }

  /// Nothing goes wrong.
  init() { tickHz = 1 }

  /// - Parameter machine: its seed decides on what chance decides.
  init(_ faults: [SimFault], _ machine: SimSettings) throws(SimFaultError) {
    tickHz = Double(machine.tickHz)
    for (index, fault) in faults.enumerated() {
      if let reason = fault.obstacle(on: machine) { throw SimFaultError(index: index, reason: reason) }
      var entry = Entry(fault: fault)
      switch fault.moment {
      case .tick(let tick): entry.due = tick
      case .seconds(let seconds):
        // 0.3 s × 40 kHz is 12,000 ticks, whatever the last bit of the product says.
        entry.due = UInt64(max((seconds * tickHz - 1e-6).rounded(.up), 0))
      case .line: break
      case .position(let axis, let mm, let travel):
        entry.crossing = AxisCrossing(machine.map, axis: axis, mm: mm, travel: travel)
      }
      entry.spikes = Self.spikes(fault.kind, index, machine)
      entries.append(entry)
    }
    struck.reserveCapacity(entries.count)
    plan()
  }

  private static func spikes(_ kind: FaultKind, _ index: Int, _ machine: SimSettings) -> InputSpikes? {
    guard case .noise(let input, let spikesPerS, let spikeUs) = kind else { return nil }
    return InputSpikes(
      input, spikesPerS: spikesPerS, spikeUs: spikeUs, tickHz: machine.tickHz,
      seed: splitMix64(machine.seed &* 0x9E37_79B9 &+ UInt64(index)))
  }

  /// One more, which somebody begins now: on the next tick that is run.
  mutating func add(_ kind: FaultKind, at tick: UInt64, _ machine: SimSettings) {
    var entry = Entry(fault: SimFault(kind, .tick(tick)))
    entry.due = tick
    entry.spikes = Self.spikes(kind, entries.count, machine)
    entries.append(entry)
    plan()
  }

  /// The noise on an input ends, on the next tick that is run.
  mutating func endNoise(on input: InputWord, at tick: UInt64) {
    for index in entries.indices where entries[index].spikes?.input == input {
      switch entries[index].state {
      case .waiting: if entries[index].due <= tick { entries[index].state = .over }
      case .active: entries[index].due = tick
      case .over: break
      }
    }
    plan()
  }

  private mutating func plan() {
    nextTick = .max
    awaitsLine = false
    awaitsPosition = false
    for index in entries.indices {
      let state = entries[index].state
      if state == .over { continue }
      nextTick = min(nextTick, entries[index].due, entries[index].spikeDue)
      guard state == .waiting, entries[index].due == .max else { continue }
      if entries[index].crossing != nil { awaitsPosition = true } else { awaitsLine = true }
    }
  }

  /// A slice of this line begins at `tick`.
  mutating func reach(line: UInt32, at tick: UInt64) {
    for index in entries.indices where entries[index].state == .waiting {
      if case .line(let awaited) = entries[index].fault.moment, line >= awaited { entries[index].due = tick }
    }
    plan()
  }

  /// A slice begins at `tick`, with the joints there: finds the ticks on which it passes what is waited for.
  mutating func look(along slice: Slice, from subSteps: SIMD4<Int64>, at tick: UInt64) {
    var isFound = false
    for index in entries.indices where entries[index].state == .waiting && entries[index].due == .max {
      guard let ticks = entries[index].crossing?.ticks(in: slice, from: subSteps) else { continue }
      entries[index].due = tick &+ ticks
      isFound = true
    }
    if isFound { plan() }
  }

  /// The next thing to be done before `tick` is run; nil where nothing is left.
  mutating func next(at tick: UInt64, line: UInt32) -> FaultAct? {
    if nextTick > tick { return nil }
    defer { plan() }
    for index in entries.indices where entries[index].state != .over {
      if entries[index].due <= tick { return act(index, at: tick, line: line) }
      if entries[index].spikeDue <= tick { return spike(index, at: tick) }
    }
    return nil
  }

  private mutating func act(_ index: Int, at tick: UInt64, line: UInt32) -> FaultAct {
    let fault = entries[index].fault
    if entries[index].state == .waiting {
      entries[index].state = .active
      entries[index].due = .max
      if let seconds = fault.durationS {
        entries[index].due = tick &+ UInt64(max((seconds * tickHz - 1e-6).rounded(.up), 1))
      }
      entries[index].spikeDue = entries[index].spikes.map { _ in tick } ?? .max
      entries[index].strike = struck.count
      struck.append(StruckFault(index: index, fault: fault, tick: tick, line: line))
      return .begin(fault.kind)
    }
    entries[index].state = .over
    struck[entries[index].strike].mendedTick = tick
    if let input = entries[index].spikes?.input { return .disturb(input, isOn: false) }
    return .mend(fault.kind)
  }

  /// The first spike comes a pause after the beginning.
  private mutating func spike(_ index: Int, at tick: UInt64) -> FaultAct? {
    guard var spikes = entries[index].spikes else { return nil }
    let isFirst = struck[entries[index].strike].tick == tick && !spikes.isOn
    if !isFirst { spikes.turn() }
    entries[index].spikeDue = tick &+ spikes.pause()
    entries[index].spikes = spikes
    return .disturb(spikes.input, isOn: spikes.isOn)
  }

  /// Kinds that are active at the place of one that has just been mended: they hold on.
  func active(like kind: FaultKind) -> [FaultKind] {
    entries.filter { $0.state == .active && $0.fault.kind.actsLike(kind) }.map(\.fault.kind)
  }
}

extension FaultKind {
  /// Both act on the same thing.
  fileprivate func actsLike(_ other: FaultKind) -> Bool {
    switch (self, other) {
    case (.stuckSwitch(let a, _), .stuckSwitch(let b, _)), (.bouncingSwitch(let a, _), .bouncingSwitch(let b, _)),
      (.brokenWire(let a), .brokenWire(let b)):
      a == b
    case (.deadProbe, .stuckSwitch(.probe, _)), (.stuckSwitch(.probe, _), .deadProbe): true
    case (.mixedPhases(let a), .mixedPhases(let b)), (.reversedMotor(let a), .reversedMotor(let b)): a == b
    case (.jam(let a, _), .jam(let b, _)), (.wall(let a, _), .wall(let b, _)): a == b
    case (.weakSupply, .weakSupply), (.emergencyStop, .emergencyStop), (.door, .door), (.deadProbe, .deadProbe): true
    default: false
    }
  }
}
