// The core's own sine, cosine and angle, held against the C library's.

import Glibc
import Seeded
import StepperCore
import Testing

@Suite("Trigonometry")
struct TrigonometryTests {
  @Test("sine and cosine of a million angles up to ±100 are within 2e-15")
  func sineCosine() {
    var noise = SplitMix64(1)
    var worst = 0.0
    for index in 0..<1_000_000 {
      let angle = noise.double(index % 4 == 0 ? -100...100 : -7...7)
      let (sine, cosine) = Trigonometry.sineCosine(angle)
      worst = max(worst, abs(sine - sin(angle)), abs(cosine - cos(angle)))
    }
    for quarter in -60...60 {
      for angle in [Double(quarter) * .pi / 2, Double(quarter) * .pi / 4] {
        let (sine, cosine) = Trigonometry.sineCosine(angle)
        worst = max(worst, abs(sine - sin(angle)), abs(cosine - cos(angle)))
      }
    }
    #expect(worst < 2e-15)
    #expect(Trigonometry.sineCosine(0) == (0, 1))
  }

  @Test("the angles of a million vectors are within 1e-15 of the true ones")
  func angle() {
    var noise = SplitMix64(2)
    var worst = 0.0
    for _ in 0..<1_000_000 {
      let scale = pow(10, noise.double(-12...12))
      let x = noise.double(-1...1) * (noise.chance(8) ? 1e-9 : 1), y = noise.double(-1...1) * scale
      worst = max(worst, abs(Trigonometry.angle(y: y, x: x) - atan2(y, x)))
    }
    #expect(worst < 1e-15)
  }

  @Test("the axes have their angles exactly, and nothing has angle zero")
  func axes() {
    #expect(Trigonometry.angle(y: 0, x: 0) == 0)
    #expect(Trigonometry.angle(y: 0, x: 3) == 0)
    #expect(Trigonometry.angle(y: 3, x: 0) == .pi / 2)
    #expect(Trigonometry.angle(y: -3, x: 0) == -.pi / 2)
    #expect(Trigonometry.angle(y: 0, x: -3) == .pi)
  }
}
