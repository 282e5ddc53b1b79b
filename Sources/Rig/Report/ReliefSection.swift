// The finished piece as a section of the report: picture, scale bar, legend.

import SimBackend

/// The picture of the finished piece; empty where nothing was cut.
func reliefSection(_ input: ReportInput) -> String {
  guard let cut = input.cut else { return "" }
  let language = input.language
  let picture = ReliefPicture(cut.result.stock, material: cut.material)
  let region = picture.region
  let across = PlotAxis(least: region.least.x, greatest: region.greatest.x, divisions: 8)
  let up = PlotAxis(least: region.least.y, greatest: region.greatest.y, step: across.step)
  let heading = Phrase.finishedPiece
  // A viewBox in tenths of a per mille of the longer side keeps the bar's lines fine.
  let scale = 3000 / Double(max(picture.width, picture.height))
  let (width, height) = (Int(Double(picture.width) * scale), Int(Double(picture.height) * scale))
  var body = "<image width=\"\(width)\" height=\"\(height)\" preserveAspectRatio=\"none\""
  body += " href=\"data:image/png;base64,\(picture.png.base64)\"/>"
  let barMm = PlotAxis.roundStep(across.length / 4, divisions: 2)
  body += scaleBar(Int(barMm / across.length * Double(width)), width: width, height: height)
  var html = "<section><h2>\(heading.html(language))</h2>"
  html += plot(
    body, width: max(width, 1), height: max(height, 1), stretched: false,
    across: labels(across) { language.shortDecimal($0) }, up: labels(up) { language.shortDecimal($0) },
    name: heading.text(in: language).htmlEscaped)
  html += "<div class=\"caption\">" + depths(picture, language)
  html += key(
    "<path d=\"M1 3v6M1 6h24M25 3v6\" fill=\"none\" stroke=\"#1d252b\" stroke-width=\"1.6\"/>", .scaleBar(mm: barMm),
    language)
  if picture.hasHoles {
    html += key(
      "<rect x=\"4\" y=\"1\" width=\"18\" height=\"10\" fill=\"#eef1f3\" stroke=\"#b9c2c9\"/>", .cutThrough, language)
  }
  var remarks = cut.tools.map { $0.html(language) }
  if let material = cut.material { remarks.insert(material.htmlEscaped, at: 0) }
  if cut.isStockFromJob { remarks.append(Phrase.stockFromJob.html(language)) }
  return html + "<span>\(remarks.joined(separator: " · "))</span></div></section>"
}

/// From the surface to the deepest cut, in the colours of the picture.
private func depths(_ picture: ReliefPicture, _ language: Language) -> String {
  let shades = (0..<8).map { "<b style=\"background:\(picture.colors.css((Float($0) + 0.5) / 8))\"></b>" }.joined()
  let deepest = language.shortDecimal(picture.deepestMm, places: picture.deepestMm < 10 ? 2 : 1)
  return "<span class=\"scale\">\(Phrase.depthLegend.html(language)) 0<i>\(shades)</i>\(deepest)\u{A0}mm</span>"
}

/// In the lower left corner, on a light ground, so that it shows on every colour.
private func scaleBar(_ length: Int, width: Int, height: Int) -> String {
  let (left, low) = (width / 40, height - width / 40)
  let arm = width / 120
  let line = "M\(left) \(low - arm)v\(2 * arm)M\(left) \(low)h\(length)M\(left + length) \(low - arm)v\(2 * arm)"
  return [("#ffffff", "5"), ("#1d252b", "1.8")].map { color, stroke in
    "<path d=\"\(line)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(stroke)\" stroke-linecap=\"round\""
      + " vector-effect=\"non-scaling-stroke\"/>"
  }.joined()
}
