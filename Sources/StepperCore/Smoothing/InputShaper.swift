// The profile's place once a slice in, the same place with each axis shaped against its ringing out.

/// Shapes every axis: its position becomes a mean of what the profile asked for now and some slices ago.
///
/// ```
/// Q(k) = P(k) + Σ A·(P(k−d) − P(k))        weights A > 0, ΣA = 1
/// ```
/// Limits of velocity, acceleration and jerk that held before hold after, and nothing overshoots. At rest all differences
/// are zero: Q is P to the last bit, and nothing is carried on that could drift. It acts on axes, before kinematics make
/// joints of them: on crossed belts it is the head that must not ring in X or in Y.
public struct InputShaper: ~Copyable {
  private let past: UnsafeMutableBufferPointer<Point>
  private let taps: InlineArray<3, ShaperTaps>
  private var next = 0
  private var newest: Point
  private var stillSlices: Int
  /// Slices by which it delays every axis, on average.
  public let delaySlices: Int

  /// - Parameter past: at least ``MachineSettings/shapingSlices`` places, owned by the caller; none where no axis is shaped.
  public init(_ settings: MachineSettings, past: UnsafeMutableBufferPointer<Point>, at position: Point) {
    let needed = settings.shapingSlices
    precondition(past.count >= needed, "MotionStorage.shaping is shorter than MachineSettings.shapingSlices")
    self.past = UnsafeMutableBufferPointer(start: needed > 0 ? past.baseAddress : nil, count: needed)
    taps = InlineArray { settings.taps($0) }
    delaySlices = settings.shaperDelaySlices
    newest = position
    stillSlices = needed
    self.past.initialize(repeating: position)
  }

  /// At rest here.
  public mutating func reset(to position: Point) {
    past.update(repeating: position)
    newest = position
    stillSlices = past.count
  }

  /// What was asked for is reached, and nothing that comes by itself will change it.
  public var isSettled: Bool { stillSlices >= past.count }

  /// One call a slice.
  public mutating func add(_ position: Point) -> Point {
    if past.isEmpty { return position }
    if position == newest {
      if isSettled { return position }
      stillSlices += 1
    } else {
      stillSlices = 0
      newest = position
    }
    var shaped = position
    for axis in 0..<3 {
      let now = position[axis]
      var change = 0.0
      for index in 0..<taps[axis].count {
        let (weight, slices) = taps[axis][index]
        if slices > 0 { change += weight * (past[place(slices)][axis] - now) }
      }
      shaped[axis] = now + change
    }
    past[next] = position
    next = next + 1 == past.count ? 0 : next + 1
    return shaped
  }

  private func place(_ slicesAgo: Int) -> Int {
    let place = next - slicesAgo
    return place < 0 ? place + past.count : place
  }
}
