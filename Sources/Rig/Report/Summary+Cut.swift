// What the tool did to the piece, as figures of the summary.

import StepperCore

extension Summary {
  /// Figures of the cut.
  public struct Cut: Sendable, Equatable {
    public var removedMm3: Double
    /// Greatest force on the tool along each axis, without its sign, N.
    public var peakForceN: Point
    public var peakPowerW: Double
    /// The size of the piece was taken from the job.
    public var stockFromJob: Bool

    public init(removedMm3: Double, peakForceN: Point, peakPowerW: Double, stockFromJob: Bool) {
      self.removedMm3 = removedMm3
      self.peakForceN = peakForceN
      self.peakPowerW = peakPowerW
      self.stockFromJob = stockFromJob
    }
  }
}

extension Summary.Cut {
  var json: JSONValue {
    .object([
      .init("removed_mm3", .number(orNull: removedMm3, decimals: 3)),
      .init(
        "peak_force_n",
        .object([
          .init("x", .number(orNull: peakForceN.x, decimals: 3)),
          .init("y", .number(orNull: peakForceN.y, decimals: 3)),
          .init("z", .number(orNull: peakForceN.z, decimals: 3)),
        ])),
      .init("peak_power_w", .number(orNull: peakPowerW, decimals: 3)),
      .init("stock_from_job", .bool(stockFromJob)),
    ])
  }
}
