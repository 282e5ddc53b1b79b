// Speed over time as a chart: a speed history in, the inside of an SVG element and its two axes out.

/// The speed along the path over the time of the run, laid out.
struct SpeedChart {
  static let widthUnits = 4000
  static let heightUnits = 1000

  /// Seconds.
  let time: PlotAxis
  /// mm/min, as in the job.
  let speed: PlotAxis

  private let history: SpeedHistory

  init(_ history: SpeedHistory, endS: Double) {
    self.history = history
    let greatest = history.buckets.reduce(0.0) { max($0, $1.greatestMmPerS) } * 60
    let seconds = max(endS, 1e-3)
    time = PlotAxis(least: 0, greatest: seconds, step: SpeedChart.timeStep(seconds))
    speed = PlotAxis(least: 0, greatest: max(greatest * 1.06, 1), divisions: 5)
  }

  /// Grid, the band from slowest to fastest, and the mean.
  var body: String {
    var grid = ""
    for tick in time.ticks { grid += "M\(column(tick)) 0V\(SpeedChart.heightUnits)" }
    for tick in speed.ticks { grid += "M0 \(row(tick / 60))H\(SpeedChart.widthUnits)" }
    var upper: [String] = []
    var lower: [String] = []
    var mean: [String] = []
    for (index, bucket) in history.buckets.enumerated() where !bucket.isEmpty {
      let startS = Double(index) * history.bucketS
      let (start, end) = (column(startS), column(min(startS + history.bucketS, time.greatest)))
      upper.append("\(start) \(row(bucket.greatestMmPerS))H\(end)")
      lower.append("\(end) \(row(bucket.leastMmPerS))H\(start)")
      mean.append("\((start + end) / 2) \(row(bucket.meanMmPerS))")
    }
    guard !mean.isEmpty else { return "" }
    let stroke = "vector-effect=\"non-scaling-stroke\""
    return "<path d=\"\(grid)\" fill=\"none\" stroke=\"#e4e8eb\" \(stroke)/>"
      + "<path d=\"M\(upper.joined(separator: "L"))L\(lower.reversed().joined(separator: "L"))Z\" fill=\"#d9d3ee\"/>"
      + "<path d=\"M\(mean.joined(separator: "L"))\" fill=\"none\" stroke=\"#4903a0\" stroke-width=\"1.3\""
      + " stroke-linejoin=\"round\" \(stroke)/>"
  }

  /// A moment on the axis: 30 s, 4:00, 1:30:00.
  func label(_ seconds: Double, _ language: Language) -> String {
    time.greatest < 60 ? language.shortDecimal(seconds) + "\u{A0}s" : Language.clock(seconds)
  }

  private func column(_ seconds: Double) -> Int { Int((time.share(seconds) * Double(SpeedChart.widthUnits)).rounded()) }

  private func row(_ mmPerS: Double) -> Int {
    Int(((1 - speed.share(mmPerS * 60)) * Double(SpeedChart.heightUnits)).rounded())
  }

  /// Seconds, minutes and hours are not decimal.
  static func timeStep(_ seconds: Double) -> Double {
    if seconds < 60 { return PlotAxis.roundStep(seconds, divisions: 6) }
    for step in [10.0, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000] where seconds / step <= 6 {
      return step
    }
    return 3600 * PlotAxis.roundStep(seconds / 3600, divisions: 6)
  }
}
