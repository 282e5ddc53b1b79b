// The findings of a loopback test in, the board's header with its jumpers out: good ones green, wrong ones red.

extension LoopbackResult {
  /// The picture, as the text of an SVG file.
  public func svg(in language: Language) -> String {
    var drawing = PinsDrawing(board: board, language: language)
    drawing.tellsConnections = false
    drawing.heading()
    drawing.pins()
    drawing.wires(links, isHeader: board.chip.isRaspberryPi)
    drawing.legend()
    let verdict = Phrase.loopbackVerdict(jumpers: plan.jumpers.count, findings: findings.count)
    drawing.sentences(
      verdict.text(in: language), findings.map { Phrase.loopbackFinding($0, board).text(in: language) }, language)
    return drawing.canvas.svg(height: drawing.bottom + 24, title: board.title)
  }

  /// A line to be drawn between two pins.
  struct Link: Equatable {
    enum Look: CaseIterable { case good, wrong, dead, touching }
    var from: GPIOLine
    var to: GPIOLine
    var look: Look
  }

  /// Jumpers where they are, as far as that is known, then what touches.
  var links: [Link] {
    var links = plan.jumpers.compactMap { jumper -> Link? in
      let concerned = findings.filter { $0.concerns(jumper) }
      if concerned.contains(where: { $0.movesAway(jumper) }) { return nil }
      let isDead = concerned.contains { [.open, .stuckHigh, .stuckLow, .unsteady].contains($0.kind) }
      return link(jumper.output, jumper.input, concerned.isEmpty ? .good : isDead ? .dead : .wrong)
    }
    for finding in findings {
      switch finding {
      case .swapped(let one, let other):
        links += [link(one.output, other.input, .wrong), link(other.output, one.input, .wrong)]
      case .wrongInput(let output, let found, _): links.append(link(output, found, .wrong))
      case .wrongOutput(let input, let found, _): links.append(link(found, input, .wrong))
      case .unlisted(let wire): links.append(link(wire.output, wire.input, .wrong))
      case .short(let outputs, let inputs):
        let lines = outputs.map { board.outputs[$0].line } + inputs.map { board.inputLines[$0].line }
        links += zip(lines, lines.dropFirst()).map { Link(from: $0, to: $1, look: .touching) }
      case .open, .stuckHigh, .stuckLow, .unsteady: break
      }
    }
    return links
  }

  private func link(_ output: Int, _ input: Int, _ look: Link.Look) -> Link {
    Link(from: board.outputs[output].line, to: board.inputLines[input].line, look: look)
  }
}

extension LoopbackResult.Link.Look {
  fileprivate var color: String { self == .good ? "#118833" : "#cc1111" }

  fileprivate var dash: String? {
    switch self {
    case .good, .wrong: nil
    case .dead: "10 7"
    case .touching: "2 5"
    }
  }

  fileprivate func title(_ say: FilePhrases) -> String {
    switch self {
    case .good: say.pick("jumper in its place", "pont à sa place")
    case .wrong: say.pick("jumper in a wrong place, or touching", "pont mal placé, ou en contact")
    case .dead: say.pick("nothing gets through", "rien ne passe")
    case .touching: say.pick("these two touch", "ces deux se touchent")
    }
  }
}

extension PinsDrawing {
  /// Wires in lanes of their own on both sides of the header, and under it from one side to the other.
  fileprivate mutating func wires(_ links: [LoopbackResult.Link], isHeader: Bool) {
    let spacing = min(16, 244 / Double(max(links.count, 1)))
    var used = (left: 0.0, right: 0.0, below: 0.0)
    func lane(isLeft: Bool) -> Double {
      if isLeft { used.left += 1 } else { used.right += 1 }
      return isLeft ? 292 - used.left * spacing : (isHeader ? 948 : 400) + used.right * spacing
    }
    for link in links {
      guard var from = ends[link.from], var to = ends[link.to] else { continue }
      if link.look == .touching {
        // Beside the jumpers that begin there too.
        from.y += 7
        to.y += 7
      }
      let first = lane(isLeft: from.isLeft)
      var points = [(x: from.x, y: from.y), (x: first, y: from.y)]
      if from.isLeft != to.isLeft {
        let second = lane(isLeft: to.isLeft), below = bottom + 6 + used.below * 10
        used.below += 1
        points += [(first, below), (second, below), (second, to.y)]
      } else {
        points.append((first, to.y))
      }
      points.append((to.x, to.y))
      // White around it keeps crossings apart.
      canvas.line(points, stroke: "#ffffff", width: 6)
      canvas.line(points, stroke: link.look.color, width: 2.5, dash: link.look.dash)
      for end in [from, to] { canvas.circle(end.x, end.y, radius: 3.5, fill: link.look.color) }
    }
    bottom += used.below * 10 + 12
  }

  /// What the lines mean, and below that what was found.
  fileprivate mutating func sentences(_ verdict: String, _ findings: [String], _ language: Language) {
    let say = FilePhrases(language)
    for (index, look) in LoopbackResult.Link.Look.allCases.enumerated() {
      let x = 40 + Double(index) * 290
      canvas.line([(x, bottom + 18), (x + 40, bottom + 18)], stroke: look.color, width: 2.5, dash: look.dash)
      canvas.text(look.title(say), x + 50, bottom + 22, size: 13)
    }
    canvas.text(
      verdict, 40, bottom + 60, size: 16, fill: findings.isEmpty ? LoopbackResult.Link.Look.good.color : "#a80e0e",
      isBold: true)
    bottom += 66
    for text in findings {
      let lines = canvas.paragraph(text, 40, bottom + 22, width: 1150, size: 13, lineHeight: 18)
      bottom += Double(lines) * 18 + 8
    }
  }
}
