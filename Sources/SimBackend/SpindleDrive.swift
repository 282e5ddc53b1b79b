// The simulated spindle: its lines, its dial, its power and the cut's torque come in; how fast it really turns goes out.

/// What the simulator knows of a spindle.
public struct SpindleFigures: Equatable, Sendable {
  /// Of the whole scale.
  public var maxRpm: Double
  /// From standstill to full speed, s; it gains speed evenly. 0: at once.
  public var timeToSpeedS: Double
  /// From full speed to standstill, s.
  public var timeToStopS: Double
  /// What its shaft gives for long; 0: nobody knows, and it keeps its speed whatever it cuts.
  public var ratedTorqueNm: Double
  /// What it loses of its speed at that torque.
  public var droopRpm: Double

  public init(
    maxRpm: Double, timeToSpeedS: Double, timeToStopS: Double, ratedTorqueNm: Double = 0, droopRpm: Double = 0
  ) {
    self.maxRpm = maxRpm
    self.timeToSpeedS = timeToSpeedS
    self.timeToStopS = timeToStopS
    self.ratedTorqueNm = ratedTorqueNm
    self.droopRpm = droopRpm
  }

  /// For a short while a spindle gives so many times its rated torque; beyond that it stalls. An estimate: inverters
  /// allow one and a half times for a minute, and motors with brushes more.
  public static let overload = 2.0
}

/// A spindle that gains and loses speed evenly, and turns slower by its sag while it cuts.
///
/// ```
///  rpm          ┌──────────────┐
///             ╱                  ╲
///           ╱                      ╲
///  ───────╱  time to speed          ╲──── time to stop
///        run line on           run line off, or the emergency stop
/// ```
/// Torque of the motor over its sag δ, the speed that it is short of: a straight line, T = T_r·δ/droop, up to its overload.
/// The load T_c takes speed from the inertia J: J·dδ/dt = T_c − T. What brings the spindle to its speed in
/// `timeToSpeedS` is taken to be the rated torque, so J = T_r·t/n_max, and the sag follows the load with t·droop/n_max.
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
  /// How much slower than ``signedRpm`` it turns under load.
  private var sagRpm = 0.0
  private var loadNm = 0.0

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

  /// The torque that the cut takes from it, from a tick on.
  @inline(__always)
  public mutating func setLoad(torqueNm: Double, at tick: UInt64) {
    if torqueNm == loadNm { return }
    advance(to: tick)
    loadNm = max(torqueNm, 0)
  }

  /// How it turns at a tick, not before the last one asked for.
  @inline(__always)
  public mutating func turning(at tick: UInt64) -> SpindleTurning {
    if signedRpm != targetRpm || loadNm > 0 || sagRpm > 0 { advance(to: tick) }
    now = max(now, tick)
    return SpindleTurning(
      rpm: abs(signedRpm) - sagRpm, isClockwise: signedRpm >= 0, commandedRpm: commandedRpm, sagRpm: sagRpm)
  }

  private var targetRpm: Double { isOn && isPowered ? (isReversed ? -dialRpm : dialRpm) : 0 }

  private mutating func advance(to tick: UInt64) {
    if tick <= now { return }
    let seconds = Double(tick - now) / tickHz
    now = tick
    if signedRpm != targetRpm { changeSpeed(seconds) }
    if loadNm > 0 || sagRpm > 0 { sag(seconds) }
  }

  private mutating func sag(_ seconds: Double) {
    guard figures.ratedTorqueNm > 0, figures.droopRpm > 0 else { return }
    let rise = max(figures.timeToSpeedS, 0.01)
    let rpmPerNmS = figures.maxRpm / (figures.ratedTorqueNm * rise)
    let most = sagRpm + seconds * rpmPerNmS * (loadNm - SpindleFigures.overload * figures.ratedTorqueNm)
    var next = sagRpm + seconds * rpmPerNmS * loadNm
    if targetRpm != 0 {
      // Backwards Euler on the straight line, which no slice is too long for; beyond its end the motor gives no more.
      let share = seconds * figures.maxRpm / (figures.droopRpm * rise)
      next = max(next / (1 + share), most)
    }
    sagRpm = min(max(next, 0), abs(signedRpm))
    if sagRpm < 1e-6 { sagRpm = 0 }
  }

  private mutating func changeSpeed(_ time: Double) {
    var seconds = time
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
