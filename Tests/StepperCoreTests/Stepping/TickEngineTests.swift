// Random slices through the tick engine: no step is lost or made up, and every edge is as the data sheets ask.

import Seeded
import StepperCore
import Testing

@Suite("Tick engine")
struct TickEngineTests {
  private static let slicesPerCase = 125_000

  private static func engine(_ one: EngineCase) -> TickEngine {
    TickEngine(one.plans, pwm: PWMTrain(hz: 1000, tickHz: one.tickHz))
  }

  @Test("a million random slices conserve steps, and every edge keeps its driver's timing", arguments: EngineCase.all)
  func conservation(_ one: EngineCase) {
    var noise = SplitMix64(one.seed)
    var engine = Self.engine(one)
    var port = StrictPort(one.joints, tickHz: one.tickHz)
    let limits = one.limits
    var target = [Int64](repeating: 0, count: 4)
    var ticks: UInt64 = 0
    for _ in 0..<Self.slicesPerCase {
      let slice = one.slice(&noise, limits: limits)
      let n = Int64(slice.ticks)
      for joint in 0..<4 {
        target[joint] += n * slice.velocity[joint] + n * (n - 1) / 2 * slice.acceleration[joint]
      }
      ticks += UInt64(n)
      engine.run(slice, port: &port)
    }
    // Steps that had to wait for a direction come now.
    engine.run(Slice(ticks: 20_000), port: &port)
    #expect(engine.tick == ticks + 20_000)
    for joint in one.joints.indices {
      let half: Int64 = 1 << 37
      let whole = (target[joint] + half) >> 38
      #expect(port.joints[joint].steps == whole)
      #expect(engine.steps(joint) == whole)
      #expect(engine.subSteps(joint) == target[joint])
      #expect(port.joints[joint].rises > 10_000)
    }
    #expect(port.faults == [])
  }

  @Test(
    "tick by tick, looked at ahead, in odd pieces and in whole slices the writes are the same",
    arguments: EngineCase.all)
  func pieces(_ one: EngineCase) {
    var noise = SplitMix64(one.seed &+ 100), cuts = SplitMix64(99)
    var whole = Self.engine(one), single = Self.engine(one), pieces = Self.engine(one), ahead = Self.engine(one)
    var port = StrictPort(one.joints, tickHz: one.tickHz)
    var singlePort = StrictPort(one.joints, tickHz: one.tickHz)
    var piecesPort = StrictPort(one.joints, tickHz: one.tickHz)
    var aheadPort = StrictPort(one.joints, tickHz: one.tickHz)
    var onlySpeeds = 0, quiet = 0
    let limits = one.limits
    for _ in 0..<10_000 {
      var slice = one.slice(&noise, limits: limits)
      if noise.chance(4) {
        slice.velocity = slice.velocity / SIMD4(repeating: 4096)
        slice.acceleration = slice.acceleration / SIMD4(repeating: 4096)
      }
      slice.pwmHighNs = noise.chance(3) ? UInt32(noise.integer(0...1_100_000)) : 300_000
      slice.outputs = noise.chance(2) ? .spindle : .flood
      if ahead.changesOnlySpeeds(slice) {
        ahead.takeSpeeds(slice)
        onlySpeeds += 1
      } else {
        ahead.beginTicks(slice, port: &aheadPort)
      }
      for _ in 0..<slice.ticks {
        let before = aheadPort.writes
        let isBusy = ahead.runTick(port: &aheadPort)
        if !isBusy {
          quiet += 1
          #expect(aheadPort.writes == before)
        }
      }
      whole.run(slice, port: &port)
      single.begin(slice, port: &singlePort)
      for _ in 0..<slice.ticks { single.advance(1, port: &singlePort) }
      pieces.begin(slice, port: &piecesPort)
      var left = slice.ticks
      while left > 0 {
        let piece = min(left, UInt32(cuts.integer(1...60)))
        pieces.advance(piece, port: &piecesPort)
        left -= piece
      }
    }
    #expect(port.writes > 10_000 && onlySpeeds > 1_000 && quiet > 10_000)
    #expect(aheadPort.writes == port.writes && aheadPort.fingerprint == port.fingerprint)
    #expect(singlePort.writes == port.writes && singlePort.fingerprint == port.fingerprint)
    #expect(piecesPort.writes == port.writes && piecesPort.fingerprint == port.fingerprint)
    #expect(single.motionHash == whole.motionHash && pieces.motionHash == whole.motionHash)
    for joint in 0..<4 { #expect(whole.subSteps(joint) == single.subSteps(joint)) }
  }

  @Test("after a cut, which drops direction lines too, every step goes the way it should", arguments: EngineCase.all)
  func cutsAndDirections(_ one: EngineCase) {
    var noise = SplitMix64(one.seed &+ 300)
    var engine = Self.engine(one)
    var port = StrictPort(one.joints, tickHz: one.tickHz)
    let limits = one.limits
    for _ in 0..<500 {
      for _ in 0..<noise.integer(1...6) { engine.run(one.slice(&noise, limits: limits), port: &port) }
      // Pulses that are high would be cut short, which is another matter.
      engine.run(Slice(ticks: 20_000), port: &port)
      engine.cut(port: &port)
      engine.run(Slice(ticks: 20_000), port: &port)
      for joint in one.joints.indices where port.joints[joint].steps != engine.steps(joint) {
        Issue.record("joint \(joint): \(port.joints[joint].steps) steps on the lines, \(engine.steps(joint)) counted")
        return
      }
    }
    #expect(port.faults == [])
  }

  @Test("motion so slow that ticks are jumped steps on the same ticks as the plain sum", arguments: [40_000, 200_000])
  func sparse(_ tickHz: UInt32) {
    let one = EngineCase(
      name: "", tickHz: tickHz, timings: [Sheet.tmc2209, Sheet.tmc2209, Sheet.tmc2209, Sheet.tmc2209], seed: 0)
    var noise = SplitMix64(UInt64(tickHz))
    var engine = Self.engine(one)
    var port = StrictPort(one.joints, tickHz: tickHz)
    port.keepsEdges = true
    var position = SIMD4<Int64>(repeating: 1 << 37), stands = SIMD4<Int64>.zero
    var tick: UInt64 = 0
    var rises: [UInt64] = []
    for _ in 0..<4_000 {
      var slice = Slice(ticks: UInt32(noise.integer(1...4_000)))
      for joint in 0..<4 where noise.chance(2) {
        let speed = noise.logarithmic(1 << 10...1 << 31), end = noise.logarithmic(1 << 10...1 << 31)
        slice.velocity[joint] = noise.chance(2) ? speed : -speed
        slice.acceleration[joint] =
          ((noise.chance(2) ? end : -end) - slice.velocity[joint]) / Int64(slice.ticks)
      }
      engine.run(slice, port: &port)
      // The same without any rule but "one step at most, in the tick in which the cell is left".
      var velocity = slice.velocity
      for _ in 0..<slice.ticks {
        position &+= velocity
        velocity &+= slice.acceleration
        var steps = false
        for joint in 0..<4 where position[joint] >> 38 != stands[joint] {
          stands[joint] = position[joint] >> 38
          steps = true
        }
        if steps { rises.append(tick) }
        tick += 1
      }
    }
    // A turn takes one tick more: those are left out, and there are few.
    let seen = port.edges.filter { !($0.levels & $0.changing & .steps).isEmpty }.map(\.at.tick)
    let missing = Set(rises).subtracting(seen).count
    let turns = port.edges.filter { !($0.changing & .directions).isEmpty }.count
    #expect(rises.count > 1_000)
    #expect(missing <= turns)
    #expect(port.faults == [])
    engine.run(Slice(ticks: 100), port: &port)
    for joint in 0..<4 { #expect(port.joints[joint].steps == stands[joint]) }
  }

  @Test("a joint that is placed begins there, and steps from there")
  func placing() {
    let one = EngineCase.all[0]
    var engine = Self.engine(one)
    var port = StrictPort(one.joints, tickHz: one.tickHz)
    engine.place(0, atSubSteps: SubSteps.from(steps: -12.4))
    #expect(engine.steps(0) == -12)
    engine.run(Slice(ticks: 50), port: &port)
    #expect(port.writes == 0)
    engine.run(Slice(velocity: SIMD4(-SubSteps.from(steps: 0.01), 0, 0, 0), ticks: 20), port: &port)
    #expect(engine.steps(0) == -13)
    #expect(port.joints[0].steps == -1)
  }

  @Test("a cut drops every line at once, and what was owed is forgotten")
  func cutting() {
    let one = EngineCase.all[2]
    var engine = Self.engine(one)
    var port = StrictPort(one.joints, tickHz: one.tickHz)
    port.keepsEdges = true
    let fast = Slice(
      velocity: SIMD4(1 << 36, 0, 0, 0), ticks: 333, outputs: .spindle | .enable(0), pwmHighNs: 400_000)
    engine.run(fast, port: &port)
    let steps = engine.steps(0), before = engine.tick
    engine.cut(port: &port)
    #expect(engine.levels == .none)
    #expect(port.edges.last?.at == PortInstant(tick: before, ns: 0))
    let writes = port.writes
    engine.run(Slice(ticks: 1000), port: &port)
    #expect(port.writes == writes)
    #expect(engine.steps(0) == steps)
  }
}
