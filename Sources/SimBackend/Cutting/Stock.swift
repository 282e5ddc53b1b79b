// The piece on the table as a map of heights: what is left of it after every cut.

import StepperCore

/// Stock as heights over a grid of square cells, seen from above: undercuts cannot be told.
///
/// ```
///        columns →
///   rows ┌─┬─┬─┬─┐   heights[row · columns + column]: mm above (never) or below (negative) the top
///    ↑   ├─┼─┼─┼─┤   a cell's height is that of its centre
///        └─┴─┴─┴─┘
///   corner
/// ```
public struct Stock: Sendable {
  /// No map has more cells: 16 MB.
  public static let mostCells = 4_000_000

  /// The corner with the smallest X and Y, on the top face; machine mm.
  public let corner: Point
  /// Length along X, Y and Z, mm; all above zero.
  public let size: Point
  /// Side of a cell, mm.
  public let cellMm: Double
  public let columns: Int
  public let rows: Int
  /// Row by row from the front; mm relative to the top, from 0 down to −thickness, which is a hole. Empty until the first
  /// cut: many runs never make one.
  public internal(set) var heights: [Float]

  /// A piece that nothing has touched.
  ///
  /// - Parameter cellMm: made larger where the map would have more than ``mostCells``.
  public init(corner: Point, size: Point, cellMm: Double) {
    self.corner = corner
    self.size = Point(max(size.x, 1e-3), max(size.y, 1e-3), max(size.z, 1e-3))
    // Rounding up may add a row and a column, hence the small margin.
    let fitting = (self.size.x * self.size.y / Double(Self.mostCells)).squareRoot() * 1.002
    let longest = max(self.size.x, self.size.y) / Double(Self.mostCells / 2)
    let cell = max(cellMm, fitting, longest)
    self.cellMm = cell
    columns = max(1, Int((self.size.x / cell).rounded(.up)))
    rows = max(1, Int((self.size.y / cell).rounded(.up)))
    heights = []
  }

  /// A cell size for these tools: 1/24 of the smallest feature, but no more than 64 cells across the largest tool, so
  /// that a slice's work is bounded, and not below 20 µm.
  public static func cellMm(for tools: [CuttingTool]) -> Double {
    let feature = tools.reduce(Double.infinity) { min($0, $1.featureMm) }
    let largest = tools.reduce(0) { max($0, $1.diameterMm) }
    return max(feature.isFinite ? feature / 24 : 0.1, largest / 64, 0.02)
  }

  /// Machine Z of the top face.
  public var topMm: Double { corner.z }
  /// Machine Z of the face on the table.
  public var bottomMm: Double { corner.z - size.z }

  /// Height relative to the top at a place on the machine, mm; nil beside the stock.
  public func height(atX x: Double, y: Double) -> Double? {
    let column = ((x - corner.x) / cellMm).rounded(.down), row = ((y - corner.y) / cellMm).rounded(.down)
    guard column >= 0, row >= 0, column < Double(columns), row < Double(rows) else { return nil }
    if heights.isEmpty { return 0 }
    return Double(heights[Int(row) * columns + Int(column)])
  }

  /// What has been cut away, mm³.
  public var removedMm3: Double {
    var sum = 0.0
    for height in heights { sum -= Double(height) }
    return sum * cellMm * cellMm
  }

  /// The lowest height, mm relative to the top; 0 where nothing was cut.
  public var lowestMm: Double { Double(heights.min() ?? 0) }

  /// First and last column and row that hold a cut; nil where nothing was cut.
  public var touched: (columns: ClosedRange<Int>, rows: ClosedRange<Int>)? {
    if heights.isEmpty { return nil }
    var left = columns, right = -1, first = rows, last = -1
    for row in 0..<rows {
      let line = row * columns
      for column in 0..<columns where heights[line + column] < 0 {
        left = min(left, column)
        right = max(right, column)
        first = min(first, row)
        last = row
      }
    }
    return right < 0 ? nil : (left...right, first...last)
  }
}
