// The interrupt's side of the machine: slices in, ticks on the lines out.

import StepperCore

/// What the timer interrupt works with. The main loop looks at it, and gives orders, with interrupts masked.
///
/// As the real-time thread on Linux does: slices are taken from the ring, inputs cut the steps on the tick that sees them,
/// and a planner that falls behind is given time.
struct TickSide<Machine: Hardware & ~Copyable>: ~Copyable {
  var engine: TickEngine
  var port: Machine
  let ring: SliceRing
  private var safety: SafetyInputs
  /// What has cut the steps; slices are thrown away until the planner has heard of it.
  private(set) var trip: Trip?
  /// All slices up to this count of the ring end at rest.
  private var restsAfter: UInt32 = 0
  private let reserve: Int
  private var left: UInt32 = 0
  /// The slice that is being executed moves something.
  private(set) var isMoving = false
  /// So many joints.
  private var joints = 0
  /// Ticks since the reset, those at rest too.
  private(set) var uptime: UInt64 = 0
  /// Slices that should have been there while it moved, …
  private(set) var underruns: UInt32 = 0
  /// … and how often ticks had to be made longer so that there were not more of them.
  private(set) var slowdowns: UInt32 = 0
  private var share = Self.fullShare
  var budget = Budget()

  init(_ settings: MachineSettings, start: SIMD4<Int64>, limits: InputWord, ring: UnsafeMutableBufferPointer<Slice>) {
    engine = TickEngine(settings, start: start)
    port = Machine()
    self.ring = SliceRing(storage: ring)
    reserve = self.ring.capacity / 2
    // A thousandth of a second, as on Linux.
    safety = SafetyInputs(limits: limits, spikeTicks: max(1, settings.tickHz / 1000))
  }

  /// Ticks at their rate.
  static var fullShare: UInt32 { 256 }

  // MARK: the interrupt

  /// One tick.
  mutating func tick() {
    let begun = Budget.isMeasured ? Machine.cycles : 0
    uptime &+= 1
    if trip != nil { throwAway() }
    if left == 0 { takeSlice() }
    if left > 0 {
      engine.runTick(port: &port)
      left &-= 1
    } else {
      engine.runIdle(port: &port)
    }
    if let seen = safety.judge(engine.inputs), trip == nil {
      trip = seen
      engine.cut(port: &port)
      throwAway()
    }
    if Budget.isMeasured { budget.addTick(Machine.cycles &- begun, joints: joints) }
  }

  private mutating func takeSlice() {
    guard isMoving || isReady, let slice = ring.first else {
      if isMoving && restsAfter != ring.popped { underruns &+= 1 }
      isMoving = false
      joints = 0
      setPace()
      return
    }
    left = slice.pointee.ticks
    let moved = slice.pointee.velocity | slice.pointee.acceleration
    if Budget.isMeasured {
      joints = (moved[0] == 0 ? 0 : 1) + (moved[1] == 0 ? 0 : 1) + (moved[2] == 0 ? 0 : 1) + (moved[3] == 0 ? 0 : 1)
    }
    isMoving = moved != .zero
    engine.beginTicks(slice.pointee, port: &port)
    ring.removeFirst()
    setPace()
  }

  /// Whether to leave rest: not before enough slices wait, so that a motion does not begin with its planner behind.
  private var isReady: Bool { ring.count > reserve || restsAfter == ring.pushed }

  /// The fewer slices wait, the longer ticks become: the machine slows down on its path instead of stopping dead where
  /// the slices end. It speeds up again gently.
  private mutating func setPace() {
    let isBehind = ring.count < reserve && restsAfter != ring.pushed
    let wanted = !isMoving ? Self.fullShare : isBehind ? max(share &- 32, 32) : min(share &+ 8, Self.fullShare)
    if wanted == share { return }
    if share == Self.fullShare { slowdowns &+= 1 }
    share = wanted
    Machine.stretchTicks(wanted)
  }

  private mutating func throwAway() {
    while ring.pop() != nil {}
    left = 0
    isMoving = false
    joints = 0
    setPace()
  }

  // MARK: orders of the main loop, with interrupts masked

  /// Every slice given so far was executed.
  var isIdle: Bool { left == 0 && ring.count == 0 }

  /// What is being executed will end before more of the path can have come: the planner had better not wait for it.
  var isShort: Bool { isMoving && ring.count <= 1 }

  /// All slices given so far end at rest.
  mutating func rests() { restsAfter = ring.pushed }

  mutating func watch(_ inputs: InputWord) { safety.watch(inputs) }

  /// Everything off now; what was not executed is forgotten, and so is what had cut the steps.
  mutating func cut() {
    throwAway()
    if trip == nil { engine.cut(port: &port) }
    trip = nil
    safety.watch(.none)
  }

  mutating func place(_ subSteps: SIMD4<Int64>) {
    for joint in 0..<4 { engine.place(joint, atSubSteps: subSteps[joint]) }
  }

  var reading: MachineReading {
    MachineReading(
      tick: uptime, inputs: engine.inputs,
      steps: SIMD4(engine.steps(0), engine.steps(1), engine.steps(2), engine.steps(3)), latch: engine.latch, trip: trip,
      isMoving: !isIdle && trip == nil)
  }
}
