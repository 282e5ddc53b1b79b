// Edges of a controller's lines in, with the kernel's times; what the controller's inputs should show out. Knows no lines.

import GPIOBackend
import SimBackend
import StepperCore

/// The simulated machine as wires see it.
///
/// Edges may come in any order, as kernels tell them line by line: they are kept until ``advance(to:)`` says that nothing
/// earlier will come, and are then applied in the order of their times.
public struct PlantMachine: ~Copyable {
  /// How the machine is made.
  public struct Settings: Sendable {
    /// Motors with physics, where the board has mechanics.
    public var hasPhysics = true
    public var model = MotorModel.typical
    public var seed: UInt64 = 1
    /// Of step lines only the beginning of each pulse is told.
    public var countsPulses = false

    public init() {}
  }

  public let board: Board
  let clock: PlantClock
  var port: SimPort
  var record: PlantRecord
  let countsPulses: Bool
  /// Of each of the board's outputs, as far as edges were applied.
  private var isActive: [Bool]
  private var word = PortWord.none
  /// Enables of motors that no line switches.
  private let alwaysOn: PortWord
  private(set) var rest: MotorRest
  private var isPowerCut = false
  /// In the order of their times.
  private var pending: [GPIOEdge] = []
  private var nowNs: UInt64

  /// - Parameters:
  ///   - levels: which of the board's outputs are active at the beginning, bit i for the i-th.
  ///   - startNs: when that was.
  public init(_ board: Board, levels: UInt64, startNs: UInt64, settings: Settings = Settings()) {
    self.board = board
    clock = PlantClock(originNs: startNs)
    nowNs = startNs
    countsPulses = settings.countsPulses
    var simulation = board.simulation(settings.hasPhysics ? settings.model : nil, seed: settings.seed)
    simulation.tickHz = PlantClock.tickHz
    port = SimPort(simulation)
    port.log.switchOn(capacity: 1 << 12)
    isActive = board.outputs.indices.map { levels >> UInt64($0) & 1 == 1 }
    record = PlantRecord(board)
    rest = MotorRest(enableDelaysNs: board.motors.map(\.driver.timing.enableDelayNs))
    let switched = board.outputs.reduce(PortWord.none) { $0 | $1.bits }
    alwaysOn = board.motors.reduce(PortWord.none) { $0 | .enable($1.index) } & ~switched
    word = activeBits
    // A step line that is active already is in the middle of a pulse that nobody saw begin.
    let changing = word & ~.steps
    if !changing.isEmpty { port.write(word, changing: changing, at: PortInstant(tick: 0, ns: 0)) }
    switchCurrents(at: 0)
  }

  /// What the controller is to read.
  public var inputs: InputWord { port.inputs }

  /// Since the lines were taken.
  public var seconds: Double { clock.seconds(ofNs: nowNs) }

  /// Contacts that were pressed so far, the first hundred, without the first few of them.
  public func hits(after count: Int = 0) -> [PlantResult.SwitchHit] {
    record.hits.dropFirst(count).map { .init(name: $0.name, atS: clock.seconds($0.at), positionMm: $0.positionMm) }
  }

  /// There are edges whose time has not come.
  public var hasPending: Bool { !pending.isEmpty }
  public var pendingCount: Int { pending.count }

  /// Keeps an edge until its time comes. Those before the beginning are in its levels.
  public mutating func take(_ edge: GPIOEdge) {
    guard board.outputs.indices.contains(edge.line), edge.ns >= clock.originNs else { return }
    record.edges += 1
    var place = pending.count
    while place > 0 && pending[place - 1].ns > edge.ns { place -= 1 }
    pending.insert(edge, at: place)
  }

  /// Applies every edge up to this moment, and brings the machine there.
  public mutating func advance(to ns: UInt64) {
    var taken = 0
    while taken < pending.count && pending[taken].ns <= ns {
      let edge = pending[taken]
      taken += 1
      if edge.ns < nowNs { record.lateEdges += 1 }
      pace(to: edge.ns)
      apply(edge)
    }
    pending.removeFirst(taken)
    pace(to: ns)
  }

  /// Holds what the lines show against what their edges said: a line that has another level has lost one.
  ///
  /// For moments in which nothing is pending, and nothing came while the levels were read.
  ///
  /// - Parameter levels: as at the beginning.
  public mutating func compare(levels: UInt64, atNs ns: UInt64) {
    pace(to: ns)
    for wire in isActive.indices where isActive[wire] != (levels >> UInt64(wire) & 1 == 1) {
      let isStep = !(board.outputs[wire].bits & .steps).isEmpty
      // Where only beginnings are told, nobody has said that the pulse is over.
      if isStep && countsPulses { continue }
      record.missedEdges += 1
      change(wire, to: !isActive[wire], at: instant)
    }
    look(at: instant)
  }

  /// Somebody presses one of the board's contacts, or lets it go.
  public mutating func press(_ wire: InputWire, _ isPressed: Bool) {
    if wire.bit == .emergencyStop {
      if isPressed {
        port.pressEmergencyStop(at: instant.tick)
      } else {
        port.releaseEmergencyStop(at: instant.tick)
      }
      isPowerCut = isPressed && board.emergencyCut.contains(.motors)
      switchCurrents(at: instant.tick)
    } else {
      port.setInput(wire.bit, active: isPressed, at: instant)
    }
    look(at: instant)
  }

  /// Everything from now on goes into a waveform; only before the first edge.
  public mutating func writeTrace(to path: String) throws(OutputError) {
    record.trace = try VCDTrace(path: path, board: board, inputs: port.inputs)
  }

  public mutating func closeTrace() throws(OutputError) {
    try record.trace?.close(atNs: nowNs - clock.originNs)
  }

  var instant: PortInstant { clock.instant(ofNs: nowNs) }

  /// Lets time pass, in pieces in which no carriage gets past a switch unseen.
  private mutating func pace(to ns: UInt64) {
    while ns > nowNs {
      nowNs = min(ns, nowNs + Self.paceNs)
      let instant = instant
      port.catchUp(to: instant.tick)
      if instant.tick >= rest.nextTick { settle(stepping: .none) }
      look(at: instant)
    }
  }

  private static let paceNs: UInt64 = 1_000_000

  /// At the present moment: what comes too late for its own counts now.
  private mutating func apply(_ edge: GPIOEdge) {
    let steps = board.outputs[edge.line].bits & .steps
    if !steps.isEmpty && rest.nextTick != .max { settle(stepping: steps) }
    if countsPulses && !steps.isEmpty {
      if edge.isActive { port.pulse(steps, at: instant) }
    } else if isActive[edge.line] == edge.isActive {
      // One in between was lost. Of a step line both were ends of pulses, so a pulse was there either way.
      record.missedEdges += 1
      if !steps.isEmpty { port.pulse(steps, at: instant) }
    } else {
      change(edge.line, to: edge.isActive, at: instant)
    }
    look(at: instant)
  }

  private mutating func change(_ wire: Int, to active: Bool, at instant: PortInstant) {
    isActive[wire] = active
    let next = activeBits
    let changing = next ^ word
    word = next
    // Another line may hold the same bits.
    if !changing.isEmpty { port.write(next, changing: changing, at: instant) }
    if !(changing & .enables).isEmpty { switchCurrents(at: instant.tick) }
  }

  private mutating func switchCurrents(at tick: UInt64) {
    for motor in board.motors.indices {
      let isOn = word.contains(.enable(motor)) && !isPowerCut
      rest.switchCurrent(motor, isOn, at: tick, report: isOn ? nil : port.report(ofMotor: motor))
    }
  }

  private mutating func settle(stepping: PortWord) {
    for motor in rest.due(at: instant.tick, stepping: stepping) {
      rest.settle(motor, at: instant.tick, report: port.report(ofMotor: motor))
    }
  }

  private var activeBits: PortWord {
    var bits = alwaysOn
    for (wire, active) in isActive.enumerated() where active { bits = bits | board.outputs[wire].bits }
    return bits
  }

  /// Notes what has become of the machine.
  private mutating func look(at instant: PortInstant) {
    record.note(violations: port.timingViolations, last: port.lastViolation)
    for edge in port.log.edges where edge.isInput {
      record.note(InputWord(rawValue: edge.changing & edge.levels), at: edge.instant, position: port.position)
    }
    record.trace?.add(port.log.edges)
    port.log.empty()
    record.note(position: port.position, at: instant)
  }
}
