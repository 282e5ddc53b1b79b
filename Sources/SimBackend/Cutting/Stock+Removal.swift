// One place of the tool after another: the stock's heights go down to its envelope; volume and moments of the chips come out.

import StepperCore

/// What was cut away on a short way, and where on the tool's envelope.
///
/// δV is a cell's removed volume, d its offset from the tool's axis, ρ = |d|, κ the angle between the axis and the normal
/// of the envelope there (90° on an upright side).
struct Removal: Equatable {
  /// Σ δV by the envelope's sides, mm³.
  var sideMm3 = 0.0
  /// Σ δV by a flat end that went down, mm³.
  var endMm3 = 0.0
  /// Σ δV·d/ρ², mm².
  var along = SIMD2<Double>.zero
  /// Σ δV·sin κ·d/ρ², mm².
  var across = SIMD2<Double>.zero
  /// Σ δV·cos κ/ρ, mm².
  var upwards = 0.0
  /// Σ δV·d, mm⁴.
  var moment = SIMD2<Double>.zero
  /// The greatest height above the tip at which something was cut, mm.
  var engagedMm = 0.0

  var volumeMm3: Double { sideMm3 + endMm3 }
}

/// A place of the tool's tip, relative to the stock's corner.
struct TipPlace: Equatable {
  var x: Double
  var y: Double
  var z: Double
}

extension Stock {
  /// Lowers the heights under the tool at `tip`, and adds what was cut.
  ///
  /// - Parameter before: where the same tool was last, if that is no farther than a cell. A tool that does not go
  ///   down can only cut cells that it comes closer to: a flat one the crescent in front of its last place, others
  ///   the half in front of the middle between both places.
  mutating func cut(_ tool: ToolEnvelope, at tip: TipPlace, before: TipPlace?, into removal: inout Removal) {
    let reach = tool.radius(above: -tip.z)
    if reach <= 0 { return }
    let (cell, columns, rows) = (cellMm, columns, rows)
    let perCell = 1 / cell
    let firstRow = max(0, Self.ceiling((tip.y - reach) * perCell - 0.5))
    let lastRow = min(rows - 1, Self.floor((tip.y + reach) * perCell - 0.5))
    if firstRow > lastRow { return }
    if heights.isEmpty { heights = [Float](repeating: 0, count: columns * rows) }
    let down = before.map { max(0, $0.z - tip.z) } ?? .infinity
    let isLevel = down == 0
    let scan = CutScan(tool, tip: tip, floor: -size.z, cell: cell, down: down)
    var sum = Removal()
    heights.withUnsafeMutableBufferPointer { heights in
      for row in firstRow...lastRow {
        let dy = (Double(row) + 0.5) * cell - tip.y
        let left = reach * reach - dy * dy
        if left < 0 { continue }
        let half = left.squareRoot()
        var low = max(0, Self.ceiling((tip.x - half) * perCell - 0.5))
        var high = min(columns - 1, Self.floor((tip.x + half) * perCell - 0.5))
        if low > high { continue }
        let line = row * columns
        if isLevel, let before {
          if tool.kind == .flat {
            let y = (Double(row) + 0.5) * cell - before.y
            let done = reach * reach - y * y
            if done > 0 {
              // Two pieces are left of this row: what lies before and what lies behind the last place.
              let half = done.squareRoot()
              let doneLow = Self.ceiling((before.x - half) * perCell - 0.5)
              let doneHigh = Self.floor((before.x + half) * perCell - 0.5)
              if doneLow <= doneHigh {
                scan.run(heights, line, low, min(high, doneLow - 1), dy, &sum)
                scan.run(heights, line, max(low, doneHigh + 1), high, dy, &sum)
                continue
              }
            }
          } else {
            Self.keepFront(&low, &high, row: row, cell, tip, before)
          }
        }
        scan.run(heights, line, low, high, dy, &sum)
      }
    }
    let area = cell * cell
    removal.sideMm3 += sum.sideMm3 * area
    removal.endMm3 += sum.endMm3 * area
    removal.along += sum.along * area
    removal.across += sum.across * area
    removal.upwards += sum.upwards * area
    removal.moment += sum.moment * area
    removal.engagedMm = max(removal.engagedMm, sum.engagedMm)
  }

  /// The part of a row that is closer to `tip` than to `before`, a cell wider against rounding.
  @inline(__always)
  private static func keepFront(
    _ low: inout Int, _ high: inout Int, row: Int, _ cell: Double, _ tip: TipPlace, _ before: TipPlace
  ) {
    let ux = tip.x - before.x, uy = tip.y - before.y
    if abs(ux) < 1e-9 * cell { return }
    let y = (Double(row) + 0.5) * cell - (tip.y + before.y) / 2
    // (x − middle)·ux + y·uy > 0
    let edge = ((tip.x + before.x) / 2 - y * uy / ux) / cell - 0.5
    // Nearly across the row the edge may lie anywhere; no row is that long.
    guard abs(edge) < 1e9 else {
      if (edge > 0) == (ux > 0) { high = low - 1 }
      return
    }
    if ux > 0 { low = max(low, floor(edge)) } else { high = min(high, ceiling(edge)) }
  }

  /// The integers beside a number below 1e15.
  @inline(__always)
  private static func floor(_ value: Double) -> Int {
    let whole = Int(value)
    return Double(whole) > value ? whole - 1 : whole
  }

  @inline(__always)
  private static func ceiling(_ value: Double) -> Int {
    let whole = Int(value)
    return Double(whole) < value ? whole + 1 : whole
  }
}

/// The inner loop: cells of one row against the envelope.
private struct CutScan {
  let tool: ToolEnvelope
  let tip: TipPlace
  let floor: Double
  let cell: Double
  /// How far the tip has gone down since its last place, mm.
  let down: Double
  private let radius2: Double
  /// Chips at the very axis would have an endless moment; an edge there has a width.
  private let least2: Double

  init(_ tool: ToolEnvelope, tip: TipPlace, floor: Double, cell: Double, down: Double) {
    self.tool = tool
    self.tip = tip
    self.floor = floor
    self.cell = cell
    self.down = down
    radius2 = tool.radius * tool.radius
    least2 = radius2 / 64
  }

  /// One kind of tool a loop, with its sums in registers: this is where the time goes.
  @inline(__always)
  func run(
    _ heights: UnsafeMutableBufferPointer<Float>, _ line: Int, _ low: Int, _ high: Int, _ dy: Double,
    _ sum: inout Removal
  ) {
    if low > high { return }
    switch tool.kind {
    case .flat: flat(heights, line, low, high, dy, &sum)
    case .ball: ball(heights, line, low, high, dy, &sum)
    case .vee: vee(heights, line, low, high, dy, &sum)
    }
  }

  private func flat(
    _ heights: UnsafeMutableBufferPointer<Float>, _ line: Int, _ low: Int, _ high: Int, _ dy: Double,
    _ sum: inout Removal
  ) {
    var row = RowSum()
    let new = Float(max(tip.z, floor))
    for column in low...high {
      let old = heights[line &+ column]
      if old <= new { continue }
      heights[line &+ column] = new
      let removed = Double(old) - Double(new)
      row.engaged = max(row.engaged, removed)
      // What a flat end takes off by going down is not cut by its sides.
      let end = min(removed, down)
      row.end += end
      let side = removed - end
      let dx = (Double(column) + 0.5) * cell - tip.x
      row.add(side, dx: dx, weight: side / max(dx * dx + dy * dy, least2), sine: 1, cosineTimesDistance: 0)
    }
    row.put(into: &sum, dy: dy)
  }

  private func ball(
    _ heights: UnsafeMutableBufferPointer<Float>, _ line: Int, _ low: Int, _ high: Int, _ dy: Double,
    _ sum: inout Removal
  ) {
    var row = RowSum()
    let centre = tip.z + tool.radius, perRadius = 1 / tool.radius
    for column in low...high {
      let old = Double(heights[line &+ column])
      let dx = (Double(column) + 0.5) * cell - tip.x
      let distance2 = dx * dx + dy * dy
      // Without the root where nothing is cut: below the centre and outside of the ball.
      let belowCentre = centre - old
      if distance2 >= radius2 || (belowCentre > 0 && belowCentre * belowCentre + distance2 >= radius2) { continue }
      let rise = (radius2 - distance2).squareRoot()
      let new = Float(max(centre - rise, floor))
      let removed = old - Double(new)
      if removed <= 0 { continue }
      heights[line &+ column] = new
      row.engaged = max(row.engaged, old - tip.z)
      let sine = distance2.squareRoot() * perRadius
      row.add(
        removed, dx: dx, weight: removed / max(distance2, least2), sine: sine, cosineTimesDistance: rise * sine)
    }
    row.put(into: &sum, dy: dy)
  }

  private func vee(
    _ heights: UnsafeMutableBufferPointer<Float>, _ line: Int, _ low: Int, _ high: Int, _ dy: Double,
    _ sum: inout Removal
  ) {
    var row = RowSum()
    for column in low...high {
      let old = Double(heights[line &+ column])
      let wide = tool.tipRadius + (old - tip.z) * tool.tangent
      let dx = (Double(column) + 0.5) * cell - tip.x
      let distance2 = dx * dx + dy * dy
      if wide <= 0 || distance2 >= wide * wide || distance2 > radius2 { continue }
      let distance = distance2.squareRoot()
      let isTip = distance <= tool.tipRadius
      let new = Float(max(isTip ? tip.z : tip.z + (distance - tool.tipRadius) * tool.cotangent, floor))
      let removed = old - Double(new)
      if removed <= 0 { continue }
      heights[line &+ column] = new
      row.engaged = max(row.engaged, old - tip.z)
      row.add(
        removed, dx: dx, weight: removed / max(distance2, least2), sine: isTip ? 0 : tool.cosine,
        cosineTimesDistance: distance * (isTip ? 1 : tool.sine))
    }
    row.put(into: &sum, dy: dy)
  }
}

/// ``Removal`` of one row: the offset across the row is the same for all its cells.
private struct RowSum {
  var side = 0.0
  var end = 0.0
  var sideX = 0.0
  var weight = 0.0
  var weightX = 0.0
  var sineWeight = 0.0
  var sineWeightX = 0.0
  var upwards = 0.0
  var engaged = 0.0

  @inline(__always)
  mutating func add(_ removed: Double, dx: Double, weight one: Double, sine: Double, cosineTimesDistance: Double) {
    side += removed
    sideX += removed * dx
    weight += one
    weightX += one * dx
    sineWeight += one * sine
    sineWeightX += one * sine * dx
    upwards += one * cosineTimesDistance
  }

  @inline(__always)
  func put(into sum: inout Removal, dy: Double) {
    if engaged <= 0 { return }
    sum.sideMm3 += side
    sum.endMm3 += end
    sum.along += SIMD2(weightX, weight * dy)
    sum.across += SIMD2(sineWeightX, sineWeight * dy)
    sum.upwards += upwards
    sum.moment += SIMD2(sideX, side * dy)
    sum.engagedMm = max(sum.engagedMm, engaged)
  }
}
