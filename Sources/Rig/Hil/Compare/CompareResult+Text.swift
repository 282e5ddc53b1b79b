// A comparison of waveforms, as a table with its differences, and as JSON.

extension CompareResult {
  /// Table and differences; ends with a new line.
  public func text(in language: Language, terminal: Terminal? = nil) -> String {
    let verdict = Phrase.compareVerdict(self).text(in: language)
    var out = (terminal?.colored(verdict, isSame ? .green : .red) ?? verdict) + "\n"
    for difference in differences {
      out += "  " + Terminal.visible(Phrase.waveDifference(difference, self).text(in: language)) + "\n"
    }
    if differenceCount > differences.count {
      out += "  " + Phrase.furtherDifferences(differenceCount - differences.count).text(in: language) + "\n"
    }
    out += figures(language).text(on: terminal)
    out += "\n" + Phrase.compareDriversHeading(resolutionNs: resolutionNs).text(in: language) + "\n"
    out += driverTable(language).text(on: terminal)
    for driver in drivers where driver.isViolated(resolutionNs: resolutionNs) {
      out += Phrase.driverTimeTooShort(driver.name).text(in: language) + "\n"
    }
    return out
  }

  private func figures(_ language: Language) -> AlignedTable {
    var table = AlignedTable([.left, .right])
    func row(_ name: Phrase, _ value: String) { table.add([name.text(in: language), value]) }
    row(.compareSimulatedEdges, language.count(simulated))
    row(.compareMeasuredEdges, language.count(measured))
    row(.compareMatchedEdges, language.count(matched))
    row(.compareBound, language.shortDecimal(withinUs, places: 2) + "\u{A0}µs")
    row(.compareGreatestOff, language.decimal(greatestOffUs, places: 2) + "\u{A0}µs")
    row(.compareStretch, language.decimal(stretchMs, places: 3) + "\u{A0}ms")
    return table
  }

  /// Seen, with what is needed behind a slash, µs.
  private func driverTable(_ language: Language) -> AlignedTable {
    let heads: [Phrase] = [.motor, .compareStepHigh, .compareStepLow, .compareSetup, .compareHold]
    var table = AlignedTable(header: heads.map { $0.text(in: language) }, [.left, .right, .right, .right, .right])
    for driver in drivers {
      table.add(
        [driver.name]
          + driver.pairs.map { seen, need in
            let measured = seen.map { language.decimal(Double($0) / 1_000, places: 2) } ?? "–"
            return measured + " / " + language.shortDecimal(Double(need) / 1_000, places: 2)
          })
    }
    return table
  }

  /// - Parameter run: the run on the lines.
  public func json(run: RunResult) -> JSONValue {
    .object([
      .init("schema", .integer(1)), .init("job", .string(job)), .init("board", .string(board.name)),
      .init("same", .bool(isSame)), .init("within_us", .number(orNull: withinUs)),
      .init("clock_resolution_ns", .number(orNull: resolutionNs)),
      .init(
        "edges",
        .object([
          .init("simulated", .integer(simulated)), .init("measured", .integer(measured)),
          .init("matched", .integer(matched)),
        ])),
      .init("max_off_us", .number(orNull: greatestOffUs)), .init("stretch_ms", .number(orNull: stretchMs)),
      .init("difference_count", .integer(differenceCount)),
      .init(
        "differences_by_kind",
        .object(WaveDifference.Kind.allCases.map { .init($0.rawValue, .integer(counts[$0] ?? 0)) })),
      .init("differences", .array(differences.map(json))),
      .init("drivers", .object(drivers.map { .init($0.name, json($0)) })),
      .init("run", run.summary.json),
    ])
  }

  private func json(_ difference: WaveDifference) -> JSONValue {
    let edge = difference.edge
    return .object([
      .init("kind", .string(difference.kind.rawValue)), .init("tick", .unsigned(edge.tick)),
      .init("line", .integer(Int(edge.line))), .init("wire", .string(board.outputs[Int(edge.wire)].name)),
      .init("level", .integer(edge.isHigh ? 1 : 0)), .init("off_us", .number(orNull: difference.offUs)),
    ])
  }

  private func json(_ driver: DriverTimes) -> JSONValue {
    let names = ["step_high", "step_low", "dir_setup", "dir_hold"]
    return .object(
      zip(names, driver.pairs).map { name, pair in
        .init(
          name + "_us",
          .object([
            .init("least", .number(orNull: pair.seen.map { Double($0) / 1_000 })),
            .init("needed", .number(orNull: Double(pair.need) / 1_000)),
          ]))
      } + [.init("violated", .bool(driver.isViolated(resolutionNs: resolutionNs)))])
  }
}
