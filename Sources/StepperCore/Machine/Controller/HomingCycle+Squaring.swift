// A gantry with two motors and a switch for each: which side has answered comes in, one side's motions go out, until both
// stand at the same coordinate.

/// What is known of the two sides of a gantry.
struct Squaring: Equatable, Sendable {
  /// Both sides answered before either could be stopped: then each is looked for alone, first 0 and then 1.
  var alone: Int?
  /// What has to be added to the joint's coordinate for that of each side, mm.
  var offsetsMm = SIMD2<Double>.zero
  /// The side that stands still, and where the joint was when it stopped.
  var waiting = 0
  var sinceMm = 0.0
}

/// ```
///   end                       travel
///    │ A ◄──── both ─────────        A answers: it waits on its switch …
///    │ A   B ◄── B alone ────        … and B goes on to its own, at most as far as the gantry may rack
///    │ A ◄ B                         the one that is behind goes on by what is left, towards the end
///    │ ──── both ───► A B            placed, and off the switches
/// ```
/// Sides only ever go towards the end alone: play, which the joint makes up for with both motors, is never taken up by one.
extension HomingCycle {
  /// Off the switches, at rest: slowly towards them.
  mutating func touch(_ axis: Int, at position: Point) -> HomingMove {
    phase = .touch(axis)
    let own = control[homing: axis]
    return locate(axis, squaring.alone.map { own.side($0).input } ?? own.inputs, at: position)
  }

  mutating func touched(_ axis: Int, _ inputs: InputWord, at position: Point, latched: Point?) -> HomingMove {
    guard let latched else { return .failed(.homingNotFound) }
    let own = control[homing: axis]
    if let side = squaring.alone {
      squaring.offsetsMm[side] = own.side(side).atMm - latched[axis]
      if side == 1 { return level(axis, at: position) }
      squaring.alone = 1
      return leaveAgain(axis, at: position)
    }
    let first = inputs.contains(own.input), second = inputs.contains(own.side(1).input)
    if first && second {
      // So near to each other that one pass cannot tell where each of them was.
      squaring.alone = 0
      return leaveAgain(axis, at: position)
    }
    if !first && !second {
      // Noise closes a latch as a switch does.
      searches += 1
      return searches > 20 ? .failed(.homingNotFound) : touch(axis, at: position)
    }
    let side = first ? 0 : 1
    squaring.offsetsMm[side] = own.side(side).atMm - latched[axis]
    wait(side, axis, at: position)
    phase = .follow(axis)
    return search(
      to: moved(position, axis, by: own.sense * HomingAxis.rackingLimitMm), mmPerS: own.locateMmPerS,
      own.side(1 - side).input, untilActive: true)
  }

  mutating func followed(_ axis: Int, at position: Point, latched: Point?) -> HomingMove {
    let own = control[homing: axis]
    guard let latched else {
      // No farther; and back, so that the gantry is not left askew.
      phase = .retreat
      var back = position
      back[axis] = squaring.sinceMm
      return .move(to: back, mmPerS: own.locateMmPerS)
    }
    let side = 1 - squaring.waiting
    squaring.offsetsMm[side] = own.side(side).atMm - latched[axis]
    goOn(axis, at: position)
    return level(axis, at: position)
  }

  /// The side that is behind goes on until it is where the other one stands.
  private mutating func level(_ axis: Int, at position: Point) -> HomingMove {
    let own = control[homing: axis]
    let aheadMm = own.sense * (squaring.offsetsMm[0] - squaring.offsetsMm[1])
    if abs(aheadMm) > HomingAxis.rackingLimitMm { return .failed(.homingNotFound) }
    wait(aheadMm > 0 ? 0 : 1, axis, at: position)
    // Less than any step.
    if abs(aheadMm) < 0.0001 { return levelled(axis, at: position) }
    phase = .level(axis)
    return .move(to: moved(position, axis, by: own.sense * abs(aheadMm)), mmPerS: own.locateMmPerS)
  }

  mutating func levelled(_ axis: Int, at position: Point) -> HomingMove {
    goOn(axis, at: position)
    muted = .none
    phase = .placed(axis)
    return .place(moved(position, axis, by: (squaring.offsetsMm[0] + squaring.offsetsMm[1]) / 2))
  }

  /// One side stands still from here on, …
  private mutating func wait(_ side: Int, _ axis: Int, at position: Point) {
    squaring.waiting = side
    squaring.sinceMm = position[axis]
    muted = control[homing: axis].side(side).motors
  }

  /// … and has done so until here, while the joint went on.
  private mutating func goOn(_ axis: Int, at position: Point) {
    squaring.offsetsMm[squaring.waiting] -= position[axis] - squaring.sinceMm
  }

  private mutating func leaveAgain(_ axis: Int, at position: Point) -> HomingMove {
    phase = .release(axis)
    return goOff(axis, at: position)
  }
}
