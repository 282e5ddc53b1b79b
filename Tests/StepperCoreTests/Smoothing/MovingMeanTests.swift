// The mean over a window: exact at rest, inside what came in, and without drift.

import Seeded
import StepperCore
import Testing

@Suite("Moving mean")
struct MovingMeanTests {
  /// Runs `body` with room for a window.
  private static func withWindow<Result>(
    _ window: Int, _ body: (UnsafeMutableBufferPointer<SIMD4<Int64>>) throws -> Result
  ) rethrows -> Result {
    let history = UnsafeMutableBufferPointer<SIMD4<Int64>>.allocate(capacity: window)
    defer { history.deallocate() }
    return try body(history)
  }

  private static func random(_ noise: inout SplitMix64, _ range: Int64) -> SIMD4<Int64> {
    SIMD4(
      noise.integer(-range...range), noise.integer(-range...range), noise.integer(-3...3),
      noise.integer(-range / 1000...range / 1000))
  }

  @Test("at rest it is the input to the last bit, and never outside the window's least and greatest", arguments: 1...64)
  func exactAndConvex(_ window: Int) {
    Self.withWindow(window) { history in
      var noise = SplitMix64(UInt64(window))
      var input = Self.random(&noise, 1 << 50)
      var mean = MovingMean(history: history, at: input)
      var output = input
      var recent = [SIMD4<Int64>](repeating: input, count: window + 1)
      for motion in 0..<60 {
        for _ in 0..<Int(noise.integer(1...100)) {
          // Now small steps, now large ones, now a jump far away.
          let reach: Int64 = [4, 1 << 20, 1 << 44][motion % 3]
          input &+= Self.random(&noise, max(reach, 1000))
          recent = recent.dropFirst() + [input]
          output &+= mean.add(input).displacement
          for lane in 0..<4 {
            let least = recent.map { $0[lane] }.min() ?? 0, most = recent.map { $0[lane] }.max() ?? 0
            // One sub-step is what carrying the remainder may cost.
            #expect(output[lane] >= least - 1 && output[lane] <= most + 1)
          }
        }
        for _ in 0...window { recent = recent.dropFirst() + [input] }
        var last = mean.add(input)
        output &+= last.displacement
        for _ in 0..<window {
          last = mean.add(input)
          output &+= last.displacement
        }
        #expect(last.isAtRest || mean.add(input).isAtRest)
        #expect(output == input)
      }
    }
  }

  @Test("a million samples do not drift", arguments: [1, 7, 49])
  func drift(_ window: Int) {
    Self.withWindow(window) { history in
      var noise = SplitMix64(99)
      var input = SIMD4<Int64>.zero, output = SIMD4<Int64>.zero
      var mean = MovingMean(history: history, at: input)
      for _ in 0..<1_000_000 {
        input &+= Self.random(&noise, 1 << 36)
        output &+= mean.add(input).displacement
      }
      for _ in 0...window { output &+= mean.add(input).displacement }
      #expect(output == input)
    }
  }

  @Test("speeds at the knots are those of a position that moves evenly")
  func evenly() {
    Self.withWindow(16) { history in
      var mean = MovingMean(history: history, at: .zero)
      var input = SIMD4<Int64>.zero
      let step = SIMD4<Int64>(1_000_001, -77, 0, 3)
      var slice = mean.add(input)
      for _ in 0..<40 {
        input &+= step
        slice = mean.add(input)
      }
      #expect(slice.before == step &* SIMD4(repeating: 16))
      #expect(slice.after == slice.before)
      #expect(abs(slice.displacement[0] - step[0]) <= 1)
    }
  }

  @Test(
    "slices end where the smoothed motion is, and settle to it exactly", arguments: [1, 2, 5, 50], [1, 2, 40, 333])
  func slices(_ window: Int, _ ticks: Int) {
    Self.withWindow(window) { history in
      var noise = SplitMix64(UInt64(window * 1000 + ticks))
      var mean = MovingMean(history: history, at: .zero)
      var builder = SliceBuilder(sliceTicks: UInt32(ticks), window: window)
      var input = SIMD4<Int64>.zero, smoothed = SIMD4<Int64>.zero, driven = SIMD4<Int64>.zero
      for round in 0..<40 {
        for _ in 0..<50 {
          input &+= Self.random(&noise, [1000, 5000, 1 << 42][round % 3])
          let motion = mean.add(input)
          smoothed &+= motion.displacement
          let slice = builder.build(motion)
          driven &+= slice.displacement
          // What rounding leaves is less than a sub-step a tick.
          for lane in 0..<4 { #expect(abs(driven[lane] - smoothed[lane]) <= Int64(ticks)) }
          let last = slice.velocity &+ slice.acceleration &* SIMD4(repeating: Int64(ticks))
          for lane in 0..<4 {
            // The speed at the end is the knot's, but for the rounding of an acceleration over the slice.
            let knot = Double(motion.after[lane]) / Double(window * ticks)
            #expect(
              abs(Double(last[lane]) - knot) <= 0.5 * abs(Double(slice.acceleration[lane])) + 2 * Double(ticks) + 2)
          }
        }
        for _ in 0...(window + 1) {
          let motion = mean.add(input)
          smoothed &+= motion.displacement
          driven &+= builder.build(motion).displacement
        }
        if let slice = builder.settle() { driven &+= slice.displacement }
        #expect(smoothed == input)
        #expect(driven == input)
        #expect(builder.settle() == nil)
      }
    }
  }

  @Test("a way that is exactly what the last slice owed is not owed again")
  func consumedCarry() {
    var builder = SliceBuilder(sliceTicks: 10, window: 1)
    let three = SmoothedSlice(displacement: SIMD4(3, 0, 0, 0), before: .zero, after: .zero)
    let back = SmoothedSlice(displacement: SIMD4(-3, 0, 0, 0), before: .zero, after: .zero)
    var driven = builder.build(three).displacement &+ builder.build(back).displacement
    if let slice = builder.settle() { driven &+= slice.displacement }
    #expect(driven == .zero)
  }
}
