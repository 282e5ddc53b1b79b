// The result of a run for the terminal: a summary in, a verdict and two short tables out.

/// What `run` and `plan` print when they are done.
public func resultText(_ summary: Summary, language: Language, terminal: Terminal) -> String {
  let verdict = Phrase.outcome(summary.result).text(in: language)
  let color: Terminal.Color = summary.result == .completed ? .green : .red
  var out = terminal.colored(verdict, color) + "  " + Terminal.visible(summary.job.name) + "\n"
  out += figuresTable(summary, language: language).text(indent: "  ")
  out += axesTable(summary, language: language).text(on: terminal, indent: "  ")
  if !summary.motors.isEmpty { out += motorsTable(summary, language: language).text(on: terminal, indent: "  ") }
  return out
}

private func figuresTable(_ summary: Summary, language: Language) -> AlignedTable {
  var table = AlignedTable([.left, .left])
  let add = { (label: Phrase, value: String?) in
    if let value { table.add([label.text(in: language), value]) }
  }
  add(.machineTime, summary.machineSeconds.map(language.duration))
  add(.pathLength, summary.path.lengthMm.map { language.decimal($0, places: 1) + "\u{A0}mm" })
  add(.maxDeviation, summary.path.maxDeviationMm.map { language.decimal($0, places: 4) + "\u{A0}mm" })
  add(.tolerance, summary.path.toleranceMm.map { language.shortDecimal($0, places: 4) + "\u{A0}mm" })
  add(.linesOfJob, language.count(summary.job.lines))
  add(.tickRate, language.shortDecimal(Double(summary.tickHz) / 1000) + "\u{A0}kHz")
  // On real lines the clock on the wall decides.
  let factor = summary.backend == Backend.gpio.rawValue ? nil : summary.realTimeFactor
  add(.realTimeFactor, factor.map { language.decimal($0, places: $0 < 100 ? 1 : 0) })
  add(.traceHash, summary.traceHashText)
  return table
}

private func axesTable(_ summary: Summary, language: Language) -> AlignedTable {
  let heads: [Phrase] = [.axis, .steps, .position, .least, .greatest, .peakVelocity, .ofLimit]
  var table = AlignedTable(
    header: heads.map { $0.text(in: language) }, [.left, .right, .right, .right, .right, .right, .right])
  for (index, name) in ["X", "Y", "Z"].enumerated() {
    let axis = summary.axes[index]
    let share = axis.peakVelocityMmPerS.flatMap { peak in
      axis.limitVelocityMmPerS.flatMap { $0 > 0 ? peak / $0 : nil }
    }
    table.add([
      name,
      axis.steps.map(language.count) ?? "–",
      axis.positionSteps.map(language.count) ?? "–",
      axis.minMm.map { language.decimal($0, places: 3) } ?? "–",
      axis.maxMm.map { language.decimal($0, places: 3) } ?? "–",
      axis.peakVelocityMmPerS.map { language.decimal($0 * 60, places: 0) + " mm/min" } ?? "–",
      share.map(language.percent) ?? "–",
    ])
  }
  return table
}

private func motorsTable(_ summary: Summary, language: Language) -> AlignedTable {
  let heads: [Phrase] = [.motor, .steps, .position]
  var table = AlignedTable(header: heads.map { $0.text(in: language) }, [.left, .right, .right])
  for motor in summary.motors {
    table.add([
      motor.name, motor.steps.map(language.count) ?? "–", motor.positionSteps.map(language.count) ?? "–",
    ])
  }
  return table
}
