// What was cut, how fast and with what, comes in; the mean force on the tool over a turn of the spindle goes out.

import StepperCore

/// How the spindle turns.
public struct SpindleTurning: Equatable, Sendable {
  /// Revolutions per minute; 0 while it stands.
  public var rpm: Double
  /// Seen from above, as M3 turns it.
  public var isClockwise: Bool
  /// The speed that it is asked for; 0 while it runs out.
  public var commandedRpm: Double
  /// What the cut's own torque has taken of its speed.
  public var sagRpm: Double

  /// - Parameter commandedRpm: nil: it has reached what it was asked for.
  public init(rpm: Double, isClockwise: Bool = true, commandedRpm: Double? = nil, sagRpm: Double = 0) {
    self.rpm = rpm
    self.isClockwise = isClockwise
    self.commandedRpm = commandedRpm ?? rpm
    self.sagRpm = sagRpm
  }

  /// Share of the speed that it is asked for; 1 where it is faster.
  public var speedShare: Double { rpm < commandedRpm ? rpm / commandedRpm : 1 }

  /// A tenth of the speed is missing. Spindles that have power enough lose less than that under load.
  public var isSlow: Bool { rpm < 0.9 * commandedRpm }

  /// Most of what is missing was taken by the cut.
  public var isOverloaded: Bool { isSlow && 2 * sagRpm > commandedRpm - rpm }

  public static let off = SpindleTurning(rpm: 0)
}

/// The load of the cut.
public struct CuttingLoad: Equatable, Sendable {
  /// On the tool, in machine axes, N; the mean over a turn of the spindle.
  public var forceN = Point.zero
  /// Taken from the spindle, W.
  public var powerW = 0.0
  /// Against the spindle, N·m.
  public var torqueNm = 0.0

  public static let none = CuttingLoad()
}

/// Force and power of one short way through the stock.
///
/// An edge that removes δV at distance ρ from the axis does the work k_c·δV against the speed 2πn·ρ, so the tangential
/// force has the mean k_c·δV/(2πn·ρ·Δt) in the direction against the edge; the normal force is `normalShare` times as
/// large and points out of the cut. Summed over all cells this is the textbook's integral over the engaged arc: a full
/// slot of depth a gives a·k_c·f/4 across the feed and `normalShare` times that against it, f being the feed per turn
/// (Y. Altintas, Manufacturing Automation, 2nd ed., Cambridge 2012, section 2.8, average forces per tooth period).
struct CuttingForce {
  /// Share of k_c·R·f that presses on the end of a tool that goes straight down, f being the feed per turn (feed force in
  /// drilling, Sandvik Coromant, Metal Cutting Technology: F_f ≈ 0.5·k_c·(D/2)·f_n·sin κ).
  static let endShare = 0.5

  let tool: CuttingTool
  let envelope: ToolEnvelope
  let material: CuttingMaterial
  /// Of the height map that the removals come from.
  let cellMm: Double

  init(_ tool: CuttingTool, _ material: CuttingMaterial, cellMm: Double) {
    self.cellMm = cellMm
    self.tool = tool
    self.material = material
    envelope = ToolEnvelope(tool)
  }

  /// - Parameter way: how far the tip went, mm; `seconds`: how long that took, above zero.
  func load(_ removal: Removal, way: Point, seconds: Double, turning: SpindleTurning) -> CuttingLoad {
    if removal.volumeMm3 <= 0 { return .none }
    if turning.rpm <= 0 {
      let push = punch(removal, way: way)
      return CuttingLoad(forceN: push, torqueNm: push.length * envelope.radius / 1000)
    }
    let perSecond = turning.rpm / 60
    let kc = material.specificForce(chipMm: sideChipMm(removal, way: way, seconds: seconds, perSecond))
    let scale = kc / (2 * Trigonometry.pi * perSecond * seconds)
    let sense: Double = turning.isClockwise ? 1 : -1
    let normal = scale * material.normalShare
    // Clockwise an edge at (dx, dy) moves along (dy, −dx); the chip pushes it back.
    var force = Point(
      -sense * scale * removal.along.y - normal * removal.across.x,
      sense * scale * removal.along.x - normal * removal.across.y, normal * removal.upwards)
    var power = kc * removal.sideMm3 / seconds
    if removal.endMm3 > 0 {
      let chip = max(0, -way.z) / seconds / (perSecond * Double(tool.flutes))
      let end = material.specificForce(chipMm: chip)
      force.z += Self.endShare * end * removal.endMm3 / (Trigonometry.pi * envelope.radius * perSecond * seconds)
      power += end * removal.endMm3 / seconds
    }
    var torque = power / 1000 / (2 * Trigonometry.pi * perSecond)
    if turning.isSlow {
      // Chips of a spindle that hardly turns are so thick that pushing the tool through takes less.
      let push = punch(removal, way: way)
      if push.length < force.length { force = push }
      torque = min(torque, push.length * envelope.radius / 1000)
    }
    return CuttingLoad(forceN: force, powerW: power / 1000, torqueNm: torque)
  }

  /// Mean chip thickness of the sides, mm: h_m = f_z·a_e/(R·φ_s)·sin κ.
  ///
  /// a_e = volume / (way · engaged height) is the engaged width, and its place across the feed gives the engaged arc
  /// φ_s. With the cut in the middle this is the catalogues' h_m = 360·f_z·a_e·sin κ/(π·D·φ_s°).
  func sideChipMm(_ removal: Removal, way: Point, seconds: Double, _ perSecond: Double) -> Double {
    let flat = (way.x * way.x + way.y * way.y).squareRoot()
    let height = removal.engagedMm
    guard removal.sideMm3 > 0, height > 0 else { return 1 }
    let tooth = max(flat, abs(way.z)) / seconds / (perSecond * Double(tool.flutes))
    let sine = envelope.meanSine(engagedMm: height)
    let radius = envelope.radius(above: height)
    // A cone or ball that goes straight down cuts with its whole side.
    guard flat > 1e-9, radius > 0 else { return tooth * (1 - sine * sine).squareRoot() }
    let width = min(removal.sideMm3 / (flat * height), 2 * radius)
    let across = (removal.moment.y * way.x - removal.moment.x * way.y) / (flat * removal.sideMm3)
    // Within a cell of the rim it is the rim: near it the arc grows fast, and the grid must not decide.
    let rim = 1 - cellMm / radius
    var low = (across - width / 2) / radius, high = (across + width / 2) / radius
    if low < -rim { low = -1 }
    if high > rim { high = 1 }
    let arc = Self.arcSine(high) - Self.arcSine(low)
    guard high > low, arc > 1e-6 else { return tooth * sine }
    return tooth * (high - low) / arc * sine
  }

  /// A tool that stands still is a punch: k_c1 on the area it pushes through, against the way. A lower bound.
  private func punch(_ removal: Removal, way: Point) -> Point {
    let length = way.length
    guard length > 0 else { return .zero }
    return way * (-material.specificForceNPerMm2 * removal.volumeMm3 / (length * length))
  }

  private static func arcSine(_ sine: Double) -> Double {
    Trigonometry.angle(y: sine, x: max(0, 1 - sine * sine).squareRoot())
  }
}
