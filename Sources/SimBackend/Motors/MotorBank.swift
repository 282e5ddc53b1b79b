// All motors of a machine: pulses, supply and forces in, carriages' places and slips out.

import StepperCore

/// The drive trains of a machine, integrated when somebody asks for an instant.
///
/// Times are ticks. Everything that comes in at a tick counts from that tick on: the physics is brought there first. The
/// memory is taken once; nothing on the way of a tick allocates.
struct MotorBank: ~Copyable {
  let settings: SimSettings
  let clock: PhysicsClock
  let count: Int
  /// Of each motor; from the settings, which are copied where one of them is asked for.
  let joints: SIMD8<Int>
  let tickHz: Double
  var trains: InlineArray<8, DriveTrain>
  private var pairs: InlineArray<4, TrainPair> = InlineArray(repeating: TrainPair())
  private var pairCount = 0
  /// Of a CoreXY.
  var carriage = BeltCarriage()
  /// Of a CoreXY whose belts stretch: in place of the carriage.
  var belts = StretchedBelts()
  private var arePairsActive = false
  /// Trains in no pair that are not settled, the first `activeCount` of them.
  private var active: InlineArray<8, Int> = InlineArray(repeating: 0)
  private var activeCount = 0
  /// All active trains are rigid, and there are no pairs awake: the common case, which has tight loops.
  private var areAllPlain = true
  private(set) var now: UInt64 = 0
  private(set) var hasSlipped = false
  var power = PowerState()
  var watch: InlineArray<8, MotorWatch>
  /// Beside the watches, which are large: places are asked for in every slice.
  private(set) var mmPerFullStep: InlineArray<8, Double> = InlineArray(repeating: 0)
  var toolForceN = Point.zero
  /// Way of each motor's carriage along its joint since the start, mm, when it was last noted. Whoever asks a train from
  /// outside copies all of them.
  private(set) var travelsMm = SIMD8<Double>(repeating: 0)
  /// The largest distance between the two motors of a joint so far, mm.
  private(set) var peakRackingMm: InlineArray<3, Double> = InlineArray(repeating: 0)

  /// Everything at rest and switched off, carriages at the settings' start. Empty where the settings have no physics.
  init(_ settings: SimSettings) {
    self.settings = settings
    clock = PhysicsClock(
      tickHz: settings.tickHz, fastestRadPerS: settings.fastestResonanceRadPerS, refinement: settings.stepRefinement)
    let count = settings.hasPhysics ? min(settings.motors.count, PortWord.motorLimit) : 0
    self.count = count
    var joints = SIMD8<Int>(repeating: 0)
    for motor in 0..<count { joints[motor] = settings.motors[motor].joint }
    self.joints = joints
    tickHz = Double(settings.tickHz)
    let stepS = clock.stepS
    trains = InlineArray { DriveTrain(settings, motor: $0, stepS: stepS) }
    watch = InlineArray(repeating: MotorWatch())
    for motor in 0..<count {
      // Machines mostly have the same motor several times; its curve takes milliseconds.
      let one = settings.motors[motor]
      let twin = (0..<motor).first {
        settings.motors[$0].motor == one.motor && settings.motors[$0].driver == one.driver
      }
      watch[motor] = MotorWatch(settings, motor: motor, curve: twin.map { watch[$0].curve })
    }
    for motor in 0..<count { mmPerFullStep[motor] = watch[motor].mmPerFullStep }
    for motor in 0..<count { power.supplyV[motor] = settings.motors[motor].driver?.supplyV ?? 0 }
    if count > 0 { couple() }
    for motor in 0..<count { repower(motor) }
  }

  /// Finds the pairs: belts of a CoreXY, and the first two motors of each joint that has several.
  private mutating func couple() {
    var used: UInt8 = 0
    func pair(_ first: Int?, _ second: Int?) -> (Int, Int)? {
      guard let first, let second, first < count, second < count else { return nil }
      return (first, second)
    }
    let motors = settings.motors
    if settings.map.kinematics == .coreXY,
      let (a, b) = pair(motors.firstIndex { $0.joint == 0 }, motors.firstIndex { $0.joint == 1 })
    {
      let loadA = ShaftLoad(settings, motors[a].motor ?? .none, joint: 0, sharers: settings.sharers(of: 0))
      let loadB = ShaftLoad(settings, motors[b].motor ?? .none, joint: 1, sharers: settings.sharers(of: 1))
      let shift = (settings.mechanics[0].movingMassKg - settings.mechanics[1].movingMassKg) / 4
      pairs[0] = TrainPair(
        belts: a, b, inertiaA: loadA.inertiaKgM2, inertiaB: loadB.inertiaKgM2,
        coupling: shift * loadA.metresPerRadian * loadB.metresPerRadian)
      carriage = BeltCarriage(
        settings, loads: (loadA, loadB),
        impulsesPerNm: (trains[a].rotor.constants.impulsePerNm, trains[b].rotor.constants.impulsePerNm),
        stepS: clock.stepS, gains: pairs[0].gains)
      belts = StretchedBelts(
        settings, motors: (a, b), loads: (loadA, loadB),
        impulsesPerNm: (trains[a].rotor.constants.impulsePerNm, trains[b].rotor.constants.impulsePerNm),
        stepS: clock.stepS)
      pairCount = 1
      used = 1 << UInt8(a) | 1 << UInt8(b)
    }
    for joint in 0..<3 {
      let free = motors.indices.filter { motors[$0].joint == joint && used & (1 << UInt8($0)) == 0 }
      guard free.count > 1, pairCount < 4, let (a, b) = pair(free[0], free[1]) else { continue }
      let motor = motors[a].motor ?? .none
      let r = settings.mechanics[joint].metresPerRadian
      let spring = settings.mechanics[joint].frameStiffnessNPerMm * 1000 * r * r
      pairs[pairCount] = TrainPair(
        gantry: a, b, impulseA: trains[a].rotor.constants.impulsePerNm,
        impulseB: trains[b].rotor.constants.impulsePerNm,
        torqueNmPerFullStep: spring * 2 * 3.141592653589793 / Double(motor.stepsPerRev))
      pairCount += 1
    }
  }

  // MARK: time

  /// Brings the physics to the start of a tick.
  @inline(__always)
  mutating func advance(to tick: UInt64) {
    if tick &- now < clock.ticksPerStep || tick < now { return }
    if power.nextWake < tick { wakeDrivers(before: tick) }
    pass(to: tick)
  }

  @inline(never)
  private mutating func wakeDrivers(before tick: UInt64) {
    while power.nextWake < tick {
      let wake = power.nextWake
      pass(to: wake)
      while let motor = power.wake(at: wake) { repower(motor) }
    }
  }

  @inline(__always)
  private mutating func pass(to tick: UInt64) {
    if tick <= now { return }
    let whole = (tick &- now) / clock.ticksPerStep
    now &+= whole &* clock.ticksPerStep
    if activeCount == 0 && !arePairsActive { return }
    integrate(steps: Int(whole) &* clock.stepsPerTick)
    noteSlips()
  }

  @inline(never)
  private mutating func integrate(steps: Int) {
    if !areAllPlain { return integrateCoupled(steps: steps) }
    // Motors side by side: each alone would wait for its own last result.
    let a = active[0], b = active[1], c = active[2]
    switch activeCount {
    case 1: for _ in 0..<steps { trains[a].rotor.step() }
    case 2:
      for _ in 0..<steps {
        trains[a].rotor.step()
        trains[b].rotor.step()
      }
    case 3:
      for _ in 0..<steps {
        trains[a].rotor.step()
        trains[b].rotor.step()
        trains[c].rotor.step()
      }
    default:
      for _ in 0..<steps {
        for index in 0..<activeCount { trains[active[index]].rotor.step() }
      }
    }
  }

  private mutating func integrateCoupled(steps: Int) {
    if belts.isThere && !pairs[0].isSettled { return integrateStretched(steps: steps) }
    if pairCount == 1 && !pairs[0].isSettled {
      // Taken out of the list once, and not for every step.
      let pair = pairs[0]
      for _ in 0..<steps {
        for index in 0..<activeCount { trains[active[index]].step() }
        pair.step(&trains, carriage)
      }
      return
    }
    for _ in 0..<steps {
      for index in 0..<activeCount { trains[active[index]].step() }
      for index in 0..<pairCount where !pairs[index].isSettled { pairs[index].step(&trains, carriage) }
    }
  }

  private mutating func integrateStretched(steps: Int) {
    for _ in 0..<steps {
      for index in 0..<activeCount { trains[active[index]].step() }
      for index in 1..<pairCount where !pairs[index].isSettled { pairs[index].step(&trains, carriage) }
      belts.step(&trains)
    }
    belts.note(in: &trains)
  }

  /// Brings the physics to a tick, and lets motors be that are still and will stay so until something comes in.
  ///
  /// Called at the end of slices; what it finds is exact, so a motor that rests makes no difference to any other.
  mutating func settle(at tick: UInt64) {
    advance(to: tick)
    noteTravels()
    measureRacking()
    if activeCount == 0 && !arePairsActive { return }
    var changed = false
    for motor in 0..<count where !trains[motor].isSettled && !isPaired(motor) && trains[motor].rotor.speed == 0 {
      // A copy takes the step: the train itself is at this instant.
      var next = trains[motor]
      if next.stepIsIdle() {
        trains[motor].isSettled = true
        changed = true
      }
    }
    for index in 0..<pairCount where !pairs[index].isSettled {
      let pair = pairs[index]
      if trains[pair.a].rotor.speed != 0 || trains[pair.b].rotor.speed != 0 { continue }
      let before = (trains[pair.a], trains[pair.b])
      var next = belts
      let isIdle = pair.isBelts && next.isThere ? next.stepIsIdle(&trains) : pair.stepIsIdle(&trains, carriage)
      (trains[pair.a], trains[pair.b]) = before
      if isIdle {
        pairs[index].isSettled = true
        changed = true
      }
    }
    if changed { listActive() }
  }

  /// Something new for a motor: it is integrated again.
  @inline(__always)
  mutating func rouse(_ motor: Int) {
    if trains[motor].isSettled || pairCount != 0 { rouseSlowly(motor) }
  }

  @inline(never)
  mutating func rouseSlowly(_ motor: Int) {
    trains[motor].isSettled = false
    for index in 0..<pairCount where pairs[index].a == motor || pairs[index].b == motor {
      pairs[index].isSettled = false
    }
    listActive()
  }

  private mutating func listActive() {
    activeCount = 0
    areAllPlain = true
    arePairsActive = false
    for motor in 0..<count where !trains[motor].isSettled && !isPaired(motor) {
      active[activeCount] = motor
      activeCount += 1
      if trains[motor].coupling != .rigid { areAllPlain = false }
    }
    for index in 0..<pairCount where !pairs[index].isSettled {
      arePairsActive = true
      areAllPlain = false
    }
  }

  /// Notes where the carriages are now.
  mutating func noteTravels() {
    for motor in 0..<count { travelsMm[motor] = trains[motor].carriageFullSteps * mmPerFullStep[motor] }
  }

  private mutating func measureRacking() {
    for index in 0..<pairCount where !pairs[index].isBelts {
      let a = pairs[index].a, b = pairs[index].b
      let joint = settings.motors[a].joint
      peakRackingMm[joint] = max(peakRackingMm[joint], abs(travelsMm[a] - travelsMm[b]))
    }
  }

  private func isPaired(_ motor: Int) -> Bool {
    for index in 0..<pairCount where pairs[index].a == motor || pairs[index].b == motor { return true }
    return false
  }

  // MARK: what is watched

  @inline(__always)
  private mutating func noteSlips() {
    for motor in 0..<count where trains[motor].rotor.hasSlipped { noteSlip(motor) }
  }

  @inline(never)
  private mutating func noteSlip(_ motor: Int) {
    trains[motor].rotor.hasSlipped = false
    hasSlipped = true
    let rotor = trains[motor].rotor
    watch[motor].note(
      slips: rotor.slips, tick: now, positionMm: carriageMm(motor),
      speedMmPerS: rotor.speed / clock.stepS * watch[motor].mmPerFullStep)
  }
}
