// Switches and spindles of the parts files, as their data sheets describe them, each figure with its source.

/// A limit switch, button, sensor or probe.
public struct SwitchPart: Equatable, Sendable {
  /// What it can be wired as.
  public enum Contacts: String, Equatable, Sendable {
    case normallyOpen = "open"
    case normallyClosed = "closed"
    /// A changeover, or a contact of each kind.
    case both

    func offers(isClosed: Bool) -> Bool { self == .both || (self == .normallyClosed) == isClosed }
  }

  public var name: String
  public var title: String
  public var contacts: Contacts
  /// How far a carriage goes back before it lets go, mm; nil for what no carriage presses.
  public var hysteresisMm: Figure?
  /// How long its contact chatters after a change, ms.
  public var bounceMs: Figure
}

/// A spindle, router or drill.
public struct SpindlePart: Equatable, Sendable {
  public var name: String
  public var title: String
  /// What its shaft can give for long, W. Hand tools print what they draw, which is more.
  public var powerW: Figure
  /// Revolutions per minute.
  public var maxRpm: Figure
  public var minRpm: Figure
  /// From standstill to full speed and back, s.
  public var timeToSpeedS: Figure
  public var timeToStopS: Figure
  /// Share of its highest speed that it loses at full power, percent; nil where nobody has measured it.
  public var droopPercent: Figure? = nil

  /// What is taken for it where nobody has measured it. An estimate: between inverters, and hand tools without control.
  public static let usualDroopPercent = 10.0

  /// Torque at full power and the highest speed that is left then, N·m.
  public var ratedTorqueNm: Double {
    powerW.value / (maxRpm.value * (1 - droopShare) * 2 * Double.pi / 60)
  }

  private var droopShare: Double { (droopPercent?.value ?? Self.usualDroopPercent) / 100 }

  /// Of its speed, lost at that torque.
  public var droopRpm: Double { maxRpm.value * droopShare }
}
