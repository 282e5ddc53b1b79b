// A head on a spring, driven by the motion that the pump makes: how much it rings after the machine has stopped.

import StepperCore
import Testing

/// A mass on a damped spring, seen from the carriage that drags it along.
private struct Head {
  let omega: Double
  let damping: Double
  var offset = 0.0
  var speed = 0.0

  init(hz: Double, damping: Double) {
    omega = 2 * Double.pi * hz
    self.damping = damping
  }

  private func acceleration(_ offset: Double, _ speed: Double, _ carriage: Double) -> Double {
    -carriage - 2 * damping * omega * speed - omega * omega * offset
  }

  /// Runge and Kutta's fourth order, in tenths of a slice.
  mutating func advance(carriageMmPerS2 a: Double, seconds: Double) {
    let h = seconds / 10
    for _ in 0..<10 {
      let k1 = acceleration(offset, speed, a)
      let k2 = acceleration(offset + 0.5 * h * speed, speed + 0.5 * h * k1, a)
      let k3 = acceleration(offset + 0.5 * h * speed + 0.25 * h * h * k1, speed + 0.5 * h * k2, a)
      let k4 = acceleration(offset + h * speed + 0.5 * h * h * k2, speed + h * k3, a)
      offset += h * speed + h * h / 6 * (k1 + k2 + k3)
      speed += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    }
  }

  /// Of the ringing that is left, mm.
  var amplitudeMm: Double {
    let damped = omega * (1 - damping * damping).squareRoot()
    let quarter = (speed + damping * omega * offset) / damped
    return (offset * offset + quarter * quarter).squareRoot()
  }
}

@Suite("Ringing after a stop")
struct RingingTests {
  /// The worst of ten moves, measured when the machine has stopped.
  private static func ringing(_ shaper: ShaperSettings?, hz: Double, damping: Double) -> Double {
    var settings = Machines.plain
    settings.x.shaper = shaper
    var worst = 0.0
    for index in 0..<10 {
      let run = MotionRun(
        settings, [.line(to: Point(5 + 0.37 * Double(index), 0, 0), feed: .perSecond(30 + Double(index)))],
        smoothing: 2)
      var head = Head(hz: hz, damping: damping)
      let unit = 40_000.0 * 40_000 / (SubSteps.perStep * 80)
      for slice in run.slices {
        head.advance(carriageMmPerS2: Double(slice.acceleration[0]) * unit, seconds: Double(slice.ticks) / 40_000)
      }
      worst = max(worst, head.amplitudeMm)
    }
    return worst
  }

  /// What is left of the ringing, as a share of that without a shaper.
  private static func left(
    _ kind: ShaperSettings.Kind, tuned hz: Double, at realHz: Double, damping: Double
  ) throws -> Double {
    let shaper = try #require(ShaperSettings(kind, frequencyHz: hz, dampingRatio: damping))
    return ringing(shaper, hz: realHz, damping: damping) / ringing(nil, hz: realHz, damping: damping)
  }

  @Test("ZV and MZV cancel it where they are tuned", arguments: [0.0, 0.05, 0.1])
  func cancelled(damping: Double) throws {
    for hz in [18.0, 31.7, 42, 60] {
      #expect(try Self.left(.zv, tuned: hz, at: hz, damping: damping) < 0.03, "ZV, \(hz) Hz")
      #expect(try Self.left(.mzv, tuned: hz, at: hz, damping: damping) < 0.03, "MZV, \(hz) Hz")
    }
  }

  @Test(
    "EI leaves a twentieth of it, also where the frequency is 18 % off, and ZV three times as much",
    arguments: [0.0, 0.1])
  func insensitive(damping: Double) throws {
    for share in [0.82, 0.88, 0.94, 1, 1.06, 1.12, 1.18] {
      #expect(try Self.left(.ei, tuned: 40, at: 40 * share, damping: damping) < 0.055, "at \(share)")
    }
    for share in [0.85, 1.15] {
      let zv = try Self.left(.zv, tuned: 40, at: 40 * share, damping: damping)
      let mzv = try Self.left(.mzv, tuned: 40, at: 40 * share, damping: damping)
      #expect(zv > 0.15 && mzv < zv, "\(zv), \(mzv) at \(share)")
    }
  }
}
