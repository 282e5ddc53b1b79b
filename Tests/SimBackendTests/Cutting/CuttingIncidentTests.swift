// What breaks tools is noticed, once for each time it happens, with its line; and a run is the same run twice.

import AllocationCount
import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Accidents in the stock are noticed")
struct CuttingIncidentTests {
  private func kinds(_ cut: CuttingCase) -> [CuttingIncident.Kind] { cut.cutting.result.incidents.map(\.kind) }

  @Test func properCuttingIsNoIncident() {
    var cut = CuttingCase()
    cut.go(to: Point(10, 20, 5), mmPerS: 50, isRapid: true)
    cut.go(to: Point(10, 20, -3), mmPerS: 5)
    cut.go(to: Point(40, 20, -3))
    cut.go(to: Point(40, 20, 5), mmPerS: 50, isRapid: true)
    #expect(kinds(cut).isEmpty)
    #expect(cut.cutting.result.peakForceN.y > 0)
    #expect(cut.cutting.result.peakLines[1] == 3)
    #expect(cut.cutting.result.peakLines[3] == 3 && cut.cutting.result.peakPowerW > 0)
  }

  @Test func aSpindleThatStandsIsNoticedEachTimeItComesDown() {
    var cut = CuttingCase()
    cut.turning = .off
    for x in [10.0, 25, 40] {
      cut.go(to: Point(x, 20, 5))
      cut.go(to: Point(x, 20, -1))
      cut.go(to: Point(x, 20, 5))
    }
    let incident = cut.cutting.result.incidents.first
    #expect(kinds(cut) == [.spindleOff])
    #expect(incident?.count == 3)
    #expect(incident?.line == 2)
    #expect(abs((incident?.position.x ?? 0) - 10) < 0.01)
    #expect(abs((incident?.worstMm ?? 0) - 1) < 0.02)
  }

  @Test func aSpindleThatIsNotUpToItsSpeedIsNoticedAndPushesHarder() {
    var forces: [Double] = []
    for share in [1.0, 0.95, 0.5, 0.01, 1e-6] {
      var cut = CuttingCase()
      cut.turning = SpindleTurning(rpm: share * 18_000, commandedRpm: 18_000)
      cut.go(to: Point(10, 20, -1), mmPerS: 5)
      cut.go(to: Point(40, 20, -1), mmPerS: 20)
      forces.append(cut.meanForce.length)
      let incidents = cut.cutting.result.incidents
      #expect(incidents.map(\.kind) == (share < 0.9 ? [.spindleSlow] : []))
      if let incident = incidents.first { #expect(abs(incident.leastSpeedShare - share) < 1e-9) }
    }
    #expect(forces[2] > 1.9 * forces[0] && forces[3] > 10 * forces[2])
    // Never more than pushing a tool that stands through the piece.
    var standing = CuttingCase()
    standing.turning = .off
    standing.go(to: Point(10, 20, -1), mmPerS: 5)
    standing.go(to: Point(40, 20, -1), mmPerS: 20)
    #expect(abs(forces[4] / standing.meanForce.length - 1) < 1e-6)
    // What runs out after M5 is a spindle that is off.
    var coasting = CuttingCase()
    coasting.turning = SpindleTurning(rpm: 17_000, commandedRpm: 0)
    coasting.go(to: Point(10, 20, -1), mmPerS: 5)
    #expect(kinds(coasting) == [.spindleOff])
  }

  @Test func aRapidThroughTheStockIsNoticedButNotTheTailOfACut() {
    var cut = CuttingCase(start: Point(-10, 20, -2))
    cut.go(to: Point(10, 20, -2))
    // Ten milliseconds of a cut while the program is already on its rapid: the smoothing's lag.
    cut.go(to: Point(10.2, 20, -2), isRapid: true)
    cut.go(to: Point(10.2, 20, 5), mmPerS: 50, isRapid: true)
    #expect(kinds(cut).isEmpty)
    cut.go(to: Point(30, 20, 5), mmPerS: 50, isRapid: true)
    cut.go(to: Point(30, 20, -2), mmPerS: 50, isRapid: true)
    #expect(kinds(cut) == [.rapid])
    #expect(cut.cutting.result.incidents.first?.line == 5)
  }

  @Test func deeperThanTheFlutesAndIntoTheTable() {
    let short = CuttingTool(shape: .flat, diameterMm: 3, flutes: 2, fluteLengthMm: 6)
    var cut = CuttingCase(short, start: Point(30, 20, 5))
    cut.go(to: Point(30, 20, -5), mmPerS: 5)
    #expect(kinds(cut).isEmpty)
    cut.go(to: Point(40, 20, -7))
    #expect(kinds(cut) == [.deeperThanFlutes])
    cut.go(to: Point(40, 20, -10.5), mmPerS: 5)
    cut.go(to: Point(40, 20, -10.4), mmPerS: 5)
    #expect(kinds(cut) == [.deeperThanFlutes, .intoTable])
    #expect(abs((cut.cutting.result.incidents.last?.worstMm ?? 0) - 0.5) < 0.02)
  }

  private func wander(_ slices: Int) -> Cutting {
    var random = SplitMix64(seed: 7)
    var cut = CuttingCase(
      CuttingCase.ball6, CuttingMaterial(specificForceNPerMm2: 700, exponent: 0.25, normalShare: 0.3))
    cut.go(to: Point(20, 20, -1))
    var tip = cut.tip, step = Point.zero
    for slice in 0..<slices {
      if slice % 50 == 0 {
        step = Point(
          Double.random(in: -0.04...0.04, using: &random), Double.random(in: -0.04...0.04, using: &random),
          Double.random(in: -0.003...0.002, using: &random))
      }
      let next = tip + step
      if next.x > 5 && next.x < 55 && next.y > 5 && next.y < 35 && next.z > -8 && next.z < 0 { tip = next }
      cut.cutting.advance(
        CuttingSlice(tip: tip, seconds: 0.001, turning: cut.turning, isRapid: false, line: 9))
    }
    return cut.cutting
  }

  /// The bits of heights and forces: the same in debug and release, on every machine.
  @Test func theSameRunLeavesTheSameBits() {
    let cutting = wander(20_000)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for height in cutting.stock.heights { hash = (hash ^ UInt64(height.bitPattern)) &* 0x100_0000_01B3 }
    let result = cutting.result
    for value in [result.removedMm3, result.peakForceN.x, result.peakForceN.y, result.peakForceN.z, result.peakPowerW] {
      hash = (hash ^ value.bitPattern) &* 0x100_0000_01B3
    }
    #expect(hash == 9_818_949_984_875_047_560)
  }

  @Test func noSliceAllocates() {
    var cut = CuttingCase(start: Point(-10, 20, -2))
    cut.go(to: Point(10, 20, -2))
    let before = allocation_count()
    cut.go(to: Point(40, 20, -3))
    cut.go(to: Point(40, 20, 5))
    #expect(allocation_count() == before)
  }
}
