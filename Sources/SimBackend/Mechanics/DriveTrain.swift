// A motor and what hangs on it: impulses of the rotor in, the carriage's place out.

/// How a rotor and its carriage hold together.
enum Coupling: UInt8 {
  /// As one: the carriage's mass is part of the rotor's inertia.
  case rigid
  /// Through play: friction holds the carriage wherever the screw does not push it.
  case play
  /// Through a spring, with play if there is any: two masses.
  case spring
  /// Over a belt of a CoreXY that stretches: ``StretchedBelts`` moves rotor and head.
  case belt
}

/// One motor with its carriage, or its share of it. Units as in ``Rotor``.
///
/// With play, the rotor is alone inside it, and has carriage, friction and load to move as soon as it touches a flank; the
/// touch is inelastic. The carriage never runs ahead of the flank that pushes it: friction is taken to be the stronger.
struct DriveTrain {
  var rotor: Rotor
  var coupling = Coupling.rigid
  /// Half of the play, full steps.
  var halfPlay = 0.0
  /// Rotor ahead of carriage, full steps: within ±``halfPlay`` with play, the spring's stretch and play with a spring.
  var gap = 0.0
  /// Play: how much faster the same impulse makes the rotor alone. Spring: rotor's inertia over the carriage's.
  var ratio = 1.0
  /// Dry friction of the motor's own bearings.
  var ownFriction = 0.0
  /// Load on the carriage (weight, cutting), as an impulse of the rotor.
  var load = 0.0
  // Of the spring, as impulses of the rotor a full step of stretch, and a full step a step.
  var stiffness = 0.0
  var springDamping = 0.0
  var carriageSpeed = 0.0
  /// Everything is still, and stays so until something new comes in.
  var isSettled = false

  init(rotor: Rotor) { self.rotor = rotor }

  /// Where the carriage is, full steps from where it began.
  var carriageFullSteps: Double { coupling == .rigid ? rotor.fullSteps : rotor.fullSteps - gap }

  @inline(__always)
  mutating func step() {
    if coupling == .rigid {
      rotor.step()
    } else {
      stepApart()
    }
  }

  @inline(never)
  mutating func stepApart() {
    if coupling == .play { stepWithPlay() } else { stepWithSpring() }
  }

  private mutating func stepWithPlay() {
    let impulse = rotor.impulse
    let alone = rotor.speed * rotor.constants.damping + (impulse - rotor.push) * ratio
    let free = alone - limited(alone, to: ownFriction)
    if (free > 0 && gap >= halfPlay) || (free < 0 && gap <= -halfPlay) || free == 0 && abs(gap) >= halfPlay {
      rotor.move(at: rotor.speed(after: impulse))
      return
    }
    gap += free
    if abs(gap) > halfPlay {
      gap = gap > 0 ? halfPlay : -halfPlay
      rotor.move(at: free / ratio)
    } else {
      rotor.move(at: free)
    }
  }

  private mutating func stepWithSpring() {
    let stretch = gap > halfPlay ? gap - halfPlay : gap < -halfPlay ? gap + halfPlay : 0
    let damping = stretch == 0 ? 0 : springDamping * (rotor.speed - carriageSpeed)
    let pull = stretch * stiffness + damping
    let alone = rotor.speed * rotor.constants.damping + rotor.impulse - rotor.push - pull
    let speed = alone - limited(alone, to: ownFriction)
    let free = carriageSpeed + (pull + rotor.push) * ratio
    let drag = rotor.friction * ratio
    carriageSpeed = free - limited(free, to: drag)
    gap += speed - carriageSpeed
    rotor.move(at: speed)
  }

  /// Steps, and says whether that changed nothing: then no further step would.
  mutating func stepIsIdle() -> Bool {
    let before = stillness
    step()
    return before == stillness && rotor.speed == 0
  }
}
