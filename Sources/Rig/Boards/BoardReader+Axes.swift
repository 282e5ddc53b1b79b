// The `axes` of a board file come in; axis settings, motors, limit switches and their wires go out.

import StepperCore

/// What has been read of one axis.
struct AxisEntry {
  var number: Int
  var name: String
  var settings = AxisSettings(
    maxVelocityMmPerS: 1, maxAccelerationMmPerS2: 1, maxJerkMmPerS3: 0, minMm: 0, maxMm: 1)
  var stepsPerMm = 1.0
  var velocityPlace = Place(line: 0, column: 0)
  var shaperPlace = Place(line: 0, column: 0)
  /// The key that gives the axis play, or else stiffness, and its place; nil where nothing does.
  var compliance: (key: String, place: Place)?
  /// Nil when the file does not say it properly: then nothing is compared with it.
  var travel: ClosedRange<Double>?
  var hasStepsPerMm = false
}

extension BoardReader {
  /// More steps than this over the travel, and positions would no longer fit the step counters with room to spare.
  static let stepLimit = Double(1 << 24)

  mutating func axes(_ root: YAMLMapping, kinematics: Kinematics) -> [AxisEntry] {
    let map = root.required("axes", example: "{x: {…}, y: {…}, z: {…}}")?
      .mapping(keys: BoardKeys.axes, example: "x: {…}")
    let entries = BoardKeys.axes.enumerated().map { number, name in
      let value = map?.required(name, example: "{max_velocity_mm_min: 3000, …}")
      return axis(value, AxisEntry(number: number, name: name))
    }
    if kinematics == .coreXY, entries[0].hasStepsPerMm, entries[1].hasStepsPerMm,
      entries[0].stepsPerMm != entries[1].stepsPerMm, let axes = map?.value
    {
      axes.report(
        .contradiction(
          .stepsPerMmDiffer(
            first: "x", firstStepsPerMm: entries[0].stepsPerMm, second: "y", secondStepsPerMm: entries[1].stepsPerMm)))
    }
    if motors.count > PortWord.motorLimit, let axes = map?.value {
      axes.report(.contradiction(.tooManyMotors(count: motors.count, limit: PortWord.motorLimit)))
    }
    if kinematics == .coreXY { warnOfRigidBelts(entries) }
    return entries
  }

  private mutating func axis(_ value: YAMLValue?, _ fresh: AxisEntry) -> AxisEntry {
    var axis = fresh
    guard let value, let map = value.mapping(keys: BoardKeys.axis, example: "max_velocity_mm_min: 3000") else {
      return axis
    }
    let velocity = map.required("max_velocity_mm_min", example: "3000")
    axis.velocityPlace = velocity?.place ?? value.place
    axis.settings.maxVelocityMmPerS = (velocity?.number(0.1...1_000_000, example: "3000") ?? 60) / 60
    axis.settings.maxAccelerationMmPerS2 =
      map.required("max_acceleration_mm_s2", example: "300")?.number(0.1...1_000_000, example: "300") ?? 1
    axis.settings.maxJerkMmPerS3 = map["max_jerk_mm_s3"]?.number(0...1_000_000_000, example: "20000") ?? 0
    axis.settings.backlashMm = map["backlash_mm"]?.number(0...10, example: "0.05") ?? 0
    if axis.settings.backlashMm > 0 { axis.compliance = map["backlash_mm"].map { ($0.key, $0.place) } }
    if let value = map["input_shaper"] {
      axis.shaperPlace = value.place
      axis.settings.shaper = shaper(value)
    }
    if let travelValue = map.required("travel_mm", example: "[0, 300]"),
      let travel = travelValue.numbers(2, -100_000...100_000, example: "[0, 300]")
    {
      if travel[0] < travel[1] {
        axis.settings.minMm = travel[0]
        axis.settings.maxMm = travel[1]
        axis.travel = travel[0]...travel[1]
      } else {
        travelValue.report(.contradiction(.travelReversed(min: travel[0], max: travel[1])))
      }
    }
    let first = motors.count
    let transmission = transmission(map)
    let direct = map["steps_per_mm"]?.number(0.01...100_000, example: "80")
    axisMotors(map, axis: axis.number, stepsPerMm: direct, transmission: transmission)
    axis.hasStepsPerMm = motors.count > first && (direct ?? transmission?.mmPerRev.value) != nil
    if motors.count > first { axis.stepsPerMm = motors[first].stepsPerMm }
    checkStepCount(axis, map)
    mechanics[axis.number] = mechanics(map["mechanics"], &axis)
    limitSwitches(map["limits"], axis)
    homing(map["homing"], axis)
    return axis
  }

  /// Exactly one of a transmission and a number says how far a step goes.
  private func transmission(_ map: YAMLMapping) -> TransmissionPart? {
    switch (map["transmission"], map["steps_per_mm"]) {
    case (nil, nil), (_?, _?):
      map.value.report(.oneOfKeysNeeded(["transmission", "steps_per_mm"]))
      return nil
    case (let value?, nil):
      return part(value, "transmission", parts.transmissions, example: "screw-tr8x8")
    case (nil, _?):
      return nil
    }
  }

  func part<Part>(_ value: YAMLValue?, _ kind: String, _ all: [String: Part], example: String) -> Part? {
    guard let value, let name = value.text(example: example, limit: 64) else { return nil }
    if let part = all[name] { return part }
    let known = all.keys.sorted()
    value.report(
      .unknownPart(kind: kind, name: name, known: known), suggestion: Spelling.nearest(to: name, in: known))
    return nil
  }

  private mutating func axisMotors(
    _ map: YAMLMapping, axis: Int, stepsPerMm direct: Double?, transmission: TransmissionPart?
  ) {
    let example = "{x: {driver: tb6600, motor: 23hs22-2804s, microsteps: 8, pins: {step: GPIO17, dir: GPIO27}}}"
    guard let value = map.required("motors", example: example), let entries = value.entries(example: example) else {
      return
    }
    if entries.isEmpty { value.reportWrong(.mapping(example: example)) }
    let first = motors.count
    for (name, place, entry) in entries {
      guard isMotorName(name) else {
        problems.report(
          .wrongType(expected: .text(example: BoardKeys.axes[axis] + "2"), found: name), in: file, at: place,
          key: entry.key)
        continue
      }
      if let other = motorKeys[name] {
        problems.report(
          .contradiction(.motorNameTwice(name: name, otherKey: other)), in: file, at: place, key: entry.key)
        continue
      }
      motorKeys[name] = entry.key
      motor(name, entry, axis: axis, direct: direct, transmission: transmission)
    }
    for motor in motors[first...].dropFirst() where motor.stepsPerMm != motors[first].stepsPerMm {
      value.report(
        .contradiction(
          .stepsPerMmDiffer(
            first: motors[first].name, firstStepsPerMm: motors[first].stepsPerMm, second: motor.name,
            secondStepsPerMm: motor.stepsPerMm)))
    }
  }

  /// Wires are called after motors, so their names are short and plain.
  private func isMotorName(_ name: String) -> Bool {
    let isLetter = { (byte: UInt8) in (0x61...0x7A).contains(byte) }
    return (1...8).contains(name.utf8.count) && name.utf8.first.map(isLetter) == true
      && name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
  }

  private mutating func motor(
    _ name: String, _ value: YAMLValue, axis: Int, direct: Double?, transmission: TransmissionPart?
  ) {
    guard let map = value.mapping(keys: BoardKeys.motor, example: "driver: tb6600") else { return }
    let driver = part(map.required("driver", example: "tb6600"), "driver", parts.drivers, example: "tb6600")
    let motor = part(map.required("motor", example: "17hs4401"), "motor", parts.motors, example: "17hs4401")
    let microstepsValue = map.required("microsteps", example: "8")
    let microsteps = microstepsValue?.wholeNumber(1...1024, example: "8") ?? 1
    if let driver, let microstepsValue, !driver.microsteps.contains(microsteps) {
      microstepsValue.report(
        .contradiction(
          .microstepsNotOffered(driver: driver.name, microsteps: microsteps, offered: driver.microsteps)),
        suggestion: driver.microsteps.min { abs($0 - microsteps) < abs($1 - microsteps) }.map(String.init))
    }
    let index = motors.count
    let rated = motor?.ratedCurrentA.value ?? 1
    let current = map["current_a"]?.number(0.05...50, example: "2.0") ?? min(rated, driver?.maxCurrentA.value ?? rated)
    checkPower(driver, motor, current: current, map)
    let inverted = map["invert"]?.flag() ?? false
    motorPins(name, map, index: index, enableActiveLow: driver?.isEnableActiveLow ?? true)
    guard let driver, let motor else { return }
    let computed = transmission.map { Double(motor.stepsPerRev * microsteps) / $0.mmPerRev.value }
    motors.append(
      Motor(
        name: name, index: index, axis: axis, driver: driver, motor: motor, microsteps: microsteps, currentA: current,
        isInverted: inverted, stepsPerMm: direct ?? computed ?? 1))
  }

  private func checkPower(_ driver: DriverPart?, _ motor: MotorPart?, current: Double, _ map: YAMLMapping) {
    guard let driver else { return }
    if supplyV > driver.maxSupplyV.value {
      (map["driver"] ?? map.value).report(
        .contradiction(.supplyTooHigh(driver: driver.name, supplyV: supplyV, limitV: driver.maxSupplyV.value)))
    }
    if current > driver.maxCurrentA.value {
      (map["current_a"] ?? map.value).report(
        .contradiction(.currentTooHigh(driver: driver.name, currentA: current, limitA: driver.maxCurrentA.value)))
    } else if let motor, current > motor.ratedCurrentA.value {
      (map["current_a"] ?? map.value).report(
        .contradiction(.currentTooHigh(driver: motor.name, currentA: current, limitA: motor.ratedCurrentA.value)))
    }
  }

  private mutating func motorPins(_ name: String, _ map: YAMLMapping, index: Int, enableActiveLow: Bool) {
    let example = "{step: GPIO17, dir: GPIO27, enable: GPIO22}"
    guard let pins = map.required("pins", example: example)?.mapping(keys: BoardKeys.motorPins, example: example)
    else { return }
    // The port word has no room for a ninth motor; the count is reported for all axes together.
    let index = min(index, PortWord.motorLimit - 1)
    output(pins.required("step", example: "GPIO17"), name: "step_\(name)", bits: .step(index))
    output(pins.required("dir", example: "GPIO27"), name: "dir_\(name)", bits: .direction(index))
    output(
      pins["enable"], name: "enable_\(name)", bits: .enable(index), activeLowByDefault: enableActiveLow)
  }

  private func checkStepCount(_ axis: AxisEntry, _ map: YAMLMapping) {
    let settings = axis.settings
    let farthest = max(abs(settings.minMm), abs(settings.maxMm), settings.maxMm - settings.minMm)
    let steps = farthest * axis.stepsPerMm
    if steps >= Self.stepLimit {
      (map["travel_mm"] ?? map.value).report(
        .contradiction(.tooManySteps(steps: steps, limit: Self.stepLimit)))
    }
  }
}
