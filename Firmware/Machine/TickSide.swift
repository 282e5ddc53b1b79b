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
  /// What is known of a slice.
  private struct Kind {
    var moves = false
    /// So many joints move; only where that is measured.
    var joints: UInt8 = 0
  }
  private var kind = Kind()
  /// The slice that comes next, and changes nothing but speeds: looked at on a tick that had nothing else to do.
  private var next: UnsafePointer<Slice>?
  private var nextKind = Kind()
  /// The pace was not thought of since the last slice was taken.
  private var isPaceDue = false
  /// Ticks since the reset that no slice covers.
  private var idleTicks: UInt64 = 0
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
    if trip != nil { throwAway() }
    if left == 0 { next == nil ? takeSlice() : takeNext() }
    if left > 0 {
      let isBusy = engine.runTick(port: &port)
      left &-= 1
      if !isBusy && next == nil { prepare() }
    } else {
      engine.runIdle(port: &port)
      idleTicks &+= 1
    }
    if let seen = safety.judge(engine.inputs), trip == nil {
      trip = seen
      engine.cut(port: &port)
      throwAway()
    }
    if Budget.isMeasured { budget.addTick(Machine.cycles &- begun, joints: Int(kind.joints)) }
  }

  /// What ``prepare()`` has left to do: a tick that begins a slice and steps every joint is the longest of all.
  @inline(__always)
  private mutating func takeNext() {
    let slice = next.unsafelyUnwrapped
    engine.takeSpeeds(slice.pointee)
    left = slice.pointee.ticks
    ring.removeFirst()
    kind = nextKind
    next = nil
    isPaceDue = true
  }

  /// On a tick without a step: what the next slice needs to be known of, and how the pace should be.
  private mutating func prepare() {
    if isPaceDue { setPace() }
    guard let slice = ring.first, engine.changesOnlySpeeds(slice.pointee) else { return }
    next = slice
    nextKind = Self.kind(of: slice.pointee)
  }

  private mutating func takeSlice() {
    guard isMoving || isReady, let slice = ring.first else {
      if isMoving && restsAfter != ring.popped { underruns &+= 1 }
      kind = Kind()
      setPace()
      return
    }
    left = slice.pointee.ticks
    kind = Self.kind(of: slice.pointee)
    engine.beginTicks(slice.pointee, port: &port)
    ring.removeFirst()
    setPace()
  }

  /// Whether to leave rest: not before enough slices wait, so that a motion does not begin with its planner behind.
  private var isReady: Bool { ring.count > reserve || restsAfter == ring.pushed }

  /// The fewer slices wait, the longer ticks become: the machine slows down on its path instead of stopping dead where
  /// the slices end. It speeds up again gently.
  private mutating func setPace() {
    isPaceDue = false
    let isBehind = ring.count < reserve && restsAfter != ring.pushed
    let wanted = !isMoving ? Self.fullShare : isBehind ? max(share &- 32, 32) : min(share &+ 8, Self.fullShare)
    if wanted == share { return }
    if share == Self.fullShare { slowdowns &+= 1 }
    share = wanted
    Machine.stretchTicks(wanted)
  }

  private mutating func throwAway() {
    while ring.pop() != nil {}
    next = nil
    left = 0
    kind = Kind()
    setPace()
  }

  @inline(__always)
  private static func kind(of slice: Slice) -> Kind {
    let moved = slice.velocity | slice.acceleration
    var joints: UInt8 = 0
    if Budget.isMeasured {
      joints = (moved[0] == 0 ? 0 : 1) + (moved[1] == 0 ? 0 : 1) + (moved[2] == 0 ? 0 : 1) + (moved[3] == 0 ? 0 : 1)
    }
    return Kind(moves: moved != .zero, joints: joints)
  }

  // MARK: orders of the main loop, with interrupts masked

  /// The slice that is being executed moves something.
  var isMoving: Bool { kind.moves }

  /// Ticks since the reset, those at rest too.
  var uptime: UInt64 { engine.tick &+ idleTicks }

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
