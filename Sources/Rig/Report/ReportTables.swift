// The figures of the report: axes against their limits, the job, warnings with their lines.

/// The sections under the pictures.
func reportTables(_ input: ReportInput) -> String {
  let language = input.language
  let section = { (heading: Phrase, body: String) in
    "<section><h2>\(heading.html(language))</h2>\(body)</section>\n"
  }
  var html = section(.axesHeading, axesTable(input.summary, language))
  if !input.summary.motors.isEmpty { html += section(.motorsHeading, motorsTable(input.summary, language)) }
  html += warningsList(input)
  html += section(.figuresHeading, figures(input.summary, language))
  return html + "<footer>rigctl \(input.summary.rigctl.htmlEscaped) · \(Phrase.nothingUnknown.html(language))</footer>"
}

private let unknown = "–"

/// Axes side by side, a figure a line, so that it also fits a phone.
private func axesTable(_ summary: Summary, _ language: Language) -> String {
  var html = "<table><thead><tr><th></th><th>X</th><th>Y</th><th>Z</th></tr></thead><tbody>"
  let row = { (label: Phrase, unit: String, note: String, cell: (Summary.Axis) -> String?) in
    let cells = (0..<3).map { cell(summary.axes[$0]) }
    // What no axis knows (motors without physics) would be a line of dashes.
    guard cells.contains(where: { $0 != nil }) else { return }
    html += "<tr><th>\(label.html(language))\(unit.isEmpty ? "" : ", \(unit)")\(note)</th>"
    for cell in cells { html += cell ?? "<td>\(unknown)</td>" }
    html += "</tr>"
  }
  let share = "<br/><small>% \(Phrase.ofLimit.html(language))</small>"
  let plain = { (text: String?) in text.map { "<td>\($0.htmlEscaped)</td>" } }
  row(.steps, "", "") { plain($0.steps.map(language.count)) }
  row(.position, Phrase.steps.text(in: language).lowercased(), "") { plain($0.positionSteps.map(language.count)) }
  row(.least, "mm", "") { plain($0.minMm.map { language.decimal($0, places: 2) }) }
  row(.greatest, "mm", "") { plain($0.maxMm.map { language.decimal($0, places: 2) }) }
  row(.peakVelocity, "mm/min", share) {
    against($0.peakVelocityMmPerS.map { $0 * 60 }, limit: $0.limitVelocityMmPerS.map { $0 * 60 }, language)
  }
  row(.peakAcceleration, "mm/s²", share) {
    against($0.peakAccelerationMmPerS2, limit: $0.limitAccelerationMmPerS2, language)
  }
  row(.peakJerk, "mm/s³", share) { against($0.peakJerkMmPerS3, limit: $0.limitJerkMmPerS3, language) }
  row(.missedPulses, "", "") { counted($0.missedPulses, language) }
  row(.lostStepsLabel, "", "") { counted($0.lostSteps, language) }
  row(.loadAngle, "°", "") { plain($0.peakLoadAngleDeg.map { language.decimal($0, places: 1) }) }
  row(.torqueMargin, "", "") { plain($0.minTorqueMargin.map(language.percent)) }
  row(.racking, "mm", "") { plain($0.peakRackingMm.map { language.decimal($0, places: 3) }) }
  return html + "</tbody></table>"
}

/// A peak with a bar that shows which part of its limit it is; without a limit only the peak.
private func against(_ peak: Double?, limit: Double?, _ language: Language) -> String? {
  guard let peak else { return nil }
  let value = language.decimal(peak, places: 0).htmlEscaped
  guard let limit, limit > 0 else { return "<td>\(value)</td>" }
  let share = peak / limit
  // Half a per cent is rounding, not a limit that was passed.
  return "<td\(share > 1.005 ? " class=\"over\"" : "")>\(value)<br/><small>\(language.percent(share))</small>"
    + "<span class=\"bar\"><i style=\"width:\(cssPercent(min(max(share, 0), 1)))\"></i></span></td>"
}

/// A count of things that should not be.
private func counted(_ count: Int?, _ language: Language) -> String? {
  count.map { "<td\($0 > 0 ? " class=\"over\"" : "")>\(language.count($0).htmlEscaped)</td>" }
}

private func motorsTable(_ summary: Summary, _ language: Language) -> String {
  let heads: [Phrase] = [.motor, .steps, .position, .missedPulses, .lostStepsLabel]
  var html = "<div class=\"wide\"><table><thead><tr>"
  for head in heads { html += "<th>\(head.html(language))</th>" }
  html += "</tr></thead><tbody>"
  for motor in summary.motors {
    html += "<tr><th>\(motor.name.htmlEscaped)</th>"
    for count in [motor.steps, motor.positionSteps] {
      html += "<td>\(count.map(language.count)?.htmlEscaped ?? unknown)</td>"
    }
    for count in [motor.missedPulses, motor.lostSteps] { html += counted(count, language) ?? "<td>\(unknown)</td>" }
    html += "</tr>"
  }
  return html + "</tbody></table></div>"
}

private func figures(_ summary: Summary, _ language: Language) -> String {
  var html = "<dl>"
  let add = { (label: Phrase, value: String?) in
    guard let value else { return }
    html += "<div><dt>\(label.html(language))</dt><dd>\(value.htmlEscaped)</dd></div>"
  }
  add(.machineTime, summary.machineSeconds.map(language.duration))
  add(.pathLength, summary.path.lengthMm.map { language.decimal($0, places: 1) + "\u{A0}mm" })
  add(.maxDeviation, summary.path.maxDeviationMm.map { language.shortDecimal($0, places: 4) + "\u{A0}mm" })
  add(.tolerance, summary.path.toleranceMm.map { language.shortDecimal($0, places: 4) + "\u{A0}mm" })
  if let cut = summary.cut {
    add(.removedVolume, language.decimal(cut.removedMm3 / 1000, places: 1) + "\u{A0}cm³")
    if let power = cut.peakPowerW, let force = cut.peakForceN, power > 0 {
      let peak = max(force.x, force.y, force.z)
      add(.peakCuttingForce, language.shortDecimal(peak, places: 1) + "\u{A0}N")
      add(.peakCuttingPower, language.shortDecimal(power, places: 1) + "\u{A0}W")
    }
  }
  add(.linesOfJob, language.count(summary.job.lines))
  add(.sizeOfJob, language.shortDecimal(Double(summary.job.bytes) / 1000, places: 1) + "\u{A0}kB")
  add(.board, summary.board)
  add(.tickRate, language.shortDecimal(Double(summary.tickHz) / 1000) + "\u{A0}kHz")
  add(.ticks, summary.ticks.map(language.count))
  add(.timingViolationsLabel, summary.timingViolations.map(language.count))
  add(.lateTicks, summary.lateTicks.map(language.count))
  add(.greatestLateness, summary.maxLatenessUs.map { language.shortDecimal($0, places: 1) + "\u{A0}µs" })
  add(.processorTime, summary.cpuSeconds.map { language.decimal($0, places: 2) + "\u{A0}s" })
  add(.realTimeFactor, summary.realTimeFactor.map { language.decimal($0, places: $0 < 100 ? 1 : 0) })
  add(.peakMemory, summary.peakMemoryMb.map { language.decimal($0, places: 1) + "\u{A0}MB" })
  add(.seed, String(summary.seed))
  if let hash = summary.traceHashText {
    html += "<div><dt>\(Phrase.traceHash.html(language))</dt><dd><code>\(hash)</code></dd></div>"
  }
  return html + "</dl>"
}

private func warningsList(_ input: ReportInput) -> String {
  let language = input.language
  let shown = 200
  var html = "<section><h2>\(Phrase.warnings.html(language))</h2>"
  if input.warnings.isEmpty { return html + "<p class=\"soft\">\(Phrase.noWarnings.html(language))</p></section>\n" }
  html += "<ul class=\"warnings\">"
  for note in input.warnings.prefix(shown) {
    let place = note.line.map { "\(Phrase.line.html(language)) \($0)" } ?? ""
    html += "<li><b>\(place)</b><span>\(note.text.html(language))</span></li>"
  }
  html += "</ul>"
  if input.warnings.count > shown {
    html += "<p class=\"soft\">\(Phrase.furtherWarnings(input.warnings.count - shown).html(language))</p>"
  }
  return html + "</section>\n"
}
