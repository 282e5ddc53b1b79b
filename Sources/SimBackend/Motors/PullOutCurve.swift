// How much torque a motor has at each speed before it falls out of step: figures in, a table out.

/// Pull-out torque over speed, of motor, driver and supply together; in steady rotation, that is without resonance.
///
/// At each speed the phase equations of ``Rotor`` run at constant speed with the rotor some angle behind the command; the
/// table keeps the largest mean torque of all such angles, less iron loss.
public struct PullOutCurve: Sendable {
  /// Speeds in the table.
  public static let count = 48
  private let torques: InlineArray<48, Double>
  public let topFullStepsPerS: Double
  private let speedsPerFullStepPerS: Double

  /// Takes some milliseconds.
  /// - Parameter topFullStepsPerS: the highest speed of the table.
  public init(motor: MotorFigures, driver: DriverFigures, model: MotorModel, topFullStepsPerS: Double) {
    self.topFullStepsPerS = topFullStepsPerS
    let count = Self.count
    speedsPerFullStepPerS = Double(count - 1) / topFullStepsPerS
    let phase = PhaseAtSpeed(motor: motor, driver: driver, decayShare: model.decayShare(of: driver))
    torques = InlineArray { index in
      let speed = topFullStepsPerS * Double(index) / Double(count - 1)
      let iron = motor.holdingTorqueNm * model.ironLossPerKHz(of: motor) * speed / 4000
      return max(0, phase.greatestTorqueNm(fullStepsPerS: speed) - iron)
    }
  }

  /// N·m, at equal distances from 0 to ``topFullStepsPerS``.
  public var torquesNm: [Double] { (0..<Self.count).map { torques[$0] } }

  /// No torque at any speed.
  public static let none = PullOutCurve(withoutTorqueTo: 1)

  /// Of a motor without a supply: no torque at any speed of the table.
  init(withoutTorqueTo topFullStepsPerS: Double) {
    torques = InlineArray(repeating: 0)
    self.topFullStepsPerS = topFullStepsPerS
    speedsPerFullStepPerS = Double(Self.count - 1) / topFullStepsPerS
  }

  /// Pull-out torque in N·m at a speed of either sense, between the table's places by a straight line.
  @inline(__always)
  public func torqueNm(atFullStepsPerS speed: Double) -> Double {
    let place = abs(speed) * speedsPerFullStepPerS
    if !(place < Double(Self.count - 1)) { return torques[Self.count - 1] }
    let index = Int(place)
    let low = torques[index]
    return low + (torques[index + 1] - low) * (place - Double(index))
  }
}

/// One phase of a motor that turns at constant speed; the other does the same a quarter period later.
private struct PhaseAtSpeed {
  let motor: MotorFigures
  let driver: DriverFigures
  let decayShare: Double
  /// Steps in an electrical period.
  private static let steps = 96
  private let cosines: [Double] = (0..<PhaseAtSpeed.steps).map {
    ElectricalAngle.cosine($0, quarter: PhaseAtSpeed.steps / 4)
  }

  private let references: [Double]

  init(motor: MotorFigures, driver: DriverFigures, decayShare: Double) {
    self.motor = motor
    self.driver = driver
    self.decayShare = decayShare
    // A square wave is on for three quarters of each half period in half steps, for all of it in full steps.
    let limit = driver.microsteps <= 1 ? 1e-9 : 0.38268343236508984
    references = cosines.map { cosine in
      let level: Double
      switch driver.waveform {
      case .sine: level = cosine
      case .square: level = cosine > limit ? 1 : cosine < -limit ? -1 : 0
      }
      return level * driver.setCurrentA
    }
  }

  func greatestTorqueNm(fullStepsPerS: Double) -> Double {
    if driver.supplyV < driver.undervoltageV { return 0 }
    if fullStepsPerS <= 0 {
      let vector = driver.waveform == .square && driver.microsteps <= 1 ? 2.0.squareRoot() : 1
      return motor.torquePerAmpere * min(driver.setCurrentA, driver.supplyV / motor.resistanceOhm) * vector
    }
    // By golden section; the torque has one peak between a lag of 0 and one of 270°.
    let golden = 0.6180339887498949
    var low = 0.0, high = Double(Self.steps) * 0.75
    var a = high - golden * (high - low), b = low + golden * (high - low)
    var torqueA = meanTorqueNm(lag: a, fullStepsPerS), torqueB = meanTorqueNm(lag: b, fullStepsPerS)
    for _ in 0..<12 {
      if torqueA > torqueB {
        (high, b, torqueB) = (b, a, torqueA)
        a = high - golden * (high - low)
        torqueA = meanTorqueNm(lag: a, fullStepsPerS)
      } else {
        (low, a, torqueA) = (a, b, torqueB)
        b = low + golden * (high - low)
        torqueB = meanTorqueNm(lag: b, fullStepsPerS)
      }
    }
    return max(torqueA, torqueB)
  }

  /// Mean torque of both phases with the rotor `lag` (in steps of the period) behind the command.
  private func meanTorqueNm(lag: Double, _ fullStepsPerS: Double) -> Double {
    let steps = Self.steps
    let h = 4 / fullStepsPerS / Double(steps)
    let decay = exponential(ofMinus: motor.resistanceOhm * h / motor.inductanceH)
    let perVolt = motor.resistanceOhm > 1e-9 ? (1 - decay) / motor.resistanceOhm : h / motor.inductanceH
    let flux = motor.torquePerAmpere / Double(motor.stepsPerRev / 4) / h * perVolt
    let raise = driver.supplyV * perVolt
    let whole = Int(lag), rest = lag - Double(whole)
    // Long enough for what the current began with to be forgotten: three time constants, and at least two periods.
    let periods = max(2, min(16, Int(3 * motor.inductanceH / max(motor.resistanceOhm, 0.01) / (h * Double(steps))) + 2))
    // What happens at each step of a period: reference, reach, and the current that the rotor takes.
    let program = (0..<steps).map { step in
      let reference = references[step == steps - 1 ? 0 : step + 1]
      return (
        reference: reference, lower: reference < 0 ? raise : raise * decayShare,
        upper: reference > 0 ? raise : raise * decayShare,
        change: rotorCosine(step + 1, whole, rest) - rotorCosine(step, whole, rest)
      )
    }
    var current = 0.0
    var sum = 0.0
    for _ in 0..<periods {
      sum = 0
      for step in program {
        let free = current * decay - flux * step.change
        let next = min(max(step.reference, free - step.lower), free + step.upper)
        // −i · sin φ, by the change of cos φ.
        sum += 0.5 * (current + next) * step.change
        current = next
      }
    }
    // Mean of −K_t i sin φ over a period of 2π, twice for two phases.
    return 2 * motor.torquePerAmpere * sum / (2 * 3.141592653589793)
  }

  @inline(__always)
  private func rotorCosine(_ step: Int, _ whole: Int, _ rest: Double) -> Double {
    let steps = Self.steps
    let index = (step - whole + 2 * steps) % steps
    let previous = cosines[index == 0 ? steps - 1 : index - 1]
    return cosines[index] + (previous - cosines[index]) * rest
  }
}
