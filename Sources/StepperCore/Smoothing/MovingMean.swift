// Position samples in, smoothed slices out: each joint's position becomes its mean over a window of slices.

/// A slice's share of a joint motion: how far it goes, and the speeds at its two ends.
public struct SmoothedSlice: Equatable, Sendable {
  /// Sub-steps.
  public var displacement: SIMD4<Int64>
  /// Sub-steps per *window*: the window's slices times the speed at the knots.
  public var before: SIMD4<Int64>
  public var after: SIMD4<Int64>

  public init(displacement: SIMD4<Int64>, before: SIMD4<Int64>, after: SIMD4<Int64>) {
    self.displacement = displacement
    self.before = before
    self.after = after
  }

  public var isAtRest: Bool { displacement == .zero && before == .zero && after == .zero }
}

/// The mean over `window` slices of the position that the profile asks for.
///
/// The speed at a knot is the difference of two positions a window apart; a slice goes the mean of the speeds at its ends:
///
/// ```
/// V(k) = P(k) − P(k−n)          X(k+1) − X(k) = (V(k) + V(k+1)) / 2n
/// X(k) = (½·P(k) + P(k−1) + … + P(k−n+1) + ½·P(k−n)) / n
/// ```
/// So X is a mean of positions on the path with weights that sum to one: velocity and acceleration limits that held
/// before hold after, nothing overshoots, and because everything is an integer and the division's remainder is carried
/// on, it never drifts: at rest X is P to the last bit. All joints share the window, so the path's shape is kept.
public struct MovingMean: ~Copyable {
  private let history: UnsafeMutableBufferPointer<SIMD4<Int64>>
  /// Slices of the mean.
  public private(set) var window: Int
  private var oldest = 0
  private var speed: SIMD4<Int64> = .zero
  private var remainder: SIMD4<Int64> = .zero
  private var perSlice: Double
  private var newest: SIMD4<Int64>
  private var repeats = 0

  /// - Parameter history: room for one sample a slice of the window, owned by the caller; its count is the longest window,
  ///   1 or more, and the first one.
  public init(history: UnsafeMutableBufferPointer<SIMD4<Int64>>, at position: SIMD4<Int64>) {
    self.history = history
    window = 1
    perSlice = 1
    newest = position
    reset(to: position)
    setWindow(history.count)
  }

  /// The longest window that there is room for.
  public var capacity: Int { history.count }

  /// At rest here.
  public mutating func reset(to position: SIMD4<Int64>) {
    history.initialize(repeating: position)
    newest = position
    repeats = window + 1
    speed = .zero
    remainder = .zero
  }

  /// From now on the mean is over that many slices, at most ``capacity``; at rest only.
  public mutating func setWindow(_ slices: Int) {
    let position = history[oldest]
    window = slices
    // The next number up, so that a whole multiple of the divisor is never a last bit short: 98 · (1/98) is below 1.
    perSlice = (1 / Double(2 * slices)).nextUp
    oldest = 0
    reset(to: position)
  }

  /// The same has been asked for all over the window: the last slice did not move, and the next will not. A window with
  /// equal ends is not enough: a way out and back again fits into one.
  public var isSettled: Bool { repeats > window }

  /// The slice that ends where the profile asks for `position`.
  public mutating func add(_ position: SIMD4<Int64>) -> SmoothedSlice {
    repeats = position == newest ? repeats &+ 1 : 0
    newest = position
    let windowStart = history[oldest]  // P(k+1−n)
    history[oldest] = position
    oldest = oldest + 1 == window ? 0 : oldest + 1
    let before = speed
    speed = position &- windowStart
    // The division by 2n need not be exact, only the same everywhere: its error goes into the remainder.
    let twice = before &+ speed &+ remainder
    let way = SIMD4<Int64>(
      Int64(Double(twice[0]) * perSlice), Int64(Double(twice[1]) * perSlice), Int64(Double(twice[2]) * perSlice),
      Int64(Double(twice[3]) * perSlice))
    remainder = twice &- way &* SIMD4(repeating: Int64(2 * window))
    return SmoothedSlice(displacement: way, before: before, after: speed)
  }
}
