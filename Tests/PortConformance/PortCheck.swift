// A port in, failed expectations out: what every backend's port has to do, told once for all of them.

import Seeded
import StepperCore
import Testing

/// One thing that a port must do.
package enum PortCheck: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case startsInactive = "nothing is active before the first write"
  case writesReachLines = "after every write each line has the level that was asked for, and the others keep theirs"
  case everyPulseArrives = "every pulse arrives, however many motors step at once"
  case inputsAreRead = "inputs are read as they are outside, and not as the outputs are"
  case motionArrives = "what the tick engine makes of slices arrives on every line, change by change"

  package var testDescription: String { rawValue }

  /// Holds it against a port that was just made.
  package func run<Port: ObservedPort & ~Copyable>(on port: inout Port) throws {
    switch self {
    case .startsInactive: #expect(try port.levelsOnLines() == .none)
    case .writesReachLines: try writesReachLines(&port)
    case .everyPulseArrives: try everyPulseArrives(&port)
    case .inputsAreRead: try inputsAreRead(&port)
    case .motionArrives: try motionArrives(&port)
    }
  }

  private func writesReachLines<Port: ObservedPort & ~Copyable>(_ port: inout Port) throws {
    var noise = SplitMix64(11)
    var levels = PortWord.none
    var wrong = 0
    for tick in 0..<100 as Range<UInt64> {
      let changing = PortWord(rawValue: noise.next32()) & ConformanceLines.allOutputs
      if changing.isEmpty { continue }
      levels = levels ^ changing
      try port.write(levels, changing: changing, at: PortInstant(tick: tick, ns: 0))
      if try port.levelsOnLines() != levels { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  private func everyPulseArrives<Port: ObservedPort & ~Copyable>(_ port: inout Port) throws {
    var noise = SplitMix64(12)
    var pulses = [0, 0, 0]
    try port.write(.enables3, changing: .enables3, at: PortInstant(tick: 0, ns: 0))
    for tick in 1...200 as ClosedRange<UInt64> {
      var rising = PortWord.none
      for motor in 0..<3 where noise.next() % 3 > 0 {
        rising = rising | .step(motor)
        pulses[motor] += 1
      }
      if rising.isEmpty { continue }
      try port.write(.enables3 | rising, changing: rising, at: PortInstant(tick: tick, ns: 0))
      try port.write(.enables3, changing: rising, at: PortInstant(tick: tick, ns: 5_000))
    }
    let taken = try port.levelsTaken()
    for motor in 0..<3 {
      #expect(taken[motor] == (0..<2 * pulses[motor]).map { $0.isMultiple(of: 2) }, "motor \(motor)")
      #expect(pulses[motor] > 100)
    }
  }

  private func inputsAreRead<Port: ObservedPort & ~Copyable>(_ port: inout Port) throws {
    var tick: UInt64 = 0
    var levels = PortWord.none
    var wrong: [InputWord] = []
    for pressed in 0..<UInt32(1 << ConformanceLines.inputs.count) {
      let inputs = ConformanceLines.inputs.indices.reduce(InputWord.none) {
        pressed >> UInt32($1) & 1 == 1 ? $0 | ConformanceLines.inputs[$1] : $0
      }
      try port.press(inputs)
      // Outputs of every kind but steps: a machine whose carriage moves presses its switches itself.
      let changing = tick.isMultiple(of: 2) ? PortWord.spindle : .enable(1)
      levels = levels ^ changing
      try port.write(levels, changing: changing, at: PortInstant(tick: tick, ns: 0))
      if try port.readInputs() != inputs { wrong.append(inputs) }
      tick += 1
    }
    #expect(wrong == [])
  }

  private func motionArrives<Port: ObservedPort & ~Copyable>(_ port: inout Port) throws {
    let timing = DriverTiming(
      stepHighNs: 2_500, stepLowNs: 2_500, directionSetupNs: 5_000, directionHoldNs: 5_000, enableDelayNs: 0)
    let joints = (0..<3).map { JointSettings(stepsPerMm: 80, motors: 1 << UInt8($0), inverted: 0, timing: timing) }
    let plans: InlineArray<4, PulsePlan> = InlineArray {
      $0 < 3 ? PulsePlan(joints[$0], tickHz: 20_000) : .none
    }
    var noise = SplitMix64(13)
    var told = RememberingPort()
    var reference = TickEngine(plans, pwm: PWMTrain(hz: 200, tickHz: 20_000))
    var engine = TickEngine(plans, pwm: PWMTrain(hz: 200, tickHz: 20_000))
    let fastest: Int64 = 1 << 37  // a step every other tick
    for _ in 0..<40 {
      var slice = Slice(ticks: 20, outputs: noise.next() % 4 == 0 ? .enables3 : .enables3 | .spindle)
      for joint in 0..<3 { slice.velocity[joint] = Int64.random(in: -fastest...fastest, using: &noise) }
      slice.pwmHighNs = UInt32.random(in: 0...1_000_000, using: &noise)
      reference.run(slice, port: &told)
      try engine.run(slice, port: &port)
    }
    let taken = try port.levelsTaken()
    let expected = told.taken
    for output in ConformanceLines.outputs {
      let bit = output.rawValue.trailingZeroBitCount
      #expect(taken[bit] == expected[bit], "bit \(bit)")
    }
    #expect(expected[0].count > 100)
  }
}

extension PortWord {
  /// The enable lines of three motors.
  fileprivate static var enables3: PortWord { .enable(0) | .enable(1) | .enable(2) }
}

extension SplitMix64 {
  fileprivate mutating func next32() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
}
