// What ticks and planner cost, counted where they run.

import StepperCore

/// The costs of an image that is built to be measured (`-D BUDGET`), in counts of ``Hardware/cycles``. They are kept in
/// `figures`, for who looks from outside. In all other images this is nothing.
struct Budget {
  #if BUDGET
    static var isMeasured: Bool { true }
  #else
    static var isMeasured: Bool { false }
  #endif
  private let figures = told_figures()!
  /// Of all ticks so far; wraps around, as the counter does.
  private(set) var tickSum: UInt32 = 0

  /// A tick on which so many joints move.
  @inline(__always)
  mutating func addTick(_ counts: UInt32, joints: Int) {
    tickSum &+= counts
    withUnsafeMutablePointer(to: &figures.pointee.tick) {
      $0.withMemoryRebound(to: cost.self, capacity: 5) { $0[joints].add(counts) }
    }
  }

  func addLine(_ counts: UInt32) { figures.pointee.line.add(counts) }
  func addSlice(_ counts: UInt32) { figures.pointee.slice.add(counts) }
}

extension Budget {
  /// No kinematics has a fourth joint yet, and the ticks have: four that step together, and turn round.
  ///
  /// Before the machine's own ticks begin.
  @inline(never)
  mutating func measureFour<Machine: Hardware & ~Copyable>(_ settings: MachineSettings, on _: Machine.Type) {
    let plans = InlineArray<4, PulsePlan> {
      var joint = settings.joint0
      joint.motors = 1 << UInt8($0)
      return PulsePlan(joint, tickHz: settings.tickHz)
    }
    var engine = TickEngine(plans, pwm: PWMTrain(hz: settings.spindle.pwmHz, tickHz: settings.tickHz))
    var port = Machine()
    var safety = SafetyInputs(limits: .none, spikeTicks: 40)
    // A step in every third tick, all four on the same one; then back.
    let aThird: Int64 = (1 << SubSteps.fractionBits) / 3
    for turn in 0..<2 {
      let velocity = turn == 0 ? aThird : -aThird
      engine.begin(Slice(velocity: SIMD4(repeating: velocity), ticks: 300), port: &port)
      for _ in 0..<300 {
        let begun = Machine.cycles
        engine.runTick(port: &port)
        _ = safety.judge(engine.inputs)
        addTick(Machine.cycles &- begun, joints: 4)
      }
    }
    engine.cut(port: &port)
  }
}

extension cost {
  @inline(__always)
  mutating func add(_ counts: UInt32) {
    if counts > worst { worst = counts }
    count &+= 1
    sum &+= UInt64(counts)
  }
}
