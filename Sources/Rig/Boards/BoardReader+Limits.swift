// The `limits` and the `homing` of an axis come in; switches, their wires and how they are looked for go out.

import StepperCore

extension BoardReader {
  mutating func limitSwitches(_ value: YAMLValue?, _ axis: AxisEntry) {
    guard let map = value?.mapping(keys: BoardKeys.limits, example: "min: {…}") else { return }
    limitSwitch(map["min"], axis, .min)
    limitSwitch(map["max"], axis, .max)
    secondSwitch(map, axis, .min)
    secondSwitch(map, axis, .max)
  }

  private mutating func limitSwitch(
    _ value: YAMLValue?, _ axis: AxisEntry, _ end: LimitSwitch.End, isSecond: Bool = false
  ) {
    let example = "{pin: GPIO5, normally: closed, at_mm: -2}"
    guard let value, let map = value.mapping(keys: BoardKeys.limit, example: example) else { return }
    let isLow = end == .min
    var one = LimitSwitch(
      axis: axis.number, end: end, positionMm: 0, hysteresisMm: 0, bounceMs: 0, isSecond: isSecond)
    let part = input(
      map, name: "limit_\(axis.name)_\(end)" + (isSecond ? "_second" : ""), bit: one.input, normallyIsRequired: true)
    let own = motors.filter { $0.axis == axis.number }
    if let word = map["motor"]?.word(among: own.map(\.name)) { one.motor = own.first { $0.name == word }?.index }
    guard let atValue = map.required("at_mm", example: isLow ? "-2" : "302"),
      let at = atValue.number(-100_100...100_100, example: isLow ? "-2" : "302")
    else { return }
    if let travel = axis.travel, isLow ? at > travel.lowerBound : at < travel.upperBound {
      atValue.report(.contradiction(.switchInsideTravel(atMm: at, travel: travel)))
    }
    one.positionMm = at
    // Small snap-action switches let go about a tenth of a millimetre later.
    one.hysteresisMm = map["hysteresis_mm"]?.number(0...10, example: "0.1") ?? part?.hysteresisMm?.value ?? 0.1
    one.bounceMs = bounce(map, part)
    switches.append(one)
  }

  /// The switch of a gantry's other side: then each of the two says whose it is.
  private mutating func secondSwitch(_ limits: YAMLMapping, _ axis: AxisEntry, _ end: LimitSwitch.End) {
    guard let value = limits["\(end)_second"] else { return }
    let before = problems.problems.count
    limitSwitch(value, axis, end, isSecond: true)
    guard problems.problems.count == before else { return }
    guard let firstValue = limits["\(end)"] else {
      value.report(.contradiction(.secondWithoutFirst(end: "\(end)")))
      return
    }
    let own = motors.filter { $0.axis == axis.number }
    if isCoreXY && axis.number < 2 {
      value.report(.contradiction(.uselessWith(choice: "kinematics: corexy")))
    } else if own.count != 2 {
      value.report(.contradiction(.secondNeedsTwoMotors(count: own.count)))
    } else if let second = switches.last,
      let first = switches.first(where: { $0.axis == axis.number && $0.end == end })
    {
      checkPair(first, firstValue, second, value, own)
    }
  }

  private func checkPair(
    _ first: LimitSwitch, _ firstValue: YAMLValue, _ second: LimitSwitch, _ value: YAMLValue, _ own: [Motor]
  ) {
    for (one, value, motor) in [(first, firstValue, own[0]), (second, value, own[1])] where one.motor == nil {
      problems.report(
        .missingKey(example: motor.name), in: file, at: value.place, key: value.key + ".motor", suggestion: nil)
      return
    }
    if first.motor == second.motor {
      value.report(.contradiction(.switchesOfOneMotor(motor: own.first { $0.index == first.motor }?.name ?? "")))
    }
    let apart = abs(first.positionMm - second.positionMm)
    if apart > HomingAxis.rackingLimitMm {
      value.report(.contradiction(.switchesFarApart(mm: apart, limitMm: HomingAxis.rackingLimitMm)))
    }
  }

  // MARK: homing

  /// What the axis is told about its homing, once its switches, its travel and its stops are known.
  mutating func homing(_ value: YAMLValue?, _ axis: AxisEntry) {
    guard let value else { return }
    let example = "{towards: min}"
    if value.isScalar {
      if value.found == "none" { homing[axis.number].isWanted = false } else { noHoming(value, example) }
      return
    }
    guard let map = value.mapping(keys: BoardKeys.homing, example: example) else { return }
    var wanted = AxisHoming()
    let ends: KeyValuePairs<String, LimitSwitch.End> = ["min": .min, "max": .max]
    wanted.towards = map["towards"]?.choice(ends)
    wanted.order = map["order"]?.wholeNumber(1...3, example: "1")
    wanted.seekMmPerS = map["seek_mm_min"]?.number(0.1...1_000_000, example: "1200").map { $0 / 60 }
    wanted.locateMmPerS = map["locate_mm_min"]?.number(0.1...1_000_000, example: "120").map { $0 / 60 }
    wanted.pullOffMm = map["pull_off_mm"]?.number(0.05...1000, example: "2")
    homing[axis.number] = wanted
    check(wanted, map, axis)
  }

  private func noHoming(_ value: YAMLValue, _ example: String) {
    value.reportWrong(.mapping(example: example), suggestion: Spelling.nearest(to: value.found, in: ["none"]))
  }

  private func check(_ wanted: AxisHoming, _ map: YAMLMapping, _ axis: AxisEntry) {
    // A limit that could not be read has been told; it may be the one that is meant.
    guard problems.problems.isEmpty else { return }
    let own = switches.filter { $0.axis == axis.number }
    if let towards = wanted.towards, !own.contains(where: { $0.end == towards }) {
      map["towards"]?.report(.contradiction(.nothingToHome(end: own.isEmpty ? nil : "\(towards)")))
      return
    }
    let homed = HomingAxis(wanted, axis: axis.number, limits: axis.settings, switches: own)
    guard homed.turn > 0, let goal = own.first(where: { ($0.end == .max) == homed.towardsHigh })
    else {
      map.value.report(.contradiction(.nothingToHome(end: nil)))
      return
    }
    if wanted.seekMmPerS != nil { checkSeek(homed, map, axis) }
    if wanted.locateMmPerS != nil, homed.locateMmPerS > homed.seekMmPerS {
      map["locate_mm_min"]?.report(
        .contradiction(
          .locateAboveSeek(locateMmPerMin: homed.locateMmPerS * 60, seekMmPerMin: homed.seekMmPerS * 60)))
    }
    guard wanted.pullOffMm != nil else { return }
    let clear = homed.innerMm + (homed.towardsHigh ? -homed.pullOffMm : homed.pullOffMm)
    if homed.pullOffMm <= goal.hysteresisMm {
      map["pull_off_mm"]?.report(
        .contradiction(.pullOffTooShort(pullOffMm: homed.pullOffMm, hysteresisMm: goal.hysteresisMm)))
    } else if let travel = axis.travel, !travel.contains(clear) {
      map["pull_off_mm"]?.report(.contradiction(.outsideTravel(axis: axis.name, valueMm: clear, travel: travel)))
    }
  }

  /// A switch that is found while the carriage is fast is passed by the way to a standstill; there has to be room for it
  /// before the hard stop, and homing goes back no farther than ``HomingAxis/leaveMm``.
  private func checkSeek(_ homed: HomingAxis, _ map: YAMLMapping, _ axis: AxisEntry) {
    guard let value = map["seek_mm_min"] else { return }
    let limits = axis.settings
    if homed.seekMmPerS > limits.maxVelocityMmPerS {
      value.report(
        .outOfRange(low: "0.1", high: (limits.maxVelocityMmPerS * 60).shortText, found: value.found))
      return
    }
    var room = homed.leaveMm
    if let stops = mechanics[axis.number]?.stopsMm {
      // The outer one of two switches.
      let places = [homed.atMm, homed.second?.atMm ?? homed.atMm]
      room = min(
        room, homed.towardsHigh ? stops.upperBound - (places.max() ?? 0) : (places.min() ?? 0) - stops.lowerBound)
    }
    // v²/2a, and the time in which jerk is limited and slices that were made before the touch are still executed.
    let lateS = 0.01 + (limits.maxJerkMmPerS3 > 0 ? limits.maxAccelerationMmPerS2 / limits.maxJerkMmPerS3 : 0)
    let a = limits.maxAccelerationMmPerS2, v = homed.seekMmPerS
    let stopsIn = v * v / (2 * a) + v * lateS
    guard stopsIn > room else { return }
    let fits = (a * a * lateS * lateS + 2 * a * max(room, 0)).squareRoot() - a * lateS
    value.report(
      .contradiction(.seekTooFast(stopsInMm: stopsIn, roomMm: max(room, 0), fitsMmPerMin: (fits * 60).rounded(.down))))
  }
}
