// The distance from the programmed path that summaries tell, held against one measured the slow way.

import Foundation
import Rig
import Seeded
import StepperCore
import Testing

@Suite("The measured deviation from the path")
struct PathDeviationTests {
  @Test("is what a search of the whole programmed path finds", arguments: 1...UInt64(12))
  func bruteForce(seed: UInt64) throws {
    let program = ChordProgram(seed: seed, moves: 14)
    let plan = try PlannedJob(program.text, on: BoardFixture.load("reference-3axis"))
    #expect(plan.result.summary.result == .completed)
    let told = try #require(plan.result.summary.path.maxDeviationMm)
    let measured = Self.greatestDistance(plan.profile.map(\.position), program.chords)
    // The table has six decimals, and chords lie up to 0.1 µm beside their arcs.
    #expect(abs(told - measured) < 1.03e-4, "seed \(seed)")
    #expect(told <= 0.01001 && told > 0.001)
  }

  @Test("is the same for a plan and for a run")
  func sameInRun() throws {
    let board = try BoardFixture.load("reference-3axis")
    let plan = try PlannedJob(ChordProgram(seed: 99, moves: 10).text, on: board)
    let run = try plan.simulated(on: board)
    #expect(plan.result.summary.path.maxDeviationMm == run.summary.path.maxDeviationMm)
    #expect(run.summary.path.toleranceMm == 0.01)
  }

  @Test("is nothing on a straight line, and on a path that stops at its corners")
  func nothing() throws {
    let board = try BoardFixture.load("reference-3axis")
    let plan = try PlannedJob("G21 G90 G61.1\nG1 X30 Y10 F2000\nG1 X30 Y50\nG0 X0 Y0 Z3\n", on: board)
    #expect((plan.result.summary.path.maxDeviationMm ?? 1) < 1e-6)
  }

  @Test("uses a wider tolerance that the job asks for, and tells it")
  func widerTolerance() throws {
    let board = try BoardFixture.load("reference-3axis")
    let corner = "G1 X30 F4000\nG1 Y30\nG1 X0\n"
    let narrow = try PlannedJob("G21 G90 G64\n" + corner, on: board).result.summary.path
    let wide = try PlannedJob("G21 G90 G64 P0.2\n" + corner, on: board).result.summary.path
    #expect(narrow.toleranceMm == 0.01 && (narrow.maxDeviationMm ?? 1) <= 0.01)
    #expect(wide.toleranceMm == 0.2)
    #expect((wide.maxDeviationMm ?? 1) <= 0.2 && (wide.maxDeviationMm ?? 0) > 0.05)
  }

  @Test("follows a program that goes on from where a probe stopped it")
  func afterProbe() throws {
    // The board's probe touches at machine Z −50.
    let board = try BoardFixture.load("reference-3axis")
    let plan = try PlannedJob("G21 G90\nG0 X10\nG38.2 Z-90 F300\nG91\nG0 Z5\nG1 X20 F3000\nG1 Y20\n", on: board)
    let run = try plan.simulated(on: board)
    #expect(run.summary.result == .completed)
    #expect((run.summary.path.maxDeviationMm ?? 1) <= 0.01)
  }

  @Test("sees a carriage that waits while its play is taken up")
  func play() throws {
    let text = try BoardFixture.edited("    backlash_mm: 0\n", "    backlash_mm: 0.2\n")
    let board = try BoardFixture.read(text).0
    let circle = "G21 G90 G53 G0 X20 Y50\nG91\nG2 X0 Y0 I10 J0 F1500\nG2 X0 Y0 I10 J0 F1500\n"
    let told = try #require(PlannedJob(circle, on: board).result.summary.path.maxDeviationMm)
    let without = try #require(
      PlannedJob(circle, on: BoardFixture.load("default")).result.summary.path.maxDeviationMm)
    #expect(told > without && told <= without + 0.2)
  }

  /// Near the last place first, and everywhere before a new greatest distance is believed.
  static func greatestDistance(_ places: [Point], _ chords: [Point]) -> Double {
    var greatest = 0.0
    var near = 0
    func search(_ place: Point, _ range: Range<Int>) -> (Double, Int) {
      var best = (Double.infinity, near)
      for index in range {
        let a = chords[index], way = chords[index + 1] - a
        let length2 = way.dot(way)
        let part = length2 > 0 ? min(max((place - a).dot(way) / length2, 0), 1) : 0
        let distance = (place - (a + way * part)).length
        if distance < best.0 { best = (distance, index) }
      }
      return best
    }
    for place in places {
      var found = search(place, max(0, near - 50)..<min(chords.count - 1, near + 100))
      if found.0 > greatest { found = search(place, 0..<(chords.count - 1)) }
      near = found.1
      greatest = max(greatest, found.0)
    }
    return greatest
  }
}

/// A seeded job, and chords of the path that it describes.
struct ChordProgram {
  private(set) var text = "G21 G90 G17 G64\n"
  private(set) var chords = [Point.zero]

  init(seed: UInt64, moves: Int) {
    var random = SplitMix64(seed: seed)
    var here = Point.zero
    func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
    func between(_ a: Double, _ b: Double) -> Double { rounded(Double.random(in: a...b, using: &random)) }
    for _ in 0..<moves {
      let feed = "F\(Int.random(in: 200...5000, using: &random))"
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        // Chords of a curve, with the noise of a CAM program's rounding.
        for _ in 0..<20 {
          here = Point(rounded(here.x + between(0.05, 0.4)), rounded(here.y + between(-0.05, 0.1)), here.z)
          text += "G1" + Self.words(("X", here.x), ("Y", here.y)) + " \(feed)\n"
          chords.append(here)
        }
      case 1, 2:
        let center = Point(here.x + between(0.5, 15), here.y + between(-10, 10), here.z)
        let sweep = Double.random(in: 0.2...6.2, using: &random)
        let clockwise = Bool.random(using: &random)
        let rise = Bool.random(using: &random) ? between(-3, 3) : 0
        let first = here - center
        let pieces = Int(sweep * (first.length / 0.000_8).squareRoot()) + 8
        var last = here
        for piece in 1...pieces {
          let angle = (clockwise ? -sweep : sweep) * Double(piece) / Double(pieces)
          last = Point(
            center.x + first.x * cos(angle) - first.y * sin(angle),
            center.y + first.x * sin(angle) + first.y * cos(angle), here.z + rise * Double(piece) / Double(pieces))
          chords.append(last)
        }
        text += "\(clockwise ? "G2" : "G3")" + Self.words(("X", last.x), ("Y", last.y), ("Z", last.z))
        text += Self.words(("I", center.x - here.x), ("J", center.y - here.y)) + " \(feed)\n"
        here = last
      default:
        here = Point(between(-60, 120), between(-60, 120), between(-20, 20))
        text += "G1" + Self.words(("X", here.x), ("Y", here.y), ("Z", here.z)) + " \(feed)\n"
        chords.append(here)
      }
    }
  }
  /// Nine decimals: the ends of arcs lie on their circles.
  private static func words(_ words: (String, Double)...) -> String {
    words.map { " \($0.0)\(String(format: "%.9f", $0.1))" }.joined()
  }
}
