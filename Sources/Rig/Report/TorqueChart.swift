// Torque margins over the time of the run in, one picture with the least margin of every axis out.

import SimBackend

/// The least torque margin of each axis along the job, laid out like ``SpeedChart``.
struct TorqueChart {
  static let widthUnits = 4000
  static let heightUnits = 1000
  static let colors = ["#b3372b", "#22763f", "#1f5fae"]
  /// Below this it makes no difference any more.
  private static let leastShown = -1.0

  /// Seconds.
  let time: PlotAxis
  /// 1 is a motor at ease.
  let margin: PlotAxis
  private let torque: TorqueRecord
  private let tickHz: Double

  /// Nil where there is nothing to draw.
  init?(_ torque: TorqueRecord, tickHz: Int) {
    guard torque.hasPhysics, !torque.margins.isEmpty, torque.endS > 0 else { return nil }
    self.torque = torque
    self.tickHz = Double(tickHz)
    time = PlotAxis(least: 0, greatest: torque.endS, step: SpeedChart.timeStep(torque.endS))
    let lowest = torque.margins.flatMap(\.buckets).reduce(0.0) { $1.isEmpty ? $0 : min($0, $1.least) }
    let least = lowest < 0 ? max(lowest * 1.05 - 0.05, Self.leastShown) : 0
    margin = PlotAxis(least: least, greatest: 1, divisions: least < 0 ? 8 : 5)
  }

  /// Grid, the line of no margin, the least margin of each moment, the worst places and those where a motor failed.
  var body: String {
    let stroke = "vector-effect=\"non-scaling-stroke\""
    var grid = ""
    for tick in time.ticks { grid += "M\(column(tick)) 0V\(Self.heightUnits)" }
    for tick in margin.ticks { grid += "M0 \(row(tick))H\(Self.widthUnits)" }
    var svg = "<path d=\"\(grid)\" fill=\"none\" stroke=\"#e4e8eb\" \(stroke)/>"
    // Behind the curves, and dark enough beside them.
    svg +=
      "<path d=\"M0 \(row(0))H\(Self.widthUnits)\" fill=\"none\" stroke=\"#1d252b\" stroke-width=\"1.6\" \(stroke)/>"
    for joint in torque.margins.indices {
      svg += "<path d=\"\(curve(torque.margins[joint]))\" fill=\"none\" stroke=\"\(Self.colors[joint])\""
      svg += " stroke-width=\"1.1\" stroke-linejoin=\"round\" \(stroke)/>"
    }
    for joint in torque.margins.indices {
      for place in torque.departures(ofJoint: joint) {
        svg += "<path d=\"M\(column(seconds(place))) 0V\(Self.heightUnits)\" fill=\"none\""
        svg += " stroke=\"\(Self.colors[joint])\" stroke-width=\"1.6\" stroke-dasharray=\"5 4\" \(stroke)/>"
      }
      guard let worst = torque.worst(ofJoint: joint) else { continue }
      // A line of no length with round ends is a dot that no stretching makes an oval.
      let at = "\(column(seconds(worst))) \(row(worst.demand.margin))"
      for (color, width) in [("#ffffff", 11), (Self.colors[joint], 8)] {
        svg +=
          "<path d=\"M\(at)h0.01\" stroke=\"\(color)\" stroke-width=\"\(width)\" stroke-linecap=\"round\" \(stroke)/>"
      }
    }
    return svg
  }

  func label(_ seconds: Double, _ language: Language) -> String {
    torque.endS < 60 ? language.shortDecimal(seconds) + "\u{A0}s" : Language.clock(seconds)
  }

  private func seconds(_ place: TorquePlace) -> Double { Double(place.tick) / tickHz }

  /// The least margin of each moment, as steps; a stretch without change is one line.
  private func curve(_ history: BandHistory) -> String {
    var path = ""
    var lastRow = -1
    var isDrawing = false
    for (index, bucket) in history.buckets.enumerated() {
      if bucket.isEmpty {
        isDrawing = false
        continue
      }
      let height = row(bucket.least), start = column(history.start(of: index))
      if !isDrawing {
        path += "M\(start) \(height)"
      } else if height != lastRow {
        path += "H\(start)V\(height)"
      }
      lastRow = height
      isDrawing = true
      let isLast = index + 1 == history.buckets.count || history.buckets[index + 1].isEmpty
      if isLast { path += "H\(column(min(history.start(of: index + 1), time.greatest)))" }
    }
    return path
  }

  private func column(_ seconds: Double) -> Int {
    Int((min(max(time.share(seconds), 0), 1) * Double(Self.widthUnits)).rounded())
  }

  private func row(_ value: Double) -> Int {
    Int(((1 - min(max(margin.share(value), 0), 1)) * Double(Self.heightUnits)).rounded())
  }
}

/// The section of the report; empty where the run had no physics.
func torqueSection(_ input: ReportInput) -> String {
  guard let torque = input.torque, let chart = TorqueChart(torque, tickHz: input.summary.tickHz) else { return "" }
  let language = input.language
  let heading = Phrase.torqueOverTime
  var html = "<section><h2>\(heading.html(language))</h2>"
  html += plot(
    chart.body, width: TorqueChart.widthUnits, height: TorqueChart.heightUnits, stretched: true,
    across: labels(chart.time) { chart.label($0, language) }, up: labels(chart.margin) { language.percent($0) },
    name: heading.text(in: language).htmlEscaped)
  html += "<div class=\"caption\">"
  for joint in 0..<3 {
    guard let worst = torque.worst(ofJoint: joint) else { continue }
    let sign =
      "<path d=\"M1 6h24\" stroke=\"\(TorqueChart.colors[joint])\" stroke-width=\"1.6\"/>"
      + "<circle cx=\"13\" cy=\"6\" r=\"4\" fill=\"\(TorqueChart.colors[joint])\"/>"
    html += key(sign, .worstMargin(of: input.jointNames[joint], worst), language)
  }
  if (0..<3).contains(where: { !torque.departures(ofJoint: $0).isEmpty }) {
    html += key(
      "<path d=\"M13 0v12\" stroke=\"#1d252b\" stroke-width=\"1.6\" stroke-dasharray=\"4 2\"/>", .leftCommand, language)
  }
  return html + "<span>\(Phrase.marginExplained.html(language))</span></div></section>\n"
}

/// What would cure a stall; empty where nothing was looked for.
func curesSection(_ input: ReportInput) -> String {
  if input.cures.isEmpty { return "" }
  let language = input.language
  let sentences = input.cures.map { "<p>\($0.html(language))</p>" }.joined()
  return "<section><h2>\(Phrase.curesHeading.html(language))</h2>\(sentences)</section>\n"
}
