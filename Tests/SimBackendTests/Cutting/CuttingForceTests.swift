// Forces against values reckoned by hand from published formulas.

import SimBackend
import StepperCore
import Testing

@Suite("Cutting forces are those of the textbook")
struct CuttingForceTests {
  /// Aluminium of a public table: k_c1 700 N/mm², m 0.25.
  private static let aluminium = CuttingMaterial(specificForceNPerMm2: 700, exponent: 0.25, normalShare: 0.3)

  @Test func kienzlesExponentMakesThinChipsHarder() {
    // 700 · 0.1^−0.25 = 1244.8; 700 · 0.01^−0.25 = 2213.6 N/mm².
    #expect(abs(Self.aluminium.specificForce(chipMm: 0.1) - 1244.795588) < 1e-5)
    #expect(abs(Self.aluminium.specificForce(chipMm: 0.01) - 2213.594362) < 1e-5)
    #expect(abs(Self.aluminium.specificForce(chipMm: 1) - 700) < 1e-9)
    #expect(abs(Self.aluminium.specificForce(chipMm: 3) - 531.8852) < 1e-3)
    // Where nothing is cut but rubbed, the law ends.
    #expect(Self.aluminium.specificForce(chipMm: 0) == Self.aluminium.specificForce(chipMm: 0.001))
  }

  /// Full slot, D 6 mm, a_p 2 mm, 20 mm/s at 18,000/min with two edges: f = 20/300 mm a turn, f_z = 0.0333 mm,
  /// h_m = 2·f_z/π = 0.02122 mm, k_c = 700·h_m^−0.25 = 1834 N/mm².
  /// Altintas: F across the feed = a·k_c·f/4 = 61.13 N; against it 0.3 of that, 18.34 N; P = k_c·a_p·a_e·v_f = 440 W.
  @Test func aFullSlotHasTheMeanForcesOfTheTextbook() {
    var cut = CuttingCase(CuttingCase.flat6, Self.aluminium, cellMm: 0.125, start: Point(-10, 20.0625, -2))
    cut.go(to: Point(45, 20.0625, -2))
    #expect(abs(cut.meanForce.y - 61.13) < 0.03 * 61.13, "\(cut.meanForce)")
    #expect(abs(cut.meanForce.x + 18.34) < 0.05 * 61.13, "\(cut.meanForce)")
    #expect(cut.meanForce.z == 0)
    #expect(abs(cut.meanPowerW - 440.2) < 0.03 * 440.2, "\(cut.meanPowerW)")
  }

  @Test func theOtherDirectionOfTheSpindleMirrorsTheForceAcross() {
    var cut = CuttingCase(CuttingCase.flat6, Self.aluminium, cellMm: 0.125, start: Point(-10, 20.0625, -2))
    cut.turning = SpindleTurning(rpm: 18_000, isClockwise: false)
    cut.go(to: Point(45, 20.0625, -2))
    #expect(abs(cut.meanForce.y + 61.13) < 0.03 * 61.13)
    #expect(cut.meanForce.x < 0)
  }

  /// Half immersion, a_e = R = 3 mm: engaged arc 90°, h_m = f_z·2/π (same as in the slot), P half of the slot's.
  /// Climb and conventional milling differ in where the force points, not in power.
  @Test func halfImmersionTakesHalfThePower() {
    for (y, isClimb) in [(40.0, true), (0.0, false)] {
      var cut = CuttingCase(CuttingCase.flat6, Self.aluminium, cellMm: 0.125, start: Point(-10, y, -2))
      cut.go(to: Point(45, y, -2))
      #expect(abs(cut.meanPowerW - 220.1) < 0.04 * 220.1, "\(y): \(cut.meanPowerW)")
      // With the stock on its right a clockwise tool climbs, and is pulled forward.
      #expect(isClimb == (cut.meanForce.x > 0), "\(y): \(cut.meanForce)")
    }
  }

  /// Half immersion by the textbook's integrals: with φ from 0 to 90°, F_t-mean = k_c·a·f/(2π)·∫ sin φ cos φ etc.
  @Test func halfImmersionHasTheIntegralsOfTheTextbook() {
    var cut = CuttingCase(CuttingCase.flat6, CuttingCase.soft, cellMm: 0.0625, start: Point(-10, 0, -2))
    cut.go(to: Point(45, 0, -2))
    // k_c 40, a 2, f 20/300; half of Σ: tangential (½, π/4), normal (π/4, ½), times k_c·a·f/2π = 0.8488 N.
    let unit = 40.0 * 2 * (20.0 / 300) / (2 * 3.141592653589793)
    // The stock is on the left (y > 0): a clockwise edge enters at the side, with no chip, and leaves at the front.
    let along = -unit * (0.5 + 0.5 * 0.785398), across = unit * (0.785398 - 0.5 * 0.5)
    #expect(abs(cut.meanForce.x - along) < 0.06 * unit, "\(cut.meanForce) \(along)")
    #expect(abs(cut.meanForce.y - across) < 0.06 * unit, "\(cut.meanForce) \(across)")
  }

  /// Straight down, D 6 mm, 5 mm/s at 18,000/min: f = 1/60 mm a turn; thrust 0.5·k_c·R·f = 0.5·40·3/60 = 1 N;
  /// P = k_c·πR²·v = 5.65 W.
  @Test func aPlungePressesOnTheTool() {
    var cut = CuttingCase(cellMm: 0.125, start: Point(30, 20, 4))
    cut.go(to: Point(30, 20, -4), mmPerS: 5)
    cut.go(to: Point(30, 20, -8), mmPerS: 5)
    #expect(abs(cut.meanForce.z - 1) < 0.02, "\(cut.meanForce)")
    #expect(abs(cut.meanForce.x) < 0.01 && abs(cut.meanForce.y) < 0.01)
    #expect(abs(cut.meanPowerW - 5.655) < 0.1, "\(cut.meanPowerW)")
  }

  @Test func aBallThatMovesLevelIsLiftedAndTwiceTheFeedIsTwiceTheForce() {
    var slow = CuttingCase(CuttingCase.ball6, cellMm: 0.125, start: Point(-10, 20, -1))
    slow.go(to: Point(45, 20, -1), mmPerS: 15)
    var fast = CuttingCase(CuttingCase.ball6, cellMm: 0.125, start: Point(-10, 20, -1))
    fast.go(to: Point(45, 20, -1), mmPerS: 30)
    #expect(slow.meanForce.z > 0)
    #expect(abs(fast.meanForce.length / slow.meanForce.length - 2) < 0.05)
  }

  @Test func theForceEndsWhereTheMotionEnds() {
    var cut = CuttingCase(start: Point(-10, 20, -2))
    cut.go(to: Point(20, 20, -2))
    #expect(cut.cutting.load.forceN.length > 0)
    cut.rest()
    #expect(cut.cutting.load == .none)
  }
}
