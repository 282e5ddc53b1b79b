// What became of a plant's machine, as sentences with tables.

extension PlantResult {
  /// Verdict and tables; ends with a new line.
  public func text(in language: Language, terminal: Terminal? = nil) -> String {
    let verdict = Phrase.plantVerdict(self).text(in: language)
    var out = (terminal?.colored(verdict, troubles.isEmpty ? .green : .red) ?? verdict) + "\n"
    for trouble in troubles {
      out += "  " + Terminal.visible(Phrase.plantTrouble(trouble, self).text(in: language)) + "\n"
    }
    out += "\n" + motorTable(language).text(on: terminal)
    let sunk = motors.filter { $0.movedWhileOff ?? 0 != 0 }
    if !sunk.isEmpty { out += Phrase.plantMovedWhileOff(sunk).text(in: language) + "\n" }
    if !hits.isEmpty { out += "\n" + hitTable(language).text(on: terminal) }
    return out + "\n" + Phrase.plantSummary(self).text(in: language) + "\n"
  }

  private func motorTable(_ language: Language) -> AlignedTable {
    let heads: [Phrase] = [.plantMotor, .plantPulses, .plantPosition, .plantMissedPulses, .plantLost]
    var table = AlignedTable(header: heads.map { $0.text(in: language) }, [.left, .right, .right, .right, .right])
    for motor in motors {
      table.add([
        motor.name, language.count(motor.pulses), language.count(motor.positionSteps),
        language.count(motor.missedPulses), motor.lostSteps.map(language.count) ?? "–",
      ])
    }
    return table
  }

  private func hitTable(_ language: Language) -> AlignedTable {
    var table = AlignedTable(
      header: [Phrase.plantContact.text(in: language), Phrase.plantAt.text(in: language), "X", "Y", "Z"],
      [.left, .right, .right, .right, .right])
    for hit in hits {
      table.add(
        [hit.name, language.decimal(hit.atS, places: 3) + "\u{A0}s"]
          + (0..<3).map { language.decimal(hit.positionMm[$0], places: 3) })
    }
    if hitCount > hits.count { table.add(["… \(language.count(hitCount - hits.count))"]) }
    return table
  }
}
