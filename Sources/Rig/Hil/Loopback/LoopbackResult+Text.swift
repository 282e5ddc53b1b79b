// The findings of a loopback test, as a table with sentences, and as JSON.

extension LoopbackResult {
  /// One line of the table: an output, and where its jumper should go.
  struct Row: Equatable {
    var output: Int
    /// Nil where the board file lists no jumper.
    var input: Int?
    /// Nil where nothing is wrong with it.
    var kind: LoopbackFinding.Kind?
  }

  /// Every jumper in the order of the outputs, and every output without one.
  var rows: [Row] {
    plan.jumpers.map { jumper in
      Row(
        output: jumper.output, input: jumper.input, kind: findings.first { $0.concerns(jumper) }?.kind)
    }.sorted { $0.output < $1.output }
      + plan.untestedOutputs.map { output in
        Row(output: output, kind: findings.first { $0.outputs.contains(output) }?.kind)
      }
  }

  /// Table and findings; ends with a new line.
  public func text(in language: Language, terminal: Terminal? = nil) -> String {
    let verdict = Phrase.loopbackVerdict(jumpers: plan.jumpers.count, findings: findings.count).text(in: language)
    var out = (terminal?.colored(verdict, findings.isEmpty ? .green : .red) ?? verdict) + "\n"
    for finding in findings {
      out += "  " + Terminal.visible(Phrase.loopbackFinding(finding, board).text(in: language)) + "\n"
    }
    let heads: [Phrase] = [.loopbackOutput, .loopbackPin, .loopbackJumperTo, .loopbackPin, .loopbackVerdictHead]
    var table = AlignedTable(
      header: heads.map { $0.text(in: language) }, [.left, .right, .left, .right, .left])
    for row in rows {
      let output = board.outputs[row.output], input = row.input.map { board.inputLines[$0] }
      table.add([
        output.name, board.pinText(output.line), input?.name ?? "–", input.map { board.pinText($0.line) } ?? "",
        Phrase.loopbackWord(row.kind, isListed: row.input != nil).text(in: language),
      ])
    }
    out += "\n" + table.text(on: terminal) + "\n"
    return out + Phrase.loopbackSettled(settleMs: settleMs, slowestMs: slowestMs).text(in: language) + "\n"
  }

  public var json: JSONValue {
    .object([
      .init("schema", .integer(1)), .init("board", .string(board.name)), .init("good", .bool(findings.isEmpty)),
      .init("settle_ms", .number(orNull: settleMs)), .init("slowest_ms", .number(orNull: slowestMs)),
      .init("patterns", .integer(2 * plan.patterns.count)),
      .init(
        "wires",
        .array(
          rows.map { row in
            .object([
              .init("output", wire(board.outputs[row.output].name, board.outputs[row.output].line)),
              .init("input", row.input.map { wire(board.inputLines[$0].name, board.inputLines[$0].line) } ?? .null),
              .init("verdict", .string(row.kind?.rawValue ?? (row.input == nil ? "not_tested" : "good"))),
            ])
          })),
      .init(
        "findings",
        .array(
          findings.map { finding in
            .object([
              .init("kind", .string(finding.kind.rawValue)),
              .init("outputs", .array(finding.outputs.map { .string(board.outputs[$0].name) })),
              .init("inputs", .array(finding.inputs.map { .string(board.inputLines[$0].name) })),
              .init("message", .string(Phrase.loopbackFinding(finding, board).english)),
            ])
          })),
    ])
  }

  private func wire(_ name: String, _ line: GPIOLine) -> JSONValue {
    .object([
      .init("name", .string(name)), .init("line", .string(line.text)), .init("pin", .integer(orNull: board.pin(line))),
    ])
  }
}

extension Board {
  /// The physical pin of a line; nil where the header is unknown, or the line is not on it.
  func pin(_ line: GPIOLine) -> Int? {
    guard chip.isRaspberryPi else { return nil }
    return (line.offset ?? line.name.flatMap(PiHeader.offset(ofLine:))).flatMap(PiHeader.pin(ofGPIO:))
  }

  fileprivate func pinText(_ line: GPIOLine) -> String { pin(line).map(String.init) ?? line.text }
}
