// A material as the tool's edge feels it: chip thickness in, force per chip area out.

/// Specific cutting force after Kienzle: k_c = k_c1 · h^(−m).
///
/// Source: O. Kienzle, "Die Bestimmung von Kräften und Leistungen an spanenden Werkzeugen und Werkzeugmaschinen",
/// VDI-Zeitschrift 94 (1952), 299–305.
public struct CuttingMaterial: Equatable, Sendable {
  /// k_c1: force for a chip of 1 mm × 1 mm, N/mm².
  public var specificForceNPerMm2: Double
  /// m: how much more a thin chip takes for its area; 0 where nobody has measured it.
  public var exponent: Double
  /// Force across the cut surface (away from the work) as a share of the force along it.
  public var normalShare: Double

  public init(specificForceNPerMm2: Double, exponent: Double, normalShare: Double) {
    self.specificForceNPerMm2 = specificForceNPerMm2
    self.exponent = exponent
    self.normalShare = normalShare
  }

  /// Chips thinner than this are held to be as hard to cut as this, mm: below it the edge rubs, and h^(−m) says nothing.
  public static let thinnestChipMm = 0.001

  /// k_c for a mean chip thickness in mm; N/mm².
  public func specificForce(chipMm: Double) -> Double {
    if exponent == 0 { return specificForceNPerMm2 }
    return specificForceNPerMm2 / realPower(max(chipMm, Self.thinnestChipMm), exponent)
  }
}

/// base^exponent for a base from 1e-9 to 1e9 and an exponent from −2 to 2; relative error below 1e-13.
///
/// Own series in place of the C library's `pow`, whose last bit differs between systems. base = s·2^k with s in
/// [√½, √2): ln s = 2·artanh((s−1)/(s+1)); then e^x = 2^k'·e^r with |r| < ln 2.
func realPower(_ base: Double, _ exponent: Double) -> Double {
  guard base > 0 else { return 0 }
  var s = base.significand
  var k = Double(base.exponent)
  if s > 1.4142135623730951 {
    s /= 2
    k += 1
  }
  let t = (s - 1) / (s + 1)
  let t2 = t * t
  var sum = 1.0 / 21
  for odd in stride(from: 19, through: 1, by: -2) { sum = sum * t2 + 1 / Double(odd) }
  let ln2 = 0.6931471805599453
  let x = exponent * (k * ln2 + 2 * t * sum)
  let turns = Int(x / ln2)
  let r = x - Double(turns) * ln2
  var e = 1.0
  for n in stride(from: 20, through: 1, by: -1) { e = 1 + r / Double(n) * e }
  return Double(sign: .plus, exponent: turns, significand: 1) * e
}
