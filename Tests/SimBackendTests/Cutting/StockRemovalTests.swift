// What a tool takes away against what geometry says that it takes away.

import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("A tool removes what its shape says")
struct StockRemovalTests {
  static let pi = 3.141592653589793

  /// A slot of one diameter, from beside the stock to x = 40: rectangle and half a disc at its end.
  private func slotError(cellMm: Double) -> Double {
    var cut = CuttingCase(cellMm: cellMm, start: Point(-10, 20.1, -2))
    cut.go(to: Point(40.1, 20.1, -2))
    cut.rest()
    let exact = 2 * (6 * 40.1 + Self.pi * 9 / 2)
    #expect(abs(cut.cutting.removedMm3 - cut.cutting.stock.removedMm3) < 1e-6 * exact)
    return abs(cut.cutting.removedMm3 - exact) / exact
  }

  @Test func aSlotHasTheVolumeOfASlotAndFinerCellsMeasureItBetter() {
    // Both walls may be off by half a cell.
    let errors = [1.0, 0.5, 0.25, 0.125].map { cell in (cell, slotError(cellMm: cell)) }
    for (cell, error) in errors { #expect(error <= cell / 6, "cell \(cell): \(error)") }
    #expect(errors[3].1 < 0.01)
  }

  @Test func anOverlappingPocketHasTheVolumeOfItsOutline() {
    var cut = CuttingCase(cellMm: 0.125, start: Point(10, 10, 5))
    cut.go(to: Point(10, 10, -3), mmPerS: 5)
    for row in 0...5 {
      let y = 10 + Double(row) * 2.5
      cut.go(to: Point(row % 2 == 0 ? 10 : 40, y, -3))
      cut.go(to: Point(row % 2 == 0 ? 40 : 10, y, -3))
    }
    // Both sides were driven along, so the corners are quarters of the tool, and so are the scallops of no pass.
    cut.go(to: Point(40, 10, -3))
    cut.go(to: Point(40, 22.5, -3))
    cut.go(to: Point(10, 22.5, -3))
    cut.go(to: Point(10, 10, -3))
    cut.rest()
    let exact = 3 * (36 * 18.5 - (4 - Self.pi) * 9)
    #expect(abs(cut.cutting.removedMm3 - exact) < 0.01 * exact)
  }

  @Test(arguments: [0.25, 0.125, 0.0625])
  func aPlungeLeavesACylinderOrABall(cell: Double) {
    var flat = CuttingCase(cellMm: cell, start: Point(30.02, 20.03, 3))
    flat.go(to: Point(30.02, 20.03, -4), mmPerS: 5)
    flat.rest()
    #expect(abs(flat.cutting.removedMm3 / (4 * Self.pi * 9) - 1) < 0.2 * cell)

    var ball = CuttingCase(CuttingCase.ball6, cellMm: cell, start: Point(30.02, 20.03, 3))
    ball.go(to: Point(30.02, 20.03, -2), mmPerS: 5)
    ball.rest()
    // A cap of height h of a ball: πh²(3r − h)/3.
    #expect(abs(ball.cutting.removedMm3 / (Self.pi * 4 * (9 - 2) / 3) - 1) < 0.2 * cell)
  }

  @Test func aVeeBitLeavesItsCone() {
    let tool = CuttingTool(shape: .vee(angleDeg: 90, tipMm: 0), diameterMm: 12, flutes: 2, fluteLengthMm: 8)
    var cut = CuttingCase(tool, cellMm: 0.1, start: Point(30, 20, 1))
    cut.go(to: Point(30, 20, -3), mmPerS: 5)
    cut.rest()
    #expect(abs(cut.cutting.removedMm3 / (Self.pi * 27 / 3) - 1) < 0.01)
    let beside = cut.cutting.stock.height(atX: 31.05, y: 20.05) ?? 0
    #expect(abs(beside + 3 - 1.05) < 0.1)
  }

  @Test func aSecondPassOverTheSamePathCutsNothingAndNeedsNoForce() {
    for tool in [CuttingCase.flat6, CuttingCase.ball6] {
      var cut = CuttingCase(tool, start: Point(-10, 20, -2))
      cut.go(to: Point(40, 20, -2))
      let once = cut.cutting.removedMm3
      #expect(cut.greatestForceN > 1)
      cut.go(to: Point(10, 20, -2))
      cut.go(to: Point(40, 20, -2))
      #expect(cut.cutting.removedMm3 == once)
      #expect(cut.greatestForceN == 0)
    }
  }

  @Test func climbingOutAndMovingInTheAirCutNothing() {
    var cut = CuttingCase(CuttingCase.ball6, start: Point(-10, 20, -2))
    cut.go(to: Point(20, 20, -2))
    cut.rest()
    let before = cut.cutting.removedMm3
    cut.go(to: Point(20, 20, 5))
    #expect(cut.greatestForceN == 0)
    cut.go(to: Point(90, 35, 0.5))
    cut.go(to: Point(90, 35, -20))
    #expect(cut.cutting.removedMm3 == before)
    #expect(cut.cutting.load == .none)
  }

  @Test func noPlaceThatTheToolHasBeenIsLeftStanding() {
    // The short cuts (only the crescent, only the half in front) must not leave anything out.
    for tool in [CuttingCase.flat6, CuttingCase.ball6] {
      var quick = CuttingCase(tool, cellMm: 0.2, start: Point(5, 5, 5))
      var random = SplitMix64(seed: 11)
      var corners = [Point(5, 5, -1)]
      for _ in 0..<40 {
        corners.append(
          Point(
            Double.random(in: 5...55, using: &random), Double.random(in: 5...35, using: &random),
            Double.random(in: -4 ... -0.5, using: &random)))
      }
      for corner in corners { quick.go(to: corner, mmPerS: 100) }
      quick.rest()
      // At every corner the tool has been: no height inside its shape is left above it.
      for corner in corners {
        let height = quick.cutting.stock.height(atX: corner.x, y: corner.y) ?? 0
        #expect(height <= corner.z + 0.03, "\(tool.shape) at \(corner)")
        if tool.shape == .flat {
          for (dx, dy) in [(2.7, 0.0), (-2.7, 0), (0, 2.7), (0, -2.7), (1.9, 1.9), (-1.9, 1.9)] {
            let beside = quick.cutting.stock.height(atX: corner.x + dx, y: corner.y + dy) ?? 0
            #expect(beside <= corner.z + 0.03)
          }
        }
      }
    }
  }

  @Test func heightsNeverRiseAndNeverGoBelowTheTable() {
    var random = SplitMix64(seed: 3)
    var cut = CuttingCase(CuttingCase.ball6, cellMm: 0.5)
    var before = cut.cutting.stock.heights
    for _ in 0..<60 {
      cut.go(
        to: Point(
          Double.random(in: -10...70, using: &random), Double.random(in: -10...50, using: &random),
          Double.random(in: -14...3, using: &random)), mmPerS: 200)
      let now = cut.cutting.stock.heights
      #expect(zip(before, now).allSatisfy { $0 >= $1 })
      before = now
    }
    #expect(before.min() == -10)
    #expect(before.contains { $0 < 0 })
  }

  @Test func theMapIsNeverLargerThanItsBound() {
    for size in [Point(3000, 1500, 20), Point(100_000, 0.01, 1), Point(100_000, 100_000, 1), Point(0.01, 0.01, 0.01)] {
      let stock = Stock(corner: .zero, size: size, cellMm: 0.02)
      #expect(stock.columns * stock.rows <= Stock.mostCells)
      #expect(stock.heights.isEmpty)
      #expect(stock.height(atX: 0, y: 0) == 0 && stock.removedMm3 == 0 && stock.lowestMm == 0 && stock.touched == nil)
      #expect(Double(stock.columns) * stock.cellMm >= stock.size.x)
      #expect(Double(stock.rows) * stock.cellMm >= stock.size.y)
    }
  }
}
