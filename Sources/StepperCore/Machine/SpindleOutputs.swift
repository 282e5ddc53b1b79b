// M3, M4, M5, M7, M8, M9 and S as levels of lines and a duty of the PWM.

/// What spindle and coolant are told to do.
public struct SpindleOutputs: Equatable, Sendable {
  private let settings: SpindleSettings
  private var mode = SpindleMode.off
  private var coolant = PortWord.none
  /// S as a share of the whole scale, 0…1.
  public private(set) var duty = 0.0

  public init(_ settings: SpindleSettings) { self.settings = settings }

  public var isLaser: Bool { settings.kind == .laser }

  /// The lines of spindle and coolant.
  public var levels: PortWord {
    var word = coolant
    if mode != .off && settings.kind != .none && (isLaser || duty > 0) {
      word = word | .spindle
      if mode == .counterclockwise && settings.reversible { word = word | .spindleReverse }
    }
    return word
  }

  public var beam: BeamMode {
    guard isLaser else { return .none }
    return mode == .off ? .none : mode == .clockwise ? .constant : .dynamic
  }

  /// What the PWM does while nothing moves.
  public var restDuty: Double {
    switch settings.kind {
    case .none, .relay: 0
    case .pwm: mode == .off ? 0 : duty
    case .laser: mode == .clockwise ? duty : 0
    }
  }

  /// Takes a spindle word. Returns how long to wait for the spindle, or nil where a laser only changes its power, which
  /// needs no stop.
  mutating func set(_ mode: SpindleMode, rpm: Double) -> Double? {
    let wasMode = self.mode, wasDuty = duty
    self.mode = mode
    let clamped = rpm <= 0 ? 0 : min(max(rpm, settings.minRpm), settings.maxRpm)
    duty = settings.kind == .relay ? (rpm > 0 ? 1 : 0) : clamped / max(settings.maxRpm, 1e-9)
    if isLaser && mode == wasMode { return nil }
    let starts = mode != .off && (wasMode != mode || (wasDuty == 0 && duty > 0))
    return starts ? settings.spinUpSeconds : 0
  }

  mutating func setCoolant(flood: Bool, mist: Bool) {
    coolant = (flood ? PortWord.flood : .none) | (mist ? PortWord.mist : .none)
  }
}
