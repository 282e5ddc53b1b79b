// A board comes in; a picture of the 40-pin header goes out, from which a newcomer can wire the rig.

import StepperCore

extension Board {
  /// The header as one looks down on it, pin 1 at the top left: each used pin in the colour of its duty, with its wire's
  /// name and what to connect to it; legend, circuits and warnings below. Standalone SVG.
  ///
  /// On a chip that is not a Raspberry Pi's the header is unknown, and the picture is a list of lines.
  public func headerSVG(language: Language = .en) -> String {
    var drawing = PinsDrawing(board: self, language: language)
    return drawing.draw()
  }
}

/// Draws the header from top to bottom.
struct PinsDrawing {
  struct Label {
    var line: GPIOLine
    var name: String
    var text: String
    var duty: WireDuty
  }

  let board: Board
  let say: FilePhrases
  let words: WiringWords
  var canvas = SVGCanvas(width: 1240)
  /// The lower edge of what has been drawn.
  var bottom = 0.0
  /// Where wires can be drawn on from each pin that is in use: beside its name, and away from the header.
  private(set) var ends: [GPIOLine: End] = [:]
  /// Whether each wire is told what to connect to it.
  var tellsConnections = true

  struct End {
    var x: Double
    var y: Double
    var isLeft: Bool
  }

  private let center = 620.0
  private let rowHeight = 38.0
  private let grey = "#66717d"

  init(board: Board, language: Language) {
    self.board = board
    say = FilePhrases(language)
    words = WiringWords(board: board, say: say)
  }

  mutating func draw() -> String {
    heading()
    pins()
    legend()
    circuits()
    notes()
    return canvas.svg(height: bottom + 24, title: board.title)
  }

  /// The header, or a list where it is unknown.
  mutating func pins() {
    if board.chip.isRaspberryPi { header() } else { list() }
  }

  mutating func heading() {
    let size = min(23, 1160 / (0.62 * Double(max(1, board.title.count))))
    canvas.text(board.title, 40, 46, size: size, isBold: true)
    canvas.text("\(board.chip.model) · \(board.chip.label) · \(board.name).yaml", 40, 72, size: 14, fill: grey)
    bottom = 92
  }

  private var labels: [GPIOLine: Label] {
    var labels: [GPIOLine: Label] = [:]
    for wire in board.outputs {
      labels[wire.line] = Label(line: wire.line, name: wire.name, text: words.text(wire), duty: WireDuty(wire))
    }
    for line in board.inputLines {
      labels[line.line] = Label(
        line: line.line, name: line.name, text: words.text(line), duty: WireDuty(line.contacts[0]))
    }
    return labels
  }

  private mutating func header() {
    let top = bottom + 30
    canvas.text(
      say.pick("SD card end of the board", "côté carte SD"), center, top - 10, size: 12, anchor: .middle, fill: grey)
    canvas.rect(center - 62, top, 124, rowHeight * 20 + 8, radius: 8, fill: "#20303d")
    let labels = labels
    for (index, pin) in PiHeader.pins.enumerated() {
      let isLeft = index.isMultiple(of: 2)
      let y = top + 4 + (Double(index / 2) + 0.5) * rowHeight
      row(number: index + 1, pin: pin, isLeft: isLeft, y: y, labels: labels)
    }
    bottom = top + rowHeight * 20 + 8
    canvas.text(
      say.pick("USB end of the board", "côté prises USB"), center, bottom + 18, size: 12, anchor: .middle, fill: grey)
    bottom += 34
  }

  private mutating func row(number: Int, pin: PiHeader.Pin, isLeft: Bool, y: Double, labels: [GPIOLine: Label]) {
    let side = isLeft ? -1.0 : 1.0
    let pinX = center + side * 30
    let (name, fill, ink, label) = look(of: pin, labels)
    // Pin 1 is square on the board, too.
    if number == 1 {
      canvas.rect(pinX - 14, y - 14, 28, 28, radius: 3, fill: "#e8d9a0")
    } else {
      canvas.circle(pinX, y, radius: 14, fill: "#e8d9a0")
    }
    canvas.text("\(number)", pinX, y + 4.5, size: 12.5, anchor: .middle, fill: "#20303d", isBold: true)
    canvas.line(
      [(center + side * 62, y), (center + side * 80, y)], stroke: label == nil ? "#c3cad1" : fill, width: 2.5)
    let tagX = isLeft ? center - 80 - 72 : center + 80
    canvas.rect(tagX, y - 12, 72, 24, radius: 5, fill: fill, stroke: label == nil ? "#c3cad1" : fill)
    canvas.text(name, tagX + 36, y + 4.5, size: 12.5, anchor: .middle, fill: ink, isBold: label != nil)
    guard let label else { return }
    let textX = center + side * 164
    let anchor = isLeft ? SVGCanvas.Anchor.end : .start
    ends[label.line] = End(x: textX + side * (8 + 9 * Double(label.name.count)), y: y, isLeft: isLeft)
    canvas.text(label.name, textX, y + (tellsConnections ? -3 : 4.5), size: 14, anchor: anchor, isBold: true)
    if tellsConnections { canvas.text(label.text, textX, y + 12, size: 11.5, anchor: anchor, fill: "#414c57") }
  }

  private func look(
    of pin: PiHeader.Pin, _ labels: [GPIOLine: Label]
  ) -> (name: String, fill: String, ink: String, label: Label?) {
    switch pin {
    case .power3V3: return ("3V3", "#ffe3c2", "#7a3e00", nil)
    case .power5V: return ("5V", "#ffd0d0", "#8e0000", nil)
    case .ground: return ("GND", "#3b434b", "#ffffff", nil)
    case .gpio(let offset):
      let name = "GPIO\(offset)"
      guard let label = labels[GPIOLine(name: name, offset: offset)] else { return (name, "#f4f6f8", "#8a949e", nil) }
      return (name, label.duty.color, label.duty.ink, label)
    }
  }

  /// For chips whose header is unknown.
  private mutating func list() {
    let rows = labels.sorted { ($0.key.offset ?? -1, $0.key.text) < ($1.key.offset ?? -1, $1.key.text) }
    for (index, (line, label)) in rows.enumerated() {
      let y = bottom + 24 + Double(index) * 34
      canvas.rect(40, y - 12, 140, 24, radius: 5, fill: label.duty.color)
      canvas.text(
        String(line.text.prefix(20)), 110, y + 4.5, size: 12.5, anchor: .middle, fill: label.duty.ink, isBold: true)
      canvas.text(label.name, 196, y + 4.5, size: 14, isBold: true)
      ends[line] = End(x: 204 + 9 * Double(label.name.count), y: y, isLeft: false)
      if tellsConnections { canvas.text(label.text, 360, y + 4.5, size: 12, fill: "#414c57") }
    }
    bottom += Double(rows.count) * 34 + 24
  }

  /// What the colours of pins mean.
  mutating func legend() {
    var items = WireDuty.allCases.filter { duty in labels.values.contains { $0.duty == duty } }
      .map { (color: $0.color, title: $0.title(say)) }
    items.append(("#f4f6f8", say.pick("free", "libre")))
    let columnWidth = 232.0
    for (index, item) in items.enumerated() {
      let x = 40 + Double(index % 5) * columnWidth
      let y = bottom + 18 + Double(index / 5) * 26
      canvas.rect(x, y - 10, 22, 14, radius: 3, fill: item.color, stroke: "#c3cad1")
      canvas.text(item.title, x + 30, y + 2, size: 13)
    }
    bottom += 18 + Double((items.count + 4) / 5) * 26
  }
}
