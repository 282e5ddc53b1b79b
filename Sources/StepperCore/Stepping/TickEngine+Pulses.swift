// The ticks on which something happens: which joints step, when lines rise and fall.

/// One joint's pulses: its plan, and what its driver still has to be spared.
///
/// Not copyable, so that none is copied for a look at one of its ticks.
@usableFromInline struct JointPulses: ~Copyable {
  @usableFromInline let plan: PulsePlan
  /// The first tick on which a step may rise: spacing after the last, and setup after a change of direction.
  @usableFromInline var readyTick: UInt64 = 0
  /// The first tick on which the direction may change: hold after the last step.
  @usableFromInline var turnTick: UInt64 = 0
  /// When the pulse now high ends; `max` where none is, or where it ended in its own tick.
  @usableFromInline var fallTick: UInt64 = .max
  /// What its direction lines say: 0 forwards, −1 backwards; anything else where that has to be looked up.
  @usableFromInline var sense: Int32 = 1
  /// The plan's, in one word of a small processor.
  @usableFromInline let spacingTicks: UInt32
  @usableFromInline let holdTicks: UInt32

  @usableFromInline init(plan: PulsePlan) {
    self.plan = plan
    spacingTicks = UInt32(clamping: plan.spacingTicks)
    holdTicks = UInt32(clamping: plan.holdTicks)
  }
}

extension TickEngine {
  /// The lines that the engine itself moves; all others follow the slices' outputs.
  @usableFromInline static var ownLines: UInt32 {
    PortWord.steps.rawValue | PortWord.directions.rawValue | PortWord.pwm.rawValue
  }

  /// Lets every joint that owes a step have it, or turn, as far as its driver's timing allows on this tick.
  @inlinable @inline(__always)
  mutating func chase(_ joint: Int, rises: inout UInt32, directions: inout UInt32) {
    if !lanes[joint].owesStep { return }
    // 0 forwards, −1 backwards: a sign is two instructions of a small processor, a comparison of 64 bits many more.
    let sense = Int32(truncatingIfNeeded: (lanes[joint].position &- lanes[joint].stands) &>> 63)
    if joints[joint].sense != sense, turn(joint, sense, &directions) { return }
    if tick < joints[joint].readyTick { return }
    rises |= joints[joint].plan.stepLines.rawValue
    lanes[joint].stands &+= Int64(sense &<< 1 | 1) &<< SubSteps.fractionBits
    joints[joint].readyTick = tick &+ UInt64(joints[joint].spacingTicks)
    joints[joint].turnTick = tick &+ UInt64(joints[joint].holdTicks)
  }

  /// The direction lines say something else, or nobody knows: turns them round as soon as that may be.
  ///
  /// - Returns: false where they say it already.
  @inlinable @inline(__always)
  mutating func turn(_ joint: Int, _ sense: Int32, _ directions: inout UInt32) -> Bool {
    let lines = joints[joint].plan.directionLines.rawValue
    let inverted = joints[joint].plan.invertedLines.rawValue
    let wanted = sense == 0 ? lines ^ inverted : inverted
    let isOther = (directions ^ wanted) & lines != 0
    if isOther {
      if tick < joints[joint].turnTick { return true }
      directions = (directions & ~lines) | wanted
      joints[joint].readyTick = max(joints[joint].readyTick, tick &+ joints[joint].plan.setupTicks)
    }
    joints[joint].sense = sense
    return isOther
  }

  /// A tick on which joints owe steps, nothing else is due, and every pulse ends before the next tick.
  @inlinable
  mutating func stepShort<Port: StepPort & ~Copyable>(port: inout Port) throws(Port.Failure) {
    var rises: UInt32 = 0
    var directions = levels.rawValue & PortWord.directions.rawValue
    chase(0, rises: &rises, directions: &directions)
    chase(1, rises: &rises, directions: &directions)
    chase(2, rises: &rises, directions: &directions)
    if hasFourth { chase(3, rises: &rises, directions: &directions) }
    rises &= heard
    try set((levels.rawValue & ~PortWord.directions.rawValue) | directions | rises, ns: 0, port: &port)
    if rises == 0 { return }
    driven.add(tick, levels.rawValue)
    if shortPulseCount == 1 {
      // Drivers alike: what most machines have, and what a microcontroller's 400 instructions a tick have no loop left for.
      try set(levels.rawValue & ~rises, ns: shortPulses[0].ns, port: &port)
      return
    }
    var pulse = 0
    while rises != 0 {
      let ending = rises & shortPulses[pulse].lines.rawValue
      if ending != 0 {
        rises &= ~ending
        try set(levels.rawValue & ~ending, ns: shortPulses[pulse].ns, port: &port)
      }
      pulse &+= 1
    }
  }

  /// Any other tick: pulses that end now, the PWM line, and steps whose pulses outlast the tick.
  @inlinable
  mutating func stepLong<Port: StepPort & ~Copyable>(port: inout Port) throws(Port.Failure) {
    var next = levels.rawValue
    for joint in 0..<4 where joints[joint].fallTick == tick && joints[joint].plan.fallNs == 0 {
      next &= ~joints[joint].plan.stepLines.rawValue
      joints[joint].fallTick = .max
    }
    pwm.startOfTick(tick, levels: &next)

    var rises: UInt32 = 0
    var directions = next & PortWord.directions.rawValue
    for joint in 0..<4 {
      var rise: UInt32 = 0
      chase(joint, rises: &rise, directions: &directions)
      rise &= heard
      if rise != 0 { joints[joint].fallTick = tick &+ joints[joint].plan.fallTicks }
      rises |= rise
    }
    try set((next & ~PortWord.directions.rawValue) | directions | rises, ns: 0, port: &port)
    if rises != 0 { driven.add(tick, levels.rawValue) }

    // What still ends inside this tick, in the order of its nanoseconds.
    while true {
      var ns = UInt32.max
      for joint in 0..<4 where joints[joint].fallTick == tick { ns = min(ns, joints[joint].plan.fallNs) }
      if pwm.fallTick == tick { ns = min(ns, pwm.fallNs) }
      if ns == .max { break }
      next = levels.rawValue
      for joint in 0..<4 where joints[joint].fallTick == tick && joints[joint].plan.fallNs == ns {
        next &= ~joints[joint].plan.stepLines.rawValue
        joints[joint].fallTick = .max
      }
      if pwm.fallTick == tick && pwm.fallNs == ns { pwm.fall(levels: &next) }
      try set(next, ns: ns, port: &port)
    }
    findNextDue()
  }

  @inlinable
  mutating func findNextDue() {
    var due = min(pwm.riseTick, pwm.fallTick)
    for joint in 0..<4 { due = min(due, joints[joint].fallTick) }
    nextDue = due
  }

  /// Writes what differs.
  @inlinable @inline(__always)
  mutating func set<Port: StepPort & ~Copyable>(_ next: UInt32, ns: UInt32, port: inout Port) throws(Port.Failure) {
    let changing = next ^ levels.rawValue
    if changing == 0 { return }
    word = PortWord(rawValue: next)
    try port.write(word, changing: PortWord(rawValue: changing), at: PortInstant(tick: tick, ns: ns))
  }

  /// Puts a slice's enable, spindle, coolant and PWM levels on the lines, at the start of the coming tick.
  // Inlinable as every function here that takes the port: what is not made for one port asks Swift's runtime, at its
  // first call, what the port is; that takes locks, memory, and a fraction of a tick.
  @inlinable
  mutating func switchOutputs<Port: StepPort & ~Copyable>(
    _ outputs: PortWord, pwmHighNs: UInt32, port: inout Port
  ) throws(Port.Failure) {
    var next = (outputs.rawValue & ~TickEngine.ownLines) | (levels.rawValue & TickEngine.ownLines)
    pwm.change(toHighNs: pwmHighNs, at: tick, levels: &next)
    try set(next, ns: 0, port: &port)
    findNextDue()
  }

  /// Everything inactive at once: emergency stop, or the end. Positions stay; owed steps are forgotten.
  @inlinable
  public mutating func cut<Port: StepPort & ~Copyable>(port: inout Port) throws(Port.Failure) {
    pwm.stop()
    for joint in 0..<4 {
      lanes[joint].take(0, 0)
      lanes[joint].position = lanes[joint].stands &+ SubSteps.half
      joints[joint].fallTick = .max
      joints[joint].sense = 1
    }
    nextDue = .max
    try set(0, ns: 0, port: &port)
    now &+= 1
  }
}
