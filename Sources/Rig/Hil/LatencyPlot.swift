// How late ticks were, as a picture: ticks over microseconds, with a logarithmic height so that the rare ones are seen.

import Foundation
import GPIOBackend

extension LatencyResult {
  /// The picture, as the text of an SVG file.
  public func svg(in language: Language) -> String {
    var canvas = SVGCanvas(width: 900)
    canvas.text(
      "\(board): \(Phrase.latencyHeading(tickHz: tickHz).text(in: language))", 70, 34, size: 18, isBold: true)
    var y = 54.0
    for phrase in advice.prefix(3) {
      y +=
        17
        * Double(
          canvas.paragraph(
            phrase.text(in: language), 70, y, width: 790, size: 13, lineHeight: 17, fill: "#5b6770"))
    }
    let frame = (left: 70.0, top: y + 14, width: 790.0, height: 300.0)
    let lastUs =
      max(
        lateness.ticksByUs.lastIndex { $0 > 0 } ?? 0, work.ticksByUs.lastIndex { $0 > 0 } ?? 0, Int(tickUs / 2)) + 2
    let across = PlotAxis(least: 0, greatest: Double(lastUs), divisions: 10)
    let decades = max(1, ceil(log10(Double(max(lateness.count, 10)))))
    func place(us: Double) -> Double { frame.left + frame.width * across.share(us) }
    func height(_ ticks: UInt64) -> Double {
      ticks == 0 ? 0 : frame.height * (log10(Double(ticks)) + 0.3) / (decades + 0.3)
    }
    for decade in 0...Int(decades) {
      let line = frame.top + frame.height - height(UInt64(pow(10, Double(decade))))
      canvas.line([(frame.left, line), (frame.left + frame.width, line)], stroke: "#e3e8ec", width: 1)
      canvas.text(language.count(Int(pow(10, Double(decade)))), frame.left - 8, line + 4, size: 11, anchor: .end)
    }
    for tick in across.ticks {
      canvas.text(
        language.shortDecimal(tick), place(us: tick), frame.top + frame.height + 18, size: 11, anchor: .middle)
    }
    // What may be made up for, and where motion is stopped.
    canvas.rect(
      frame.left, frame.top, max(place(us: min(tickUs / 4, across.greatest)) - frame.left, 0), frame.height,
      fill: "#dceedd")
    let pixel = max(frame.width / Double(lastUs) - 1, 0.6)
    for (us, ticks) in lateness.ticksByUs.dropLast().enumerated() where ticks > 0 {
      let tall = height(ticks)
      canvas.rect(place(us: Double(us)), frame.top + frame.height - tall, pixel, tall, fill: "#17324d")
    }
    let outline = work.ticksByUs.dropLast().prefix(lastUs).enumerated().map {
      (x: place(us: Double($0.offset) + 0.5), y: frame.top + frame.height - height($0.element))
    }
    canvas.line(outline, stroke: "#c2571a", width: 1.4)
    canvas.line(
      [(frame.left, frame.top + frame.height), (frame.left + frame.width, frame.top + frame.height)],
      stroke: "#5b6770", width: 1)
    let foot = frame.top + frame.height + 44
    canvas.rect(frame.left, foot - 10, 12, 12, fill: "#17324d")
    canvas.text(Phrase.latencyLateLegend.text(in: language), frame.left + 18, foot, size: 12)
    canvas.line([(frame.left, foot + 14), (frame.left + 12, foot + 14)], stroke: "#c2571a", width: 2)
    canvas.text(Phrase.latencyWorkLegend.text(in: language), frame.left + 18, foot + 18, size: 12)
    canvas.rect(frame.left, foot + 26, 12, 12, fill: "#dceedd")
    canvas.text(Phrase.latencySlackLegend.text(in: language), frame.left + 18, foot + 36, size: 12)
    canvas.text("µs", frame.left + frame.width, foot - 10, size: 12, anchor: .end)
    return canvas.svg(height: foot + 56, title: "\(board): \(Phrase.latencyLate.text(in: language))")
  }
}
