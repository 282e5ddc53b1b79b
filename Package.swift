// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "stepper-rig",
  products: [
    .library(name: "StepperCore", targets: ["StepperCore"]),
    .library(name: "SimBackend", targets: ["SimBackend"]),
    .library(name: "Rig", targets: ["Rig"]),
    // For the benchmarks' package alone.
    .library(name: "Yardsticks", targets: ["Yardsticks"]),
    .executable(name: "rigctl", targets: ["rigctl"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
  ],
  targets: [
    // The firmware: imports nothing, so that it also runs without an operating system.
    .target(name: "StepperCore"),
    // Two ports for it to drive; neither knows the other.
    .target(name: "SimBackend", dependencies: ["StepperCore"]),
    .target(name: "CGPIO", linkerSettings: [.linkedLibrary("gpiod")]),
    .target(name: "GPIOBackend", dependencies: ["StepperCore", "CGPIO"]),
    // Everything on the host that is worth a test, and the command in front of it.
    .target(
      name: "Rig",
      dependencies: [
        "StepperCore", "SimBackend", "GPIOBackend", "Yams", .product(name: "Logging", package: "swift-log"),
      ]),
    // rigctl imports Rig alone. It names the core and the simulator too because values of Rig's types hold theirs: an
    // incremental build compiles anew only what depends on a changed module by name.
    .executableTarget(
      name: "rigctl",
      dependencies: [
        "Rig", "StepperCore", "SimBackend", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(name: "Seeded", path: "Tests/Seeded"),
    // Other planners, to hold this one against; linked into tests and benchmarks.
    .target(name: "Yardsticks", dependencies: ["StepperCore"], path: "Tests/Yardsticks"),
    .testTarget(name: "StepperCoreTests", dependencies: ["StepperCore", "Seeded", "Yardsticks"]),
    // A process to be killed, for the tests of its guard.
    .executableTarget(name: "guarded", dependencies: ["CGPIO"], path: "Tests/Guarded"),
    // Counts a thread's allocations; linked into tests only.
    .target(name: "AllocationCount", path: "Tests/AllocationCount"),
    // A clock and lines that a test drives.
    .target(name: "VirtualTime", dependencies: ["GPIOBackend", "StepperCore", "Seeded"], path: "Tests/VirtualTime"),
    .testTarget(
      name: "GPIOBackendTests",
      dependencies: ["GPIOBackend", "StepperCore", "AllocationCount", "Seeded", "VirtualTime", "guarded"]),
    .testTarget(
      name: "SimBackendTests",
      dependencies: ["SimBackend", "StepperCore", "AllocationCount", "Seeded", "PortConformance"],
      exclude: ["References"]),
    .testTarget(
      name: "RigTests",
      dependencies: ["Rig", "SimBackend", "GPIOBackend", "StepperCore", "Seeded", "VirtualTime", "Yardsticks"],
      exclude: ["Test/junit.xsd"]),
    // Runs the built command, for the tests that look at it from outside.
    .target(name: "CommandRuns", path: "Tests/CommandRuns"),
    // What every port has to do, for each backend's tests.
    .target(name: "PortConformance", dependencies: ["StepperCore", "Seeded"], path: "Tests/PortConformance"),
    .testTarget(name: "CommandTests", dependencies: ["Rig", "Seeded", "CommandRuns"]),
    // Real lines: these run in the virtual machine that scripts/bench boots, and are skipped elsewhere.
    .testTarget(
      name: "BenchTests", dependencies: ["GPIOBackend", "StepperCore", "CommandRuns", "PortConformance", "Seeded"],
      exclude: ["Tools", "boards", "jobs"]),
  ]
)
