// A cutting tool as its envelope: what it looks like to the stock while it turns.

import StepperCore

/// A rotating tool: the body of revolution that its edges sweep, and how many edges there are.
public struct CuttingTool: Equatable, Sendable {
  public enum Shape: Equatable, Sendable {
    /// End mill with a flat end.
    case flat
    /// Half a ball at the end.
    case ball
    /// A cone with a flat tip of `tipMm`; `angleDeg` is the whole angle between its sides. Drills are cones too.
    case vee(angleDeg: Double, tipMm: Double)
  }

  public var shape: Shape
  public var diameterMm: Double
  /// Number of cutting edges.
  public var flutes: Int
  /// How deep it can cut before its shank rubs.
  public var fluteLengthMm: Double

  public init(shape: Shape, diameterMm: Double, flutes: Int, fluteLengthMm: Double) {
    self.shape = shape
    self.diameterMm = diameterMm
    self.flutes = flutes
    self.fluteLengthMm = fluteLengthMm
  }

  /// The smallest thing that it cuts, which cells have to resolve: its diameter; on a V-bit a groove of usual depth.
  public var featureMm: Double {
    if case .vee(_, let tip) = shape { return min(diameterMm, max(3, 4 * tip)) }
    return diameterMm
  }
}

/// The envelope in the numbers that the removal needs, made once for each tool.
struct ToolEnvelope: Equatable, Sendable {
  enum Kind: Equatable, Sendable { case flat, ball, vee }

  let kind: Kind
  let radius: Double
  let tipRadius: Double
  /// Of half the cone's angle.
  private(set) var tangent = 0.0
  private(set) var cotangent = 0.0
  private(set) var sine = 0.0
  private(set) var cosine = 1.0

  init(_ tool: CuttingTool) {
    let radius = max(tool.diameterMm, 1e-3) / 2
    self.radius = radius
    switch tool.shape {
    case .flat: (kind, tipRadius) = (.flat, radius)
    case .ball: (kind, tipRadius) = (.ball, 0)
    case .vee(let angleDeg, let tipMm):
      (sine, cosine) = Trigonometry.sineCosine(min(max(angleDeg, 1), 179) / 360 * Trigonometry.pi)
      (tangent, cotangent) = (sine / cosine, cosine / sine)
      (kind, tipRadius) = (.vee, min(tipMm / 2, radius))
    }
  }

  /// Its radius so many mm above the tip.
  @inline(__always)
  func radius(above height: Double) -> Double {
    if height < 0 { return 0 }
    switch kind {
    case .flat: return radius
    case .ball: return height >= radius ? radius : (height * (2 * radius - height)).squareRoot()
    case .vee: return min(radius, tipRadius + height * tangent)
    }
  }

  /// Sine of the angle between its axis and the normal of its side, in the middle of an engaged height: 1 on an upright
  /// side.
  func meanSine(engagedMm height: Double) -> Double {
    switch kind {
    case .flat: return 1
    case .vee: return cosine
    case .ball: return height >= 2 * radius ? 1 : radius(above: height / 2) / radius
    }
  }
}
