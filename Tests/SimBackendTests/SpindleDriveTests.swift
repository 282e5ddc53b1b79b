// How fast the simulated spindle turns, from its lines, its dial and the time.

import SimBackend
import StepperCore
import Testing

@Suite("The simulated spindle")
struct SpindleDriveTests {
  private static func port(upS: Double = 2, stopS: Double = 8) -> SimPort {
    var settings = Machines.settings()
    settings.spindle = SpindleFigures(maxRpm: 24_000, timeToSpeedS: upS, timeToStopS: stopS)
    return SimPort(settings)
  }

  private static func tick(_ seconds: Double) -> UInt64 { UInt64(seconds * 40_000) }

  private static func write(_ port: inout SimPort, _ levels: PortWord, _ changing: PortWord, atS seconds: Double) {
    port.write(levels, changing: changing, at: PortInstant(tick: tick(seconds), ns: 0))
  }

  @Test("it gains speed evenly, takes half the time to half the speed, and runs out in its own time")
  func upAndDown() {
    var port = Self.port()
    port.spindle.setDial(rpm: 12_000, at: 0)
    Self.write(&port, .spindle, .spindle, atS: 1)
    for (seconds, rpm) in [(1.0, 0.0), (1.5, 6_000), (1.999, 11_988), (2.0, 12_000), (5, 12_000)] {
      let turning = port.spindle.turning(at: Self.tick(seconds))
      #expect(abs(turning.rpm - rpm) < 1 && turning.commandedRpm == 12_000)
      #expect(turning.isSlow == (rpm < 10_800))
    }
    Self.write(&port, .none, .spindle, atS: 6)
    for (seconds, rpm) in [(6.0, 12_000.0), (8, 6_000), (9.5, 1_500), (10, 0), (20, 0)] {
      let turning = port.spindle.turning(at: Self.tick(seconds))
      #expect(abs(turning.rpm - rpm) < 1 && turning.commandedRpm == 0 && !turning.isSlow)
    }
  }

  @Test("to turn round it runs out first, also where nobody asks in between", arguments: [true, false])
  func turnsRound(_ asks: Bool) {
    var port = Self.port(upS: 2, stopS: 4)
    port.spindle.setDial(rpm: 24_000, at: 0)
    Self.write(&port, .spindle, .spindle, atS: 0)
    let forward = port.spindle.turning(at: Self.tick(3))
    #expect(forward == SpindleTurning(rpm: 24_000))
    Self.write(&port, .spindle | .spindleReverse, .spindleReverse, atS: 3)
    if asks {
      let running = port.spindle.turning(at: Self.tick(5))
      #expect(abs(running.rpm - 12_000) < 1 && running.isClockwise)
    }
    let turned = port.spindle.turning(at: Self.tick(8))
    #expect(abs(turned.rpm - 12_000) < 1 && !turned.isClockwise)
  }

  @Test("another dial is reached without a stop, and a spindle without times is at its speed at once")
  func dial() {
    var port = Self.port()
    port.spindle.setDial(rpm: 6_000, at: 0)
    Self.write(&port, .spindle, .spindle, atS: 0)
    port.spindle.setDial(rpm: 18_000, at: Self.tick(2))
    let rising = port.spindle.turning(at: Self.tick(2.5)).rpm
    #expect(abs(rising - 12_000) < 1)
    var instant = Self.port(upS: 0, stopS: 0)
    instant.spindle.setDial(rpm: 18_000, at: 0)
    Self.write(&instant, .spindle, .spindle, atS: 1)
    let atOnce = instant.spindle.turning(at: Self.tick(1) + 1).rpm
    #expect(atOnce == 18_000)
  }

  /// 1 N·m takes 1,200 rev/min of it; its speed follows with 0.1 s.
  private static func soft() -> SimPort {
    var settings = Machines.settings()
    settings.spindle = SpindleFigures(
      maxRpm: 24_000, timeToSpeedS: 2, timeToStopS: 8, ratedTorqueNm: 1, droopRpm: 1_200)
    var port = SimPort(settings)
    port.spindle.setDial(rpm: 24_000, at: 0)
    write(&port, .spindle, .spindle, atS: 0)
    return port
  }

  /// Speeds at the end of each millisecond.
  private static func speeds(_ port: inout SimPort, from seconds: Double, ms: Int, torqueNm: Double) -> [Double] {
    port.spindle.setLoad(torqueNm: torqueNm, at: tick(seconds))
    return (1...ms).map { port.spindle.turning(at: tick(seconds + Double($0) / 1000)).rpm }
  }

  @Test("a cut slows it down by its droop, as an exponential, and after the cut it comes back the same way")
  func droops() {
    var port = Self.soft()
    let free = port.spindle.turning(at: Self.tick(3))
    #expect(free.rpm == 24_000 && free.sagRpm == 0)
    let down = Self.speeds(&port, from: 3, ms: 1_500, torqueNm: 0.5)
    // 600 rev/min, of which e⁻¹ is left after 0.1 s, e⁻² after 0.2 s.
    for (ms, left) in [(100, 0.3679), (200, 0.1353), (1_500, 0)] {
      #expect(abs(down[ms - 1] - (23_400 + 600 * left)) < 5, "\(ms): \(down[ms - 1])")
    }
    #expect(zip(down, down.dropFirst()).allSatisfy { $0 >= $1 })
    let loaded = port.spindle.turning(at: Self.tick(4.5))
    #expect(!loaded.isSlow && loaded.commandedRpm == 24_000 && abs(loaded.sagRpm - 600) < 1)
    let up = Self.speeds(&port, from: 4.5, ms: 3_000, torqueNm: 0)
    #expect(abs(up[99] - (24_000 - 600 * 0.3679)) < 5 && up.last == 24_000)
  }

  @Test("beyond twice its torque it stalls, however little beyond, and turns again when the cut lets it go")
  func stalls() {
    var held = Self.soft()
    let slowed = Self.speeds(&held, from: 3, ms: 4_000, torqueNm: 1.9)
    #expect(abs((slowed.last ?? 0) - (24_000 - 1.9 * 1_200)) < 2)
    let heldNow = held.spindle.turning(at: Self.tick(7))
    #expect(!heldNow.isOverloaded)
    var port = Self.soft()
    let speeds = Self.speeds(&port, from: 3, ms: 30_000, torqueNm: 2.1)
    #expect(speeds.last == 0)
    let stalled = port.spindle.turning(at: Self.tick(33))
    #expect(stalled.isOverloaded && stalled.speedShare == 0 && stalled.commandedRpm == 24_000)
    // Its own two rated torques bring it up in half the time to speed.
    let again = Self.speeds(&port, from: 33, ms: 3_000, torqueNm: 0)
    #expect(abs(again[499] - 12_000) < 50 && (again.last ?? 0) > 23_999)
  }

  @Test("one that runs out is braked by the cut and does not turn backwards; one of unknown power keeps its speed")
  func runsOutLoaded() {
    var port = Self.soft()
    Self.write(&port, .none, .spindle, atS: 3)
    let speeds = Self.speeds(&port, from: 3, ms: 4_000, torqueNm: 1)
    // 8 s by itself; the rated torque alone takes 12,000 rev/min each second.
    #expect(abs(speeds[999] - (24_000 - 3_000 - 12_000)) < 30 && speeds.last == 0)
    #expect(speeds.allSatisfy { $0 >= 0 })
    var unknown = Self.port()
    unknown.spindle.setDial(rpm: 24_000, at: 0)
    Self.write(&unknown, .spindle, .spindle, atS: 0)
    let kept = Self.speeds(&unknown, from: 3, ms: 500, torqueNm: 50)
    #expect(kept.allSatisfy { $0 == 24_000 })
  }
}
