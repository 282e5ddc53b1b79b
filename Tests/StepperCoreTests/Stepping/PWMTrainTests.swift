// The pulse-width line: where its edges lie, for every duty and every change of duty.

import Seeded
import StepperCore
import Testing

@Suite("PWM train")
struct PWMTrainTests {
  private struct Level: Equatable {
    var tick: UInt64
    var ns: UInt32
    var isHigh: Bool
  }

  /// Runs slices, and keeps the edges of the PWM line.
  private static func edges(
    hz: Double = 1000, tickHz: UInt32 = 40_000, _ slices: [(ticks: UInt32, highNs: UInt32)]
  ) -> [Level] {
    let joint = JointSettings(stepsPerMm: 80, motors: 1, timing: Sheet.tb6560)
    let plans = InlineArray<4, PulsePlan> { $0 == 0 ? PulsePlan(joint, tickHz: tickHz) : .none }
    var engine = TickEngine(plans, pwm: PWMTrain(hz: hz, tickHz: tickHz))
    var port = StrictPort([joint], tickHz: tickHz)
    port.keepsEdges = true
    for slice in slices {
      // With a joint in motion, so that the train shares its ticks with long pulses.
      engine.run(
        Slice(velocity: SIMD4(1 << 35, 0, 0, 0), ticks: slice.ticks, pwmHighNs: slice.highNs), port: &port)
    }
    #expect(port.faults == [])
    return port.edges.filter { $0.changing.contains(.pwm) }.map {
      Level(tick: $0.at.tick, ns: $0.at.ns, isHigh: $0.levels.contains(.pwm))
    }
  }

  @Test("every period begins with a tick and is high for its width", arguments: [1, 24_999, 25_000, 25_001, 999_999])
  func width(_ highNs: UInt32) {
    let edges = Self.edges([(400, highNs)])
    #expect(edges.count == 20)
    for (index, edge) in edges.enumerated() {
      let period = UInt64(index / 2) * 40
      let expected =
        index % 2 == 0
        ? Level(tick: period, ns: 0, isHigh: true)
        : Level(tick: period + UInt64(highNs / 25_000), ns: highNs % 25_000, isHigh: false)
      #expect(edge == expected)
    }
  }

  @Test("full duty never falls, no duty never rises, off is at once")
  func ends() {
    #expect(Self.edges([(400, 1_000_000)]) == [Level(tick: 0, ns: 0, isHigh: true)])
    #expect(Self.edges([(400, 0)]) == [])
    #expect(
      Self.edges([(7, 500_000), (400, 0)])
        == [Level(tick: 0, ns: 0, isHigh: true), Level(tick: 7, ns: 0, isHigh: false)])
    #expect(
      Self.edges([(7, 1_000_000), (100, 0)])
        == [Level(tick: 0, ns: 0, isHigh: true), Level(tick: 7, ns: 0, isHigh: false)])
  }

  @Test("a new width waits for the next period")
  func change() {
    let edges = Self.edges([(50, 500_000), (50, 250_000)])
    #expect(edges.map(\.tick) == [0, 20, 40, 60, 80, 90])
    // Also where it changes twice in a period, once to full.
    let twice = Self.edges([(25, 500_000), (5, 1_000_000), (50, 250_000)])
    #expect(twice.map(\.tick) == [0, 20, 40, 50])
  }

  @Test("from full to less the train begins at once")
  func fromFull() {
    let edges = Self.edges([(50, 1_000_000), (60, 250_000)])
    #expect(edges.map(\.tick) == [0, 60, 90, 100])
    #expect(edges.map(\.isHigh) == [true, false, true, false])
  }

  @Test("random changes never leave two rises inside one period, nor a pulse longer than the widest asked for")
  func changes() {
    var noise = SplitMix64(7)
    let slices = (0..<3_000).map { _ in
      (ticks: UInt32(noise.integer(1...90)), highNs: UInt32(noise.integer(1...999_999)))
    }
    let edges = Self.edges(slices)
    #expect(edges.count > 1_000)
    for (index, edge) in edges.enumerated() {
      #expect(edge.isHigh == (index % 2 == 0))
      if edge.isHigh { #expect(edge.tick % 40 == 0) } else { #expect(edge.tick - edges[index - 1].tick < 40) }
    }
  }

  @Test(
    "the period is a whole number of ticks, and a duty a whole number of nanoseconds",
    arguments: [(1000.0, 40_000, 40, 1_000_000), (3000, 40_000, 13, 325_000), (1000, 30_000, 30, 999_990)])
  func period(_ hz: Double, _ tickHz: Int, _ ticks: UInt64, _ ns: UInt32) {
    let train = PWMTrain(hz: hz, tickHz: UInt32(tickHz))
    #expect(train.periodTicks == ticks)
    #expect(train.periodNs == ns)
    #expect(train.highNs(duty: 0) == 0)
    #expect(train.highNs(duty: -1) == 0)
    #expect(train.highNs(duty: 1) == ns)
    #expect(train.highNs(duty: 7) == ns)
    #expect(train.highNs(duty: 0.5) == (ns + 1) / 2)
  }

  @Test("a PWM as fast as the ticks has its edges inside each tick")
  func fastest() {
    let edges = Self.edges(hz: 1e9, [(10, 10_000)])
    #expect(edges.count == 20)
    for (index, edge) in edges.enumerated() {
      #expect(edge.tick == UInt64(index / 2))
      #expect(edge.ns == (index % 2 == 0 ? 0 : 10_000))
    }
  }
}
