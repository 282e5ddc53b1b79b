// The toolpath as a picture of its own, for README files, `plan --plot` and other pages: input in, SVG file out.

import StepperCore

/// A complete SVG file, 1000 units wide: one view of the path with its grid, labels in mm and a legend of the speeds.
public func toolpathSVG(_ input: ReportInput, view: ToolpathView = .above) -> String {
  let language = input.language
  let picture = ToolpathPicture(input, points: input.record.points, view: view)
  let (left, top, width) = (64, 16, 920)
  let height = width * picture.heightUnits / picture.widthUnits
  let total = top + height + 104
  var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 \(total)\" font-size=\"15\" fill=\"#46525b\""
  svg += " font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif\" role=\"img\">"
  svg += "<title>\(input.jobName.htmlEscaped)</title>"
  svg += "<rect width=\"1000\" height=\"\(total)\" fill=\"#ffffff\"/>"
  svg += "<svg x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\""
  svg += " viewBox=\"0 0 \(picture.widthUnits) \(picture.heightUnits)\">\(picture.body)</svg>"
  svg += "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\" fill=\"none\" stroke=\"#b9c2c9\"/>"
  for tick in picture.across.ticks {
    let x = left + Int((picture.across.share(tick) * Double(width)).rounded())
    let label = language.shortDecimal(tick).htmlEscaped
    svg += "<text x=\"\(x)\" y=\"\(top + height + 20)\" text-anchor=\"middle\">\(label)</text>"
  }
  for tick in picture.up.ticks {
    let y = top + Int(((1 - picture.up.share(tick)) * Double(height)).rounded()) + 5
    svg += "<text x=\"\(left - 8)\" y=\"\(y)\" text-anchor=\"end\">\(language.shortDecimal(tick).htmlEscaped)</text>"
  }
  svg +=
    "<text x=\"\(left + width)\" y=\"\(top + height + 42)\" "
    + "text-anchor=\"end\">\(caption(picture, language))</text>"
  svg += legend(picture, language: language, left: left, top: top + height + 56)
  return svg + "</svg>\n"
}

/// "X →, Y ↑, mm, grid 20 mm", with the stretch of the heights where there is one.
func caption(_ picture: ToolpathPicture, _ language: Language) -> String {
  let up = picture.view == .above ? "Y" : picture.exaggeration > 1 ? "Z ×\(picture.exaggeration)" : "Z"
  let grid = Phrase.grid(picture.across.step, by: picture.up.step).html(language)
  return "X →, \(up) ↑ (mm), \(grid)"
}

private func legend(_ picture: ToolpathPicture, language: Language, left: Int, top: Int) -> String {
  guard picture.scale.greatestMmPerS > 0 else { return "" }
  let side = 28
  var svg = ""
  for (index, color) in SpeedScale.colors.enumerated() {
    svg += "<rect x=\"\(left + index * side)\" y=\"\(top)\" width=\"\(side)\" height=\"12\" fill=\"\(color)\"/>"
  }
  let right = left + side * SpeedScale.colors.count
  let greatest = language.decimal(picture.scale.greatestMmPerS * 60, places: 0).htmlEscaped
  svg += "<text x=\"\(left)\" y=\"\(top + 30)\">0</text>"
  svg += "<text x=\"\(right)\" y=\"\(top + 30)\" text-anchor=\"end\">\(greatest) mm/min</text>"
  svg += "<path d=\"M\(right + 32) \(top + 6)h44\" stroke=\"#9aa3ab\" stroke-dasharray=\"4 3\"/>"
  return svg + "<text x=\"\(right + 84)\" y=\"\(top + 11)\">\(Phrase.rapids.html(language))</text>"
}
