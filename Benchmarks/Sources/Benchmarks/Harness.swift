// Benchmarks in, a table of medians and of ratios to a yardstick out, all measured in one run.

import Glibc

/// One thing to measure.
struct Benchmark {
  var name: String
  /// What one operation is: "tick", "line", "byte".
  var unit: String
  /// Operations that one call of `body` does.
  var operations: Int
  /// The benchmark that it is held against; nil: the first of all.
  var yardstick: String?
  /// The most that it may cost, as a multiple of its yardstick; nil: no limit. Ratios carry over between machines,
  /// nanoseconds do not.
  var limit: Double?
  /// The work. What it returns depends on all of it, so that nothing can be left out by the optimiser, and must be the
  /// same each time.
  var body: () -> UInt64
}

/// What was measured of one benchmark.
struct Measurement {
  var name: String
  var unit: String
  var medianNs: Double
  var bestNs: Double
  /// The median over all rounds of (this ÷ its yardstick in the same round), each per operation.
  var ratio: Double
  var limit: Double?

  var isWithinLimit: Bool { limit.map { ratio <= $0 } ?? true }
}

/// How much is measured.
struct Plan {
  var warmUps = 2
  var rounds = 15

  static let quick = Plan(warmUps: 1, rounds: 5)
}

/// Two calls of one benchmark did not compute the same.
struct UnstableResult: Error, CustomStringConvertible {
  var name: String
  var description: String { "\(name): two calls gave different results; a benchmark must do the same work each time" }
}

/// Measures all benchmarks; the first is the yardstick of those that name none.
///
/// Every round runs each of them once, in turn, and ratios are taken within a round: a machine that grows slower for a
/// while (heat, neighbours) slows both sides of a ratio alike.
func measure(_ benchmarks: [Benchmark], _ plan: Plan) throws -> [Measurement] {
  var expected = benchmarks.map { $0.body() }
  var nsPerOperation = [[Double]](repeating: [], count: benchmarks.count)
  for round in 0..<(plan.warmUps + plan.rounds) {
    for (index, benchmark) in benchmarks.enumerated() {
      let start = processorNs()
      let result = benchmark.body()
      let elapsed = processorNs() - start
      guard result == expected[index] else { throw UnstableResult(name: benchmark.name) }
      expected[index] = result
      if round >= plan.warmUps { nsPerOperation[index].append(Double(elapsed) / Double(benchmark.operations)) }
    }
  }
  return benchmarks.indices.map { index in
    let costs = nsPerOperation[index]
    let yardstick = benchmarks.firstIndex { $0.name == benchmarks[index].yardstick } ?? 0
    return Measurement(
      name: benchmarks[index].name, unit: benchmarks[index].unit, medianNs: median(costs), bestNs: costs.min() ?? 0,
      ratio: median(zip(costs, nsPerOperation[yardstick]).map { $0 / $1 }), limit: benchmarks[index].limit)
  }
}

/// Processor time of this process in nanoseconds: other programs do not count.
private func processorNs() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

private func median(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
