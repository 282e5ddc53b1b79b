// The finished piece from above: a height map in, a shaded picture out.

import SimBackend
import StepperCore

/// The relief of a piece, lit from the upper left.
///
/// Light is that of a matt surface with shadows: the cosine between the surface's normal, from height differences, and the direction to
/// the lamp; depth gives the colour. Several cells are averaged where there are more cells than pixels.
public struct ReliefPicture: Sendable {
  public let width: Int
  public let height: Int
  /// The part of the stock that is shown, machine mm.
  public let region: Box
  /// How deep the deepest cut is, mm; holes are as deep as the stock is thick.
  public let deepestMm: Double
  public let hasHoles: Bool
  private let rgb: [UInt8]
  let colors: ReliefColors

  /// - Parameter maxPixels: the picture has no more of them.
  public init(_ stock: Stock, material: String? = nil, maxPixels: Int = 640_000) {
    let colors = ReliefColors.of(material)
    let crop = Self.crop(stock)
    let (columns, rows) = (crop.columns, crop.rows)
    let depth = max(-stock.lowestMm, 1e-6)
    var cells = 1
    while (columns.count / cells) * (rows.count / cells) > max(maxPixels, 1) { cells += 1 }
    width = max(1, columns.count / cells)
    height = max(1, rows.count / cells)
    deepestMm = depth
    self.colors = colors
    let left = stock.corner.x + Double(columns.lowerBound) * stock.cellMm
    let front = stock.corner.y + Double(rows.lowerBound) * stock.cellMm
    let pixelMm = Double(cells) * stock.cellMm
    region = Box(
      least: Point(left, front, stock.bottomMm),
      greatest: Point(left + Double(width) * pixelMm, front + Double(height) * pixelMm, stock.topMm))
    var light = ReliefLight(stock, colors: colors, depthMm: depth)
    var rgb: [UInt8] = []
    rgb.reserveCapacity(width * height * 3)
    // A picture has its first row at the top, which is the far end of the stock.
    for row in (0..<height).reversed() {
      for column in 0..<width {
        var sum = ReliefColors.RGB.zero
        for j in 0..<cells {
          for i in 0..<cells {
            sum += light.color(
              column: columns.lowerBound + column * cells + i, row: rows.lowerBound + row * cells + j)
          }
        }
        sum /= Float(cells * cells)
        for channel in 0..<3 { rgb.append(UInt8(min(max(sum[channel], 0), 255))) }
      }
    }
    self.rgb = rgb
    hasHoles = light.hasHoles
  }

  /// The picture as a PNG file.
  public var png: [UInt8] { PNGEncoder.png(width: width, height: height, rgb: rgb) }

  public static func png(of stock: Stock, maxPixels: Int) -> [UInt8] { ReliefPicture(stock, maxPixels: maxPixels).png }

  /// The whole stock, or what was cut of it with some surface around, where that is much smaller.
  private static func crop(_ stock: Stock) -> (columns: Range<Int>, rows: Range<Int>) {
    let all = (columns: 0..<stock.columns, rows: 0..<stock.rows)
    guard let touched = stock.touched else { return all }
    let margin = max(touched.columns.count, touched.rows.count) / 16 + 2
    func part(_ range: ClosedRange<Int>, _ count: Int) -> Range<Int> {
      max(0, range.lowerBound - margin)..<min(count, range.upperBound + 1 + margin)
    }
    let some = (columns: part(touched.columns, stock.columns), rows: part(touched.rows, stock.rows))
    let share = Double(some.columns.count * some.rows.count) / Double(stock.columns * stock.rows)
    return share > 0.7 ? all : some
  }
}

/// Light on the cells of a piece.
private struct ReliefLight {
  private let stock: Stock
  private let colors: ReliefColors
  private let depth: Float
  private let floor: Float
  private let perWidth: Float
  private(set) var hasHoles = false

  // To the lamp: from the upper left, 50° above the table.
  private static let lamp = SIMD3<Float>(-0.4545, 0.4545, 0.766)

  init(_ stock: Stock, colors: ReliefColors, depthMm: Double) {
    self.stock = stock
    self.colors = colors
    depth = Float(depthMm)
    floor = Float(-stock.size.z)
    perWidth = Float(1 / (2 * stock.cellMm))
  }

  private func height(_ column: Int, _ row: Int) -> Float {
    if stock.heights.isEmpty { return 0 }
    return stock.heights[min(max(row, 0), stock.rows - 1) * stock.columns + min(max(column, 0), stock.columns - 1)]
  }

  /// How much of the lamp is seen from a cell: 1, less where something on the way to it stands higher than the light comes.
  private func lampShare(_ column: Int, _ row: Int, _ here: Float) -> Float {
    // Per cell towards the upper left the light climbs by √2 cells · tan 60°: shadows shorter than the lamp's own, and
    // pale, so that they hide nothing.
    let climb = Float(stock.cellMm) * 2.4495
    var worst: Float = 0
    for distance in Self.distances {
      let needed = here + climb * Float(distance)
      if needed > 0 { break }
      worst = max(worst, height(column - distance, row + distance) - needed)
    }
    // A soft edge, some cells wide.
    return 1 - 0.4 * min(worst / (6 * climb), 1)
  }

  private static let distances = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 31, 37, 44, 52, 62]

  mutating func color(column: Int, row: Int) -> ReliefColors.RGB {
    let here = height(column, row)
    if here <= floor {
      hasHoles = true
      return ReliefColors.hole
    }
    let slopeX = (height(column + 1, row) - height(column - 1, row)) * perWidth
    let slopeY = (height(column, row + 1) - height(column, row - 1)) * perWidth
    let length = (slopeX * slopeX + slopeY * slopeY + 1).squareRoot()
    let cosine = (Self.lamp.z - slopeX * Self.lamp.x - slopeY * Self.lamp.y) / length
    // Level ground has its own colour; what the lamp does not reach is lit by the sky.
    let reached = max(cosine, 0) / Self.lamp.z * lampShare(column, row, here)
    let shade = 0.35 + 0.65 * reached
    let lit = colors.color(-here / depth) * min(shade, 1.3)
    // Fewer shades compress better than eyes would notice.
    return (lit * 0.25).rounded(.toNearestOrAwayFromZero) * 4
  }
}
