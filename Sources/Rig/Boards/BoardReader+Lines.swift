// Pins of a board file come in; wires of the port go out, each line of the chip used once.

import StepperCore

/// Who uses a line.
struct UsedLine {
  var key: String
  var line: Int
  /// Drivers may share an enable line, and limit switches a line of theirs; nothing else may be shared.
  var isEnable: Bool
}

extension BoardReader {
  /// Adds an output; enable lines that several motors name become one wire.
  mutating func output(_ value: YAMLValue?, name: String, bits: PortWord, activeLowByDefault: Bool = false) {
    guard let value else { return }
    wireNames.insert(name)
    var isActiveLow = activeLowByDefault
    var lineValue: YAMLValue? = value
    var byOffset: YAMLValue?
    if !value.isScalar {
      guard let map = value.mapping(keys: BoardKeys.outputPin, example: "{line: GPIO17, active: low}") else { return }
      (lineValue, byOffset) = lineKeys(map)
      if let active = map["active"]?.choice(["low": true, "high": false]) { isActiveLow = active }
    }
    guard let line = line(lineValue, byOffset) else { return }
    let isEnable = !(bits & .enables).isEmpty
    if isEnable, let shared = outputs.firstIndex(where: { $0.line == line && !($0.bits & .enables).isEmpty }) {
      outputs[shared].bits = outputs[shared].bits | bits
      return
    }
    guard claim(line, value, isEnable: isEnable) else { return }
    // GPIO0 to GPIO8 are pulled up until a program takes them: a relay there switches on while the Pi starts.
    if isRaspberryPi, let offset = line.offset, offset <= 8, !isActiveLow, bits.rawValue >= PortWord.spindle.rawValue {
      warn(value, .reservedLine(line: line.text, duty: .pulledUpAtStart))
    }
    outputs.append(OutputWire(name: name, bits: bits, line: line, isActiveLow: isActiveLow))
  }

  /// An enable wire of several motors is called after all of them, or `enable` where it serves every motor.
  mutating func nameSharedEnables() {
    for index in outputs.indices where !(outputs[index].bits & .enables).isEmpty {
      let served = motors.filter { outputs[index].bits.contains(.enable($0.index)) }
      guard served.count > 1 else { continue }
      outputs[index].name =
        served.count == motors.count ? "enable" : "enable_" + served.map(\.name).joined(separator: "_")
    }
  }

  /// Adds an input from the keys `pin`, `normally`, `bias` and `switch`; the part that it names is told.
  @discardableResult
  mutating func input(
    _ map: YAMLMapping, name: String, bit: InputWord, normallyIsRequired: Bool
  ) -> SwitchPart? {
    wireNames.insert(name)
    let pin = map.required("pin", example: "GPIO5")
    let normally = normallyIsRequired ? map.required("normally", example: "closed") : map["normally"]
    let stated = normally?.choice(["closed": true, "open": false])
    let isClosed = stated ?? false
    let part = part(map["switch"], "switch", parts.switches, example: "kw12")
    // A word that is wrong, or missing, has been told already.
    if let part, stated != nil || (normally == nil && !normallyIsRequired) {
      checkContact(of: part, isClosed: isClosed, normally ?? map["switch"] ?? map.value, isStated: stated != nil)
    }
    let bias =
      map["bias"]?.choice(["pull-up": InputWire.Bias.pullUp, "pull-down": .pullDown, "none": .none]) ?? .pullUp
    guard let pin else { return part }
    var lineValue: YAMLValue? = pin
    var byOffset: YAMLValue?
    if !pin.isScalar {
      guard let pinMap = pin.mapping(keys: BoardKeys.inputPin, example: "{line: GPIO5}") else { return part }
      (lineValue, byOffset) = lineKeys(pinMap)
    }
    guard let line = line(lineValue, byOffset) else { return part }
    let fellows = bit.isLimit ? inputs.filter { $0.line == line && $0.bit.isLimit } : []
    guard !fellows.isEmpty || claim(line, pin, isEnable: false) else { return part }
    if bias == .pullDown, isRaspberryPi, let offset = line.offset, offset == 2 || offset == 3 {
      warn(pin, .reservedLine(line: line.text, duty: .fixedPullUp))
    }
    // Pulled up, a closed switch to ground reads low: an open one pressed, or a closed one at rest.
    let isActiveLow = (bias == .pullDown) == isClosed
    let wire = InputWire(
      name: name, bit: bit, line: line, isActiveLow: isActiveLow, isNormallyClosed: isClosed, bias: bias, part: part)
    checkShared(wire, with: fellows, pin)
    inputs.append(wire)
    return part
  }

  /// Limit switches may share a line: closed ones in a row, open ones side by side, and never the two sides of a gantry.
  private func checkShared(_ wire: InputWire, with fellows: [InputWire], _ value: YAMLValue) {
    guard let first = fellows.first else { return }
    if (first.isNormallyClosed, first.bias) != (wire.isNormallyClosed, wire.bias) {
      value.report(.contradiction(.sharedUnlike(wire: first.name, isNormallyClosed: first.isNormallyClosed)))
    } else if let other = fellows.first(where: { $0.bit.isOtherSide(of: wire.bit) }) {
      value.report(.contradiction(.sharedBySides(wire: other.name)))
    }
  }

  /// A contact that the switch does not have is told with the one that it has.
  private func checkContact(of part: SwitchPart, isClosed: Bool, _ value: YAMLValue, isStated: Bool) {
    guard !part.contacts.offers(isClosed: isClosed) else { return }
    let other = isClosed ? "open" : "closed"
    value.report(
      .contradiction(.contactNotOffered(part: part.name, wantsClosed: isClosed)),
      suggestion: isStated ? other : "normally: \(other)")
  }

  private func lineKeys(_ map: YAMLMapping) -> (line: YAMLValue?, offset: YAMLValue?) {
    if (map["line"] == nil) == (map["offset"] == nil) {
      map.value.report(.oneOfKeysNeeded(["line", "offset"]))
      return (nil, nil)
    }
    return (map["line"], map["offset"])
  }

  private func line(_ nameValue: YAMLValue?, _ offsetValue: YAMLValue?) -> GPIOLine? {
    if let offsetValue {
      guard let offset = offsetValue.wholeNumber(0...(isRaspberryPi ? 27 : 1023), example: "17") else { return nil }
      return GPIOLine(name: isRaspberryPi ? "GPIO\(offset)" : nil, offset: offset)
    }
    guard let nameValue else { return nil }
    guard let name = nameValue.text(example: "GPIO17", limit: 32), !name.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else {
      // A bare number could be a pin of the header or a line of the chip; 11 and GPIO17 are the same place.
      nameValue.reportWrong(.line(example: "GPIO17"), suggestion: linesMeant(by: nameValue.found))
      return nil
    }
    guard isRaspberryPi else { return GPIOLine(name: name, offset: nil) }
    guard let offset = PiHeader.offset(ofLine: name) else {
      nameValue.report(.unknownLine(name: name), suggestion: Spelling.nearestLine(to: name))
      return nil
    }
    return GPIOLine(name: "GPIO\(offset)", offset: offset)
  }

  /// What a bare number may have meant: a line, or a pin of the header.
  private func linesMeant(by text: String) -> String? {
    guard isRaspberryPi, let number = Int(text) else { return nil }
    var meanings: [String] = []
    if let pin = PiHeader.pin(ofGPIO: number) { meanings.append("GPIO\(number) (pin \(pin))") }
    if (1...40).contains(number), case .gpio(let offset) = PiHeader.pins[number - 1] {
      meanings.append("GPIO\(offset) (pin \(number))")
    }
    return meanings.isEmpty ? nil : meanings.joined(separator: " / ")
  }

  /// Notes who uses a line; a second user is reported with both keys.
  private mutating func claim(_ line: GPIOLine, _ value: YAMLValue, isEnable: Bool) -> Bool {
    if let other = usedLines[line] {
      value.report(.lineUsedTwice(line: line.text, otherKey: other.key, otherLine: other.line))
      return false
    }
    usedLines[line] = UsedLine(key: value.key, line: value.place.line, isEnable: isEnable)
    switch isRaspberryPi ? line.offset : nil {
    case 0?, 1?: warn(value, .reservedLine(line: line.text, duty: .identityEEPROM))
    case 14?, 15?: warn(value, .reservedLine(line: line.text, duty: .serialConsole))
    default: break
    }
    return true
  }

  private func warn(_ value: YAMLValue, _ matter: BoardWarning.Matter) {
    problems.warnings.append(
      BoardWarning(
        file: file, line: value.place.line, column: value.place.column, key: value.key, matter: matter))
  }
}

extension InputWord {
  var isLimit: Bool { rawValue < InputWord.probe.rawValue }

  /// Both are at the same end of one axis, one at each side of its gantry.
  fileprivate func isOtherSide(of other: InputWord) -> Bool {
    rawValue == other.rawValue << 8 || other.rawValue == rawValue << 8
  }
}

extension Spelling {
  /// The header line that was meant: `gpio17`, `GPIO 17`, `BCM17` and `17` are all GPIO17.
  static func nearestLine(to name: String) -> String? {
    let digits = name.filter(\.isNumber)
    if PiHeader.lineNames.contains("GPIO\(digits)") { return "GPIO\(digits)" }
    return nearest(to: name, in: PiHeader.lineNames)
  }
}
