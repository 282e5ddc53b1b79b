// The kinds of faults as scenario files call them: name, keys, one sentence and an example of each.

import SimBackend

/// What a scenario calls a kind of fault.
package enum FaultName: String, CaseIterable, Sendable {
  case lostSteps = "lost-steps"
  case extraSteps = "extra-steps"
  case reversedMotor = "reversed-motor"
  case mixedPhases = "mixed-phases"
  case stuckSwitch = "stuck-switch"
  case bouncingSwitch = "bouncing-switch"
  case brokenWire = "broken-wire"
  case noise
  case weakSupply = "weak-supply"
  case jam, wall
  case powerCut = "power-cut"
  case emergencyStop = "emergency-stop"
  case door
  case deadProbe = "dead-probe"
  case lateTick = "late-tick"
  case slowPlanner = "slow-planner"
  case portError = "port-error"
  case bytesDropped = "bytes-dropped"
  case bytesDoubled = "bytes-doubled"

  /// What it needs to be told beside its moment.
  package var ownKeys: [String] {
    switch self {
    case .lostSteps, .extraSteps: ["motor", "pulses"]
    case .reversedMotor, .mixedPhases: ["motor"]
    case .stuckSwitch: ["input", "pressed"]
    case .bouncingSwitch: ["input", "bounce_ms"]
    case .brokenWire: ["input"]
    case .noise: ["input", "spikes_per_s", "spike_us"]
    case .weakSupply: ["supply_v"]
    case .jam: ["axis", "force_n"]
    case .wall: ["axis", "at_mm"]
    case .lateTick: ["late_us"]
    case .slowPlanner: ["delay_ms"]
    case .bytesDropped, .bytesDoubled: ["bytes"]
    case .powerCut, .emergencyStop, .door, .deadProbe, .portError: []
    }
  }

  /// It needs somebody who sends: a scenario with steps.
  package var needsSender: Bool { self == .bytesDropped || self == .bytesDoubled }

  /// All keys that it may have.
  package var keys: [String] { ["kind"] + ownKeys + ["at"] + (sample.canBeMended ? ["for_s"] : []) }

  /// One of its kind, for what is true of all of them.
  package var sample: FaultKind {
    switch self {
    case .lostSteps: .lostSteps(motor: 0, pulses: 1)
    case .extraSteps: .extraSteps(motor: 0, pulses: 1)
    case .reversedMotor: .reversedMotor(motor: 0)
    case .mixedPhases: .mixedPhases(motor: 0)
    case .stuckSwitch: .stuckSwitch(.probe, isPressed: true)
    case .bouncingSwitch: .bouncingSwitch(.probe, ms: 1)
    case .brokenWire: .brokenWire(.probe)
    case .noise: .noise(.probe, spikesPerS: 1, spikeUs: 1)
    case .weakSupply: .weakSupply(volts: 1)
    case .jam: .jam(axis: 0, newtons: 1)
    case .wall: .wall(axis: 0, atMm: 0)
    case .powerCut: .powerCut
    case .emergencyStop: .emergencyStop
    case .door: .door
    case .deadProbe: .deadProbe
    case .lateTick: .lateTick(us: 1)
    case .slowPlanner: .slowPlanner(ms: 1)
    case .portError: .portError
    case .bytesDropped: .bytesDropped(count: 1)
    case .bytesDoubled: .bytesDoubled(count: 1)
    }
  }

  /// One entry of a scenario's `faults`, for a board with all of these wires.
  package var example: String {
    switch self {
    case .lostSteps: "{kind: lost-steps, motor: x, pulses: 3, at: {position: {x: 50}, passing: up}}"
    case .extraSteps: "{kind: extra-steps, motor: x, pulses: 3, at: {line: 4}}"
    case .reversedMotor: "{kind: reversed-motor, motor: y, at: {tick: 0}}"
    case .mixedPhases: "{kind: mixed-phases, motor: x, at: {tick: 0}}"
    case .stuckSwitch: "{kind: stuck-switch, input: limit_x_max, pressed: true, at: {line: 4}, for_s: 0.5}"
    case .bouncingSwitch: "{kind: bouncing-switch, input: limit_x_max, bounce_ms: 3, at: {tick: 0}}"
    case .brokenWire: "{kind: broken-wire, input: limit_x_min, at: {time_s: 1.5}}"
    case .noise: "{kind: noise, input: limit_x_min, spikes_per_s: 200, spike_us: 50, at: {time_s: 0.1}, for_s: 2}"
    case .weakSupply: "{kind: weak-supply, supply_v: 12, at: {line: 4}, for_s: 0.3}"
    case .jam: "{kind: jam, axis: x, force_n: 400, at: {line: 4}, for_s: 0.1}"
    case .wall: "{kind: wall, axis: x, at_mm: 60, at: {tick: 0}}"
    case .powerCut: "{kind: power-cut, at: {tick: 4000}}"
    case .emergencyStop: "{kind: emergency-stop, at: {position: {x: 50}}}"
    case .door: "{kind: door, at: {time_s: 2}, for_s: 1}"
    case .deadProbe: "{kind: dead-probe, at: {tick: 0}}"
    case .lateTick: "{kind: late-tick, late_us: 5000, at: {position: {x: 50}}}"
    case .slowPlanner: "{kind: slow-planner, delay_ms: 30, at: {line: 4}}"
    case .portError: "{kind: port-error, at: {time_s: 1.5}}"
    case .bytesDropped: "{kind: bytes-dropped, bytes: 1, at: {time_s: 0.5}}"
    case .bytesDoubled: "{kind: bytes-doubled, bytes: 1, at: {time_s: 0.5}}"
    }
  }
}

extension FaultKind {
  /// What a scenario calls it.
  package var name: FaultName {
    switch self {
    case .lostSteps: .lostSteps
    case .extraSteps: .extraSteps
    case .stuckSwitch: .stuckSwitch
    case .bouncingSwitch: .bouncingSwitch
    case .brokenWire: .brokenWire
    case .noise: .noise
    case .mixedPhases: .mixedPhases
    case .reversedMotor: .reversedMotor
    case .weakSupply: .weakSupply
    case .jam: .jam
    case .wall: .wall
    case .powerCut: .powerCut
    case .emergencyStop: .emergencyStop
    case .door: .door
    case .deadProbe: .deadProbe
    case .lateTick: .lateTick
    case .slowPlanner: .slowPlanner
    case .portError: .portError
    case .bytesDropped: .bytesDropped
    case .bytesDoubled: .bytesDoubled
    }
  }
}

/// One kind of fault, for a table of all of them.
public struct FaultCatalogueEntry: Sendable {
  /// As in a scenario.
  public var kind: String
  /// What it needs beside `kind` and `at`, with the units in the names.
  public var keys: [String]
  /// It may have `for_s`: after so long it is mended.
  public var canEnd: Bool
  /// Without motors with physics it is refused.
  public var needsPhysics: Bool
  /// What it is in a workshop.
  public var sentence: Phrase
  /// An entry of a scenario's `faults`.
  public var example: String
}

/// Every kind of fault that a scenario can have.
public let faultCatalogue = FaultName.allCases.map { name in
  FaultCatalogueEntry(
    kind: name.rawValue, keys: name.ownKeys, canEnd: name.sample.canBeMended, needsPhysics: name.sample.needsPhysics,
    sentence: .faultKind(name), example: "- " + name.example)
}
