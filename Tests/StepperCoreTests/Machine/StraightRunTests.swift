// Straight moves from rest to rest, held against the time-optimal curve under limits of speed, acceleration and jerk.

import Seeded
import StepperCore
import Testing

@Suite("Straight run")
struct StraightRunTests {
  /// Seconds of the time-optimal motion from rest to rest (seven phases; five or four where the way is short), by its
  /// closed form: L. Biagiotti, C. Melchiorri, "Trajectory Planning for Automatic Machines and Robots", 2008, section 3.4.
  private static func optimum(length: Double, speed: Double, acceleration: Double, jerk: Double) -> Double {
    // The speed that is reached, and the seconds of each ramp.
    func ramp(_ v: Double) -> Double {
      v >= acceleration * acceleration / jerk ? v / acceleration + acceleration / jerk : 2 * (v / jerk).squareRoot()
    }
    if speed * ramp(speed) <= length { return length / speed + ramp(speed) }
    var low = 0.0, high = speed
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      if middle * ramp(middle) <= length { low = middle } else { high = middle }
    }
    return 2 * ramp(low)
  }

  private static func seconds(_ settings: MachineSettings, to end: Point, feed: Double) -> Double {
    let run = MotionRun(
      settings, [.line(to: end, feed: .perSecond(feed))], smoothing: settings.smoothingSlices)
    let moving = run.slices.filter { $0.velocity != .zero || $0.acceleration != .zero }
    return moving.reduce(0) { $0 + Double($1.ticks) } / Double(settings.tickHz)
  }

  @Test(
    "it takes as long as the time-optimal curve, to the rounding of its window to slices",
    arguments: [0.001, 0.02, 0.3, 1, 5, 10, 60, 250])
  func timeOptimal(length: Double) {
    var settings = Machines.plain
    settings.x.maxJerkMmPerS3 = 50_000
    settings.y.maxJerkMmPerS3 = 50_000
    settings.z.maxJerkMmPerS3 = 20_000
    for feed in [2.0, 20, 50, 83] {
      let best = Self.optimum(length: length, speed: feed, acceleration: 500, jerk: 50_000)
      let taken = Self.seconds(settings, to: Point(length, 0, 0), feed: feed)
      // A slice at either end, and one for each ramp's window.
      #expect(taken >= best - 0.002, "\(length) mm at \(feed) mm/s")
      #expect(taken <= best + 0.0035, "\(length) mm at \(feed) mm/s")
    }
  }

  @Test("where full acceleration is reached nothing is lost: 10 mm at 50 mm/s take 0.31 s")
  func tenMillimetres() {
    var settings = Machines.plain
    settings.x.maxJerkMmPerS3 = 50_000
    #expect(abs(Self.seconds(settings, to: Point(10, 0, 0), feed: 50) - 0.31) <= 0.0011)
  }

  @Test("each line of an exact-stop program is such a move, and stands on its corner to the step")
  func exactStop() throws {
    var settings = Machines.plain
    settings.x.maxJerkMmPerS3 = 50_000
    settings.y.maxJerkMmPerS3 = 50_000
    settings.z.maxJerkMmPerS3 = 20_000
    var noise = SplitMix64(77)
    let map = JointMap(settings)
    for _ in 0..<50 {
      var commands: [Command] = [.pathMode(.exactStop)]
      var corners: [Point] = []
      for _ in 0..<20 {
        let corner = Point(noise.double(-50...50), noise.double(-50...50), noise.double(-20...20))
        corners.append(corner)
        commands.append(.line(to: corner, feed: .perSecond(noise.double(5...80))))
      }
      let run = MotionRun(settings, commands, smoothing: settings.smoothingSlices)
      var joints = run.startJoints
      var reached: [SIMD4<Int64>] = []
      for (index, slice) in run.slices.enumerated() {
        joints &+= slice.displacement
        // The last slice of a line: the next one belongs to another.
        let isLast = index + 1 == run.slices.count || run.slices[index + 1].line != slice.line
        if isLast && slice.line >= 2 { reached.append(joints) }
      }
      #expect(reached == corners.map { map.subSteps(at: $0) })
    }
  }
}
