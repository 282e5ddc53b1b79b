// Fixed point: positions in fractions of a step, so that ticks add integers only.

/// The unit of the tick clock: one step is 2³⁸ sub-steps.
///
/// Thirty-eight fraction bits leave ±2²⁵ whole steps (33 million), and resolve an acceleration of one step/s² at
/// 200,000 ticks a second to better than one part in ten.
public enum SubSteps {
  @inlinable public static var fractionBits: Int64 { 38 }
  @inlinable public static var perStep: Double { 274_877_906_944 }
  /// A step.
  @inlinable public static var step: Int64 { 0x40_0000_0000 }
  /// Half a step: a joint rests in the middle of its cell, so that no last bit can step.
  @inlinable public static var half: Int64 { 0x20_0000_0000 }
  /// The largest distance from zero, in whole steps, that positions may have.
  @inlinable public static var limitSteps: Double { 16_777_216 }

  /// Steps as sub-steps, rounded to nearest (ties away from zero). `steps` must be within ±``limitSteps``.
  @inlinable public static func from(steps: Double) -> Int64 {
    let scaled = steps * perStep
    return Int64(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
  }

  /// The whole step in whose cell a position lies: rounded to nearest, halves upwards.
  @inlinable public static func wholeSteps(_ subSteps: Int64) -> Int64 {
    (subSteps &+ half) >> fractionBits
  }
}
