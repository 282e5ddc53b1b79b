// Switches that are looked for: where the machine stands comes in, the next motion goes out.

/// What homing does next.
enum HomingMove: Equatable, Sendable {
  /// Until one of the inputs is active (or is not), and at most to this point.
  case search(to: Point, mmPerS: Double, inputs: InputWord, untilActive: Bool)
  case move(to: Point, mmPerS: Double)
  /// The machine stands here, in coordinates that are right from now on.
  case place(Point)
  case failed(AlarmCode)
  case done
}

/// One homing, turn by turn: all axes of a turn look for their switches at once; then each goes back, touches its switch
/// again slowly, and is off it in the end. A gantry's two sides are made square on the way (see `HomingCycle+Squaring.swift`).
struct HomingCycle: Equatable, Sendable {
  enum Phase: Equatable {
    case begin, leave(Int), seek
    // Of one axis after the other.
    case release(Int), backOff(Int), locate(Int), placed(Int), clear(Int)
    // Of a gantry.
    case touch(Int), follow(Int), level(Int), retreat
  }

  let control: ControllerSettings
  private let reachMm: Point
  /// Bit 0 is X.
  let axes: UInt8
  private var turn: UInt8 = 0
  var phase = Phase.begin
  /// Axes of this turn whose switch was not found yet.
  private var missing: UInt8 = 0
  var searches = 0
  /// What the latch waits for.
  private(set) var awaited = InputWord.none
  /// Step lines that stay silent: a side of a gantry that waits for the other.
  var muted = PortWord.none
  var squaring = Squaring()

  init(_ control: ControllerSettings, _ settings: MachineSettings, axes wanted: UInt8) {
    self.control = control
    axes = wanted & control.homedAxes
    // Wherever it starts: the whole travel, and half of it for a travel that is longer than it should be.
    reachMm = Point(
      (settings.x.maxMm - settings.x.minMm) * 1.5, (settings.y.maxMm - settings.y.minMm) * 1.5,
      (settings.z.maxMm - settings.z.minMm) * 1.5)
  }

  var hasAxes: Bool { axes != 0 }

  /// Limits that are looked for, or stood on.
  var ignored: InputWord {
    var inputs = InputWord.none
    for axis in 0..<3 where isInTurn(axis) {
      inputs = inputs | control[homing: axis].inputs | control[homing: axis].shared
    }
    return inputs
  }

  private func isInTurn(_ axis: Int) -> Bool {
    axes & (1 << UInt8(axis)) != 0 && control[homing: axis].turn == turn
  }

  /// At rest: what to do now.
  ///
  /// - Parameters:
  ///   - position: where the machine stands, in the coordinates that it has.
  ///   - latched: where it stood when the switch answered; nil where it did not.
  mutating func next(_ inputs: InputWord, at position: Point, latched: Point?) -> HomingMove {
    switch phase {
    case .begin: return beginTurn(after: turn, inputs, at: position)
    case .leave(let axis):
      if isPressed(axis, inputs) { return .failed(.homingNotReleased) }
      return leave(from: axis + 1, inputs, at: position)
    case .seek:
      guard latched != nil else { return .failed(.homingNotFound) }
      for axis in 0..<3 where isInTurn(axis) && isPressed(axis, inputs) {
        missing &= ~(1 << UInt8(axis))
      }
      searches += 1
      // Noise closes a latch as a switch does.
      if searches > 20 { return .failed(.homingNotFound) }
      return missing == 0 ? release(from: 0, inputs, at: position) : seek(at: position)
    case .release(let axis):
      if isPressed(axis, inputs) { return .failed(.homingNotReleased) }
      phase = .backOff(axis)
      let own = control[homing: axis]
      return .move(to: moved(position, axis, by: -own.sense * own.pullOffMm / 2), mmPerS: own.seekMmPerS / 2)
    case .backOff(let axis):
      if isPressed(axis, inputs) { return .failed(.homingNotReleased) }
      phase = .locate(axis)
      if control[homing: axis].second != nil { return touch(axis, at: position) }
      return locate(axis, control[homing: axis].input, at: position)
    case .locate(let axis):
      guard let latched else { return .failed(.homingNotFound) }
      phase = .placed(axis)
      var placed = position
      placed[axis] += control[homing: axis].atMm - latched[axis]
      return .place(placed)
    case .placed(let axis):
      phase = .clear(axis)
      let own = control[homing: axis]
      var free = position
      free[axis] = own.innerMm - own.sense * own.pullOffMm
      return .move(to: free, mmPerS: own.seekMmPerS / 2)
    case .clear(let axis):
      if isPressed(axis, inputs) { return .failed(.homingNotReleased) }
      return release(from: axis + 1, inputs, at: position)
    case .touch(let axis): return touched(axis, inputs, at: position, latched: latched)
    case .follow(let axis): return followed(axis, at: position, latched: latched)
    case .level(let axis): return levelled(axis, at: position)
    case .retreat: return .failed(.homingNotFound)
    }
  }

  private func isPressed(_ axis: Int, _ inputs: InputWord) -> Bool { !(inputs & control[homing: axis].inputs).isEmpty }

  /// Slowly towards the end.
  mutating func locate(_ axis: Int, _ inputs: InputWord, at position: Point) -> HomingMove {
    let own = control[homing: axis]
    return search(
      to: moved(position, axis, by: own.sense * (own.pullOffMm + own.leaveMm)), mmPerS: own.locateMmPerS, inputs,
      untilActive: true)
  }

  private mutating func beginTurn(after last: UInt8, _ inputs: InputWord, at position: Point) -> HomingMove {
    var least = UInt8.max
    for axis in 0..<3 where axes & (1 << UInt8(axis)) != 0 && control[homing: axis].turn > last {
      least = min(least, control[homing: axis].turn)
    }
    if least == .max { return .done }
    turn = least
    missing = 0
    searches = 0
    for axis in 0..<3 where isInTurn(axis) { missing |= 1 << UInt8(axis) }
    return leave(from: 0, inputs, at: position)
  }

  /// A machine that starts on a switch goes off it first; not where several are on one line: nobody knows which of them it
  /// is, nor which way leads off it.
  private mutating func leave(from first: Int, _ inputs: InputWord, at position: Point) -> HomingMove {
    for axis in 0..<3 where axis >= first && isInTurn(axis) && isPressed(axis, inputs) {
      if !control[homing: axis].shared.isEmpty { return .failed(.homingNotReleased) }
      phase = .leave(axis)
      return goOff(axis, at: position)
    }
    return seek(at: position)
  }

  /// All axes whose switch is missing, each at its own speed.
  private mutating func seek(at position: Point) -> HomingMove {
    phase = .seek
    var seconds = 0.0, speed2 = 0.0
    var inputs = InputWord.none
    for axis in 0..<3 where missing & (1 << UInt8(axis)) != 0 {
      let own = control[homing: axis]
      seconds = max(seconds, reachMm[axis] / own.seekMmPerS)
      speed2 += own.seekMmPerS * own.seekMmPerS
      inputs = inputs | own.inputs
    }
    var end = position
    for axis in 0..<3 where missing & (1 << UInt8(axis)) != 0 {
      end[axis] += control[homing: axis].sense * control[homing: axis].seekMmPerS * seconds
    }
    return search(to: end, mmPerS: speed2.squareRoot(), inputs, untilActive: true)
  }

  private mutating func release(from first: Int, _ inputs: InputWord, at position: Point) -> HomingMove {
    for axis in 0..<3 where axis >= first && isInTurn(axis) {
      squaring = Squaring()
      phase = .release(axis)
      return goOff(axis, at: position)
    }
    phase = .begin
    return beginTurn(after: turn, inputs, at: position)
  }

  mutating func goOff(_ axis: Int, at position: Point) -> HomingMove {
    let own = control[homing: axis]
    return search(
      to: moved(position, axis, by: -own.sense * own.leaveMm), mmPerS: own.seekMmPerS / 2,
      own.inputs, untilActive: false)
  }

  mutating func search(
    to end: Point, mmPerS: Double, _ inputs: InputWord, untilActive: Bool
  ) -> HomingMove {
    awaited = inputs
    return .search(to: end, mmPerS: mmPerS, inputs: inputs, untilActive: untilActive)
  }

  func moved(_ point: Point, _ axis: Int, by mm: Double) -> Point {
    var moved = point
    moved[axis] += mm
    return moved
  }
}
