// One panel of the plan's picture: a history, two axes and limits in, a piece of SVG out.

/// A band from least to greatest with the mean inside, in a frame with its labels. Sizes are pixels.
struct BandChart {
  static let leftPx = 84.0
  static let widthPx = 892.0

  var heading: String
  var unit: String
  let history: BandHistory
  let across: PlotAxis
  let up: PlotAxis
  /// By what values are multiplied before they are drawn.
  var factor = 1.0
  /// Drawn as dashed lines, with a label each.
  var limits: [(value: Double, label: String)] = []
  var stroke = "#4903a0"
  var fill = "#c6bbe6"
  var hasMean = true
  let heightPx: Double
  let acrossLabel: (Double) -> String
  let upLabel: (Double) -> String

  /// The panel with its heading above; `topPx` is where the frame begins.
  func body(topPx: Double) -> String {
    let (left, right, bottom) = (Self.leftPx, Self.leftPx + Self.widthPx, topPx + heightPx)
    var svg = "<text x=\"\(left.shortText)\" y=\"\((topPx - 12).shortText)\" font-size=\"15\" font-weight=\"600\">"
    svg += "\(heading.htmlEscaped)<tspan dx=\"8\" font-size=\"12\" font-weight=\"400\" fill=\"#5b6770\">"
    svg += "\(unit.htmlEscaped)</tspan></text>\n"
    var grid = ""
    for tick in across.ticks { grid += "M\(column(tick)) \(topPx.shortText)V\(bottom.shortText)" }
    for tick in up.ticks { grid += "M\(left.shortText) \(row(tick, topPx))H\(right.shortText)" }
    svg += "<path d=\"\(grid)\" fill=\"none\" stroke=\"#e4e8eb\"/>\n"
    svg += curves(topPx)
    for limit in limits {
      svg += "<path d=\"M\(left.shortText) \(row(limit.value, topPx))H\(right.shortText)\" fill=\"none\""
      svg += " stroke=\"#b42318\" stroke-width=\"1.2\" stroke-dasharray=\"6 4\"/>"
      let besidePx: Double = limit.value > 0 ? -5 : 13
      svg += text(limit.label, x: right - 6, y: y(limit.value, topPx) + besidePx, "end", "#b42318")
    }
    svg += "<rect x=\"\(left.shortText)\" y=\"\(topPx.shortText)\" width=\"\(Self.widthPx.shortText)\""
    svg += " height=\"\(heightPx.shortText)\" fill=\"none\" stroke=\"#b9c2c9\"/>\n"
    for tick in across.ticks {
      svg += text(acrossLabel(tick), x: x(tick), y: bottom + 16, "middle", "#5b6770")
    }
    for tick in up.ticks {
      svg += text(upLabel(tick), x: left - 7, y: y(tick, topPx) + 4, "end", "#5b6770")
    }
    return svg
  }

  /// Runs of buckets that hold something: nothing is drawn where nothing was.
  private func curves(_ topPx: Double) -> String {
    var bands = ""
    var means = ""
    let buckets = history.buckets
    var index = 0
    while index < buckets.count {
      if buckets[index].isEmpty {
        index += 1
        continue
      }
      let first = index
      while index < buckets.count && !buckets[index].isEmpty { index += 1 }
      var upper: [String] = []
      var lower: [String] = []
      var mean: [String] = []
      for place in first..<index {
        let start = column(history.start(of: place)), end = column(history.start(of: place + 1))
        let bucket = buckets[place]
        upper.append("\(start) \(row(bucket.greatest * factor, topPx))H\(end)")
        lower.append("\(end) \(row(bucket.least * factor, topPx))H\(start)")
        mean.append("\(start) \(row(bucket.mean * factor, topPx))H\(end)")
      }
      bands += "M\(upper.joined(separator: "L"))L\(lower.reversed().joined(separator: "L"))Z"
      means += "M\(mean.joined(separator: "L"))"
    }
    let edge = hasMean ? "none" : "\(stroke)\" stroke-width=\"0.8"
    var svg = "<path d=\"\(bands)\" fill=\"\(fill)\" stroke=\"\(edge)\" stroke-linejoin=\"round\"/>\n"
    if hasMean {
      svg += "<path d=\"\(means)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"1.2\""
      svg += " stroke-linejoin=\"round\"/>\n"
    }
    return svg
  }

  private func text(_ text: String, x: Double, y: Double, _ anchor: String, _ color: String) -> String {
    "<text x=\"\(tenths(x))\" y=\"\(tenths(y))\" text-anchor=\"\(anchor)\" font-size=\"12\" fill=\"\(color)\">"
      + "\(text.htmlEscaped)</text>\n"
  }

  private func x(_ value: Double) -> Double { Self.leftPx + min(max(across.share(value), 0), 1) * Self.widthPx }

  private func y(_ value: Double, _ topPx: Double) -> Double {
    topPx + (1 - min(max(up.share(value), 0), 1)) * heightPx
  }

  private func column(_ value: Double) -> String { tenths(x(value)) }

  private func row(_ value: Double, _ topPx: Double) -> String { tenths(y(value, topPx)) }

  /// A tenth of a pixel is finer than a screen, and a third of the bytes.
  private func tenths(_ value: Double) -> String {
    let number = Int((value * 10).rounded())
    return number % 10 == 0 ? "\(number / 10)" : "\(number / 10).\(number % 10)"
  }
}
