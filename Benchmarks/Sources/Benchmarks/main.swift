// `swift run -c release --package-path Benchmarks Benchmarks [--quick] [--json]`: measures, prints, and ends with 1
// when a benchmark costs more than its limit. `… Benchmarks yardsticks [--board NAME] JOB...`: the planner beside others.

import Glibc
import Rig

let arguments = CommandLine.arguments.dropFirst()
if arguments.first == "yardsticks" {
  var jobs = Array(arguments.dropFirst())
  var board = "reference-3axis"
  if let option = jobs.firstIndex(of: "--board"), option + 1 < jobs.count {
    board = jobs[option + 1]
    jobs.removeSubrange(option...(option + 1))
  }
  if jobs.isEmpty || jobs.contains(where: { $0.hasPrefix("-") }) {
    print("Benchmarks yardsticks [--board NAME] JOB...")
    exit(2)
  }
  for job in jobs {
    do {
      print(try YardstickTables(job, board: board).text())
    } catch {
      print("\(job): \(error)")
      exit(1)
    }
  }
  exit(0)
}
if let unknown = arguments.first(where: { !["--quick", "--json"].contains($0) }) {
  print("unknown option \(unknown): Benchmarks [--quick] [--json]")
  exit(2)
}

// The first is the yardstick of all that name no other.
let relief = try JobOnBoard("reference-3axis", lines: 15_000)
let whole = try JobOnBoard("reference-3axis", lines: 15_000, hasPhysics: true)
let shortJob = try JobOnBoard("reference-3axis", lines: 20_000)
let longJob = try JobOnBoard("reference-3axis", lines: 200_000)
let settings = try JobOnBoard.board("reference-3axis").settings
let shortPolyline = PlannerBench.Workload(lines: 20_000, settings, window: 2048)
let longPolyline = PlannerBench.Workload(lines: 200_000, settings, window: 2048)
let benchmarks = [
  Benchmark(name: "bare four-axis DDA", unit: "tick", operations: 10_000_000, limit: nil) {
    bareDDA(ticks: 10_000_000)
  },
  Benchmark(name: "tick engine, four axes", unit: "tick", operations: 10_000_000, limit: 3) {
    engineTicks(slices: 250_000)
  },
  // Read, planned, stepped, counted by drivers and hashed. At 40,000 ticks a second, 10 ns are 2,500 times real time.
  Benchmark(name: "a whole job, relief in 15,000 moves", unit: "tick", operations: try relief.ticks(), limit: 6) {
    relief.run()
  },
  // And with three motors integrated and the piece cut: 60 ns are 400 times real time.
  Benchmark(name: "with motors and cut", unit: "tick", operations: try relief.ticks(), limit: 50) { whole.run() },
  Benchmark(name: "cost per line, 20,000 lines", unit: "line", operations: 20_000) { shortJob.run() },
  Benchmark(
    name: "cost per line, 200,000 lines over 20,000", unit: "line", operations: 200_000,
    yardstick: "cost per line, 20,000 lines", limit: 1.2
  ) { longJob.run() },
  // Chords of 0.05 to 0.5 mm with the noise of a CAM program's rounding.
  Benchmark(name: "reading a short line", unit: "line", operations: 20_000) { shortPolyline.read() },
  Benchmark(name: "planning a short line", unit: "line", operations: 20_000) { shortPolyline.plan() },
  Benchmark(name: "planning and executing a short line", unit: "line", operations: 20_000) { shortPolyline.execute() },
  Benchmark(
    name: "planning a short line, 200,000 over 20,000", unit: "line", operations: 200_000,
    yardstick: "planning a short line", limit: 1.2
  ) { longPolyline.plan() },
]

let measurements = try measure(benchmarks, arguments.contains("--quick") ? .quick : Plan())
print(arguments.contains("--json") ? json(measurements) : table(measurements))
exit(measurements.allSatisfy(\.isWithinLimit) ? 0 : 1)
