// Two motors that feel each other: the sides of a gantry, or the belts of a CoreXY.

/// How two drive trains act on one another.
struct TrainPair {
  var a = 0
  var b = 0
  /// Gantry: impulse of a (and of b) for each full step by which they disagree. Zero for belts.
  var springA = 0.0
  var springB = 0.0
  /// Belts: what each one's impulse makes of both speeds; the inverse of their common mass matrix, scaled by what each
  /// would move alone. Unused by a gantry.
  var own = 1.0
  var crossAB = 0.0
  var crossBA = 0.0
  var isBelts = false
  var isSettled = false

  /// The sides of a gantry, held square by a spring.
  init(gantry a: Int, _ b: Int, impulseA: Double, impulseB: Double, torqueNmPerFullStep: Double) {
    self.a = a
    self.b = b
    springA = torqueNmPerFullStep * impulseA
    springB = torqueNmPerFullStep * impulseB
  }

  /// The belts of a CoreXY: inertias of each alone, and the one that couples them, kg·m².
  init(belts a: Int, _ b: Int, inertiaA: Double, inertiaB: Double, coupling: Double) {
    self.a = a
    self.b = b
    isBelts = true
    let determinant = inertiaA * inertiaB - coupling * coupling
    own = inertiaA * inertiaB / determinant
    crossAB = -coupling * inertiaB / determinant
    crossBA = -coupling * inertiaA / determinant
  }

  /// What each motor gains from impulses that each of them would have alone.
  func gains(_ impulseA: Double, _ impulseB: Double) -> (a: Double, b: Double) {
    (own * impulseA + crossAB * impulseB, own * impulseB + crossBA * impulseA)
  }

  init() {}

  /// - Parameter carriage: what the belts move; of no meaning for a gantry. It is not kept here: pairs are looked up at
  ///   every pulse, and should be small.
  @inline(__always)
  func step(_ trains: inout InlineArray<8, DriveTrain>, _ carriage: BeltCarriage) {
    if isBelts {
      let p = trains[a].rotor.impulse - carriage.dragA * trains[b].rotor.speed
      let q = trains[b].rotor.impulse - carriage.dragB * trains[a].rotor.speed
      let gain = gains(p, q)
      let free = (trains[a].rotor.speed(after: gain.a), trains[b].rotor.speed(after: gain.b))
      let held = carriage.held(free, from: (trains[a].rotor.fullSteps, trains[b].rotor.fullSteps))
      trains[a].rotor.move(at: held.a)
      trains[b].rotor.move(at: held.b)
    } else {
      let apart = trains[a].rotor.fullSteps - trains[b].rotor.fullSteps
      trains[a].rotor.push = trains[a].load - springA * apart
      trains[b].rotor.push = trains[b].load + springB * apart
      trains[a].step()
      trains[b].step()
    }
  }

  /// Steps, and says whether that changed nothing.
  func stepIsIdle(_ trains: inout InlineArray<8, DriveTrain>, _ carriage: BeltCarriage) -> Bool {
    let before = (trains[a].stillness, trains[b].stillness)
    step(&trains, carriage)
    return before.0 == trains[a].stillness && before.1 == trains[b].stillness && trains[a].rotor.speed == 0
      && trains[b].rotor.speed == 0
  }
}

extension DriveTrain {
  /// All that a step could change.
  struct Stillness: Equatable {
    var part: Double
    var speed: Double
    var current: SIMD2<Double>
    var gap: Double
    var carriageSpeed: Double
    var place: Int
  }

  var stillness: Stillness {
    Stillness(
      part: rotor.part, speed: rotor.speed, current: rotor.current, gap: gap,
      carriageSpeed: carriageSpeed, place: rotor.place)
  }
}
