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
}
