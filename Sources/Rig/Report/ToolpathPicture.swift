// The toolpath as a picture: a motion record and a frame in, the inside of an SVG element out.

import StepperCore

/// From where the path is looked at.
public enum ToolpathView: Sendable {
  /// X to the right, Y away.
  case above
  /// X to the right, Z up.
  case front

  /// The machine axis that goes up in the picture.
  var upAxis: Int { self == .above ? 1 : 2 }
}

/// One view of a path, laid out: what part of the machine it shows and at which scale.
struct ToolpathPicture {
  let view: ToolpathView
  let across: PlotAxis
  let up: PlotAxis
  /// Whole numbers are the coordinates of the picture: a unit is less than a tenth of a millimetre on paper.
  let widthUnits: Int
  let heightUnits: Int
  /// How many times larger heights are drawn than widths; above always 1.
  let exaggeration: Int
  let scale: SpeedScale
  let showsTravel: Bool

  private let input: ReportInput
  private let points: [MotionRecord.Sample]

  init(_ input: ReportInput, points: [MotionRecord.Sample], view: ToolpathView) {
    self.input = input
    self.points = points
    self.view = view
    scale = SpeedScale(points)
    let frame = ToolpathFrame(input, points: points)
    showsTravel = frame.showsTravel
    widthUnits = view == .above ? 3000 : 2000
    let width = frame.greatest[0] - frame.least[0]
    var (low, high) = (frame.least[view.upAxis], frame.greatest[view.upAxis])
    var factor = 1
    if view == .front {
      // A relief a few millimetres deep would be a line: heights are stretched until they can be seen.
      for candidate in [2, 5, 10, 20, 50] where (high - low) * Double(factor) < width * 0.2 { factor = candidate }
      let missing = width * 0.12 / Double(factor) - (high - low)
      if missing > 0 { (low, high) = (low - missing / 2, high + missing / 2) }
    }
    exaggeration = factor
    across = PlotAxis(least: frame.least[0], greatest: frame.greatest[0], divisions: 8)
    up =
      view == .above
      ? PlotAxis(least: low, greatest: high, step: across.step)
      : PlotAxis(least: low, greatest: high, divisions: 5)
    heightUnits = max(1, Int((Double(widthUnits) * (high - low) * Double(factor) / width).rounded()))
  }

  /// Grid, outlines, rapids, feed moves and markers, for a view box of `widthUnits` by `heightUnits`.
  var body: String {
    var svg = grid
    if let stock = input.stock {
      svg += outline(stock, fill: "#f6eee2", stroke: "#c2a377", dashes: "")
    }
    if showsTravel, let travel = input.travel {
      svg += outline(travel, fill: "none", stroke: "#6b7780", dashes: " stroke-dasharray=\"10 3 2 3\"")
    }
    svg += lines
    svg += markers
    return svg
  }

  private func column(_ mm: Double) -> Int { Int((across.share(mm) * Double(widthUnits)).rounded()) }

  private func row(_ mm: Double) -> Int { Int(((1 - up.share(mm)) * Double(heightUnits)).rounded()) }

  private var grid: String {
    var path = ""
    for tick in across.ticks { path += "M\(column(tick)) 0V\(heightUnits)" }
    for tick in up.ticks { path += "M0 \(row(tick))H\(widthUnits)" }
    return "<path d=\"\(path)\" fill=\"none\" stroke=\"#e4e8eb\" vector-effect=\"non-scaling-stroke\"/>"
  }

  private func outline(_ box: Box, fill: String, stroke: String, dashes: String) -> String {
    let (left, right) = (column(box.least[0]), column(box.greatest[0]))
    let (top, bottom) = (row(box.greatest[view.upAxis]), row(box.least[view.upAxis]))
    return "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(max(right - left, 0))\" height=\"\(max(bottom - top, 0))\""
      + " fill=\"\(fill)\" stroke=\"\(stroke)\"\(dashes) vector-effect=\"non-scaling-stroke\"/>"
  }

  /// One path a colour, in relative whole numbers: 60,000 points stay well under a megabyte. Slow pieces are drawn over
  /// fast ones, because it is they that one looks for.
  private var lines: String {
    let shades = SpeedScale.colors.count
    var pens = [PolylinePen](repeating: PolylinePen(), count: shades + 1)
    if let first = points.first {
      var from = (column(first.position.x), row(first.position[view.upAxis]))
      for point in points.dropFirst() {
        let to = (column(point.position.x), row(point.position[view.upAxis]))
        if from == to { continue }
        pens[point.cutting ? scale.shade(point.speedMmPerS) : shades].draw(from: from, to: to)
        from = to
      }
    }
    var svg = ""
    if !pens[shades].path.isEmpty {
      svg += "<path d=\"\(pens[shades].path)\" fill=\"none\" stroke=\"#9aa3ab\" stroke-width=\"0.7\""
      svg += " stroke-dasharray=\"4 3\" vector-effect=\"non-scaling-stroke\"/>"
    }
    for shade in (0..<shades).reversed() where !pens[shade].path.isEmpty {
      svg += "<path d=\"\(pens[shade].path)\" fill=\"none\" stroke=\"\(SpeedScale.colors[shade])\""
      svg += " stroke-width=\"1.3\" stroke-linejoin=\"round\" stroke-linecap=\"round\""
      svg += " vector-effect=\"non-scaling-stroke\"/>"
    }
    return svg
  }

  /// Zero of the job as cross-hairs, the start as a ring, the end as a disc, or as a red cross where the run failed.
  /// Drawn as strokes of zero length, which keep their size on screen whatever the scale of the picture.
  private var markers: String {
    var svg = ""
    if let zero = input.workOffset {
      let (x, y) = (column(zero.x), row(zero[view.upAxis]))
      let arm = widthUnits / 70
      svg +=
        "<path d=\"M\(x - arm) \(y)h\(2 * arm)M\(x) \(y - arm)v\(2 * arm)\" fill=\"none\" stroke=\"#12855a\" "
        + "stroke-width=\"1.6\""
      svg += " vector-effect=\"non-scaling-stroke\"/>"
    }
    guard let first = points.first, let last = points.last, points.count > 1 else { return svg }
    svg += dot(first.position, diameterPx: 9, color: "#1d252b") + dot(first.position, diameterPx: 5, color: "#ffffff")
    if input.summary.result == .completed {
      svg += dot(last.position, diameterPx: 7, color: "#1d252b")
    } else {
      let (x, y) = (column(last.position.x), row(last.position[view.upAxis]))
      let arm = widthUnits / 80
      svg +=
        "<path d=\"M\(x - arm) \(y - arm)l\(2 * arm) \(2 * arm)m0-\(2 * arm)l-\(2 * arm) \(2 * arm)\" "
        + "fill=\"none\" stroke=\"#c8321f\""
      svg += " stroke-width=\"3.5\" stroke-linecap=\"round\" vector-effect=\"non-scaling-stroke\"/>"
    }
    return svg
  }

  private func dot(_ position: Point, diameterPx: Int, color: String) -> String {
    "<path d=\"M\(column(position.x)) \(row(position[view.upAxis]))h0\" stroke=\"\(color)\" stroke-width=\"\(diameterPx)\""
      + " stroke-linecap=\"round\" vector-effect=\"non-scaling-stroke\"/>"
  }
}

/// Path data of one colour, with relative moves between and within its pieces.
private struct PolylinePen {
  var path = ""
  private var at: (Int, Int)?

  mutating func draw(from: (Int, Int), to: (Int, Int)) {
    let base = at ?? (0, 0)
    if at == nil || base != from {
      append(from.0 - base.0, from.1 - base.1, command: "m")
    }
    // What follows a move is a line, without being called one.
    append(to.0 - from.0, to.1 - from.1, command: "")
    at = to
  }

  /// A minus sign separates numbers as well as a space does.
  private mutating func append(_ dx: Int, _ dy: Int, command: String) {
    path += command
    if command.isEmpty && dx >= 0 { path += " " }
    path += String(dx)
    if dy >= 0 { path += " " }
    path += String(dy)
  }
}
