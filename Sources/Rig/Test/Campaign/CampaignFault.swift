// A fault of the simulated machine comes in; its line of a scenario file goes out.

import SimBackend
import StepperCore

extension FaultName {
  /// Whether a board's machine can have it.
  func isPossible(on board: Board, hasPhysics: Bool) -> Bool {
    let wired = board.inputs.reduce(InputWord.none) { $0 | $1.bit }
    switch self {
    case .weakSupply, .jam, .wall: return hasPhysics
    case .stuckSwitch, .bouncingSwitch, .brokenWire, .noise: return !board.inputs.isEmpty
    case .emergencyStop: return wired.contains(.emergencyStop)
    case .door: return wired.contains(.door)
    case .deadProbe: return wired.contains(.probe)
    case .lostSteps, .extraSteps, .reversedMotor, .mixedPhases, .powerCut: return true
    case .lateTick, .slowPlanner, .portError: return true
    // A job is read from a file: there is no cable that it comes over.
    case .bytesDropped, .bytesDoubled: return false
    }
  }
}

extension SimFault {
  /// The fault as a line of a scenario file's list: what a campaign has found can be kept as a scenario.
  package func line(on board: Board) -> String {
    var parts = ["kind: \(kind.name.rawValue)"]
    parts += kind.parts(on: board)
    parts.append("at: {" + moment.text + "}")
    if let durationS { parts.append("for_s: \(durationS)") }
    return "{" + parts.joined(separator: ", ") + "}"
  }
}

extension FaultKind {
  fileprivate func parts(on board: Board) -> [String] {
    func motor(_ index: Int) -> String {
      "motor: " + (board.motors.first { $0.index == index }?.name ?? String(index))
    }
    func input(_ bit: InputWord) -> String { "input: " + (board.inputs.first { $0.bit == bit }?.name ?? "?") }
    switch self {
    case .lostSteps(let index, let pulses), .extraSteps(let index, let pulses):
      return [motor(index), "pulses: \(pulses)"]
    case .mixedPhases(let index), .reversedMotor(let index): return [motor(index)]
    case .stuckSwitch(let bit, let isPressed): return [input(bit), "pressed: \(isPressed)"]
    case .bouncingSwitch(let bit, let ms): return [input(bit), "bounce_ms: \(ms)"]
    case .brokenWire(let bit): return [input(bit)]
    case .noise(let bit, let spikesPerS, let spikeUs):
      return [input(bit), "spikes_per_s: \(spikesPerS)", "spike_us: \(spikeUs)"]
    case .weakSupply(let volts): return ["supply_v: \(volts)"]
    case .jam(let axis, let newtons): return ["axis: \(axisName(axis))", "force_n: \(newtons)"]
    case .wall(let axis, let mm): return ["axis: \(axisName(axis))", "at_mm: \(mm)"]
    case .lateTick(let us): return ["late_us: \(us)"]
    case .slowPlanner(let ms): return ["delay_ms: \(ms)"]
    case .bytesDropped(let count), .bytesDoubled(let count): return ["bytes: \(count)"]
    case .powerCut, .emergencyStop, .door, .deadProbe, .portError: return []
    }
  }
}

extension FaultMoment {
  fileprivate var text: String {
    switch self {
    case .tick(let tick): return "tick: \(tick)"
    case .seconds(let seconds): return "time_s: \(seconds)"
    case .line(let line): return "line: \(line)"
    case .position(let axis, let mm, let travel):
      let passing = travel == .up ? ", passing: up" : travel == .down ? ", passing: down" : ""
      return "position: {\(axisName(axis)): \(mm)}" + passing
    }
  }
}

private func axisName(_ axis: Int) -> String { (0..<3).contains(axis) ? ["x", "y", "z"][axis] : String(axis) }
