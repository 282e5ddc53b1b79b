// A port with a machine behind it: edges in, switch levels out.

import StepperCore

/// A violation of a driver's timing, with its place.
public struct TimingViolation: Equatable, Sendable {
  public var fault: TimingFault
  public var motor: Int
  public var at: PortInstant
}

/// The simulated machine: drivers that count and judge every edge, carriages that follow, switches that close.
///
/// Carriages stand where the counted pulses put them, or where motors with physics have taken them: see ``SimSettings``.
public struct SimPort: StepPort, ~Copyable {
  public typealias Failure = Never

  public let settings: SimSettings
  public private(set) var hash = TraceHash()
  public private(set) var edges: UInt64 = 0
  public private(set) var timingViolations: UInt64 = 0
  public private(set) var firstViolation: TimingViolation?
  public private(set) var lastViolation: TimingViolation?
  /// What the controller reads.
  public internal(set) var inputs: InputWord = .none
  public var log = EdgeLog()
  /// Inputs that cut the steps: see ``SimMachine/watch(limits:spikeS:)``.
  var watched: UInt32 = 0
  /// Since when one of them has been active without a break; `max` where none is.
  var activeSince: UInt64 = .max

  var drivers: InlineArray<8, SimDriver>
  var switches: SwitchBank
  var wiring: InputWiring
  var emergencyStop: EmergencyStop
  /// How fast the spindle turns.
  public var spindle: SpindleDrive
  /// Motors with physics; none where the settings have none.
  var bank: MotorBank
  /// Where the carriages were at the end of the last slice, machine mm; kept with physics only, for who asks every slice.
  public internal(set) var carriage = Point.zero
  /// Any motor has fallen out of step by the end of the last slice. Kept here, because asking the bank copies it.
  public internal(set) var hasSlipped = false
  /// What the last slice asked of each motor, and what came of it; kept here for the same reason. Nothing without physics.
  public internal(set) var slices = MotorSlices()
  let places: CarriageMap
  /// The position of each driver that its motor has been told of.
  var followed: InlineArray<8, Int64> = InlineArray(repeating: 0)
  /// No switch can change before this tick.
  var quietUntil: UInt64 = 0
  let hasPhysics: Bool
  let clock: TickTime

  public init(_ settings: SimSettings) {
    self.settings = settings
    clock = TickTime(hz: settings.tickHz)
    let idle = DriverTiming(
      stepHighNs: 0, stepLowNs: 0, directionSetupNs: 0, directionHoldNs: 0, enableDelayNs: 0)
    drivers = InlineArray { SimDriver($0 < settings.motors.count ? settings.motors[$0].timing : idle) }
    switches = SwitchBank(settings)
    bank = MotorBank(settings)
    places = CarriageMap(settings)
    hasPhysics = settings.hasPhysics
    wiring = InputWiring(settings.circuits, shared: settings.sharedLines)
    emergencyStop = EmergencyStop(cuts: settings.emergencyCut)
    spindle = SpindleDrive(settings.spindle, tickHz: settings.tickHz)
    inputs = wiring.read(pressed: switches.pressed)
  }

  @inline(__always)
  public mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) {
    hash.add(instant, levels)
    edges &+= 1
    let ns = clock.ns(instant)
    let word = levels.rawValue
    let change = changing.rawValue
    if change & Self.slowLines != 0 { switchSlowLines(word, change, ns, instant) }
    if instant.tick >= switches.nextBounce { bounce(until: instant.tick) }
    var steps = change & PortWord.steps.rawValue
    var carriagesMoved = false
    while steps != 0 {
      let motor = steps.trailingZeroBitCount
      let line = steps & (0 &- steps)
      steps ^= line
      if word & line != 0 {
        if let fault = drivers[motor].rise(at: ns) { note(fault, motor, instant) }
        carriagesMoved = true
        if hasPhysics { follow(motor, at: instant.tick) }
      } else if let fault = drivers[motor].fall(at: ns) {
        note(fault, motor, instant)
        carriagesMoved = true
        if hasPhysics { follow(motor, at: instant.tick) }
      }
    }
    if carriagesMoved && (hasPhysics ? instant.tick >= quietUntil : switches.mayChange()) { readSwitches(ns, instant) }
    log.add(Edge(ns: UInt64(ns), instant: instant, levels: word, changing: change, isInput: false))
  }

  @inline(__always)
  public mutating func readInputs() -> InputWord { inputs }

  /// Where the carriage stands, machine mm.
  public var position: Point { places.place(travelsMm: travelsMm) }

  /// How far each motor's carriage, or its side of a gantry, has gone along its joint since the start, mm.
  public var travelsMm: SIMD8<Double> {
    if hasPhysics { return bank.travelsMm }
    var travels = SIMD8<Double>(repeating: 0)
    for motor in settings.motors.indices {
      travels[motor] = Double(steps(ofMotor: motor)) / settings.map.stepsPerMm[settings.motors[motor].joint]
    }
    return travels
  }

  /// Net pulses that a motor's driver has seen, positive in the joint's positive direction.
  public func steps(ofMotor motor: Int) -> Int64 {
    settings.motors[motor].isInverted ? -drivers[motor].position : drivers[motor].position
  }

  /// All pulses that a motor's driver has seen.
  public func pulses(ofMotor motor: Int) -> UInt64 { drivers[motor].pulses }

  /// Pulses that a motor's driver could not see.
  public func missedPulses(ofMotor motor: Int) -> UInt64 { drivers[motor].missedPulses }

  /// All lines but steps and PWM: those that change rarely.
  private static let slowLines =
    PortWord.directions.rawValue | PortWord.enables.rawValue | PortWord.spindle.rawValue
    | PortWord.spindleReverse.rawValue

  private mutating func switchSlowLines(_ word: UInt32, _ change: UInt32, _ ns: Int64, _ instant: PortInstant) {
    turnAndEnable(word, change, ns, instant)
    if change & (PortWord.spindle.rawValue | PortWord.spindleReverse.rawValue) != 0 {
      spindle.setLines(
        isOn: word & PortWord.spindle.rawValue != 0, isReversed: word & PortWord.spindleReverse.rawValue != 0,
        at: instant.tick)
    }
  }

  private mutating func turnAndEnable(_ word: UInt32, _ change: UInt32, _ ns: Int64, _ instant: PortInstant) {
    for motor in 0..<8 {
      if change & PortWord.direction(motor).rawValue != 0 {
        let positive = word & PortWord.direction(motor).rawValue != 0
        if let fault = drivers[motor].turn(toPositive: positive, at: ns) { note(fault, motor, instant) }
      }
      if change & PortWord.enable(motor).rawValue != 0 {
        let isOn = word & PortWord.enable(motor).rawValue != 0
        drivers[motor].enable(isOn, at: ns)
        if hasPhysics { bank.enable(motor, isOn, at: instant.tick) }
      }
    }
  }

  mutating func note(_ fault: TimingFault, _ motor: Int, _ instant: PortInstant) {
    timingViolations &+= 1
    lastViolation = TimingViolation(fault: fault, motor: motor, at: instant)
    if firstViolation == nil { firstViolation = lastViolation }
  }
}
