// The simulated spindle: its lines, its dial and its power come in; how fast it really turns goes out.

/// What the simulator knows of a spindle.
public struct SpindleFigures: Equatable, Sendable {
  /// Of the whole scale.
  public var maxRpm: Double
  /// From standstill to full speed, s; it gains speed evenly. 0: at once.
  public var timeToSpeedS: Double
  /// From full speed to standstill, s.
  public var timeToStopS: Double

  public init(maxRpm: Double, timeToSpeedS: Double, timeToStopS: Double) {
    self.maxRpm = maxRpm
    self.timeToSpeedS = timeToSpeedS
    self.timeToStopS = timeToStopS
  }
}

/// A spindle that gains and loses speed evenly.
///
/// ```
///  rpm          ┌──────────────┐
///             ╱                  ╲
///           ╱                      ╲
///  ───────╱  time to speed          ╲──── time to stop
///        run line on           run line off, or the emergency stop
/// ```
public struct SpindleDrive: Sendable {
  private let tickHz: Double
  private let figures: SpindleFigures
  /// The other way round than M3: negative.
  private var signedRpm = 0.0
  private var dialRpm = 0.0
  private var isOn = false
  private var isReversed = false
  private var isPowered = true
  private var now: UInt64 = 0

  init(_ figures: SpindleFigures, tickHz: UInt32) {
    self.figures = figures
    self.tickHz = Double(tickHz)
  }

  /// The speed at which it is asked to turn; 0 where its line is off.
  public var commandedRpm: Double { isOn ? dialRpm : 0 }

  /// The levels of its lines, from a tick on.
  mutating func setLines(isOn: Bool, isReversed: Bool, at tick: UInt64) {
    advance(to: tick)
    self.isOn = isOn
    self.isReversed = isReversed
  }

  mutating func setPower(_ isPowered: Bool, at tick: UInt64) {
    advance(to: tick)
    self.isPowered = isPowered
  }

  /// The speed that its dial, or the converter behind its PWM line, is set to, from a tick on.
  public mutating func setDial(rpm: Double, at tick: UInt64) {
    advance(to: tick)
    dialRpm = max(rpm, 0)
  }

  /// How it turns at a tick, not before the last one asked for.
  @inline(__always)
  public mutating func turning(at tick: UInt64) -> SpindleTurning {
    if signedRpm != targetRpm { advance(to: tick) }
    now = max(now, tick)
    return SpindleTurning(rpm: abs(signedRpm), isClockwise: signedRpm >= 0, commandedRpm: commandedRpm)
  }

  private var targetRpm: Double { isOn && isPowered ? (isReversed ? -dialRpm : dialRpm) : 0 }

  private mutating func advance(to tick: UInt64) {
    if tick <= now { return }
    var seconds = Double(tick - now) / tickHz
    now = tick
    let target = targetRpm
    // A dial above the scale is the scale: a relay's spindle has no other.
    let scale = max(figures.maxRpm, abs(target), abs(signedRpm))
    // First down: to the target, or to standstill where it has to turn round.
    let low = signedRpm * target < 0 ? 0 : target
    if abs(signedRpm) > abs(low) {
      let loss = abs(signedRpm) - abs(low)
      let takes = loss / scale * figures.timeToStopS
      if seconds < takes {
        let left = abs(signedRpm) - seconds / figures.timeToStopS * scale
        signedRpm = signedRpm > 0 ? left : -left
        return
      }
      signedRpm = low
      seconds -= takes
    }
    if signedRpm == target { return }
    let gain = figures.timeToSpeedS > 0 ? seconds / figures.timeToSpeedS * scale : .infinity
    let speed = min(abs(target), abs(signedRpm) + gain)
    signedRpm = target > 0 ? speed : -speed
  }
}
