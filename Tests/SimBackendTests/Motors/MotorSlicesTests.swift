// What is kept of each slice, beside what the motors themselves say.

import SimBackend
import StepperCore
import Testing

@Suite("Motors, slice by slice")
struct MotorSlicesTests {
  @Test(
    "margins, demands and lags of every slice agree with each other and with the motors",
    arguments: [Kinematics.cartesian, .coreXY])
  func agree(_ kinematics: Kinematics) {
    var core = Machines.core(kinematics)
    core.joint1.motors = 0b10
    core.joint1.inverted = 0
    var settings = PhysicsMachines.settings(.rigid, kinematics)
    settings.motors.removeLast()
    let job: [Command] = [
      .line(to: Point(20, -15, 3), feed: .rapid), .line(to: Point(5, 5, -2), feed: .perSecond(30)),
    ]
    var least = SIMD8(repeating: 1.0), greatestLag = 0.0
    var slices = 0
    PhysicsMachines.run(
      core, settings, job,
      each: { sim, _ in
        // What was kept of the slice before.
        let kept = sim.port.slices
        for motor in 0..<3 {
          let demand = kept.demands[motor], margin = kept.margins[motor]
          #expect(demand.margin == margin)
          if demand.fullStepsPerS != 0 {
            #expect(abs(margin - (1 - demand.neededNm / demand.hasNm)) < 1e-9, "\(motor): \(demand)")
          }
          let lag = sim.port.lagFullSteps(ofMotor: motor)
          #expect(lag == kept.lagsFullSteps[motor])
          least[motor] = min(least[motor], margin)
          greatestLag = max(greatestLag, abs(kept.lagsFullSteps[motor]))
        }
        slices += 1
      }
    ) { sim, _ in
      for motor in 0..<3 {
        let report = sim.port.report(ofMotor: motor)
        #expect(report?.minTorqueMargin == least[motor] && least[motor] < 0.99)
      }
    }
    #expect(slices > 500 && greatestLag > 0.05)
  }
}
