// A wire of a board comes in; what it is for, its colour, and words on what to connect to it go out.

import StepperCore

/// What a wire is for, as far as colours and legends tell wires apart.
enum WireDuty: CaseIterable {
  case step, direction, enable, spindle, coolant, limit, probe, button

  init(_ wire: OutputWire) {
    if !(wire.bits & .steps).isEmpty {
      self = .step
    } else if !(wire.bits & .directions).isEmpty {
      self = .direction
    } else if !(wire.bits & .enables).isEmpty {
      self = .enable
    } else if !(wire.bits & (.flood | .mist)).isEmpty {
      self = .coolant
    } else {
      self = .spindle
    }
  }

  init(_ wire: InputWire) {
    if wire.bit.isLimit {
      self = .limit
    } else {
      self = wire.bit == .probe ? .probe : .button
    }
  }

  /// Okabe and Ito's colours, darkened where white text stands on them: told apart by colour-blind people too.
  var color: String {
    switch self {
    case .step: "#0072B2"
    case .direction: "#56B4E9"
    case .enable: "#009E73"
    case .spindle: "#C44E00"
    case .coolant: "#CC79A7"
    case .limit: "#E69F00"
    case .probe: "#F0E442"
    case .button: "#6A3D9A"
    }
  }

  /// The colour of text on ``color``.
  var ink: String {
    switch self {
    case .direction, .coolant, .limit, .probe: "#111111"
    default: "#FFFFFF"
    }
  }

  func title(_ say: FilePhrases) -> String {
    switch self {
    case .step: say.pick("step", "pas")
    case .direction: say.pick("direction", "sens")
    case .enable: say.pick("driver enable", "activation des pilotes")
    case .spindle: say.pick("spindle or laser", "broche ou laser")
    case .coolant: say.pick("coolant or extraction", "arrosage ou aspiration")
    case .limit: say.pick("limit switch", "fin de course")
    case .probe: say.pick("probe", "palpeur")
    case .button: say.pick("stop, door, buttons", "arrêt, porte, boutons")
    }
  }
}

/// What to connect to each wire, in one short line.
struct WiringWords {
  let board: Board
  let say: FilePhrases

  func text(_ wire: OutputWire) -> String {
    let served = board.motors.filter { motor in
      let bits = PortWord.step(motor.index) | .direction(motor.index) | .enable(motor.index)
      return !(wire.bits & bits).isEmpty
    }
    switch WireDuty(wire) {
    case .step: return driver(served, \.stepTerminal)
    case .direction: return driver(served, \.directionTerminal)
    case .enable: return driver(served, \.enableTerminal)
    case .coolant:
      return wire.bits == .flood
        ? say.pick("IN of the relay module for the flood pump", "IN du module relais de la pompe d'arrosage")
        : say.pick("IN of the relay module for mist, air or extraction", "IN du module relais : brume, air, aspiration")
    default: return spindle(wire)
    }
  }

  private func driver(_ motors: [Motor], _ terminal: KeyPath<DriverPart, String>) -> String {
    guard let first = motors.first else { return "" }
    var names = motors.map(\.name).joined(separator: ", ")
    if names.count > 16 { names = "(\(motors.count))" }
    let part = Set(motors.map(\.driver.name)).count == 1 ? " (\(first.driver.name.uppercased()))" : ""
    let buffer =
      motors.contains { $0.driver.inputs == .opto5V }
      ? say.pick(", through the 5 V buffer", ", par le tampon 5 V") : ""
    let pin = first.driver[keyPath: terminal]
    return motors.count == 1
      ? say.pick("\(pin) of driver \(names)\(part)\(buffer)", "\(pin) du pilote \(names)\(part)\(buffer)")
      : say.pick("\(pin) of drivers \(names)\(part)\(buffer)", "\(pin) des pilotes \(names)\(part)\(buffer)")
  }

  private func spindle(_ wire: OutputWire) -> String {
    let isLaser = board.settings.spindle.kind == .laser
    switch wire.bits {
    case .pwm where isLaser: return say.pick("PWM (TTL) input of the laser", "entrée PWM (TTL) du laser")
    case .pwm:
      return say.pick("speed: PWM input, or a PWM to 0-10 V module", "vitesse : entrée PWM, ou module PWM vers 0-10 V")
    case .spindleReverse:
      return say.pick("IN of the relay that reverses the spindle", "IN du relais d'inversion de la broche")
    default:
      return isLaser
        ? say.pick("IN of the relay for the laser's supply", "IN du relais d'alimentation du laser")
        : say.pick("IN of the relay module for the spindle", "IN du module relais de la broche")
    }
  }

  func text(_ line: InputLine) -> String {
    let first = line.contacts[0]
    guard line.contacts.count > 1 else { return text(first) }
    let rail = rail(first)
    return first.isNormallyClosed
      ? say.pick(
        "\(line.contacts.count) limit switches one after the other to \(rail), normally closed",
        "\(line.contacts.count) fins de course l'un après l'autre vers \(rail), fermés au repos")
      : say.pick(
        "\(line.contacts.count) limit switches side by side to \(rail), normally open",
        "\(line.contacts.count) fins de course en parallèle vers \(rail), ouverts au repos")
  }

  private func rail(_ wire: InputWire) -> String { wire.bias == .pullDown ? "3V3" : "GND" }

  func text(_ wire: InputWire) -> String {
    let what: String
    switch WireDuty(wire) {
    case .limit:
      let parts = wire.name.split(separator: "_")
      let motor = board.switches.first { $0.input == wire.bit }?.motor
      let side = board.motors.first { $0.index == motor }.map { " (\($0.name))" } ?? ""
      let end = parts.count >= 3 ? "\(parts[1].uppercased()) \(parts[2])\(side)" : wire.name
      what = say.pick("limit switch \(end)", "fin de course \(end)")
    case .probe: what = say.pick("probe", "palpeur")
    default:
      switch wire.bit {
      case .emergencyStop: what = say.pick("second contact of the emergency stop", "2e contact de l'arrêt d'urgence")
      case .door: what = say.pick("door switch", "contact de porte")
      case .feedHold: what = say.pick("pause button", "bouton pause")
      default: what = say.pick("start button", "bouton départ")
      }
    }
    let rest =
      wire.isNormallyClosed
      ? say.pick("normally closed", "fermé au repos") : say.pick("normally open", "ouvert au repos")
    let rail = rail(wire)
    if board.inputs.contains(where: { $0.line == wire.line && $0 != wire }) {
      return wire.isNormallyClosed
        ? say.pick("\(what), in a row with the others of its line, \(rest)", "\(what), à la suite des autres, \(rest)")
        : say.pick("\(what), beside the others of its line, \(rest)", "\(what), en parallèle des autres, \(rest)")
    }
    return say.pick("\(what), to \(rail), \(rest)", "\(what), vers \(rail), \(rest)")
  }
}
