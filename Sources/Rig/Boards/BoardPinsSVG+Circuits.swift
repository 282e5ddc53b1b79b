// The lower part of the wiring picture: how one driver, one switch and one relay are connected, and what to beware of.

extension PinsDrawing {
  private var needsBuffer: Bool { board.motors.contains { $0.driver.inputs == .opto5V } }

  /// Three small circuits side by side.
  mutating func circuits() {
    let top = bottom + 6
    let width = 376.0
    for (index, title) in [
      say.pick("A driver", "Un pilote"), say.pick("A switch", "Un contact"),
      say.pick("A relay, a PWM input", "Un relais, une entrée PWM"),
    ].enumerated() {
      let x = 40 + Double(index) * (width + 16)
      canvas.rect(x, top, width, 158, radius: 8, fill: "#f7f9fa", stroke: "#dde2e6")
      canvas.text(title, x + 16, top + 26, size: 14, isBold: true)
    }
    driverCircuit(40, top)
    switchCircuit(40 + width + 16, top)
    relayCircuit(40 + 2 * (width + 16), top)
    bottom = top + 158
  }

  private mutating func box(_ title: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String)
  {
    canvas.rect(x, y, width, height, radius: 5, fill: fill, stroke: "#8a949e")
    canvas.text(title, x + width / 2, y + height / 2 + 4.5, size: 12, anchor: .middle, isBold: true)
  }

  private mutating func driverCircuit(_ x: Double, _ top: Double) {
    guard let driver = (board.motors.first { $0.driver.inputs == .opto5V } ?? board.motors.first)?.driver else {
      return
    }
    let y = top + 66
    box("GPIO", x + 16, y - 15, 62, 30, fill: "#d9ecf7")
    box("GND", x + 16, y + 43, 62, 30, fill: "#dfe3e7")
    let terminal = driver.stepTerminal
    canvas.rect(x + 250, y - 28, 110, 112, radius: 5, fill: "#ffffff", stroke: "#8a949e")
    canvas.text(driver.name.uppercased(), x + 305, y + 31, size: 12, anchor: .middle, isBold: true)
    canvas.text(terminal, x + 258, y + 4.5, size: 12)
    let ground = terminal.hasSuffix("+") ? String(terminal.dropLast()) + "-" : "GND"
    canvas.text(ground, x + 258, y + 62.5, size: 12)
    canvas.line([(x + 78, y + 58), (x + 250, y + 58)], stroke: "#3b434b")
    if needsBuffer {
      canvas.line([(x + 78, y), (x + 112, y)], stroke: "#0072B2")
      box("74HCT245", x + 112, y - 17, 96, 34, fill: "#fff2cc")
      canvas.text(say.pick("on 5 V", "sous 5 V"), x + 160, y + 32, size: 11, anchor: .middle, fill: "#414c57")
      canvas.line([(x + 208, y), (x + 250, y)], stroke: "#0072B2")
    } else {
      canvas.line([(x + 78, y), (x + 250, y)], stroke: "#0072B2")
      canvas.text(say.pick("3.3 V logic, direct", "logique 3,3 V, direct"), x + 164, y - 7, size: 11, anchor: .middle)
    }
  }

  private mutating func switchCircuit(_ x: Double, _ top: Double) {
    let y = top + 66
    box("GPIO", x + 16, y - 15, 62, 30, fill: "#fdeccb")
    box("GND", x + 298, y - 15, 62, 30, fill: "#dfe3e7")
    canvas.line([(x + 78, y), (x + 160, y)], stroke: "#3b434b")
    canvas.line([(x + 216, y), (x + 298, y)], stroke: "#3b434b")
    canvas.line([(x + 160, y), (x + 216, y - 2)], stroke: "#3b434b", width: 3)
    canvas.circle(x + 160, y, radius: 4, fill: "#ffffff", stroke: "#3b434b")
    canvas.circle(x + 216, y, radius: 4, fill: "#ffffff", stroke: "#3b434b")
    canvas.text(say.pick("closed at rest", "fermé au repos"), x + 188, y - 14, size: 11, anchor: .middle)
    _ = canvas.paragraph(
      say.pick(
        "The Pi's own pull-up is switched on. Pressed, or with a broken wire, the line goes high and the machine stops.",
        "La résistance de rappel du Pi est activée. Contact pressé ou fil coupé : la ligne monte et la machine s'arrête."
      ),
      x + 16, y + 40, width: 344, size: 11.5, lineHeight: 16, fill: "#414c57")
  }

  private mutating func relayCircuit(_ x: Double, _ top: Double) {
    let y = top + 66
    box("GPIO", x + 16, y - 15, 62, 30, fill: "#fbdcc8")
    canvas.line([(x + 78, y), (x + 230, y)], stroke: "#C44E00")
    box(say.pick("module IN", "module IN"), x + 230, y - 15, 130, 30, fill: "#ffffff")
    _ = canvas.paragraph(
      say.pick(
        """
        A module with its own 5 V or 12 V supply and an input that 3.3 V switches on; join its GND to the Pi's. Never a \
        bare coil.
        """,
        """
        Un module avec sa propre alimentation 5 V ou 12 V et une entrée qui commute à 3,3 V ; reliez son GND à celui \
        du Pi. Jamais une bobine nue.
        """),
      x + 16, y + 40, width: 344, size: 11.5, lineHeight: 16, fill: "#414c57")
  }

  /// What to beware of, the dangerous first.
  mutating func notes() {
    var texts: [String] = []
    if board.inputs.contains(where: { $0.bit == .emergencyStop }) {
      texts.append(
        say.pick(
          "The emergency stop cuts the power of motors and spindle by its own contact. The wire here only tells the Pi.",
          "L'arrêt d'urgence coupe lui-même moteurs et broche. Le fil d'ici ne fait qu'avertir le Pi."))
    } else {
      texts.append(
        say.pick(
          "This board has no emergency stop line: a stop that cuts the power of motors and spindle is needed anyway.",
          "Aucune ligne d'arrêt d'urgence ici : il faut de toute façon un arrêt qui coupe moteurs et broche."))
    }
    if board.settings.spindle.kind == .laser {
      texts.append(
        say.pick(
          "A laser blinds at once. The lid's interlock must cut the laser's supply by itself, whatever the Pi does.",
          "Un laser aveugle aussitôt. Le contact du capot doit couper lui-même son alimentation, quoi que fasse le Pi.")
      )
    }
    texts.append(
      say.pick(
        "Wire with everything switched off. No pin of the Pi may ever see more than 3.3 V: 5 V on an input destroys it.",
        "Câblez hors tension. Aucune broche du Pi ne doit voir plus de 3,3 V : 5 V sur une entrée la détruit."))
    if needsBuffer {
      texts.append(
        say.pick(
          """
          These drivers have optocoupler inputs made for 5 V. The Pi's 3.3 V switches them unreliably: put a buffer \
          such as a 74HCT245, supplied with 5 V, between the Pi and every STEP, DIR and ENABLE terminal.
          """,
          """
          Ces pilotes ont des entrées à optocoupleur prévues pour 5 V, que les 3,3 V du Pi commandent mal : placez un \
          tampon, par exemple un 74HCT245 alimenté en 5 V, entre le Pi et chaque borne de pas, de sens et d'activation.
          """))
    }
    if board.motors.contains(where: { $0.driver.inputs == .logic }) {
      texts.append(
        say.pick(
          "Logic supply (VDD, VIO) of the drivers: 3V3, pin 1 or 17. Set each driver's current before its motor turns.",
          "Alimentation logique (VDD, VIO) des pilotes : 3V3, broche 1 ou 17. Réglez leur courant avant de tourner."))
    }
    texts.append(
      say.pick(
        "All grounds meet: one GND wire from the Pi to every driver's logic side, buffer and relay module.",
        "Toutes les masses se rejoignent : un fil GND du Pi vers chaque pilote, tampon et module relais."))
    texts.append(
      say.pick(
        "Any GND pin will do. Keep motor cables away from switch cables, and use shielded ones where they are long.",
        "N'importe quelle broche GND convient. Éloignez câbles de moteur et de contact ; blindez les longs."))
    canvas.text(say.pick("Before you switch on", "Avant la mise sous tension"), 40, bottom + 32, size: 16, isBold: true)
    var y = bottom + 58
    for (index, text) in texts.enumerated() {
      canvas.circle(52, y - 4.5, radius: 11, fill: index < 2 ? "#C44E00" : "#20303d")
      canvas.text("\(index + 1)", 52, y, size: 12.5, anchor: .middle, fill: "#ffffff", isBold: true)
      let lines = canvas.paragraph(text, 74, y, width: 1110, size: 13, lineHeight: 18)
      y += Double(lines) * 18 + 10
    }
    bottom = y - 18
  }
}
