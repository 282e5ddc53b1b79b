// The pictures of the report with their labels, which keep their size when a picture is scaled to a phone.

import StepperCore

/// Two views of the path and the speed over time, as three sections of the page.
func reportPictures(_ input: ReportInput) -> String {
  let language = input.language
  let points = input.record.points
  guard points.count > 1 else {
    return "<section><p>\(Phrase.noMotion.html(language))</p></section>"
  }
  var html = ""
  for (view, heading) in [(ToolpathView.above, Phrase.fromAbove), (.front, .fromTheSide)] {
    let picture = ToolpathPicture(input, points: points, view: view)
    html += "<section><h2>\(heading.html(language))</h2>"
    html += plot(
      picture.body, width: picture.widthUnits, height: picture.heightUnits, stretched: false,
      across: labels(picture.across) { language.shortDecimal($0) },
      up: labels(picture.up) { language.shortDecimal($0) }, name: heading.text(in: language).htmlEscaped)
    html +=
      view == .above
      ? legend(picture, input)
      : "<p "
        + "class=\"caption\"><span>\(caption(picture, language))</span></p>"
    html += "</section>\n"
  }
  let chart = SpeedChart(input.record.speeds, endS: input.record.durationS)
  html += "<section><h2>\(Phrase.speedOverTime.html(language)) <span class=\"soft\">mm/min</span></h2>"
  html += plot(
    chart.body, width: SpeedChart.widthUnits, height: SpeedChart.heightUnits, stretched: true,
    across: labels(chart.time) { chart.label($0, language) },
    up: labels(chart.speed) { language.shortDecimal($0) }, name: Phrase.speedOverTime.text(in: language).htmlEscaped)
  html += "<p class=\"caption\"><span>\(Phrase.meanAndRange.html(language))</span></p></section>"
  return html
}

/// A label and where it stands, as a share of its side.
typealias PlotLabel = (share: Double, text: String)

func labels(_ axis: PlotAxis, _ text: (Double) -> String) -> [PlotLabel] {
  axis.ticks.map { (axis.share($0), text($0)) }
}

/// A picture with numbers along its left and lower sides. `stretched`: it need not keep its proportions, and is lower on
/// wide screens.
func plot(
  _ body: String, width: Int, height: Int, stretched: Bool, across: [PlotLabel], up: [PlotLabel], name: String
) -> String {
  // A tall picture is made narrower instead of longer than a screen.
  let narrowing = !stretched && height > width ? " style=\"max-width:\(cssLength(44 * width, by: height))\"" : ""
  let shape =
    stretched
    ? " preserveAspectRatio=\"none\" style=\"height:clamp(11rem, 28vw, 16rem)\""
    : " style=\"aspect-ratio:\(width)/\(height)\""
  var html = "<div class=\"plot\"\(narrowing)>"
  html += "<svg viewBox=\"0 0 \(width) \(height)\"\(shape) role=\"img\" aria-label=\"\(name)\">\(body)</svg>"
  html += "<div class=\"up\">"
  for label in up { html += "<span style=\"bottom:\(cssPercent(label.share))\">\(label.text.htmlEscaped)</span>" }
  html += "</div><div class=\"across\"\(across.count > 7 ? " style=\"--crowded:hidden\"" : "")>"
  for label in across { html += "<span style=\"left:\(cssPercent(label.share))\">\(label.text.htmlEscaped)</span>" }
  return html + "</div></div>"
}

private func cssLength(_ rem: Int, by divisor: Int) -> String { "\(max(rem / max(divisor, 1), 12))rem" }

/// What the colours, the dashes and the signs of the picture from above mean.
private func legend(_ picture: ToolpathPicture, _ input: ReportInput) -> String {
  let language = input.language
  var html = "<div class=\"caption\">"
  if picture.scale.greatestMmPerS > 0 {
    let greatest = language.decimal(picture.scale.greatestMmPerS * 60, places: 0).htmlEscaped
    let shades = SpeedScale.colors.map { "<b style=\"background:\($0)\"></b>" }.joined()
    html += "<span class=\"scale\">0<i>\(shades)</i>\(greatest) mm/min</span>"
  }
  html += key("<path d=\"M0 6h26\" stroke=\"#9aa3ab\" stroke-dasharray=\"4 3\"/>", .rapids, language)
  if input.stock != nil {
    html += key(
      "<rect x=\"4\" y=\"1\" width=\"18\" height=\"10\" fill=\"#f6eee2\" "
        + "stroke=\"#c2a377\"/>", .stock, language)
  }
  if picture.showsTravel {
    html += key(
      "<rect x=\"2\" y=\"1\" width=\"22\" height=\"10\" fill=\"none\" stroke=\"#6b7780\" stroke-dasharray=\"6 2 2 2\"/>",
      .travelOutline, language)
  }
  if input.workOffset != nil {
    html += key("<path d=\"M7 6h12M13 0v12\" stroke=\"#12855a\" stroke-width=\"1.6\"/>", .workOrigin, language)
  }
  html += key(
    "<circle cx=\"13\" cy=\"6\" r=\"3.5\" fill=\"#fff\" stroke=\"#1d252b\" stroke-width=\"2\"/>", .startOfPath, language
  )
  html +=
    input.summary.result == .completed
    ? key("<circle cx=\"13\" cy=\"6\" r=\"3.5\" fill=\"#1d252b\"/>", .endOfPath, language)
    : key("<path d=\"M8 1l10 10m0-10l-10 10\" stroke=\"#c8321f\" stroke-width=\"3\"/>", .endOfPath, language)
  return html + "<span>\(caption(picture, language))</span></div>"
}

func key(_ sign: String, _ text: Phrase, _ language: Language) -> String {
  "<span class=\"key\"><svg width=\"26\" height=\"12\" viewBox=\"0 0 26 12\" aria-hidden=\"true\">\(sign)</svg>"
    + "\(text.html(language))</span>"
}
