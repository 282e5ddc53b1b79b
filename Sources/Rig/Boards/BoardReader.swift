// The YAML of one board file and the parts library come in; a Board goes out, or every problem that the file has.

import StepperCore

/// Reads one board file from top to bottom. Values that are wrong are reported and replaced, so that one run finds
/// every error; a board with problems is never handed out.
struct BoardReader {
  let file: String
  /// At least those that the board names.
  let parts: PartsLibrary
  let shelf: PartsShelf
  let problems: ProblemList
  var isRaspberryPi = false
  var usedLines: [GPIOLine: UsedLine] = [:]
  var outputs: [OutputWire] = []
  var inputs: [InputWire] = []
  /// Names of wires, those with a wrong line included.
  var wireNames: Set<String> = []
  var motors: [Motor] = []
  /// Where each motor name was first used.
  var motorKeys: [String: String] = [:]
  var switches: [LimitSwitch] = []
  var homing = [AxisHoming](repeating: AxisHoming(), count: 3)
  var mechanics: [Mechanics?] = [nil, nil, nil]
  var probeBounceMs = 0.0
  var emergencyCut: Set<EmergencyPower> = []
  var spindleTimeToSpeedS = 0.0
  var spindleTimeToStopS = 0.0
  var spindlePart: SpindlePart?
  var supplyV = 24.0
  var isCoreXY = false
  /// Slices of the planner in a second.
  var sliceHz = 1000.0

  init(file: String, parts: PartsLibrary, shelf: PartsShelf, problems: ProblemList) {
    self.file = file
    self.parts = parts
    self.shelf = shelf
    self.problems = problems
  }

  mutating func board(name: String, bytes: [UInt8]) -> Board? {
    var document = YAMLDocument(file: file, problems: problems)
    guard let value = document.root(of: bytes),
      let root = value.mapping(keys: BoardKeys.board, example: "title: Small wood router")
    else { return nil }
    let title = root.required("title", example: "Small wood router")?.text(example: "Small wood router", limit: 100)
    let about = root["about"]?.text(example: "A router for …", limit: 4000)
    let chip = chip(root)
    let tickHz = root.required("tick_hz", example: "20000")?.wholeNumber(5000...200_000, example: "20000") ?? 20_000
    let sliceTicks = root["slice_ticks"]?.wholeNumber(2...2000, example: "20") ?? max(2, tickHz / 1000)
    sliceHz = Double(tickHz) / Double(sliceTicks)
    supplyV = root["supply_v"]?.number(5...400, example: "24") ?? 24
    let kinematics =
      root["kinematics"]?.choice(["cartesian": Kinematics.cartesian, "corexy": .coreXY]) ?? .cartesian

    isCoreXY = kinematics == .coreXY
    let axes = axes(root, kinematics: kinematics)
    let spindle = spindle(root["spindle"], tickHz: Double(tickHz))
    coolant(root["coolant"])
    let probeTouch = probe(root["probe"], travel: axes[2].travel)
    emergencyStop(root["estop"])
    let doorLift = door(root["door"], travel: axes[2].travel)
    button(root["feed_hold"], name: "feed_hold", bit: .feedHold)
    button(root["cycle_start"], name: "cycle_start", bit: .cycleStart)
    nameSharedEnables()

    let workOffset = position(root["work_offset_mm"], axes)
    let start = position(root["start_mm"], axes)
    let settings = MachineSettings(
      tickHz: UInt32(tickHz), sliceTicks: UInt32(sliceTicks), x: axes[0].settings, y: axes[1].settings,
      z: axes[2].settings, kinematics: kinematics, joint0: joint(0, axes), joint1: joint(1, axes),
      joint2: joint(2, axes),
      toleranceMm: root["path_tolerance_mm"]?.number(0.0001...10, example: "0.01") ?? 0.01,
      spindle: spindle, softLimits: root["soft_limits"]?.flag() ?? true)
    let board = Board(
      name: name, title: title ?? "", about: about ?? "", file: file, chip: chip, settings: settings, motors: motors,
      mechanics: mechanics,
      outputs: outputs, inputs: inputs, switches: switches, homing: homing, doorLiftMm: doorLift,
      probeTouchesAtZMm: probeTouch,
      probeBounceMs: probeBounceMs, emergencyCut: emergencyCut, spindleTimeToSpeedS: spindleTimeToSpeedS,
      spindleTimeToStopS: spindleTimeToStopS, spindlePart: spindlePart,
      stock: stock(root["stock"], workOffset: workOffset), cutting: cutting(root), jumpers: jumpers(root["jumpers"]),
      price: price(root["price"]), startPosition: start, workOffset: workOffset,
      lookAheadSegments: root["look_ahead_segments"]?.wholeNumber(32...1_000_000, example: "2048") ?? 2048,
      supplyV: supplyV, realTime: realTime(root["real_time"]), shelf: shelf)
    guard problems.problems.isEmpty else { return nil }
    warnOfSpeeds(board, axes)
    warnOfShapers(settings, axes)
    return board
  }

  private mutating func chip(_ root: YAMLMapping) -> Chip {
    let example = "{label: pinctrl-bcm2711, model: Raspberry Pi 4 B}"
    guard let map = root.required("chip", example: example)?.mapping(keys: BoardKeys.chip, example: example) else {
      isRaspberryPi = true
      return Chip(label: "", model: "")
    }
    let value = map.required("label", example: "pinctrl-bcm2711")
    let label = value?.text(example: "pinctrl-bcm2711", limit: 64) ?? ""
    isRaspberryPi = PiHeader.chipLabels.contains(label) || label.isEmpty
    if label.contains("gpiochip") {
      value?.report(.chipNumber(label), suggestion: "pinctrl-bcm2711")
    } else if !PiHeader.chipLabels.contains(label), !label.isEmpty,
      let meant = Spelling.nearest(to: label, in: PiHeader.chipLabels)
    {
      value?.report(.nearMissOfChip(label: label), suggestion: meant)
      isRaspberryPi = true
    }
    let model = map.required("model", example: "Raspberry Pi 4 B")?.text(example: "Raspberry Pi 4 B", limit: 64) ?? ""
    return Chip(label: label, model: model)
  }

  /// A position inside the travel of all three axes.
  private func position(_ value: YAMLValue?, _ axes: [AxisEntry]) -> Point {
    guard let value, let point = value.point(-100_000...100_000, example: "[0, 0, 0]") else { return .zero }
    for axis in axes {
      guard let travel = axis.travel, !travel.contains(point[axis.number]) else { continue }
      value.report(
        .contradiction(.outsideTravel(axis: axis.name, valueMm: point[axis.number], travel: travel)))
    }
    return point
  }

  private func joint(_ number: Int, _ axes: [AxisEntry]) -> JointSettings {
    var mask: UInt8 = 0
    var inverted: UInt8 = 0
    var timing = DriverTiming(
      stepHighNs: 0, stepLowNs: 0, directionSetupNs: 0, directionHoldNs: 0, enableDelayNs: 0)
    for motor in motors where motor.axis == number {
      mask |= 1 << UInt8(motor.index)
      if motor.isInverted { inverted |= 1 << UInt8(motor.index) }
      let own = motor.driver.timing
      timing.stepHighNs = max(timing.stepHighNs, own.stepHighNs)
      timing.stepLowNs = max(timing.stepLowNs, own.stepLowNs)
      timing.directionSetupNs = max(timing.directionSetupNs, own.directionSetupNs)
      timing.directionHoldNs = max(timing.directionHoldNs, own.directionHoldNs)
      timing.enableDelayNs = max(timing.enableDelayNs, own.enableDelayNs)
    }
    return JointSettings(stepsPerMm: axes[number].stepsPerMm, motors: mask, inverted: inverted, timing: timing)
  }

  /// The step rate that ticks and drivers allow against the one that the highest speed asks for.
  private func warnOfSpeeds(_ board: Board, _ axes: [AxisEntry]) {
    let settings = board.settings
    let periodNs = 1e9 / Double(settings.tickHz)
    for (number, axis) in axes.enumerated() {
      let joint = settings[joint: number]
      let pulseNs = Double(joint.timing.stepHighNs) + Double(joint.timing.stepLowNs)
      let ticksForStep = max(1, (pulseNs / periodNs).rounded(.up))
      var limit = Double(settings.tickHz) / ticksForStep
      for motor in motors where motor.axis == number { limit = min(limit, motor.driver.maxStepHz?.value ?? limit) }
      var velocity = axis.settings.maxVelocityMmPerS
      // A CoreXY motor turns for X and Y at once.
      if settings.kinematics == .coreXY, number < 2 {
        velocity = settings.x.maxVelocityMmPerS + settings.y.maxVelocityMmPerS
      }
      let rate = velocity * joint.stepsPerMm
      guard rate > limit * (1 + 1e-9) else { continue }
      let fits = axis.settings.maxVelocityMmPerS * limit / rate
      problems.warnings.append(
        BoardWarning(
          file: file, line: axis.velocityPlace.line, column: axis.velocityPlace.column,
          key: "axes.\(axis.name).max_velocity_mm_min",
          matter: .velocityNotReachable(
            axis: axis.name, velocityMmPerMin: axis.settings.maxVelocityMmPerS * 60,
            fitsMmPerMin: (fits * 60).rounded(.down), stepsPerSecond: rate, limitStepsPerSecond: limit)))
    }
  }
}
