// What real switches do beside closing: let go late, chatter, come off their wires, stick.

import SimBackend
import StepperCore
import Testing

@Suite("Switches as they are")
struct SwitchTroubleTests {
  private static func limit(hysteresisMm: Double = 0, bounceMs: Double = 0) -> SimSwitch {
    SimSwitch(
      input: .limitMax(0), axis: 0, atMm: 1, closesAbove: true, hysteresisMm: hysteresisMm, bounceMs: bounceMs)
  }

  private static func machine(
    _ one: SimSwitch = limit(), isNormallyClosed: Bool = false, isPulledUp: Bool = true, seed: UInt64 = 1
  ) -> SimSettings {
    var settings = Machines.settings(switches: [one])
    // As a board file's reader has it: pulled up, a closed contact at rest is low.
    let isActiveLow = isPulledUp != isNormallyClosed
    settings.circuits = [one.input, .emergencyStop].map {
      InputCircuit(
        input: $0, isNormallyClosed: isNormallyClosed, isPulledUp: isPulledUp, isActiveLow: isActiveLow)
    }
    settings.seed = seed
    return settings
  }

  @Test("a switch with hysteresis is pressed at its place, and lets go that much before it")
  func hysteresis() {
    var hand = HandSteps(Self.machine(Self.limit(hysteresisMm: 0.1)))
    var pressedAt = 0, freeAt = 0
    for step in 1...100 {
      hand.step([1, 0, 0])
      if pressedAt == 0 && hand.port.inputs.contains(.limitMax(0)) { pressedAt = step }
    }
    for step in 1...100 {
      hand.step([-1, 0, 0])
      if freeAt == 0 && !hand.port.inputs.contains(.limitMax(0)) { freeAt = 100 - step }
    }
    // 80 steps a millimetre: pressed at 1 mm, free below 0.9 mm.
    #expect(pressedAt == 80)
    #expect(freeAt == 71)
  }

  /// Times of the switch's edges in ticks since the first one, and how it ends.
  private func burst(bounceMs: Double, seed: UInt64) -> (ticks: [UInt64], ends: Bool) {
    var hand = HandSteps(Self.machine(Self.limit(bounceMs: bounceMs), seed: seed))
    hand.port.log.switchOn(capacity: 10_000)
    for _ in 0..<80 { hand.step([1, 0, 0]) }
    hand.wait(ticks: 4_000)
    let edges = hand.port.log.edges.filter(\.isInput)
    return (edges.map { $0.instant.tick - edges[0].instant.tick }, hand.port.inputs.contains(.limitMax(0)))
  }

  @Test("a contact that bounces chatters as long as it is said to, and rests where it was pressed")
  func bounces() {
    for seed in 1...50 as ClosedRange<UInt64> {
      let (ticks, ends) = burst(bounceMs: 2, seed: seed)
      #expect(ends)
      // An odd number of edges; 2 ms are 80 ticks.
      #expect(ticks.count >= 3 && ticks.count % 2 == 1, "seed \(seed): \(ticks)")
      #expect(ticks.allSatisfy { $0 <= 80 } && zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 })
    }
    #expect(burst(bounceMs: 0, seed: 1).ticks == [0])
  }

  @Test("the same seed bounces the same way, and another one differently")
  func isSeeded() {
    #expect(burst(bounceMs: 5, seed: 7).ticks == burst(bounceMs: 5, seed: 7).ticks)
    #expect(burst(bounceMs: 5, seed: 7).ticks != burst(bounceMs: 5, seed: 8).ticks)
  }

  @Test("every way of wiring a switch reads as pressed exactly where it is pressed", arguments: [false, true])
  func wirings(_ isPulledUp: Bool) {
    for isNormallyClosed in [false, true] {
      var hand = HandSteps(Self.machine(isNormallyClosed: isNormallyClosed, isPulledUp: isPulledUp))
      for step in 1...90 {
        hand.step([1, 0, 0])
        let isPressed = hand.port.inputs == .limitMax(0)
        #expect(isPressed == (step >= 80))
      }
    }
  }

  @Test("a broken wire reads as pressed where the contact is normally closed, and is never noticed where it is open")
  func brokenWire() {
    for isPulledUp in [true, false] {
      for isNormallyClosed in [true, false] {
        var hand = HandSteps(Self.machine(isNormallyClosed: isNormallyClosed, isPulledUp: isPulledUp))
        hand.port.breakWire(of: .limitMax(0), at: hand.tick)
        let atRest = hand.port.inputs
        #expect(atRest.contains(.limitMax(0)) == isNormallyClosed)
        for _ in 0..<100 { hand.step([1, 0, 0]) }
        let onSwitch = hand.port.inputs
        #expect(onSwitch.contains(.limitMax(0)) == isNormallyClosed)
        hand.port.mendWire(of: .limitMax(0), at: hand.tick)
        let mended = hand.port.inputs
        #expect(mended == .limitMax(0))
      }
    }
  }

  @Test("a board that takes a normally closed contact for an open one sees its switch pressed when it is not")
  func wrongWiring() {
    var settings = Self.machine()
    settings.circuits = [
      InputCircuit(input: .limitMax(0), isNormallyClosed: true, isPulledUp: true, isActiveLow: true)
    ]
    var hand = HandSteps(settings)
    let atRest = hand.port.inputs
    #expect(atRest == .limitMax(0))
    for _ in 0..<100 { hand.step([1, 0, 0]) }
    let pressed = hand.port.inputs
    #expect(pressed == .none)
  }

  @Test("a switch that sticks stays as it was until it comes free")
  func sticks() {
    var hand = HandSteps(Self.machine(isNormallyClosed: true))
    hand.port.stick(.limitMax(0), pressed: false, at: hand.tick)
    for _ in 0..<100 { hand.step([1, 0, 0]) }
    let stuckFree = hand.port.inputs
    #expect(stuckFree == .none)
    hand.port.unstick(.limitMax(0), at: hand.tick)
    let pressed = hand.port.inputs
    #expect(pressed == .limitMax(0))
    hand.port.stick(.limitMax(0), pressed: true, at: hand.tick)
    for _ in 0..<100 { hand.step([-1, 0, 0]) }
    let stuckPressed = hand.port.inputs
    #expect(stuckPressed == .limitMax(0))
  }

  @Test("a button's wire breaks like a switch's")
  func button() {
    var port = SimPort(Self.machine(isNormallyClosed: true))
    let atRest = port.inputs
    #expect(atRest == .none)
    port.setInput(.emergencyStop, active: true, at: PortInstant(tick: 10, ns: 0))
    let pressed = port.inputs
    #expect(pressed == .emergencyStop)
    port.setInput(.emergencyStop, active: false, at: PortInstant(tick: 20, ns: 0))
    port.breakWire(of: .emergencyStop, at: 30)
    let broken = port.inputs
    #expect(broken == .emergencyStop)
  }
}
