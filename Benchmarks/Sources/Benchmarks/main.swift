// `swift run -c release --package-path Benchmarks Benchmarks [--quick] [--json]`: measures, prints, and ends with 1
// when a benchmark costs more than its limit.

import Glibc

let arguments = CommandLine.arguments.dropFirst()
if let unknown = arguments.first(where: { !["--quick", "--json"].contains($0) }) {
  print("unknown option \(unknown): Benchmarks [--quick] [--json]")
  exit(2)
}

// The first is the yardstick of all others.
let benchmarks = [
  Benchmark(name: "bare four-axis DDA", unit: "tick", operations: 10_000_000, limit: nil) {
    bareDDA(ticks: 10_000_000)
  }
]

let measurements = try measure(benchmarks, arguments.contains("--quick") ? .quick : Plan())
print(arguments.contains("--json") ? json(measurements) : table(measurements))
exit(measurements.allSatisfy(\.isWithinLimit) ? 0 : 1)
