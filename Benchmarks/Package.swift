// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "stepper-rig", path: "..")],
  targets: [
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        .product(name: "StepperCore", package: "stepper-rig"),
        .product(name: "SimBackend", package: "stepper-rig"),
        .product(name: "Rig", package: "stepper-rig"),
        .product(name: "Yardsticks", package: "stepper-rig"),
      ])
  ]
)
