// The `mechanics` of an axis come in; what its motors have to move goes out.

import StepperCore

extension BoardReader {
  /// Nil where the file says nothing.
  func mechanics(_ value: YAMLValue?, _ axis: inout AxisEntry) -> Mechanics? {
    let example = "{source: weighed, moving_mass_kg: 3, friction_n: 15}"
    guard let value, let map = value.mapping(keys: BoardKeys.mechanics, example: example) else { return nil }
    let source = map.required("source", example: "weighed, pulled with a kitchen scale")?.text(example: "weighed")
    let mass = map.required("moving_mass_kg", example: "3")?.number(0.001...10_000, example: "3")
    let friction = friction(map, movingMassKg: mass)
    let counterbalance = map["counterbalance_n"]
    if axis.number != 2 { counterbalance?.report(.contradiction(.uselessWith(choice: "axes.\(axis.name)"))) }
    let stops = stops(map["stops_mm"], axis)
    func optional(_ key: String, _ range: ClosedRange<Double>, _ example: String) -> Double? {
      map[key]?.number(range, example: example)
    }
    guard let source, let mass, let friction else { return nil }
    let play = optional("play_mm", 0...10, "0.05")
    if let value = map["play_mm"] { axis.compliance = play == 0 ? nil : (value.key, value.place) }
    if axis.compliance == nil { axis.compliance = map["stiffness_n_per_mm"].map { ($0.key, $0.place) } }
    return Mechanics(
      source: source, isEstimated: (map["estimated"]?.flag() ?? false) || friction.isEstimated, movingMassKg: mass,
      driveInertiaGCm2: optional("drive_inertia_g_cm2", 0...1_000_000, "350") ?? 0, frictionN: friction.newtons,
      viscousNSPerMm: optional("viscous_n_s_mm", 0...10_000, "0.05") ?? 0,
      counterbalanceN: counterbalance?.number(0...100_000, example: "20") ?? 0,
      playMm: play ?? axis.settings.backlashMm, stopsMm: stops,
      stiffnessNPerMm: optional("stiffness_n_per_mm", 0.1...10_000_000, "200"),
      frameStiffnessNPerMm: optional("frame_stiffness_n_per_mm", 0.1...10_000_000, "50"))
  }

  /// Measured, or else what the guides make of the weight: exactly one of the two.
  private func friction(
    _ map: YAMLMapping, movingMassKg mass: Double?
  ) -> (newtons: Double, isEstimated: Bool)? {
    switch (map["friction_n"], map["guide"]) {
    case (nil, nil), (_?, _?):
      map.value.report(.oneOfKeysNeeded(["friction_n", "guide"]))
      return nil
    case (let measured?, nil):
      return measured.number(0...100_000, example: "15").map { ($0, false) }
    case (nil, let value?):
      let guide = part(value, "guide", parts.guides, example: "drawer-slide")
      guard let guide, let mass else { return nil }
      let isEstimated = guide.dragN.isEstimated || guide.frictionCoefficient.isEstimated
      return (guide.frictionN(movingMassKg: mass), isEstimated)
    }
  }

  /// Hard ends, outside the travel.
  private func stops(_ value: YAMLValue?, _ axis: AxisEntry) -> ClosedRange<Double>? {
    guard let value, let stops = value.numbers(2, -100_100...100_100, example: "[-5, 305]") else { return nil }
    guard stops[0] < stops[1] else {
      value.report(.contradiction(.travelReversed(min: stops[0], max: stops[1])))
      return nil
    }
    let range = stops[0]...stops[1]
    if let travel = axis.travel {
      for end in [travel.lowerBound, travel.upperBound] where !range.contains(end) {
        value.report(.contradiction(.outsideTravel(axis: axis.name, valueMm: end, travel: range)))
        break
      }
    }
    return range
  }

  /// Belts of a CoreXY are springs where X or Y has a stiffness and each belt one motor; otherwise the simulator has
  /// nothing that could give.
  func warnOfRigidBelts(_ axes: [AxisEntry]) {
    let hasSeveralMotors = (0..<2).contains { axis in motors.count { $0.axis == axis } > 1 }
    let isStiffnessKnown = mechanics[0]?.stiffnessNPerMm != nil || mechanics[1]?.stiffnessNPerMm != nil
    guard hasSeveralMotors || !isStiffnessKnown else { return }
    for axis in axes.prefix(2) {
      guard mechanics[axis.number] != nil, let (key, place) = axis.compliance else { continue }
      problems.warnings.append(
        BoardWarning(
          file: file, line: place.line, column: place.column, key: key,
          matter: .rigidBelts(axis: axis.name, hasSeveralMotors: hasSeveralMotors)))
    }
  }
}
