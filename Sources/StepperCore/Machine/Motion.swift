// The pump: commands go in at one end, slices come out at the other, through path, profile, smoothing and stepping.

/// What the pump has next.
public enum MotionOutput: Sendable {
  case slice(Slice)
  /// The window wants more commands before it goes on; ``Motion/flush()`` says that there are none.
  case needsInput
  /// The queue asks for a person, or has ended; everything before it has been executed. Ask again to go on.
  case stopped(QueueStop, line: UInt32)
  /// The next slices are a probing motion: arm the probe input, and call ``Motion/probeTouched()`` when it answers.
  case probeBegins(ProbeRule, line: UInt32)
  /// That motion has come to rest.
  case probeEnded(line: UInt32)
  /// A hold has brought it to rest; ``Motion/resume()`` or ``Motion/cancel()`` ends that.
  case held
  /// At rest with an empty queue.
  case idle
}

/// Something a person should know about a motion that is made all the same.
public enum MotionNotice: Equatable, Sendable {
  /// The feed asks for more steps than ticks and drivers allow: mm/s wanted, and what it becomes.
  case feedSlowed(line: UInt32, wantedMmPerS: Double, allowedMmPerS: Double)
  /// M3 or M4 on a machine without a spindle.
  case noSpindle(line: UInt32)
}

/// Memory that a ``Motion`` works in; owned by the caller, who keeps it as long as the motion.
public struct MotionStorage {
  /// The look-ahead window; at least 32.
  public var queue: UnsafeMutableBufferPointer<PlannedSegment>
  /// One place for each slice of the smoothing window; at least 1.
  public var history: UnsafeMutableBufferPointer<SIMD4<Int64>>
  /// At least ``MachineSettings/shapingSlices``; none where no axis is shaped.
  public var shaping: UnsafeMutableBufferPointer<Point>
  /// At least ``MachineSettings/beamChanges``; none where there is no laser.
  public var beam: UnsafeMutableBufferPointer<BeamChange>

  public init(
    queue: UnsafeMutableBufferPointer<PlannedSegment>, history: UnsafeMutableBufferPointer<SIMD4<Int64>>,
    shaping: UnsafeMutableBufferPointer<Point> = UnsafeMutableBufferPointer(start: nil, count: 0),
    beam: UnsafeMutableBufferPointer<BeamChange> = UnsafeMutableBufferPointer(start: nil, count: 0)
  ) {
    self.queue = queue
    self.history = history
    self.shaping = shaping
    self.beam = beam
  }
}

/// Everything between a command and a slice.
///
/// Planner thread. Pull: ask ``next()`` until it says `needsInput`, then ``add(_:line:)`` until the queue is full.
public struct Motion: ~Copyable {
  private let pin = Pin()
  let settings: MachineSettings
  let map: JointMap
  let limits: SegmentLimits
  let travel: Travel
  let pwm: PWMTrain
  let sliceS: Double

  var queue: LookAhead
  var cursor: PathCursor
  var shaper: InputShaper
  var smoothing: MovingMean
  var builder: SliceBuilder
  var backlash: InlineArray<3, Backlash>
  let hasBacklash: Bool
  var lastPoint: Point
  var beam: BeamTrack

  // What the program has set, at the queue's input end.
  var programmed: Point
  var path: PathBuilder
  var pathMode = PathMode.blend(toleranceMm: nil)
  var spindle: SpindleOutputs
  /// A laser's S has changed, and no motion has taken it along yet.
  var isPowerWaiting = false

  // What the machine does, at the output end.
  enum Phase { case resting, moving, draining, dwelling }
  var phase = Phase.resting
  var isFlushed = false
  enum Filling { case full, wantsMore, goesOn }
  /// The window waits until it is full, does not, or does not for the next slice.
  var filling = Filling.wantsMore
  var isEnabled = false
  var isProbing = false
  /// The probe has answered; what is left of its motion is not driven.
  var isTouched = false
  var target = SpeedTarget()
  /// The tool is beside the path; nil while it is on it.
  var aside: PathAside?
  /// Share of the programmed power of spindle or laser, 0.1…2; at most full power.
  public var spindleShare = 1.0
  /// What is queued is dropped once the machine stands.
  var isCancelled = false
  var outputs = PortWord.none
  var beamMode = BeamMode.none
  var pwmHighNs: UInt32 = 0
  var dwellTicks: UInt64 = 0
  var ticksMade: UInt64 = 0
  var line: UInt32 = 0
  var isCutting = false
  /// The next slice leaves rest.
  var leavesRest = false
  var waiting: Slice?
  var notice: MotionNotice?
  /// Millimetres of the segments driven to their ends, or left.
  var finishedMm = 0.0

  /// A machine that stands at `position` (machine coordinates, mm), with its motors off.
  public init(_ settings: MachineSettings, storage: MotionStorage, at position: Point) {
    self.settings = settings
    map = JointMap(settings)
    limits = SegmentLimits(settings)
    travel = Travel(settings)
    pwm = PWMTrain(hz: settings.spindle.pwmHz, tickHz: settings.tickHz)
    sliceS = Double(settings.sliceTicks) / Double(settings.tickHz)
    queue = LookAhead(storage: storage.queue)
    cursor = PathCursor(at: position)
    shaper = InputShaper(settings, past: storage.shaping, at: position)
    smoothing = MovingMean(history: storage.history, at: map.subSteps(at: position))
    builder = SliceBuilder(sliceTicks: settings.sliceTicks, window: storage.history.count)
    let sliceSeconds = sliceS
    let fastest = Point(limits.axisVelocity(0), limits.axisVelocity(1), limits.axisVelocity(2))
    backlash = InlineArray {
      Backlash(settings[axis: $0], velocityMmPerS: fastest[$0], sliceSeconds: sliceSeconds)
    }
    hasBacklash = settings.x.backlashMm > 0 || settings.y.backlashMm > 0 || settings.z.backlashMm > 0
    lastPoint = position
    beam = BeamTrack(settings, changes: storage.beam)
    programmed = position
    path = PathBuilder(settings, window: storage.history.count)
    spindle = SpindleOutputs(settings.spindle)
  }

  /// Where the path has come to, in machine coordinates: where the machine rests once it does.
  public var position: Point { cursor.position }

  /// Millimetres of path driven since the start.
  public var pathLengthMm: Double { finishedMm + (aside?.cursor ?? cursor).drivenMm }

  /// mm/s along the path.
  public var speedMmPerS: Double { cursor.speed }

  /// The line of the job that is being executed.
  public var executingLine: UInt32 { line }

  /// Slices by which the motion that goes out is behind ``position`` and ``executingLine``: half the smoothing window, and
  /// the shapers' delay.
  public var lagSlices: Int { smoothing.window / 2 + shaper.delaySlices }

  /// Whether ``add(_:line:)`` may be called.
  public var hasRoom: Bool { !queue.isFull }

  /// What the last command should be remarked on, once.
  public mutating func takeNotice() -> MotionNotice? {
    defer { notice = nil }
    return notice
  }

  /// Nothing more comes for now: everything queued is executed, to a stop.
  public mutating func flush() {
    endRun()
    isFlushed = true
  }

  /// More may be on its way and is not here: goes on for a slice with what there is, without ending the path there.
  ///
  /// - Parameter isSilent: nothing has come for so long that what was to belong to this path would be here.
  /// - Returns: false where it stands, and there is too little to begin with: later, or when all is silent.
  public mutating func goOn(isSilent: Bool) -> Bool {
    if isSilent && (phase != .moving || queue.count <= Self.leastToGoOn) {
      flush()
      return true
    }
    guard phase == .moving || queue.count >= Self.leastToBegin else { return false }
    filling = .goesOn
    return true
  }

  private static var leastToBegin: Int { 16 }
  private static var leastToGoOn: Int { 8 }

  /// Where the joints stand, in sub-steps: what the tick engine has to be placed at before the first slice.
  public var startSubSteps: SIMD4<Int64> { map.subSteps(at: cursor.position) }

  /// A place on the path with the play of the axes taken up; one call a slice.
  mutating func compensated(_ point: Point) -> Point {
    guard hasBacklash else { return point }
    var screw = point
    for axis in 0..<3 {
      backlash[axis].advance(movedMm: point[axis] - lastPoint[axis])
      screw[axis] += backlash[axis].offsetMm
    }
    lastPoint = point
    return screw
  }
}
