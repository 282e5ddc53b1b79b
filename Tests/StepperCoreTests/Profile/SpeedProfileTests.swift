// One segment's speed over time, held against closed forms and limits.

import Seeded
import StepperCore
import Testing

@Suite("Speed profile")
struct SpeedProfileTests {
  @Test("a long segment is a trapezoid")
  func trapezoid() {
    // 10 mm/s² to 20 mm/s and back: 2 s and 20 mm each way, 60 mm between at 20 mm/s.
    let profile = SpeedProfile(length: 100, entry: 0, exitLimit: 0, limit: 20, law: AccelerationLaw(standing: 10))
    #expect(profile.rampS == 2)
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
    let profile = SpeedProfile(length: 10, entry: 0, exitLimit: 0, limit: 20, law: AccelerationLaw(standing: 10))
    #expect(profile.cruise == 10)
    #expect(profile.durationS == 2)
    #expect(profile.state(at: 1) == (5, 10))
  }

  @Test("where the length does not suffice, the exit is what can be reached")
  func onlyUp() {
    let profile = SpeedProfile(length: 5, entry: 0, exitLimit: 50, limit: 60, law: AccelerationLaw(standing: 10))
    #expect(profile.exit == 10)
    #expect(profile.brakeS == 0 && profile.cruiseS == 0)
  }

  @Test("who enters faster than the limit brakes first, and goes on at it")
  func lowered() {
    let profile = SpeedProfile(
      length: 100, entry: 20, exitLimit: 0, limit: 10, law: AccelerationLaw(standing: 10))
    #expect(profile.rampS == 1 && profile.brakeS == 1 && profile.cruise == 10)
    #expect(profile.state(at: 0.5) == (8.75, 15))
    #expect(profile.cruiseS == 8)
    #expect(profile.state(at: profile.durationS) == (100, 0))
  }

  @Test("a limit of zero is a stop inside the segment, or braking all the way to its end")
  func held() {
    let long = SpeedProfile(length: 100, entry: 20, exitLimit: 0, limit: 0, law: AccelerationLaw(standing: 10))
    #expect(long.stopsInside)
    #expect(long.state(at: 2) == (20, 0))
    #expect(long.state(at: 1e9) == (20, 0))
    let short = SpeedProfile(length: 15, entry: 20, exitLimit: 0, limit: 0, law: AccelerationLaw(standing: 10))
    #expect(!short.stopsInside)
    #expect(short.exit == 10 && short.durationS == 1)
  }

  @Test("on an arc, what is left of the acceleration at the fastest place is used all the way")
  func arcs() {
    // 10 mm/s² at rest, half of it at 20 mm/s.
    let law = AccelerationLaw(standing: 10, falling: 5.0 / 400)
    let cruising = SpeedProfile(length: 200, entry: 0, exitLimit: 0, limit: 20, law: law)
    #expect(cruising.acceleration == 5 && cruising.rampS == 4)
    let slow = SpeedProfile(length: 2, entry: 0, exitLimit: 0, limit: 20, law: law)
    #expect(slow.cruise < 20 && slow.cruiseS < 1e-12)
    #expect(abs(slow.acceleration - law.acceleration(atSquared: slow.cruise * slow.cruise)) < 1e-12)
  }

  @Test("over a bend that takes changing speed all the way, runs of random pieces keep every bound at every end")
  func bends() {
    var noise = SplitMix64(12)
    var worst = 0.0
    var changing = 0
    for _ in 0..<20_000 {
      let pieces = (0..<Int(noise.integer(2...6))).map { _ in BendPiece(&noise) }
      // Backwards: how fast each may be entered.
      var entries = [Double](repeating: 0, count: pieces.count + 1)
      for index in pieces.indices.reversed() {
        let piece = pieces[index], ceiling = piece.ceiling * piece.ceiling
        let from = min(entries[index + 1], ceiling)
        entries[index] = min(ceiling, piece.law.down.reached(fromSquared: from, over: piece.length))
      }
      var speed = entries[0].squareRoot() * (noise.chance(2) ? 1 : noise.double(0...1))
      // Somewhere on the way a person may hold.
      let held = noise.chance(3) ? Int(noise.integer(0...Int64(pieces.count))) : pieces.count
      for (index, piece) in pieces.enumerated() where speed > 0 || index == 0 {
        let isHeld = index >= held
        let profile = SpeedProfile(
          length: piece.length, entry: speed, exitLimit: isHeld ? 0 : entries[index + 1].squareRoot(),
          limit: isHeld ? 0 : piece.ceiling, steady: piece.steady, law: piece.law)
        if max(profile.entry, profile.exit) > piece.steady { changing += 1 }
        worst = max(worst, piece.excess(profile))
        speed = profile.stopsInside ? 0 : profile.exit
      }
    }
    #expect(changing > 10_000)
    #expect(worst < 1e-6, "\(worst) of the acceleration at rest")
  }

  @Test("a million random profiles end at their length and their exit, inside their limits")
  func properties() {
    var noise = SplitMix64(11)
    var worst = Worst()
    for _ in 0..<1_000_000 { worst.add(&noise) }
    #expect(worst.faults == 0)
    #expect(worst.length < 10)
    #expect(worst.speed < 1e-9)
  }
}

/// A short piece of a bend: one sense loses more the faster it goes, and beyond a speed the other sense is all there is.
private struct BendPiece {
  let length: Double
  let law: AccelerationLaw
  let steady: Double
  let ceiling: Double

  init(_ noise: inout SplitMix64) {
    length = noise.double(0.01...0.2)
    let standing = noise.double(100...1000)
    let steady = noise.double(2...60), steadySquared = steady * steady
    // So steep that a quarter of it is lost over the length, at most.
    let falling = min(standing / steadySquared, noise.double(0.1...0.25) / length)
    let still = AccelerationLaw.Chord(standing: standing)
    // Two hundredths are left where speed is kept.
    let fall = AccelerationLaw.Chord(standing: falling * steadySquared + 0.02 * standing, falling: falling)
    let flat = AccelerationLaw.Bound(slow: still, fast: still, steep: still)
    let bent = AccelerationLaw.Bound(slow: still, fast: still, steep: fall)
    law = noise.chance(2) ? AccelerationLaw(up: flat, down: bent) : AccelerationLaw(up: bent, down: flat)
    self.steady = steady
    // Where nine tenths of what the other sense has are needed.
    ceiling = (steadySquared + 0.9 * standing / falling).squareRoot()
  }

  /// By how much the profile's acceleration is outside its bounds at any end of a phase, as a share of that at rest.
  func excess(_ profile: SpeedProfile) -> Double {
    var worst = 0.0
    let span = profile.stopsInside ? profile.rampS : profile.durationS
    let turns = [0, profile.rampS, span - profile.brakeS, span]
    for (begin, end) in zip(turns, turns.dropFirst()) where end - begin > 1e-9 * span {
      let a = (profile.state(at: end).speed - profile.state(at: begin).speed) / (end - begin)
      for time in [begin, end] {
        let squared = profile.state(at: time).speed * profile.state(at: time).speed
        worst = max(worst, a - law.up.at(squared), -a - law.down.at(squared))
      }
    }
    return worst / law.standing
  }
}

/// The worst of many random profiles.
private struct Worst {
  var faults = 0
  /// Length that is missing or too much, in last bits.
  var length = 0.0
  /// Changes of speed beyond the acceleration, as a share of the limit.
  var speed = 0.0

  mutating func add(_ noise: inout SplitMix64) {
    let limit = Double(noise.logarithmic(1_000...500_000_000)) * 1e-6
    let length = Double(noise.logarithmic(1...1_000_000_000)) * 1e-6
    let standing = Double(noise.logarithmic(1_000...5_000_000)) * 1e-3
    // Up to nine tenths of it are taken by the curve at the limit.
    let taken = noise.chance(2) ? 0 : noise.double(0...0.9) * standing
    let law = AccelerationLaw(standing: standing, falling: taken / (limit * limit))
    // The caller sees to it that braking from the entry to the exit limit is possible.
    let exitLimit = noise.double(0...limit)
    let fastest = law.down.reached(fromSquared: exitLimit * exitLimit, over: length).squareRoot()
    let entry = noise.double(0...1) * min(limit, fastest)
    // An override may have lowered the limit since.
    let lowered = noise.chance(4) ? noise.double(0...1) * limit : limit
    // Of this segment, or of the next one alone.
    let limited = noise.chance(2) ? limit : lowered
    let profile = SpeedProfile(
      length: length, entry: entry, exitLimit: min(exitLimit, lowered), limit: limited, law: law)
    check(profile, length, entry, max(limited, entry), law)
    if lowered == limit {
      let reach = law.up.reached(fromSquared: entry * entry, over: length).squareRoot()
      if profile.exit > exitLimit || profile.exit > reach * (1 + 1e-12) { faults += 1 }
      // As fast as it can be: it cruises at the limit, or not at all.
      let cruised = profile.cruiseS * profile.cruise
      if cruised > 1e-9 * length && profile.cruise < limit * (1 - 1e-12) && profile.cruise > exitLimit { faults += 1 }
    }
  }

  private mutating func check(
    _ profile: SpeedProfile, _ way: Double, _ entry: Double, _ top: Double, _ law: AccelerationLaw
  ) {
    if profile.rampS < 0 || profile.cruiseS < 0 || profile.brakeS < 0 { faults += 1 }
    if profile.cruise > top * (1 + 1e-15) { faults += 1 }
    let fastest = max(profile.cruise, profile.entry)
    // Speeds that are almost the same tell their difference to their last bits only.
    let most = law.acceleration(atSquared: fastest * fastest) * (1 + 1e-9) + 1e-15 * top * top / way
    if profile.acceleration > most { faults += 1 }
    // What a last bit of v²/2a, the largest length in the sums, may cost.
    let slack = 1e-15 * (way + top * top / profile.acceleration)
    let span = profile.stopsInside ? profile.rampS * 1.5 : profile.durationS
    if profile.stopsInside {
      if profile.state(at: span).distance > way { faults += 1 }
    } else {
      length = max(length, abs(profile.state(at: span).distance - way) / slack)
    }
    var last = profile.state(at: 0)
    if abs(last.speed - entry) > 1e-12 * top { faults += 1 }
    for step in 1...8 {
      let seconds = span / 8
      let state = profile.state(at: seconds * Double(step))
      let moved = state.distance - last.distance
      if moved < -10 * slack { faults += 1 }
      // Nowhere does it jump: no way without the speed for it.
      if moved > seconds * (max(last.speed, state.speed) + profile.acceleration * seconds) + 10 * slack { faults += 1 }
      speed = max(speed, (abs(state.speed - last.speed) - profile.acceleration * seconds) / top)
      last = state
    }
  }
}
