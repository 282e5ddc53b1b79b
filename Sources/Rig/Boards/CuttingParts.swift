// Materials and tools of the parts files, and what a board says about cutting, as the simulator wants to have them.

import SimBackend
import StepperCore

/// What a piece is made of.
public struct MaterialPart: Equatable, Sendable {
  public var name: String
  public var title: String
  /// k_c1 of Kienzle's law, N/mm².
  public var specificForceNPerMm2: Figure
  /// m of Kienzle's law; nil where nobody has measured it.
  public var exponent: Figure?
  /// Force across the cut surface over the force along it.
  public var normalShare: Figure

  public var cutting: CuttingMaterial {
    CuttingMaterial(
      specificForceNPerMm2: specificForceNPerMm2.value, exponent: exponent?.value ?? 0,
      normalShare: normalShare.value)
  }
}

/// A router bit, end mill or drill.
public struct ToolPart: Equatable, Sendable {
  public enum Shape: String, Equatable, Sendable { case flat, ball, vee = "v" }

  public var name: String
  public var title: String
  public var shape: Shape
  public var diameterMm: Figure
  /// Of a V-bit's flat tip.
  public var tipMm: Figure?
  /// Between the sides of a V-bit.
  public var angleDeg: Figure?
  public var flutes: Int
  public var fluteLengthMm: Figure

  public var cutting: CuttingTool {
    let shape: CuttingTool.Shape =
      switch self.shape {
      case .flat: .flat
      case .ball: .ball
      case .vee: .vee(angleDeg: angleDeg?.value ?? 90, tipMm: tipMm?.value ?? 0)
      }
    return CuttingTool(
      shape: shape, diameterMm: diameterMm.value, flutes: flutes, fluteLengthMm: fluteLengthMm.value)
  }
}

/// What a board file says about cutting.
public struct BoardCutting: Equatable, Sendable {
  /// The tool in the spindle until the job changes it; nil: the file does not say.
  public var tool: ToolPart?
  /// `tool: none`: what sits in the spindle is no cutter (a torch, a pen).
  public var isWithoutTool = false
  /// Tools by their T number.
  public var tools: [Int: ToolPart] = [:]
  /// The stock's material; nil where the parts do not know it.
  public var material: MaterialPart?
  /// Where they are from.
  public var shelf = PartsShelf(PartsLibrary())

  /// Everything that can be named on the command line.
  public var knownTools: [String: ToolPart] { shelf.all.tools }
  public var knownMaterials: [String: MaterialPart] { shelf.all.materials }
}
