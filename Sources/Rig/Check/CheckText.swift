// A check for the terminal: a verdict, findings line by line, margins of the axes, cures.

/// What `check` prints.
public func checkText(_ result: CheckResult, board: Board, language: Language, terminal: Terminal) -> String {
  let color: Terminal.Color = result.verdict == .runs ? .green : result.verdict == .atRisk ? .yellow : .red
  var out = terminal.colored(Phrase.verdict(result.verdict).text(in: language), color)
  out += "  " + Terminal.visible("\(result.run.summary.job.name) · \(board.name)") + "\n"
  let told = result.findingsInBrief
  for finding in told.prefix(CheckResult.toldFindings) {
    let text = Terminal.visible(finding.text.atLine(finding.line).text(in: language))
    out += "  " + (finding.isFailure ? terminal.colored(text, color) : text) + "\n"
  }
  if told.count > CheckResult.toldFindings {
    out += "  " + Phrase.furtherFindings(told.count - CheckResult.toldFindings).text(in: language) + "\n"
  }
  if !result.joints.isEmpty {
    out += marginTable(result, language).text(on: terminal, indent: "  ")
    out += "  " + Phrase.marginsAreConservative.text(in: language) + "\n"
  }
  if !result.cures.isEmpty {
    out += terminal.colored(Phrase.curesHeading.text(in: language), .bold) + "\n"
    for sentence in result.cureSentences {
      out += "  " + Terminal.visible(sentence.text(in: language)) + "\n"
    }
  }
  return out
}

extension CheckResult {
  /// So many findings are printed; `--json` has all of them.
  static let toldFindings = 30
  /// So many failures of an axis are told by themselves: what is behind them mostly is the same again.
  private static let toldFailures = 3

  /// The findings with an axis's further failures in one.
  var findingsInBrief: [CheckFinding] {
    var brief: [CheckFinding] = []
    for (axis, name) in joints.map({ ($0.name.lowercased(), $0.name) }) {
      let own = findings.filter { $0.isFailure && $0.line != nil && $0.axis == axis }
      guard own.count > Self.toldFailures + 1 else { continue }
      let further = own.dropFirst(Self.toldFailures).compactMap(\.line)
      brief.append(
        CheckFinding(kind: own[0].kind, axis: axis, text: .failsOnFurtherLines(axis: name, lines: further)))
    }
    guard !brief.isEmpty else { return findings }
    var told: [CheckFinding] = []
    var counts: [String: Int] = [:]
    for finding in findings {
      guard finding.isFailure, finding.line != nil, let axis = finding.axis,
        let summary = brief.first(where: { $0.axis == axis })
      else {
        told.append(finding)
        continue
      }
      counts[axis, default: 0] += 1
      if counts[axis] ?? 0 <= Self.toldFailures { told.append(finding) }
      if counts[axis] == Self.toldFailures { told.append(summary) }
    }
    return told
  }

  /// What was found to help, or that nothing does.
  var cureSentences: [Phrase] {
    var sentences = cures.flatMap { search in
      search.cures.isEmpty
        ? [Phrase.noCure(of: search)] : search.cures.map { Phrase.cure($0, of: search.name) }
    }
    if let curesTogether { sentences.append(.curesTogether(curesTogether)) }
    return sentences
  }
}

private func marginTable(_ result: CheckResult, _ language: Language) -> AlignedTable {
  let heads: [Phrase] = [
    .axis, .leastMargin, .line, .speedHeading, .accelerationHeading, .neededTorque, .availableTorque, .whatFor,
  ]
  var table = AlignedTable(
    header: heads.map { $0.text(in: language) }, [.left, .right, .right, .right, .right, .right, .right, .left])
  for joint in result.joints {
    guard let worst = joint.worst else {
      table.add([joint.name] + Array(repeating: "–", count: heads.count - 1))
      continue
    }
    let demand = worst.demand
    table.add([
      joint.name, language.percent(demand.margin), language.count(Int(worst.line)),
      language.decimal(abs(demand.speedMmPerS), places: 1) + "\u{A0}mm/s",
      // Negative where it brakes.
      language.decimal(demand.speedMmPerS < 0 ? -demand.accelerationMmPerS2 : demand.accelerationMmPerS2, places: 0)
        + "\u{A0}mm/s²",
      Phrase.newtonMetres(demand.neededNm, language), Phrase.newtonMetres(demand.hasNm, language),
      Phrase.shares(demand).text(in: language),
    ])
  }
  return table
}
