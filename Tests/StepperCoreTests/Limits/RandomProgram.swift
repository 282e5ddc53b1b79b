// Seeded programs of every nasty kind, and the path that they describe.

import Seeded
import StepperCore

extension SplitMix64 {
  /// 0…1.
  fileprivate mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
  fileprivate mutating func between(_ a: Double, _ b: Double) -> Double { a + (b - a) * unit() }
  fileprivate mutating func below(_ n: Int) -> Int { Int(next() % UInt64(n)) }
}

/// One seeded program: commands in machine coordinates inside 0…100 mm, and chords of the programmed path.
struct RandomProgram {
  var commands: [Command] = []
  /// Points of the programmed path, at most a tenth of a micrometre beside it.
  var chords: [Point] = [Point(50, 50, 50)]
  private var random: SplitMix64

  init(seed: UInt64, moves: Int) {
    random = SplitMix64(seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    while commands.count < moves {
      switch random.below(8) {
      case 0: polyline(count: 8, from: 0.05, to: 0.5, noise: 0.001)
      case 1: polyline(count: 6, from: 0.000_001, to: 0.01, noise: 0)
      case 2: arc(climbs: false)
      case 3: arc(climbs: true)
      case 4: needle()
      case 5: zigzag()
      default: line(to: somewhere(), feed: feed())
      }
    }
  }

  private var here: Point { chords[chords.count - 1] }

  private mutating func feed() -> Feed {
    switch random.below(6) {
    case 0: .rapid
    case 1: .inverse(seconds: random.between(0.05, 3))
    default: .perSecond(random.between(0.5, 120))
    }
  }

  private mutating func somewhere() -> Point {
    Point(random.between(0, 100), random.between(0, 100), random.between(0, 100))
  }

  private mutating func line(to end: Point, feed: Feed) {
    let inside = Point(
      min(max(end.x, 0), 100), min(max(end.y, 0), 100), min(max(end.z, 0), 100))
    commands.append(.line(to: inside, feed: feed))
    chords.append(inside)
  }

  /// Short chords of a slow curve, with the noise of a CAM program's rounding.
  private mutating func polyline(count: Int, from least: Double, to most: Double, noise: Double) {
    let feed = Feed.perSecond(random.between(5, 100))
    var heading = Point(random.between(-1, 1), random.between(-1, 1), random.between(-0.3, 0.3))
    for _ in 0..<count {
      let turn = Point(random.between(-1, 1), random.between(-1, 1), random.between(-1, 1))
      heading = heading + turn * 0.2
      let step = random.between(least, most) / max(heading.length, 1e-3)
      let off = Point(random.between(-noise, noise), random.between(-noise, noise), random.between(-noise, noise))
      line(to: here + heading * step + off, feed: feed)
    }
  }

  /// There and back again on almost the same way.
  private mutating func needle() {
    let base = here
    let tip = base + Point(random.between(-5, 5), random.between(-5, 5), random.between(-5, 5))
    let feed = feed()
    line(to: tip, feed: feed)
    line(to: base + Point(random.between(-0.01, 0.01), 0, random.between(-0.001, 0.001)), feed: feed)
  }

  private mutating func zigzag() {
    let feed = Feed.perSecond(random.between(10, 100))
    for index in 0..<6 {
      line(to: here + Point(0.3, index % 2 == 0 ? 0.1 : -0.1, random.between(-0.05, 0.05)), feed: feed)
    }
  }

  private mutating func arc(climbs: Bool) {
    let plane = Plane(rawValue: UInt8(random.below(3)))!
    let axes = plane.axes
    let start = here
    let room = min(
      min(start[axes.first], 100 - start[axes.first]), min(start[axes.second], 100 - start[axes.second]))
    guard room > 0.02 else { return }
    // The whole circle is inside: its far side is two radii away.
    let radius = random.between(0.005, room / 2.001)
    let angle = random.between(0, 6.28)
    let (s, c) = sineCosine(angle)
    var center = start
    center[axes.first] -= radius * c
    center[axes.second] -= radius * s
    let clockwise = random.below(2) == 0
    let sweep = random.below(4) == 0 ? 2 * Double.pi : random.between(0.01, 6.2)
    let rise = climbs ? random.between(-2, 2) : 0
    let pieces = max(8, Int(sweep * (radius / 0.000_8).squareRoot()))
    var points: [Point] = []
    for piece in 1...pieces {
      let part = Double(piece) / Double(pieces)
      let (s, c) = sineCosine(angle + (clockwise ? -sweep : sweep) * part)
      var point = center
      point[axes.first] += radius * c
      point[axes.second] += radius * s
      point[axes.across] = start[axes.across] + rise * part
      points.append(point)
    }
    guard points[pieces - 1][axes.across] >= 0, points[pieces - 1][axes.across] <= 100 else { return }
    if sweep == 2 * Double.pi {
      points[pieces - 1][axes.first] = start[axes.first]
      points[pieces - 1][axes.second] = start[axes.second]
    }
    commands.append(
      .arc(Arc(plane: plane, center: center, end: points[pieces - 1], clockwise: clockwise), feed: feed()))
    chords += points
  }
}

/// Sine and cosine by their series after halving: good enough to draw, and independent of the core's own.
func sineCosine(_ angle: Double) -> (Double, Double) {
  let x = angle / 64
  var s = x - x * x * x / 6 + x * x * x * x * x / 120
  var c = 1 - x * x / 2 + x * x * x * x / 24 - x * x * x * x * x * x / 720
  for _ in 0..<6 { (s, c) = (2 * s * c, c * c - s * s) }
  return (s, c)
}
