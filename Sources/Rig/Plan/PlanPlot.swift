// Motion samples in, one tall picture out: speed, the acceleration of every axis beside its limits, speed over lines.

import StepperCore

/// Keeps what the picture of a plan needs, in a few hundred kilobytes however long the job is.
struct PlanPlot {
  private let settings: MachineSettings
  private var speed: BandHistory
  private var lines = BandHistory(finest: 1)
  private var x: BandHistory
  private var y: BandHistory
  private var z: BandHistory
  private var endS = 0.0
  private var lastLine: UInt32 = 1

  init(_ settings: MachineSettings) {
    self.settings = settings
    let sliceS = Double(settings.sliceTicks) / Double(settings.tickHz)
    speed = BandHistory(finest: sliceS)
    x = speed
    y = speed
    z = speed
  }

  mutating func add(_ sample: MotionSample) {
    let hz = Double(settings.tickHz)
    let startS = Double(sample.startTick) / hz
    let seconds = Double(sample.ticks) / hz
    endS = startS + seconds
    let along = sample.velocity.length
    speed.add(along, from: startS, to: endS, seconds: seconds)
    x.add(sample.acceleration.x, from: startS, to: endS, seconds: seconds)
    y.add(sample.acceleration.y, from: startS, to: endS, seconds: seconds)
    z.add(sample.acceleration.z, from: startS, to: endS, seconds: seconds)
    // While it waits, no line is being driven.
    guard !sample.isAtRest else { return }
    lastLine = max(lastLine, sample.line)
    lines.add(along, from: Double(sample.line), to: Double(sample.line) + 1, seconds: seconds)
  }

  /// The picture, as the text of an SVG file.
  func svg(_ summary: Summary, boardTitle: String, language: Language) -> String {
    let time = PlotAxis(least: 0, greatest: max(endS, 1e-3), step: SpeedChart.timeStep(max(endS, 1e-3)))
    let clock = { (seconds: Double) in
      endS < 60 ? language.shortDecimal(seconds) + "\u{A0}s" : Language.clock(seconds)
    }
    let greatest = speed.buckets.reduce(0.0) { max($0, $1.greatest) } * 60
    let speeds = PlotAxis(least: 0, greatest: max(greatest * 1.06, 1), divisions: 5)
    let number = { (value: Double) in language.shortDecimal(value) }
    let unit = Phrase.speedUnit.text(in: language)
    var panels = [
      BandChart(
        heading: Phrase.speedOverTime.text(in: language), unit: unit, history: speed, across: time, up: speeds,
        factor: 60, heightPx: 230, acrossLabel: clock, upLabel: number)
    ]
    let colors = [("#b3372b", "#e9b9b1"), ("#22763f", "#b3d6bf"), ("#1f5fae", "#b4cbe8")]
    for (axis, history) in [x, y, z].enumerated() {
      let limit = settings[axis: axis].maxAccelerationMmPerS2
      panels.append(
        BandChart(
          heading: Phrase.acceleration(axis: ["X", "Y", "Z"][axis]).text(in: language), unit: "mm/s²", history: history,
          across: time, up: PlotAxis(least: -1.3 * limit, greatest: 1.3 * limit, divisions: 6),
          limits: [limit, -limit].map { ($0, Phrase.limit($0).text(in: language)) }, stroke: colors[axis].0,
          fill: colors[axis].1, hasMean: false, heightPx: 150, acrossLabel: clock, upLabel: number))
    }
    let first = PlotAxis.wholeStep(Double(lastLine), divisions: 8)
    panels.append(
      BandChart(
        heading: Phrase.speedOverLines.text(in: language), unit: unit, history: lines,
        across: PlotAxis(least: 1, greatest: Double(lastLine) + 1, step: first), up: speeds, factor: 60, heightPx: 230,
        acrossLabel: { language.count(Int($0)) }, upLabel: number))
    return picture(panels, summary, boardTitle, language)
  }

  private func picture(
    _ panels: [BandChart], _ summary: Summary, _ boardTitle: String, _ language: Language
  ) -> String {
    var body = ""
    var topPx = 132.0
    for panel in panels {
      body += panel.body(topPx: topPx)
      topPx += panel.heightPx + 66
    }
    let left = BandChart.leftPx.shortText
    let name = Self.shortened(Terminal.visible(summary.job.name), to: 64).htmlEscaped
    let heightPx = (topPx + 2).shortText
    let figures = Phrase.planFigures(
      seconds: summary.machineSeconds ?? endS, lengthMm: summary.path.lengthMm ?? 0,
      deviationMm: summary.path.maxDeviationMm ?? 0, toleranceMm: summary.path.toleranceMm ?? 0)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 \(heightPx)" width="1000" height="\(heightPx)" \
      role="img" font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif" fill="#1d252b">
      <title>\(Phrase.planHeading.text(in: language).htmlEscaped): \(summary.job.name.htmlEscaped)</title>
      <rect width="100%" height="100%" fill="#ffffff"/>
      <text x="\(left)" y="42" font-size="24" font-weight="650">\(name)</text>
      <text x="\(left)" y="64" font-size="13" fill="#5b6770">\(Self.shortened(boardTitle, to: 110).htmlEscaped)</text>
      <text x="\(left)" y="84" font-size="13" fill="#5b6770">\(figures.text(in: language).htmlEscaped)</text>
      \(body)<text x="\(left)" y="\((topPx - 18).shortText)" font-size="12" fill="#5b6770">\
      \(Phrase.bandsOfPlan.text(in: language).htmlEscaped)</text>
      </svg>

      """
  }

  private static func shortened(_ text: String, to count: Int) -> String {
    text.count <= count ? text : text.prefix(count - 1) + "…"
  }
}

extension PlotAxis {
  /// A round step that is a whole number too.
  static func wholeStep(_ length: Double, divisions: Int) -> Double { max(1, roundStep(length, divisions: divisions)) }
}
