// A board comes in; what it is goes out as plain text with aligned tables, in English or French.

import StepperCore

extension Board {
  /// Everything that `board show` prints: machine, axes, motors, drivers and their timing, wires. Ends with a new line.
  public func text(in language: Language) -> String {
    BoardDescription(board: self, say: FilePhrases(language)).text
  }
}

struct BoardDescription {
  let board: Board
  let say: FilePhrases

  var text: String {
    var parts = ["\(board.name): \(board.title)\n"]
    if !board.about.isEmpty { parts.append(wrapped(board.about)) }
    parts += [machine, axes, motors, drivers, wires]
    return parts.joined(separator: "\n")
  }

  private var machine: String {
    let settings = board.settings
    let none = say.pick("none", "aucun")
    var rows = [
      [say.pick("file", "fichier"), board.file],
      [say.pick("chip", "puce"), "\(board.chip.model) (\(board.chip.label))"],
      [
        say.pick("ticks", "tops"),
        "\(settings.tickHz) Hz, "
          + say.pick("\(settings.sliceTicks) in a slice", "\(settings.sliceTicks) par tranche"),
      ],
      [say.pick("look-ahead", "anticipation"), "\(board.lookAheadSegments) segments"],
      [say.pick("path tolerance", "tolérance"), "\(number(settings.toleranceMm)) mm"],
      [say.pick("soft limits", "limites logicielles"), settings.softLimits ? yes : no],
      [
        say.pick("kinematics", "cinématique"),
        settings.kinematics == .coreXY ? "CoreXY" : say.pick("cartesian", "cartésienne"),
      ],
      [say.pick("homing", "prise d'origine"), homing],
      [say.pick("motor supply", "alimentation"), "\(number(board.supplyV)) V"],
      [
        say.pick("spindle", "broche"),
        [board.spindlePart?.title, spindle ?? none].compactMap { $0 }.joined(separator: ", "),
      ],
      [say.pick("work zero", "zéro pièce"), point(board.workOffset)],
      [say.pick("start", "départ"), point(board.startPosition)],
    ]
    if settings.hasShaper {
      rows.append([say.pick("input shapers", "filtres d'entrée"), shapers])
    }
    if let stock = board.stock {
      rows.append([
        say.pick("stock", "brut"),
        "\(stock.material), \([stock.sizeMm.x, stock.sizeMm.y, stock.sizeMm.z].map(number).joined(separator: " × ")) mm",
      ])
    }
    return table(rows, rightAligned: [])
  }

  /// In the order in which it is done: `Z max, X min + Y min`.
  private var homing: String {
    let control = board.controllerSettings
    let axesByTurn = Dictionary(grouping: (0..<3).filter { control[homing: $0].turn > 0 }) { control[homing: $0].turn }
    let turns: [String] = axesByTurn.sorted { $0.key < $1.key }.map { _, axes in
      axes.map { axis in
        Self.axisNames[axis] + (control[homing: axis].towardsHigh ? " max" : " min")
      }.joined(separator: " + ")
    }
    return turns.isEmpty ? say.pick("none", "aucune") : turns.joined(separator: ", ")
  }

  private var shapers: String {
    let settings = board.settings
    let each = (0..<3).compactMap { axis in
      settings[axis: axis].shaper.map { "\(Self.axisNames[axis]) \($0.kind.word) \(number($0.frequencyHz)) Hz" }
    }
    let delayMs = Double(settings.shaperDelaySlices * Int(settings.sliceTicks)) * 1000 / Double(settings.tickHz)
    return each.joined(separator: ", ") + say.pick("; \(number(delayMs)) ms late", " ; retard \(number(delayMs)) ms")
  }

  private var spindle: String? {
    let spindle = board.settings.spindle
    switch spindle.kind {
    case .none: return nil
    case .relay:
      return say.pick(
        "relay, \(number(spindle.spinUpSeconds)) s to start", "relais, \(number(spindle.spinUpSeconds)) s de lancement")
    case .pwm: return "PWM \(number(spindle.pwmHz)) Hz, \(number(spindle.minRpm))-\(number(spindle.maxRpm)) rpm"
    case .laser: return "laser, PWM \(number(spindle.pwmHz)) Hz, S \(number(spindle.minRpm))-\(number(spindle.maxRpm))"
    }
  }

  private var axes: String {
    let head = [
      say.pick("axis", "axe"), say.pick("travel mm", "course mm"), say.pick("steps/mm", "pas/mm"), "mm/min", "mm/s²",
      "mm/s³", say.pick("backlash mm", "jeu mm"), say.pick("top steps/s", "pas/s max"),
    ]
    let rows = (0..<3).map { index in
      let axis = board.settings[axis: index]
      let joint = board.settings[joint: index]
      return [
        Self.axisNames[index], "\(number(axis.minMm)) … \(number(axis.maxMm))", number(joint.stepsPerMm),
        number(axis.maxVelocityMmPerS * 60), number(axis.maxAccelerationMmPerS2), number(axis.maxJerkMmPerS3),
        number(axis.backlashMm), number((topVelocity(of: index) * joint.stepsPerMm).rounded()),
      ]
    }
    return table([head] + rows, rightAligned: [1, 2, 3, 4, 5, 6, 7])
  }

  /// A CoreXY motor turns for X and Y at once.
  private func topVelocity(of axis: Int) -> Double {
    let settings = board.settings
    return settings.kinematics == .coreXY && axis < 2
      ? settings.x.maxVelocityMmPerS + settings.y.maxVelocityMmPerS : settings[axis: axis].maxVelocityMmPerS
  }

  private var motors: String {
    let head = [
      say.pick("motor", "moteur"), say.pick("axis", "axe"), say.pick("part", "pièce"), say.pick("driver", "pilote"),
      say.pick("microsteps", "micropas"), "A", say.pick("mm/turn", "mm/tour"), say.pick("inverted", "inversé"),
    ]
    let rows = board.motors.map { motor in
      [
        motor.name, Self.axisNames[motor.axis], motor.motor.title, motor.driver.title, "\(motor.microsteps)",
        number(motor.currentA), number(motor.mmPerRev), motor.isInverted ? yes : no,
      ]
    }
    return table([head] + rows, rightAligned: [4, 5, 6])
  }

  private var drivers: String {
    let head = [
      say.pick("driver timing, µs", "temps du pilote, µs"), say.pick("step high", "pas haut"),
      say.pick("step low", "pas bas"), say.pick("dir setup", "sens avant"), say.pick("dir hold", "sens après"),
      say.pick("enable", "activation"),
    ]
    var seen: Set<String> = []
    let parts = board.motors.map(\.driver).filter { seen.insert($0.name).inserted }
    let rows = parts.map { part in
      [part.name]
        + [part.stepHighUs, part.stepLowUs, part.directionSetupUs, part.directionHoldUs, part.enableDelayUs]
        .map { number($0.value) + ($0.isEstimated ? "~" : "") }
    }
    let isAnyEstimated = rows.contains { $0.contains { $0.hasSuffix("~") } }
    let legend = isAnyEstimated ? say.pick("~ estimated\n", "~ estimé\n") : ""
    return table([head] + rows, rightAligned: [1, 2, 3, 4, 5]) + legend
  }

  private var wires: String {
    let head = [
      say.pick("wire", "fil"), say.pick("line", "ligne"), say.pick("pin", "broche"), say.pick("active", "actif"),
      say.pick("connects to", "se branche sur"),
    ]
    let words = WiringWords(board: board, say: say)
    func row(_ name: String, _ line: GPIOLine, _ isActiveLow: Bool, _ text: String) -> [String] {
      let pin = board.chip.isRaspberryPi ? line.offset.flatMap(PiHeader.pin(ofGPIO:)).map(String.init) : nil
      return [name, line.text, pin ?? "-", isActiveLow ? say.pick("low", "bas") : say.pick("high", "haut"), text]
    }
    let outputs = board.outputs.map { row($0.name, $0.line, $0.isActiveLow, words.text($0)) }
    let inputs = board.inputs.map { wire in
      row(wire.name, wire.line, wire.isActiveLow, words.text(wire) + (wire.part.map { " (\($0.name))" } ?? ""))
    }
    return table([head] + outputs + inputs, rightAligned: [2])
  }

  private static let axisNames = ["X", "Y", "Z"]
  private var yes: String { say.pick("yes", "oui") }
  private var no: String { say.pick("no", "non") }

  private func point(_ point: Point) -> String {
    "X \(number(point.x))  Y \(number(point.y))  Z \(number(point.z)) mm"
  }

  /// At most three decimals, and no zeros behind them.
  private func number(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded.shortText
  }

  private func wrapped(_ text: String) -> String {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = lines.last, last.count + 1 + word.count <= 100 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Columns as wide as their widest cell, two spaces apart.
  private func table(_ rows: [[String]], rightAligned: Set<Int>) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += rightAligned.contains(column) ? padding + cell : cell + padding
        line += "  "
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
