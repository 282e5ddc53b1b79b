// A tuned board in; what a person reads on the terminal out.

extension Tuning {
  /// Tables, remarks and the lines for the board file; ends with a new line.
  public func text(in language: Language, terminal: Terminal? = nil) -> String {
    var parts = ["\(board.name): \(Phrase.tuneHeading(options).text(in: language))\n"]
    parts.append(overview(language, terminal))
    if axes.contains(where: { $0.balanced != nil }) { parts.append(limits(language, terminal)) }
    for axis in axes where !axis.choices.isEmpty { parts.append(choices(axis, language, terminal)) }
    for axis in axes where !axis.cures.isEmpty { parts.append(cures(axis, language, terminal)) }
    let remarks = remarks.map { Terminal.visible($0.text(in: language)) + "\n" }.joined()
    if !remarks.isEmpty { parts.append(remarks) }
    if let lines = boardLines {
      parts.append(Terminal.visible(Phrase.tunePaste(board.file).text(in: language)) + "\n" + lines)
    }
    return parts.joined(separator: "\n")
  }

  private func overview(_ language: Language, _ terminal: Terminal?) -> String {
    let margin = Phrase.tuneMargin.text(in: language)
    var table = AlignedTable(
      header: [
        Phrase.axis.text(in: language), "\(Phrase.tuneNow.text(in: language)), mm/min", "mm/s²", margin,
        "\(Phrase.tuneRecommended.text(in: language)), mm/min", "mm/s²", margin,
        Phrase.tuneSimulated.text(in: language),
      ], [.left, .right, .right, .right, .right, .right, .right, .left])
    for axis in axes {
      var row = [axis.name] + pair(axis.now, language) + [Phrase.tuneMargin(axis.nowMargin).text(in: language)]
      if let choice = axis.balanced {
        row += pair(choice.pair, language)
        row += [language.percent(choice.margin), trial(choice.trial).text(in: language)]
      } else {
        row.append(Phrase.tuneNone.text(in: language))
      }
      table.add(row)
    }
    return table.text(on: terminal)
  }

  private func limits(_ language: Language, _ terminal: Terminal?) -> String {
    var table = AlignedTable(
      header: [Phrase.axis, .tuneVelocityLimit, .tuneAccelerationLimit].map { $0.text(in: language) },
      [.left, .left, .left])
    for axis in axes where axis.balanced != nil {
      table.add([
        axis.name, Phrase.tuneBound(axis.velocityBound).text(in: language),
        Phrase.tuneShares(axis.shares).text(in: language),
      ])
    }
    return table.text(on: terminal)
  }

  private func choices(_ axis: TunedAxis, _ language: Language, _ terminal: Terminal?) -> String {
    let ways = [1, 10, axis.travelMm]
    var table = AlignedTable(
      header: [Phrase.tuneAxisHeading(axis.name).text(in: language), "mm/min", "mm/s²"]
        + ways.map { Phrase.tuneTime(overMm: $0).text(in: language) },
      [.left] + Array(repeating: .right, count: 5))
    // Where the ticks or the driver hold everything, the three are one.
    let distinct = axis.choices.filter { $0.aim == .balanced || $0.pair != axis.balanced?.pair }
    let shown: [(Phrase, TunePair)] = [(.tuneNow, axis.nowDriven)] + distinct.map { (.tuneAim($0.aim), $0.pair) }
    for (title, pair) in shown {
      table.add(
        [title.text(in: language)] + self.pair(pair, language)
          + ways.map { language.decimal(pair.seconds(overMm: $0), places: 3) + "\u{A0}s" })
    }
    return table.text(on: terminal)
  }

  private func cures(_ axis: TunedAxis, _ language: Language, _ terminal: Terminal?) -> String {
    var table = AlignedTable(
      header: [
        "\(axis.name), \(Phrase.tuneChange.text(in: language))", "mm/min", "mm/s²",
        Phrase.tuneMovesShorter.text(in: language),
      ], [.left, .right, .right, .right])
    for cure in axis.cures.prefix(5) {
      table.add(
        [Phrase.tuneChange(cure.change).text(in: language)] + pair(cure.pair, language)
          + [language.percent(cure.timeSaved)])
    }
    return table.text(on: terminal)
  }

  /// What a person should know beside the figures.
  public var remarks: [Phrase] {
    var remarks: [Phrase] = axes.contains { $0.axes.count > 1 } ? [.tuneBelts()] : []
    for axis in axes {
      let name = axis.name
      if axis.choices.isEmpty { remarks.append(.tuneNothingMoves(axes: name, margin: options.margin)) }
      if axis.nowMargin < options.margin - 0.005 {
        remarks.append(.tuneNowTooFast(axes: name, margin: axis.nowMargin, wanted: options.margin))
      }
      if let share = axis.nowStepExcess { remarks.append(.tuneStepsExceeded(axes: name, share: share)) }
      if axis.choices.contains(where: \.isSlowed) { remarks.append(.tuneSlowed(axes: name)) }
      if let lag = axis.lagMm, lag > board.settings.toleranceMm {
        remarks.append(.tuneLag(axes: name, lagMm: lag, toleranceMm: board.settings.toleranceMm))
      }
    }
    let unstated = axes.filter { $0.lagMm == nil && ($0.balanced?.pair.accelerationMmPerS2 ?? 0) > 1000 }
    if !unstated.isEmpty {
      remarks.append(.tuneTorqueAlone(axes: unstated.map(\.name).joined(separator: ", ")))
    }
    let guessed = axes.filter { $0.axes.contains { board.mechanics[$0]?.isEstimated == true } }
    if !guessed.isEmpty { remarks.append(.tuneEstimated(axes: guessed.map(\.name).joined(separator: ", "))) }
    return remarks
  }

  /// The recommended limits as they stand in a board file; nil where no axis has any.
  public var boardLines: String? {
    var lines = ""
    for tuned in axes {
      guard let pair = tuned.balanced?.pair else { continue }
      for (axis, jerk) in zip(tuned.axes, tuned.jerkMmPerS3) {
        lines += "  \(["x", "y", "z"][axis]):\n"
        lines += "    max_velocity_mm_min: \(number(pair.velocityMmPerS * 60))\n"
        lines += "    max_acceleration_mm_s2: \(number(pair.accelerationMmPerS2))\n"
        if let jerk { lines += "    max_jerk_mm_s3: \(number(jerk.rounded()))\n" }
      }
    }
    return lines.isEmpty ? nil : lines
  }

  /// As YAML wants it, whatever the language.
  private func number(_ value: Double) -> String { ((value * 1000).rounded() / 1000).shortText }

  private func pair(_ pair: TunePair, _ language: Language) -> [String] {
    [
      language.decimal(pair.velocityMmPerS * 60, places: 0), language.decimal(pair.accelerationMmPerS2, places: 0),
    ]
  }

  private func trial(_ trial: TuneTrial?) -> Phrase {
    trial.map { $0.hasHeld ? .tuneHeld : .tuneSlipped } ?? .tuneNotTried
  }
}

extension TunedAxis {
  /// X, or X+Y where two share their motors.
  public var name: String { axes.map { ["X", "Y", "Z"][$0] }.joined(separator: "+") }
}
