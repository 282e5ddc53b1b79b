// What rounded corners are said to leave, held against every axis at many places of them.

import Seeded
import StepperCore
import Testing
import Yardsticks

@Suite("Limits on bends")
struct BendLimitsTests {
  @Test("whatever speed and acceleration a bend allows, no axis has more than its own anywhere on it")
  func axes() throws {
    var noise = SplitMix64(31)
    var worst = 0.0
    var bends = 0
    var changing = 0
    for _ in 0..<400 {
      let most = Point(noise.double(100...2000), noise.double(100...2000), noise.double(50...500))
      var machine = Machines.plain
      machine.x.maxAccelerationMmPerS2 = most.x
      machine.y.maxAccelerationMmPerS2 = most.y
      machine.z.maxAccelerationMmPerS2 = most.z
      let driven = try DrivenProgram(Self.zigzag(&noise), on: machine, from: .zero, window: 64)
      for entry in driven.segments.map(\.entry) where entry.segment.shape == .arc {
        bends += 1
        if entry.ceiling > 1.01 * entry.steady { changing += 1 }
        for _ in 0..<4 {
          let speed = entry.ceiling * noise.double(0...1).squareRoot(), squared = speed * speed
          let up = entry.law.up.at(squared), down = entry.law.down.at(squared)
          // Who is so fast has to be able to go on.
          #expect(up + down >= -1e-9 * entry.law.standing)
          for tangential in [up, -down] {
            for step in 0...8 {
              let distance = entry.segment.length * Double(step) / 8
              let centripetal = Self.inwards(entry.segment, distance) * (squared / entry.segment.radius)
              let a = entry.segment.tangent(at: distance) * tangential + centripetal
              for axis in 0..<3 { worst = max(worst, abs(a[axis]) / most[axis]) }
            }
          }
        }
      }
    }
    #expect(worst < 1.000_001, "\(worst) of an axis's acceleration")
    #expect(bends > 5_000 && changing > 200, "\(bends) \(changing)")
  }

  /// Chords of a few millimetres that turn by up to a right angle, in the plane and in space.
  private static func zigzag(_ noise: inout SplitMix64) -> [Command] {
    var here = Point.zero
    var way = Point(1, 0, 0)
    var commands: [Command] = []
    let isFlat = noise.chance(3)
    for _ in 0..<12 {
      let turn = noise.double(0.05...1)
      way = way + Point(noise.double(-1...1), noise.double(-1...1), isFlat ? 0 : noise.double(-1...1)) * turn
      way = way * (1 / way.length)
      here = here + way * noise.double(0.1...4)
      commands.append(.line(to: here, feed: .perSecond(70)))
    }
    return commands
  }

  /// Towards the centre, from the turn of the direction around the place.
  private static func inwards(_ bend: Segment, _ distance: Double) -> Point {
    let turned = bend.tangent(at: distance + 1e-4 * bend.length) - bend.tangent(at: distance - 1e-4 * bend.length)
    return turned * (1 / turned.length)
  }
}
