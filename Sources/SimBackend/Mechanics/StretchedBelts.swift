// What the two rotors of a CoreXY would do comes in; the head on belts that stretch, and their pull back, go out.

import StepperCore

/// The head of a CoreXY on belts that stretch, with the play of its axes: the two rotors and the head move apart.
///
/// x_m = (a + b)/2 and y_m = (a − b)/2 are where the belts' lengths would put the head:
///
/// ```
///   x_m − x ─► beyond the play ─► F_x = k_x · stretch + d_x · speed of the stretch      (the same along y)
///   tension of belt a = (F_x + F_y)/2, of belt b = (F_x − F_y)/2                        virtual work
/// ```
/// Two belts of k N/mm each make k_x = k_y = 2k. Speeds are millimetres a time step for the head, and full steps a time
/// step for the rotors, as in ``Rotor``.
struct StretchedBelts {
  /// One direction of the head.
  struct Head {
    /// From where it began.
    var placeMm = 0.0
    var speedMm = 0.0
    var halfPlayMm = 0.0
    var nPerMm = 0.0
    /// Newtons for a millimetre a step.
    var dampingN = 0.0
    /// Speed that a newton makes in a step.
    var mmPerN = 0.0
    /// What viscous friction leaves of a speed.
    var damping = 1.0
    /// Cutting, and weight where there is one.
    var pushN = 0.0
    var guideway = Guideway()

    /// What the belts pull with, N.
    /// - Parameters:
    ///   - motors: where the rotors would have the head, mm; speed: and how fast it would go.
    @inline(__always)
    func pullN(motors: Double, speed: Double) -> Double {
      let stretch = stretchMm(motors: motors)
      return stretch == 0 ? 0 : stretch * nPerMm + (speed - speedMm) * dampingN
    }

    @inline(__always)
    func stretchMm(motors: Double) -> Double {
      let gap = motors - placeMm
      return gap - limited(gap, to: halfPlayMm)
    }

    @inline(__always)
    mutating func go(pullN: Double) {
      let free = speedMm * damping + (pullN + pushN) * mmPerN
      let held = free - guideway.takes(from: free, at: placeMm)
      // What is held rests; rounding must not keep it awake.
      speedMm = abs(held) < 1e-13 ? 0 : held
      placeMm += speedMm
    }
  }

  private(set) var x = Head()
  private(set) var y = Head()
  /// Motors of the two belts.
  private var a = 0
  private var b = 0
  /// Millimetres of belt for a full step.
  private var mmA = 0.0
  private var mmB = 0.0
  /// Speed of a rotor, full steps a step, for a newton of tension.
  private var perNewtonA = 0.0
  private var perNewtonB = 0.0
  private var weightsN = Point.zero
  private var massesKg = SIMD2(0.0, 0.0)
  private(set) var isThere = false

  /// No belts, or belts that do not stretch.
  init() {}

  /// - Parameters:
  ///   - motors: of the two belts; loads: what hangs on them; impulsesPerNm: what a torque makes of each rotor alone.
  init(
    _ settings: SimSettings, motors: (a: Int, b: Int), loads: (a: ShaftLoad, b: ShaftLoad),
    impulsesPerNm: (a: Double, b: Double), stepS: Double
  ) {
    guard settings.beltsStretch else { return }
    isThere = true
    (a, b) = motors
    mmA = loads.a.mmPerFullStep
    mmB = loads.b.mmPerFullStep
    perNewtonA = loads.a.metresPerRadian * impulsesPerNm.a
    perNewtonB = loads.b.metresPerRadian * impulsesPerNm.b
    weightsN = Point(settings.mechanics[0].weightN, settings.mechanics[1].weightN, 0)
    massesKg = SIMD2(settings.mechanics[0].movingMassKg, settings.mechanics[1].movingMassKg)
    x = head(settings, axis: 0, stepS: stepS)
    y = head(settings, axis: 1, stepS: stepS)
    push(.zero)
  }

  private func head(_ settings: SimSettings, axis: Int, stepS h: Double) -> Head {
    let mechanics = settings.mechanics[axis]
    let mass = mechanics.movingMassKg
    let nPerM = (settings.beltStiffnessNPerMm(axis: axis) ?? 0) * 1000
    // Half of the viscous force acts at the old speed and half at the new one, as with rotors.
    let drag = mechanics.viscousNSPerMm * 1000 * h / (2 * mass)
    var head = Head()
    head.nPerMm = nPerM / 1000
    head.halfPlayMm = mechanics.effectiveBacklashMm / 2
    // Three per cent of critical, as of all springs here: 0.03 · 2√(k·m) N for each m/s.
    head.dampingN = 0.03 * 2 * (nPerM * mass).squareRoot() / (1000 * h)
    head.mmPerN = 1000 * h * h / mass / (1 + drag)
    head.damping = (1 - drag) / (1 + drag)
    head.guideway = Guideway(settings, axis: axis, mmPerN: head.mmPerN)
    return head
  }

  /// Another force on the tool, N.
  mutating func push(_ force: Point) {
    x.pushN = force.x - weightsN.x
    y.pushN = force.y - weightsN.y
  }

  /// Another friction of X or of Y, N.
  mutating func setFriction(axis: Int, newtons: Double) {
    if axis == 0 { x.guideway.setFriction(newtons: newtons) } else { y.guideway.setFriction(newtons: newtons) }
  }

  /// Other hard ends of X or of Y, mm from where the head began.
  mutating func setEnds(axis: Int, _ ends: ClosedRange<Double>) {
    if axis == 0 { x.guideway.ends = ends } else { y.guideway.ends = ends }
  }

  /// Where the rotors would have the head, mm from where it began.
  @inline(__always)
  private func motorsMm(_ trains: borrowing InlineArray<8, DriveTrain>) -> (x: Double, y: Double) {
    let placeA = trains[a].rotor.fullSteps * mmA, placeB = trains[b].rotor.fullSteps * mmB
    return ((placeA + placeB) / 2, (placeA - placeB) / 2)
  }

  @inline(__always)
  mutating func step(_ trains: inout InlineArray<8, DriveTrain>) {
    let placeA = trains[a].rotor.fullSteps * mmA, placeB = trains[b].rotor.fullSteps * mmB
    let speedA = trains[a].rotor.speed * mmA, speedB = trains[b].rotor.speed * mmB
    let pullX = x.pullN(motors: (placeA + placeB) / 2, speed: (speedA + speedB) / 2)
    let pullY = y.pullN(motors: (placeA - placeB) / 2, speed: (speedA - speedB) / 2)
    let impulseA = trains[a].rotor.impulse - (pullX + pullY) / 2 * perNewtonA
    let impulseB = trains[b].rotor.impulse - (pullX - pullY) / 2 * perNewtonB
    trains[a].rotor.move(at: trains[a].rotor.speed(after: impulseA))
    trains[b].rotor.move(at: trains[b].rotor.speed(after: impulseB))
    x.go(pullN: pullX)
    y.go(pullN: pullY)
  }

  /// Steps, and says whether that changed nothing: then no further step would.
  mutating func stepIsIdle(_ trains: inout InlineArray<8, DriveTrain>) -> Bool {
    let before = (trains[a].stillness, trains[b].stillness, x.placeMm, y.placeMm)
    step(&trains)
    return before.0 == trains[a].stillness && before.1 == trains[b].stillness && before.2 == x.placeMm
      && before.3 == y.placeMm && trains[a].rotor.speed == 0 && trains[b].rotor.speed == 0 && x.speedMm == 0
      && y.speedMm == 0
  }

  /// Notes in the trains how far their belts' ends at the head are behind them.
  func note(in trains: inout InlineArray<8, DriveTrain>) {
    trains[a].gap = trains[a].rotor.fullSteps - (x.placeMm + y.placeMm) / mmA
    trains[b].gap = trains[b].rotor.fullSteps - (x.placeMm - y.placeMm) / mmB
    trains[a].carriageSpeed = x.speedMm
    trains[b].carriageSpeed = y.speedMm
  }

  /// What the moving head and the stretched belts hold, J. Speeds are half a step old, which half of what the coming
  /// step would add makes good.
  func energyJ(_ trains: borrowing InlineArray<8, DriveTrain>, stepS: Double) -> Double {
    let motors = motorsMm(trains)
    func energy(_ head: Head, _ kg: Double, _ motors: Double) -> Double {
      let stretch = head.stretchMm(motors: motors)
      let speed = (head.speedMm + 0.5 * (stretch * head.nPerMm + head.pushN) * head.mmPerN) / 1000 / stepS
      return 0.5 * kg * speed * speed + 0.5 * head.nPerMm / 1000 * stretch * stretch
    }
    return energy(x, massesKg.x, motors.x) + energy(y, massesKg.y, motors.y)
  }

  /// What its belt takes from a rotor in the coming step, full steps a step; damping left out.
  func impulse(_ trains: borrowing InlineArray<8, DriveTrain>, ofMotor motor: Int) -> Double {
    guard isThere, motor == a || motor == b else { return 0 }
    let motors = motorsMm(trains)
    let pullX = x.stretchMm(motors: motors.x) * x.nPerMm, pullY = y.stretchMm(motors: motors.y) * y.nPerMm
    return motor == a ? (pullX + pullY) / 2 * perNewtonA : (pullX - pullY) / 2 * perNewtonB
  }
}

extension SimSettings {
  /// A CoreXY whose belts are springs. Of belts with several motors each they are rigid.
  var beltsStretch: Bool {
    map.kinematics == .coreXY && sharers(of: 0) == 1 && sharers(of: 1) == 1 && beltStiffnessNPerMm(axis: 0) != nil
  }

  /// At the head, along X or Y. The same belts hold both: where one axis names it, it is that of the other too.
  func beltStiffnessNPerMm(axis: Int) -> Double? {
    guard mechanics.count == 3 else { return nil }
    return mechanics[axis].stiffnessNPerMm ?? mechanics[1 - axis].stiffnessNPerMm
  }
}
