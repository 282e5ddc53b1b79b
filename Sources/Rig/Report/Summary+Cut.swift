// What the tool did to the piece, as figures of the summary.

import StepperCore

extension Summary {
  /// Figures of the cut.
  public struct Cut: Sendable, Equatable {
    public var removedMm3: Double
    /// Title of what the piece is made of; nil where nobody has said it.
    public var material: String?
    /// Greatest force on the tool along each axis, without its sign, N; nil without a material.
    public var peakForceN: Point?
    public var peakPowerW: Double?
    /// The size of the piece was taken from the job.
    public var stockFromJob: Bool

    public init(
      removedMm3: Double, material: String?, peakForceN: Point?, peakPowerW: Double?, stockFromJob: Bool
    ) {
      self.removedMm3 = removedMm3
      self.material = material
      self.peakForceN = peakForceN
      self.peakPowerW = peakPowerW
      self.stockFromJob = stockFromJob
    }
  }
}

extension Summary.Cut {
  var json: JSONValue {
    let force = peakForceN.map { force in
      JSONValue.object([
        .init("x", .number(orNull: force.x, decimals: 3)),
        .init("y", .number(orNull: force.y, decimals: 3)),
        .init("z", .number(orNull: force.z, decimals: 3)),
      ])
    }
    return .object([
      .init("removed_mm3", .number(orNull: removedMm3, decimals: 3)),
      .init("material", material.map(JSONValue.string) ?? .null),
      .init("peak_force_n", force ?? .null),
      .init("peak_power_w", .number(orNull: peakPowerW, decimals: 3)),
      .init("stock_from_job", .bool(stockFromJob)),
    ])
  }
}
