// The record of a motion: bounded, and still the shape that was driven.

import Foundation
import Rig
import Seeded
import StepperCore
import Testing

private func distance(_ p: Point, _ a: Point, _ b: Point) -> Double {
  let (whole, part) = (b - a, p - a)
  let squared = whole.dot(whole)
  if squared == 0 { return part.length }
  return (part - whole * min(max(part.dot(whole) / squared, 0), 1)).length
}

@Suite("Motion record")
struct MotionRecordTests {
  /// A flower with ever new petals: 1 kHz slices of a path that never repeats.
  private func flower(_ index: Int) -> Point {
    let turn = Double(index) * 0.004
    let radius = 60 + 35 * sin(turn * 7.3)
    return Point(150 + radius * cos(turn), 100 + radius * sin(turn), -2 + sin(turn * 0.37))
  }

  private func record(_ count: Int, limit: Int) -> MotionRecord {
    var record = MotionRecord(limit: limit)
    for index in 0..<count {
      record.add(
        timeS: Double(index) * 0.001, position: flower(index), speedMmPerS: 40 + 20 * sin(Double(index) * 0.004),
        cutting: index % 5000 > 400, line: UInt32(index))
    }
    return record
  }

  @Test("however long the motion, the points stay within the limit", arguments: [16, 500, 4000])
  func bounded(limit: Int) {
    var record = MotionRecord(limit: limit)
    for index in 0..<150_000 {
      record.add(
        timeS: Double(index) * 0.001, position: flower(index), speedMmPerS: 50, cutting: true, line: UInt32(index))
      if index % 1000 == 0 { #expect(record.points.count <= limit) }
    }
    #expect(record.points.count <= limit)
    #expect(record.points.count > limit / 3)
    #expect(record.observed == 150_000)
    #expect(record.speeds.buckets.count <= SpeedHistory.limit)
  }

  @Test("every observed point lies within the stated tolerance of the kept path, in order of time")
  func shapeKept() throws {
    let record = record(60_000, limit: 3000)
    let points = record.points
    // Some twenty metres of petals in three thousand pieces.
    #expect(record.shapeToleranceMm < 3)
    var piece = 1
    var worst = 0.0
    for index in 0..<60_000 {
      let time = Double(index) * 0.001
      while points[piece].timeS < time { piece += 1 }
      worst = max(worst, distance(flower(index), points[piece - 1].position, points[piece].position))
    }
    #expect(worst <= record.shapeToleranceMm)
    for (before, after) in zip(points, points.dropFirst()) { #expect(before.timeS < after.timeS) }
    let (first, last) = (try #require(points.first), try #require(points.last))
    #expect(first.position == flower(0))
    #expect(last.position == flower(59_999))
  }

  @Test("a straight line is two points, and its ends are exact")
  func straight() {
    var record = MotionRecord()
    for index in 0...10_000 {
      let way = Double(index) * 0.01
      record.add(timeS: way / 10, position: Point(way, 2 * way, 0), speedMmPerS: 10, cutting: true, line: 7)
    }
    #expect(record.points.map(\.position) == [Point(0, 0, 0), Point(100, 200, 0)])
    #expect(record.points.last?.line == 7)
    #expect(record.bounds?.greatest == Point(100, 200, 0))
  }

  @Test("a path that turns back on itself keeps its turning point")
  func turningBack() {
    var record = MotionRecord()
    for index in 0...200 {
      let x = Double(index <= 100 ? index : 200 - index)
      record.add(timeS: Double(index), position: Point(x, 0, 0), speedMmPerS: 1, cutting: true, line: 1)
    }
    #expect(record.points.map(\.position.x) == [0, 100, 0])
  }

  @Test("feed moves and rapids on one line stay apart, and a change of speed keeps its place")
  func distinctions() {
    var record = MotionRecord()
    for index in 0...300 {
      record.add(
        timeS: Double(index), position: Point(Double(index), 0, 0), speedMmPerS: index <= 100 ? 5 : 10,
        cutting: index <= 200, line: 1)
    }
    #expect(record.points.map(\.position.x) == [0, 100, 200, 300])
    #expect(record.points.map(\.speedMmPerS) == [5, 5, 10, 10])
    #expect(record.points.map(\.cutting) == [true, true, true, false])
  }

  @Test("noise without any shape is bounded too, and still covers its field")
  func noise() throws {
    var random = SplitMix64(seed: 7)
    var record = MotionRecord(limit: 2000)
    for index in 0..<100_000 {
      let place = Point(.random(in: 0...300, using: &random), .random(in: 0...200, using: &random), 0)
      record.add(
        timeS: Double(index) * 0.001, position: place, speedMmPerS: .random(in: 0...80, using: &random),
        cutting: Bool.random(using: &random), line: 1)
    }
    #expect(record.points.count <= 2000)
    #expect(record.points.count >= 500)
    let bounds = try #require(record.bounds)
    #expect(bounds.least.x < 1 && bounds.greatest.y > 199)
  }

  @Test("values that are no numbers, and times that run back, are left out")
  func nonsense() {
    var record = MotionRecord()
    record.add(timeS: 0, position: .zero, speedMmPerS: 0, cutting: true, line: 1)
    record.add(timeS: .nan, position: .zero, speedMmPerS: 0, cutting: true, line: 1)
    record.add(timeS: 1, position: Point(.infinity, 0, 0), speedMmPerS: 0, cutting: true, line: 1)
    record.add(timeS: -1, position: Point(5, 0, 0), speedMmPerS: 0, cutting: true, line: 1)
    record.add(timeS: 1, position: Point(1, 0, 0), speedMmPerS: 1, cutting: true, line: 1)
    #expect(record.points.map(\.position.x) == [0, 1])
  }

  @Test("speed over time keeps its integral, the least and the greatest, through every halving")
  func speeds() {
    var record = MotionRecord(limit: 100)
    var length = 0.0
    for index in 1...200_000 {
      let speed = index == 77_777 ? 99 : index == 150_000 ? 1 : 20 + 10 * sin(Double(index) * 0.001)
      record.add(timeS: Double(index) * 0.001, position: .zero, speedMmPerS: speed, cutting: true, line: 1)
      if index > 1 { length += speed * 0.001 }
    }
    let history = record.speeds
    #expect(history.buckets.count <= SpeedHistory.limit && history.buckets.count >= SpeedHistory.limit / 2)
    #expect(history.buckets.map(\.greatestMmPerS).max() == 99)
    #expect(history.buckets.map(\.leastMmPerS).min() == 1)
    let seconds = history.bucketS * Double(history.buckets.count)
    #expect(seconds >= 199.9 && seconds <= 200 + 2 * history.bucketS)
    let integral = history.buckets.dropLast().reduce(0) { $0 + $1.meanMmPerS * history.bucketS }
    #expect(abs(integral - length) < 31 * history.bucketS)
  }

  @Test("one long dwell spreads over the buckets it lasted")
  func dwell() {
    var record = MotionRecord()
    record.add(timeS: 0, position: .zero, speedMmPerS: 0, cutting: false, line: 1)
    record.add(timeS: 3600, position: .zero, speedMmPerS: 0, cutting: false, line: 1)
    record.add(timeS: 3601, position: Point(5, 0, 0), speedMmPerS: 5, cutting: true, line: 2)
    let history = record.speeds
    #expect(history.buckets.allSatisfy { !$0.isEmpty })
    #expect(history.buckets.filter { $0.greatestMmPerS > 0 }.count <= 2)
    #expect(record.durationS == 3601)
  }
}
