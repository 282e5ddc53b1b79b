// A board file as Swift source: what a firmware without a file system is built with.

import StepperCore

/// A line of the board that no image can have.
public struct BoardFirmwareError: Error, Equatable {
  public let board: String
  public let line: GPIOLine

  public var phrase: Phrase {
    Phrase(
      en:
        "\(board): a firmware has the lines GPIO0 to GPIO31 (or the numbers 0 to 31), and \(line.text) is none of them",
      fr:
        "\(board) : un micrologiciel a les lignes GPIO0 à GPIO31 (ou les numéros 0 à 31), et \(line.text) n'en est pas")
  }
}

/// The board as constants of an image for a microcontroller.
public struct BoardFirmware {
  private let board: Board

  /// - Throws: what an image cannot have: a line that is not one of the first 32 of its chip.
  public init(_ board: Board) throws(BoardFirmwareError) {
    self.board = board
    for line in wires where Self.number(of: line) == nil { throw BoardFirmwareError(board: board.name, line: line) }
  }

  /// What is on GPIO14 and GPIO15, which the Raspberry Pi's image has for its serial line: that image cannot have the
  /// wire, others can.
  public var warnings: [Phrase] {
    wires.filter { [14, 15].contains(Self.number(of: $0)) }.map {
      Phrase(
        en: "\(board.name): the Raspberry Pi's image has its serial line on \($0.text): use another wire for that one",
        fr: "\(board.name)\u{A0}: l’image du Raspberry Pi a sa ligne série sur \($0.text)\u{A0}: prenez un autre fil "
          + "pour celle-là")
    }
  }

  /// Every line that something hangs on.
  private var wires: [GPIOLine] { board.outputs.map(\.line) + board.inputLines.map(\.line) }

  /// `GPIO17` is 17.
  private static func number(of line: GPIOLine) -> Int? {
    let named = line.name.flatMap { $0.hasPrefix("GPIO") ? Int($0.dropFirst(4)) : nil }
    guard let number = named ?? line.offset, (0..<32).contains(number) else { return nil }
    return number
  }

  /// The whole source file.
  public var source: String {
    let settings = board.settings
    let control = board.controllerSettings
    return """
      // \(board.name), as `rigctl board firmware` has made it from the board file: do not edit.

      import StepperCore

      enum Board {
        static var machine: MachineSettings {
          MachineSettings(
            tickHz: \(settings.tickHz), sliceTicks: \(settings.sliceTicks),
            x: \(axis(settings.x)),
            y: \(axis(settings.y)),
            z: \(axis(settings.z)),
            kinematics: .\(settings.kinematics),
            joint0: \(joint(settings.joint0)),
            joint1: \(joint(settings.joint1)),
            joint2: \(joint(settings.joint2)),
            toleranceMm: \(settings.toleranceMm),
            spindle: \(spindle(settings.spindle)),
            softLimits: \(settings.softLimits))
        }

        static var control: ControllerSettings {
          var control = ControllerSettings(
            homingX: \(homing(control.homingX)),
            homingY: \(homing(control.homingY)),
            homingZ: \(homing(control.homingZ)),
            mustHome: \((0..<3).contains { control[homing: $0].turn > 0 }), limits: \(word(control.limits)))
          control.doorLiftMm = \(control.doorLiftMm.map { "\($0)" } ?? "nil")
          return control
        }

        static var startPosition: Point { \(point(board.startPosition)) }
        static var workOffset: Point { \(point(board.workOffset)) }

        /// Look-ahead, smoothing, shapers, beam; then slices to the ticks, and bytes received, answered and arriving.
        typealias Buffers = Memory<
          \(board.lookAheadSegments), \(settings.smoothingSlices), \(settings.shapingSlices), \(settings.beamChanges),
          8, 512, 2048, 256
        >

        static var lines: LineMap {
          var map = LineMap()
      \(lines.map { "    " + $0 }.joined(separator: "\n"))
          return map
        }
      }

      """
  }

  private var lines: [String] {
    board.outputs.map {
      "map.output(PortWord(rawValue: \($0.bits.rawValue)), line: \(Self.number(of: $0.line) ?? 0), activeLow: \($0.isActiveLow))"
    }
      + board.inputLines.map {
        "map.input(\(word($0.bits)), line: \(Self.number(of: $0.line) ?? 0), activeLow: \($0.isActiveLow), pull: .\(pull($0.bias)))"
      }
  }

  private func pull(_ bias: InputWire.Bias) -> String {
    switch bias {
    case .pullUp: "up"
    case .pullDown: "down"
    case .none: "none"
    }
  }

  // Swift prints a Double with as many digits as bring it back to the last bit.

  private func axis(_ axis: AxisSettings) -> String {
    let shaper = axis.shaper.map {
      "ShaperSettings(.\($0.kind), frequencyHz: \($0.frequencyHz), dampingRatio: \($0.dampingRatio))"
    }
    return """
      AxisSettings(maxVelocityMmPerS: \(axis.maxVelocityMmPerS), maxAccelerationMmPerS2: \(axis.maxAccelerationMmPerS2), \
      maxJerkMmPerS3: \(axis.maxJerkMmPerS3), minMm: \(axis.minMm), maxMm: \(axis.maxMm), \
      backlashMm: \(axis.backlashMm), shaper: \(shaper ?? "nil"))
      """
  }

  private func joint(_ joint: JointSettings) -> String {
    let timing = joint.timing
    return """
      JointSettings(stepsPerMm: \(joint.stepsPerMm), motors: \(joint.motors), inverted: \(joint.inverted), \
      timing: DriverTiming(stepHighNs: \(timing.stepHighNs), stepLowNs: \(timing.stepLowNs), \
      directionSetupNs: \(timing.directionSetupNs), directionHoldNs: \(timing.directionHoldNs), \
      enableDelayNs: \(timing.enableDelayNs)))
      """
  }

  private func spindle(_ spindle: SpindleSettings) -> String {
    """
    SpindleSettings(kind: .\(spindle.kind), maxRpm: \(spindle.maxRpm), minRpm: \(spindle.minRpm), \
    pwmHz: \(spindle.pwmHz), spinUpSeconds: \(spindle.spinUpSeconds), reversible: \(spindle.reversible))
    """
  }

  private func homing(_ axis: HomingAxis) -> String {
    let second = axis.second.map {
      "HomingSide(input: \(word($0.input)), atMm: \($0.atMm), motors: PortWord(rawValue: \($0.motors.rawValue)))"
    }
    return """
      HomingAxis(input: \(word(axis.input)), towardsHigh: \(axis.towardsHigh), atMm: \(axis.atMm), \
      pullOffMm: \(axis.pullOffMm), seekMmPerS: \(axis.seekMmPerS), locateMmPerS: \(axis.locateMmPerS), \
      turn: \(axis.turn), second: \(second ?? "nil"), motors: PortWord(rawValue: \(axis.motors.rawValue)), \
      shared: \(word(axis.shared)))
      """
  }

  private func word(_ inputs: InputWord) -> String { "InputWord(rawValue: \(inputs.rawValue))" }
  private func point(_ point: Point) -> String { "Point(\(point.x), \(point.y), \(point.z))" }
}
