// A tuned board in; a picture of torque over speed, a panel an axis, out.

import SimBackend

extension Tuning {
  /// The picture, as the text of an SVG file.
  public func svg(in language: Language) -> String {
    var canvas = SVGCanvas(width: TorquePanel.widthPx)
    canvas.text(Terminal.visible(board.title), TorquePanel.leftPx, 36, size: 20, isBold: true)
    canvas.text(Phrase.tuneHeading(options).text(in: language), TorquePanel.leftPx, 58, size: 13, fill: "#5b6770")
    var topPx = 84.0
    for axis in axes {
      guard let panel = TorquePanel(self, axis, language, topPx: topPx) else { continue }
      panel.draw(on: &canvas)
      topPx += TorquePanel.heightPx
    }
    return canvas.svg(height: topPx, title: "\(board.name): \(Phrase.tuneHeading(options).text(in: language))")
  }
}

/// One axis: what its motor has in the three models, and what its motion needs. Sizes are pixels.
struct TorquePanel {
  static let widthPx = 1020.0
  static let heightPx = 420.0
  static let leftPx = 78.0
  private static let frameWidthPx = 660.0
  private static let frameHeightPx = 290.0
  private static let colors: [TuneModel: String] = [
    .ideal: "#a9b8c6", .typical: "#5f7d99", .conservative: "#17324d",
  ]
  private static let nowColor = "#c2571a"
  private static let bestColor = "#7a1fa2"

  private let tuned: TunedAxis
  private let options: TuneOptions
  private let language: Language
  private let topPx: Double
  private let demand: ShaftDemand
  /// Of the three models, for the motor that has least left.
  private let curves: [(model: TuneModel, curve: PullOutCurve)]
  private let across: PlotAxis
  private let up: PlotAxis

  init?(_ tuning: Tuning, _ tuned: TunedAxis, _ language: Language, topPx: Double) {
    guard let index = TorquePanel.hardest(tuning, tuned) else { return nil }
    let shaft = tuned.drive.shafts[index]
    let motor = tuning.board.motors.filter { tuned.axes.contains($0.axis) }[index]
    let store = CurveStore()
    self.tuned = tuned
    options = tuning.options
    self.language = language
    self.topPx = topPx
    demand = shaft.demand
    curves = TuneModel.allCases.map { model in
      let machine = tuning.board.simulation(model.motorModel)
      // A little farther than steps can go, so that the curves do not end at that line.
      let top = shaft.curve.topFullStepsPerS * 1.05
      return (model, store.curve(machine, motor: motor.index, topFullStepsPerS: top))
    }
    let perMm = shaft.demand.fullStepsPerMm
    let typical = curves[1].curve, ideal = curves[0].curve
    let standing = ideal.torqueNm(atFullStepsPerS: 0)
    // As far as something happens: beyond every pair, and until little torque is left; no farther than the table.
    let fastest = (tuned.choices.map(\.pair.velocityMmPerS) + [tuned.now.velocityMmPerS]).max() ?? 1
    let table = shaft.curve.topFullStepsPerS / perMm
    let tired = (0...100).map { table * Double($0) / 100 }
      .first { typical.torqueNm(atFullStepsPerS: $0 * perMm) < 0.2 * standing }
    let end = min(max(fastest * 1.15, min(tired ?? table, fastest * 3)), table * 1.04)
    across = PlotAxis(least: 0, greatest: end * 60, divisions: 8)
    up = PlotAxis(least: 0, greatest: max(standing, 1e-6) * 1.12, divisions: 5)
  }

  /// The motor that has the least margin at what is recommended, or now where nothing is.
  private static func hardest(_ tuning: Tuning, _ tuned: TunedAxis) -> Int? {
    let pair = tuned.balanced?.pair ?? tuned.now
    let force = tuning.options.toolForceN
    return tuned.drive.shafts.indices.max { first, second in
      func share(_ index: Int) -> Double {
        let shaft = tuned.drive.shafts[index]
        let has = shaft.curve.torqueNm(atFullStepsPerS: pair.velocityMmPerS * shaft.demand.fullStepsPerMm)
        let needed = shaft.demand.torqueNm(
          mmPerS: pair.velocityMmPerS, mmPerS2: pair.accelerationMmPerS2, toolForceN: force)
        return needed / max(has, 1e-12)
      }
      return share(first) < share(second)
    }
  }

  func draw(on canvas: inout SVGCanvas) {
    canvas.text(
      Phrase.tunePlotHeading(axes: tuned.name).text(in: language), Self.leftPx, topPx + 14, size: 15, isBold: true)
    drawBand(on: &canvas)
    drawGrid(on: &canvas)
    for (model, curve) in curves {
      let width: Double = model == options.model ? 2.6 : 1.5
      canvas.line(
        speeds(to: across.greatest / 60).map { place($0, torque(curve, $0)) }, stroke: Self.colors[model] ?? "#000000",
        width: width)
    }
    if tuned.drive.stepVelocityMmPerS * 60 < across.greatest {
      let x = self.x(tuned.drive.stepVelocityMmPerS * 60)
      canvas.line(
        [(x, frameTopPx), (x, frameTopPx + Self.frameHeightPx)], stroke: "#b42318", width: 1.2, dash: "2 3")
    }
    drawDemand(on: &canvas)
    drawLegend(on: &canvas)
  }

  /// Below the curve of the model that counts, less the margin.
  private func drawBand(on canvas: inout SVGCanvas) {
    let curve = curves.first { $0.model == options.model }?.curve ?? curves[2].curve
    var points = speeds(to: across.greatest / 60).map { place($0, (1 - options.margin) * torque(curve, $0)) }
    points += [place(across.greatest / 60, 0), place(0, 0)]
    canvas.area(points, fill: "#dceedd")
  }

  private func drawDemand(on canvas: inout SVGCanvas) {
    let force = options.toolForceN
    let recommended = tuned.balanced?.pair
    let fastest = max(recommended?.velocityMmPerS ?? 0, tuned.now.velocityMmPerS)
    canvas.line(
      [0, fastest].map { place($0, demand.cruiseNm(mmPerS: $0, toolForceN: force)) }, stroke: "#4c555c", width: 1.6,
      dash: "5 4")
    for (pair, color) in [(tuned.now, Self.nowColor), (recommended ?? tuned.now, Self.bestColor)] {
      if color == Self.bestColor && recommended == nil { continue }
      let ends = [0, pair.velocityMmPerS].map {
        place($0, demand.torqueNm(mmPerS: $0, mmPerS2: pair.accelerationMmPerS2, toolForceN: force))
      }
      canvas.line(ends, stroke: color, width: 2.2)
      let cruise = place(pair.velocityMmPerS, demand.cruiseNm(mmPerS: pair.velocityMmPerS, toolForceN: force))
      canvas.line([ends[1], cruise], stroke: color, width: 2.2)
      canvas.circle(ends[1].x, ends[1].y, radius: 4.5, fill: color)
      canvas.circle(cruise.x, cruise.y, radius: 3.5, fill: "#ffffff", stroke: color)
    }
  }

  private func drawGrid(on canvas: inout SVGCanvas) {
    let right = Self.leftPx + Self.frameWidthPx, bottom = frameTopPx + Self.frameHeightPx
    for tick in across.ticks {
      canvas.line([(x(tick), frameTopPx), (x(tick), bottom)], stroke: "#0000001a", width: 1)
      canvas.text(
        language.shortDecimal(tick), x(tick), bottom + 17, size: 12, anchor: .middle, fill: "#5b6770")
    }
    for tick in up.ticks {
      canvas.line([(Self.leftPx, y(tick)), (right, y(tick))], stroke: "#0000001a", width: 1)
      canvas.text(language.shortDecimal(tick), Self.leftPx - 8, y(tick) + 4, size: 12, anchor: .end, fill: "#5b6770")
    }
    let turns = PlotAxis(least: 0, greatest: across.greatest * demand.turnsPerMm, divisions: 8)
    for tick in turns.ticks {
      let place = x(tick / demand.turnsPerMm)
      canvas.line([(place, frameTopPx - 5), (place, frameTopPx)], stroke: "#8b969e", width: 1)
      canvas.text(language.shortDecimal(tick), place, frameTopPx - 9, size: 12, anchor: .middle, fill: "#5b6770")
    }
    canvas.rect(Self.leftPx, frameTopPx, Self.frameWidthPx, Self.frameHeightPx, fill: "none", stroke: "#b9c2c9")
    canvas.text("N·m", Self.leftPx - 8, frameTopPx - 9, size: 12, anchor: .end, fill: "#1d2733", isBold: true)
    canvas.text("mm/min", right + 28, bottom + 17, size: 12, fill: "#1d2733", isBold: true)
    canvas.text(
      Phrase.turnsPerMinute.text(in: language), right + 28, frameTopPx - 9, size: 12, fill: "#1d2733", isBold: true)
  }

  private func drawLegend(on canvas: inout SVGCanvas) {
    let x = Self.leftPx + Self.frameWidthPx + 18
    var y = frameTopPx + 22
    func entry(_ phrase: Phrase, _ figures: [String] = [], mark: (inout SVGCanvas, Double) -> Void) {
      mark(&canvas, y - 4)
      canvas.text(phrase.text(in: language), x + 32, y, size: 12)
      for line in figures {
        y += 16
        canvas.text(line, x + 32, y, size: 12, fill: "#5b6770")
      }
      y += 22
    }
    for (model, _) in curves {
      let words = Phrase {
        "\(Phrase.tunePullOut.text(in: $0)), \(Phrase.tuneModelOfCurve(model).text(in: $0))"
      }
      let width: Double = model == options.model ? 2.6 : 1.5
      entry(words) { $0.line([(x, $1), (x + 24, $1)], stroke: Self.colors[model] ?? "#000000", width: width) }
    }
    entry(.tuneBand) { $0.rect(x, $1 - 6, 24, 12, fill: "#dceedd") }
    entry(.tuneCruise) { $0.line([(x, $1), (x + 24, $1)], stroke: "#4c555c", width: 1.6, dash: "5 4") }
    entry(.tuneFullNow, figures(tuned.now, margin: tuned.nowMargin)) {
      $0.line([(x, $1), (x + 24, $1)], stroke: Self.nowColor, width: 2.2)
    }
    if let best = tuned.balanced {
      entry(.tuneFullRecommended, figures(best.pair, margin: best.margin)) {
        $0.line([(x, $1), (x + 24, $1)], stroke: Self.bestColor, width: 2.2)
      }
    }
    if tuned.drive.stepVelocityMmPerS * 60 < across.greatest {
      entry(.tuneStepLimit) { $0.line([(x, $1), (x + 24, $1)], stroke: "#b42318", width: 1.2, dash: "2 3") }
    }
  }

  private func figures(_ pair: TunePair, margin: Double) -> [String] {
    let velocity = language.decimal(pair.velocityMmPerS * 60, places: 0)
    let acceleration = language.decimal(pair.accelerationMmPerS2, places: 0)
    return [
      "\(velocity) mm/min, \(acceleration) mm/s²",
      "\(Phrase.tuneMargin.text(in: language).lowercased()) \(Phrase.tuneMargin(margin).text(in: language))",
    ]
  }

  private var frameTopPx: Double { topPx + 50 }

  private func speeds(to end: Double) -> [Double] { (0...120).map { end * Double($0) / 120 } }

  private func torque(_ curve: PullOutCurve, _ mmPerS: Double) -> Double {
    curve.torqueNm(atFullStepsPerS: mmPerS * demand.fullStepsPerMm)
  }

  private func place(_ mmPerS: Double, _ torqueNm: Double) -> (x: Double, y: Double) {
    (Self.tenths(x(mmPerS * 60)), Self.tenths(y(torqueNm)))
  }

  private func x(_ mmPerMin: Double) -> Double { Self.leftPx + min(across.share(mmPerMin), 1) * Self.frameWidthPx }

  /// What does not fit is drawn along the edge.
  private func y(_ torqueNm: Double) -> Double {
    frameTopPx + (1 - min(max(up.share(torqueNm), 0), 1)) * Self.frameHeightPx
  }

  private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
