// What the cutting tests share: a tool drawn along corners at a steady feed, with what came of it.

import SimBackend
import StepperCore

/// A piece of material, a tool, and a hand that leads the tool in slices of a millisecond.
struct CuttingCase {
  static let flat6 = CuttingTool(shape: .flat, diameterMm: 6, flutes: 2, fluteLengthMm: 22)
  static let ball6 = CuttingTool(shape: .ball, diameterMm: 6, flutes: 2, fluteLengthMm: 22)
  /// Without an exponent forces can be reckoned in the head.
  static let soft = CuttingMaterial(specificForceNPerMm2: 40, exponent: 0, normalShare: 0.5)

  var cutting: Cutting
  var tip: Point
  var turning = SpindleTurning(rpm: 18_000)
  var line: UInt32 = 1
  /// Mean and largest force of the last way.
  var meanForce = Point.zero
  var greatestForceN = 0.0
  var meanPowerW = 0.0

  init(
    _ tool: CuttingTool = flat6, _ material: CuttingMaterial = soft, cellMm: Double = 0.25,
    size: Point = Point(60, 40, 10), start: Point = Point(-10, 20, 5)
  ) {
    tip = start
    cutting = Cutting(
      Stock(corner: .zero, size: size, cellMm: cellMm), tool: tool, material: material, start: start, rapidLagS: 0.02)
  }

  /// Leads the tool along a straight line. Forces are those of the middle half of the way.
  mutating func go(to end: Point, mmPerS: Double = 20, isRapid: Bool = false) {
    let from = tip
    let slices = max(1, Int(((end - from).length / mmPerS * 1000).rounded(.up)))
    var count = 0.0
    meanForce = .zero
    meanPowerW = 0
    greatestForceN = 0
    for slice in 1...slices {
      tip = slice == slices ? end : from + (end - from) * (Double(slice) / Double(slices))
      cutting.advance(CuttingSlice(tip: tip, seconds: 0.001, turning: turning, isRapid: isRapid, line: line))
      greatestForceN = max(greatestForceN, cutting.load.forceN.length)
      if slice * 4 >= slices && slice * 4 <= slices * 3 {
        meanForce = meanForce + cutting.load.forceN
        meanPowerW += cutting.load.powerW
        count += 1
      }
    }
    meanForce = meanForce * (1 / max(count, 1))
    meanPowerW /= max(count, 1)
    line += 1
  }

  /// Nothing moves for a while.
  mutating func rest() {
    cutting.advance(CuttingSlice(tip: tip, seconds: 0.1, turning: turning, isRapid: false, line: line))
  }
}
