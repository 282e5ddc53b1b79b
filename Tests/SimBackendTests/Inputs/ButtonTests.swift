// Buttons under a hand, and the emergency stop: their contacts chatter as those of switches do.

import SimBackend
import StepperCore
import Testing

@Suite("Buttons and the emergency stop bounce")
struct ButtonTests {
  private static func machine(_ bounceMs: [(InputWord, Double)], seed: UInt64 = 1) -> SimSettings {
    var settings = Machines.settings()
    settings.buttons = bounceMs.map { SimButton(input: $0.0, bounceMs: $0.1) }
    settings.circuits = [
      InputCircuit(input: .emergencyStop, isNormallyClosed: true, isPulledUp: true, isActiveLow: false)
    ]
    settings.seed = seed
    return settings
  }

  /// Ticks of all edges of the inputs after a change at tick 1,000, seen from there.
  private static func edges(
    _ settings: SimSettings, _ change: (inout SimPort, UInt64) -> Void
  ) -> (ticks: [UInt64], levels: [UInt32], ends: InputWord) {
    var port = SimPort(settings)
    port.log.switchOn(capacity: 1_000)
    port.catchUp(to: 1_000)
    change(&port, 1_000)
    port.catchUp(to: 9_000)
    let edges = port.log.edges.filter(\.isInput)
    return (edges.map { $0.instant.tick - 1_000 }, edges.map(\.levels), port.inputs)
  }

  @Test("a button that is pressed, and one that is let go, chatters as long as it is said to, and then rests")
  func chatters() {
    for seed in 1...40 as ClosedRange<UInt64> {
      let settings = Self.machine([(.feedHold, 5), (.door, 1)], seed: seed)
      let pressed = Self.edges(settings) { port, tick in
        port.setInput(.feedHold, active: true, at: PortInstant(tick: tick, ns: 0))
      }
      // 5 ms are 200 ticks; an odd number of edges, of which the first is at once and none on the same tick.
      #expect(pressed.ticks.first == 0 && pressed.ticks.count % 2 == 1 && pressed.ticks.count > 3)
      #expect((pressed.ticks.last ?? 0) <= 200 && zip(pressed.ticks, pressed.ticks.dropFirst()).allSatisfy { $0 < $1 })
      #expect(pressed.ends == .feedHold)
      let freed = Self.edges(settings) { port, tick in
        port.setInput(.feedHold, active: true, at: PortInstant(tick: tick - 900, ns: 0))
        port.catchUp(to: tick)
        port.log.empty()
        port.setInput(.feedHold, active: false, at: PortInstant(tick: tick, ns: 0))
      }
      #expect(freed.ticks.first == 0 && freed.ticks.count % 2 == 1 && (freed.ticks.last ?? 0) <= 200)
      #expect(freed.ends == .none)
    }
  }

  @Test("two buttons bounce each in its own time, and one that is not listed changes once")
  func several() {
    let settings = Self.machine([(.feedHold, 5), (.door, 1)])
    let both = Self.edges(settings) { port, tick in
      port.setInput(.feedHold | .door | .cycleStart, active: true, at: PortInstant(tick: tick, ns: 0))
    }
    func changes(_ input: InputWord) -> [UInt64] {
      var level: UInt32 = 0
      return zip(both.ticks, both.levels).compactMap { tick, levels in
        defer { level = levels & input.rawValue }
        return levels & input.rawValue == level ? nil : tick
      }
    }
    #expect(changes(.door).count > 1 && (changes(.door).last ?? .max) <= 40)
    #expect(changes(.feedHold).count > 3 && (changes(.feedHold).last ?? 0) > 40)
    #expect(changes(.cycleStart) == [0])
    #expect(both.ends == .feedHold | .door | .cycleStart)
  }

  @Test("the same seed bounces the same, another one otherwise")
  func seeded() {
    func ticks(_ seed: UInt64) -> [UInt64] {
      Self.edges(Self.machine([(.emergencyStop, 5)], seed: seed)) { port, tick in port.pressEmergencyStop(at: tick) }
        .ticks
    }
    #expect(ticks(3) == ticks(3) && ticks(3) != ticks(4))
  }

  @Test("an emergency stop chatters at the input, while its chain takes the power once")
  func emergencyStop() {
    var settings = PhysicsMachines.settings()
    settings.buttons = [SimButton(input: .emergencyStop, bounceMs: 5)]
    settings.emergencyCut = [.motors]
    var sim = SimMachine(Machines.core(), machine: settings, start: .zero)
    for _ in 0..<100 { sim.run(Slice(ticks: 40, outputs: .enables)) }
    sim.port.log.switchOn(capacity: 1_000)
    sim.port.pressEmergencyStop(at: sim.engine.tick)
    var currents: [Double] = []
    for _ in 0..<20 {
      sim.run(Slice(ticks: 40, outputs: .enables))
      let now = sim.port.phaseCurrentsA(ofMotor: 0) ?? SIMD2(.nan, .nan)
      currents.append((now * now).sum())
    }
    let edges = sim.port.log.edges.filter(\.isInput), inputs = sim.port.inputs
    #expect(edges.count > 3 && inputs == .emergencyStop)
    // A bridge that came back while the contact chattered would drive its 2.8 A again.
    #expect(zip(currents, currents.dropFirst()).allSatisfy { $1 <= $0 } && (currents.last ?? 1) < 0.01)
  }

  @Test("a broken wire shows nothing of a contact that bounces")
  func brokenWire() {
    let quiet = Self.edges(Self.machine([(.emergencyStop, 5)])) { port, tick in
      port.breakWire(of: .emergencyStop, at: tick)
      port.log.empty()
      port.pressEmergencyStop(at: tick)
    }
    #expect(quiet.ticks.isEmpty && quiet.ends == .emergencyStop)
  }
}
