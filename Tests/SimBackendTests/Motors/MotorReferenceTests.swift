// The simulated motors beside figures that another program computed: References/motor_reference.py, by LSODA.

import Foundation
import SimBackend
import StepperCore
import Testing

/// A line of `motor_reference.csv`; the script says what its kinds mean.
struct MotorReference: Sendable, CustomTestStringConvertible {
  var kind: String
  var motor: BenchMotor
  var volts: Double
  var at: Double
  var value: Double
  /// The same with half the slope of the load, or with a ramp steeper by 2 %.
  var check: Double?

  var testDescription: String { "\(kind) \(motor.rawValue) \(volts) V at \(at): \(value)" }

  static let all: [MotorReference] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../References/motor_reference.csv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 6, let motor = BenchMotor(rawValue: cells[1]), let volts = Double(cells[2]),
        let at = Double(cells[3]), let value = Double(cells[4])
      else { return nil }
      return MotorReference(kind: cells[0], motor: motor, volts: volts, at: at, value: value, check: Double(cells[5]))
    }
  }()

  /// Pull-out figures that do not depend on how fast the load rises.
  static let pullOut = all.filter { one in
    guard one.kind == "pull_out", let check = one.check, one.value > 0 else { return false }
    return abs(check / one.value - 1) < 0.01
  }

  /// Ramps whose end does not hang on the last per cent of anything: a steeper one moves it by no more than that.
  static let ramps = all.filter { one in
    guard one.kind == "ramp", let check = one.check else { return false }
    return abs(check / one.value - 1) < 0.02
  }
}

@Suite("Motors beside a reference")
struct MotorReferenceTests {
  /// As in the script: LOAD and ZETA.
  private static let shaft = Shaft(loadInertia: 3, dampingRatio: 0.02)

  @Test("the table has enough figures of every kind")
  func table() {
    #expect(MotorReference.pullOut.count >= 25)
    #expect(MotorReference.all.count { $0.kind == "start_stop" } == 6)
    #expect(MotorReference.ramps.count >= 6)
  }

  @Test("pull-out torque is the reference's within 3 %", arguments: MotorReference.pullOut)
  func pullOut(_ reference: MotorReference) {
    let figures = reference.motor.figures
    // The reference's pulses fall on no clock; here, no speed of the table has a whole number of them in a tick.
    var bench = MotorBench.make(figures, volts: reference.volts, shaft: Self.shaft, tickHz: 44_000)
    let rise = Int(reference.at / 6000 * bench.tickHz)
    for tick in 0..<rise { bench.run(rpm: reference.at * Double(tick) / Double(rise)) }
    bench.run(rpm: reference.at, seconds: 0.1)
    let seen0 = bench.slips
    #expect(seen0 == 0)
    // To seven tenths at once, then slowly.
    let start = 0.7 * reference.value
    let first = Int(0.1 * bench.tickHz)
    for tick in 0..<first { bench.run(rpm: reference.at, againstNm: start * Double(tick) / Double(first)) }
    var torque = start
    while bench.slips == 0 && torque < 2 * figures.holdingTorqueNm {
      torque += 0.5 * figures.holdingTorqueNm / bench.tickHz
      bench.run(rpm: reference.at, againstNm: torque)
    }
    #expect(abs(torque / reference.value - 1) < 0.03, "\(torque) N·m, \(100 * (torque / reference.value - 1)) %")
  }

  @Test(
    "start-stop rate is the reference's within 2 %", arguments: MotorReference.all.filter { $0.kind == "start_stop" })
  func startStop(_ reference: MotorReference) {
    func starts(_ rpm: Double) -> Bool {
      var bench = MotorBench.make(reference.motor.figures, volts: reference.volts, shaft: Self.shaft)
      bench.run(rpm: 0, seconds: 0.01)
      bench.run(rpm: rpm, seconds: 0.15)
      return bench.slips == 0
    }
    #expect(starts(reference.value * 0.98))
    #expect(!starts(reference.value * 1.02))
  }

  @Test("a ramp loses synchronism at the reference's speed within 2 %", arguments: MotorReference.ramps)
  func ramp(_ reference: MotorReference) {
    let figures = reference.motor.figures
    // Where a swinging motor gives up hangs on the phase between pulses and ticks, which differs between tick rates.
    let found = ([70_000, 80_000, 100_000, 120_000] as [UInt32]).map { tickHz in
      var bench = MotorBench.make(figures, volts: reference.volts, shaft: Self.shaft, tickHz: tickHz)
      let alpha = reference.at * figures.holdingTorqueNm / 2.0.squareRoot() / bench.inertiaKgM2
      let rpmPerTick = alpha / 3.141592653589793 * 30 / bench.tickHz
      var rpm = 0.0
      while bench.slips == 0 && rpm < 2_600 {
        bench.run(rpm: rpm)
        rpm += rpmPerTick
      }
      return rpm
    }.sorted()
    let rpm = (found[1] + found[2]) / 2
    #expect(abs(rpm / reference.value - 1) < 0.02, "\(found) rev/min, \(100 * (rpm / reference.value - 1)) %")
  }
}
