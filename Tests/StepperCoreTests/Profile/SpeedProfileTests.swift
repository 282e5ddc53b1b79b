// One segment's speed over time, held against closed forms and limits.

import Seeded
import StepperCore
import Testing

@Suite("Speed profile")
struct SpeedProfileTests {
  @Test("a long segment is a trapezoid")
  func trapezoid() {
    // 10 mm/s² to 20 mm/s and back: 2 s and 20 mm each way, 60 mm between at 20 mm/s.
    let profile = SpeedProfile(length: 100, entry: 0, exitLimit: 0, limit: 20, acceleration: 10)
    #expect(profile.speedUpS == 2)
    #expect(profile.cruiseS == 3)
    #expect(profile.brakeS == 2)
    #expect(profile.exit == 0)
    #expect(profile.state(at: 1) == (5, 10))
    #expect(profile.state(at: 3) == (40, 20))
    #expect(profile.state(at: 6) == (95, 10))
    #expect(profile.state(at: 7) == (100, 0))
  }

  @Test("a short segment is a triangle")
  func triangle() {
    let profile = SpeedProfile(length: 10, entry: 0, exitLimit: 0, limit: 20, acceleration: 10)
    #expect(profile.cruise == 10)
    #expect(profile.durationS == 2)
    #expect(profile.state(at: 1) == (5, 10))
  }

  @Test("where the length does not suffice, the exit is what can be reached")
  func onlyUp() {
    let profile = SpeedProfile(length: 5, entry: 0, exitLimit: 50, limit: 60, acceleration: 10)
    #expect(profile.exit == 10)
    #expect(profile.brakeS == 0 && profile.cruiseS == 0)
  }

  @Test("a million random profiles end at their length and their exit, inside their limits")
  func properties() {
    var noise = SplitMix64(11)
    var worstLength = 0.0, worstSpeed = 0.0, faults = 0
    for _ in 0..<1_000_000 {
      let acceleration = Double(noise.logarithmic(1_000...5_000_000)) * 1e-3
      let length = Double(noise.logarithmic(1...1_000_000_000)) * 1e-6
      let limit = Double(noise.logarithmic(1_000...500_000_000)) * 1e-6
      // The caller sees to it that braking from the entry to the exit limit is possible.
      let exitLimit = noise.double(0...limit)
      let fastest = (exitLimit * exitLimit + 2 * acceleration * length).squareRoot()
      let entry = noise.double(0...1) * min(limit, fastest)
      let profile = SpeedProfile(
        length: length, entry: entry, exitLimit: exitLimit, limit: limit, acceleration: acceleration)
      let end = profile.state(at: profile.durationS)
      let area =
        profile.speedUpS * 0.5 * (profile.entry + profile.cruise) + profile.cruiseS * profile.cruise
        + profile.brakeS * 0.5 * (profile.cruise + profile.exit)
      // What a last bit of v²/2a, the largest length in the sums, may cost.
      let slack = 1e-15 * (length + limit * limit / acceleration)
      worstLength = max(worstLength, abs(area - length) / slack, abs(end.distance - length) / slack)
      if profile.exit > exitLimit || profile.cruise > limit * (1 + 1e-15) || profile.exit > fastest { faults += 1 }
      if profile.speedUpS < 0 || profile.cruiseS < 0 || profile.brakeS < 0 { faults += 1 }
      // As fast as it can be: it cruises at the limit, or not at all.
      if profile.cruiseS * profile.cruise > 10 * slack && profile.cruise < limit * (1 - 1e-12) { faults += 1 }
      var last = profile.state(at: 0)
      if abs(last.speed - entry) > 1e-12 * limit { faults += 1 }
      for step in 1...8 {
        let time = profile.durationS * Double(step) / 8
        let state = profile.state(at: time)
        if state.distance < last.distance - 10 * slack { faults += 1 }
        let change = abs(state.speed - last.speed) - acceleration * profile.durationS / 8
        worstSpeed = max(worstSpeed, change / limit)
        last = state
      }
    }
    #expect(faults == 0)
    #expect(worstLength < 10)
    #expect(worstSpeed < 1e-9)
  }
}
