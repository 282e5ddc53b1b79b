// The real-time heart: slices in, port words out. Integers only; nothing here allocates, blocks or divides.

/// Turns slices into steps.
///
/// Every tick adds velocity to position and acceleration to velocity in each joint. A joint whose position has left the
/// cell of the step it stands on owes a step, and gets it in the same tick unless the driver's timing asks it to wait:
/// so steps are conserved whatever happens, and there is at most one a tick.
///
/// Most ticks do nothing but add. ``advance(_:port:)`` runs through those in a tight loop, and leaves it only where a step
/// is owed or a pulse or PWM edge is due; where steps are rare it jumps. Calling it with one tick at a time (a real machine) or with a thousand (the
/// simulator) gives the same writes.
///
/// Tick thread: never blocks.
public struct TickEngine: ~Copyable {
  @usableFromInline let pin = Pin()
  @usableFromInline var lanes: InlineArray<4, Lane> = InlineArray(repeating: Lane())
  @usableFromInline var now: UInt64 = 0
  @usableFromInline var word: PortWord = .none
  @usableFromInline var sensed: InputWord = .none
  @usableFromInline var joints: InlineArray<4, JointPulses>
  @usableFromInline var pwm: PWMTrain
  /// The next tick on which a long pulse ends or the PWM line changes.
  @usableFromInline var nextDue: UInt64 = .max
  /// Pulses that end in the tick in which they rise, by the length they have: lines, and nanoseconds.
  @usableFromInline var shortPulses: InlineArray<4, (lines: PortWord, ns: UInt32)>
  @usableFromInline var shortPulseCount = 0
  /// There is a fourth joint: most machines have three.
  @usableFromInline let hasFourth: Bool
  /// True where every pulse ends in its own tick: the common case, which needs no list of falls.
  @usableFromInline var pulsesAreShort = true
  @usableFromInline var catcher = InputLatch()
  /// How this slice's idle ticks are passed; the ticks come out the same.
  @usableFromInline var idle = IdlePlan()
  /// Step lines that are not silent.
  @usableFromInline var heard: UInt32 = PortWord.steps.rawValue
  /// What was driven so far.
  @usableFromInline var driven = MotionHash()

  /// An engine at rest at step 0 with all outputs inactive. Unused joints are `PulsePlan.none`.
  public init(_ plans: InlineArray<4, PulsePlan>, pwm: PWMTrain) {
    joints = InlineArray { JointPulses(plan: plans[$0]) }
    self.pwm = pwm
    hasFourth = !plans[3].stepLines.isEmpty
    shortPulses = InlineArray(repeating: (.none, 0))
    for joint in 0..<4 where !plans[joint].stepLines.isEmpty {
      if plans[joint].fallTicks > 0 { pulsesAreShort = false }
      addShortPulse(plans[joint].stepLines, plans[joint].fallNs)
    }
  }

  /// The engine of a machine whose joints stand at `start` (sub-steps), with all outputs inactive.
  public init(_ settings: MachineSettings, start: SIMD4<Int64>) {
    let plans = InlineArray<4, PulsePlan> {
      $0 < 3 ? PulsePlan(settings[joint: $0], tickHz: settings.tickHz) : .none
    }
    self.init(plans, pwm: PWMTrain(hz: settings.spindle.pwmHz, tickHz: settings.tickHz))
    for joint in 0..<3 { place(joint, atSubSteps: start[joint]) }
  }

  /// Keeps the classes of equal pulse length in ascending order.
  private mutating func addShortPulse(_ lines: PortWord, _ ns: UInt32) {
    var place = 0
    while place < shortPulseCount && shortPulses[place].ns < ns { place += 1 }
    if place < shortPulseCount && shortPulses[place].ns == ns {
      shortPulses[place].lines = shortPulses[place].lines | lines
      return
    }
    var slot = shortPulseCount
    while slot > place {
      shortPulses[slot] = shortPulses[slot - 1]
      slot -= 1
    }
    shortPulses[place] = (lines, ns)
    shortPulseCount += 1
  }

  /// Ticks since switch-on: the number of the next tick.
  @inlinable public var tick: UInt64 { now }
  /// The levels last written.
  @inlinable public var levels: PortWord { word }
  /// The inputs as last read.
  @inlinable public var inputs: InputWord { sensed }
  @inlinable public var latch: InputLatch { catcher }
  /// The fingerprint of what was driven so far.
  @inlinable public var motionHash: MotionHash { driven }

  /// The step that a joint stands on.
  @inlinable public func steps(_ joint: Int) -> Int64 { lanes[joint].stands &>> SubSteps.fractionBits }

  @usableFromInline var wholeSteps: SIMD4<Int64> { SIMD4(steps(0), steps(1), steps(2), steps(3)) }

  /// Declares where the joints stand, without a step: after homing, or where a machine starts. Only at rest.
  public mutating func place(_ joint: Int, atSubSteps subSteps: Int64) {
    lanes[joint].position = subSteps &+ SubSteps.half
    lanes[joint].stands = SubSteps.wholeSteps(subSteps) << SubSteps.fractionBits
  }

  /// The step lines of these motors stay silent while their joint moves; all others step. Only at rest.
  public mutating func mute(_ motors: PortWord) { heard = ~motors.rawValue & PortWord.steps.rawValue }

  /// Arms the latch: the first tick on which `input` is active (or inactive) keeps its number and the steps.
  public mutating func arm(_ input: InputWord, untilActive: Bool) {
    catcher = InputLatch(input: input, untilActive: untilActive)
    if catcher.matches(sensed) { catcher.close(tick: tick, steps: wholeSteps) }
  }

  public mutating func disarm() { catcher.isArmed = false }

  /// A joint's exact position in sub-steps.
  public func subSteps(_ joint: Int) -> Int64 { lanes[joint].position &- SubSteps.half }

  /// Begins a slice; its ticks are run by ``advance(_:port:)``, or by ``runTick(port:)``.
  @inlinable
  public mutating func begin<Port: StepPort & ~Copyable>(_ slice: Slice, port: inout Port) throws(Port.Failure) {
    try beginTicks(slice, port: &port)
    planIdling(ticks: slice.ticks)
  }

  /// Begins a slice of which each tick is run by ``runTick(port:)``.
  @inlinable @inline(__always)
  public mutating func beginTicks<Port: StepPort & ~Copyable>(
    _ slice: Slice, port: inout Port
  ) throws(Port.Failure) {
    takeSpeeds(slice)
    if slice.beginsMotion { driven.begin(at: tick) }
    if switchesOutputs(slice) { try switchOutputs(slice.outputs, pwmHighNs: slice.pwmHighNs, port: &port) }
  }

  /// Begins a slice that ``changesOnlySpeeds(_:)``: the least that has to be done on its first tick.
  @inlinable @inline(__always)
  public mutating func takeSpeeds(_ slice: Slice) {
    lanes[0].take(slice.velocity[0], slice.acceleration[0])
    lanes[1].take(slice.velocity[1], slice.acceleration[1])
    lanes[2].take(slice.velocity[2], slice.acceleration[2])
    if hasFourth { lanes[3].take(slice.velocity[3], slice.acceleration[3]) }
  }

  /// After what was begun last, this slice has other speeds, and nothing else: no line is switched, no motion begins.
  @inlinable @inline(__always)
  public func changesOnlySpeeds(_ slice: Slice) -> Bool { !slice.beginsMotion && !switchesOutputs(slice) }

  @inlinable @inline(__always)
  func switchesOutputs(_ slice: Slice) -> Bool {
    (levels ^ slice.outputs).rawValue & ~TickEngine.ownLines != 0 || pwm.highNs != slice.pwmHighNs
  }

  /// A whole slice.
  @inlinable
  public mutating func run<Port: StepPort & ~Copyable>(_ slice: Slice, port: inout Port) throws(Port.Failure) {
    try begin(slice, port: &port)
    try advance(slice.ticks, port: &port)
  }

  /// Runs `count` ticks of the slice last begun.
  @inlinable
  public mutating func advance<Port: StepPort & ~Copyable>(_ count: UInt32, port: inout Port) throws(Port.Failure) {
    let end = tick &+ UInt64(count)
    while tick < end {
      let owes = passIdleTicks(until: min(end, nextDue))
      if tick == end { break }
      if !owes {  // a tick on which an edge is due: it has not been added yet
        for joint in 0..<4 { lanes[joint].tick() }
      }
      if pulsesAreShort && nextDue != tick {
        try stepShort(port: &port)
      } else {
        try stepLong(port: &port)
      }
      sensed = try port.readInputs()
      if catcher.isArmed && catcher.matches(sensed) { catcher.close(tick: tick, steps: wholeSteps) }
      now &+= 1
    }
  }
}
