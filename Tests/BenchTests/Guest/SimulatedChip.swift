// A chip of the kernel's gpio-sim, from the side of its wires: levels of outputs come out, levels of inputs go in.

import Glibc
import Testing

struct SimulatedChip {
  /// Such as `pinctrl-bcm2711`.
  let label: String
  /// The device file.
  let path: String
  /// The number that the kernel's own record gives to the chip's line 0.
  let firstNumber: Int
  /// In /sys: a folder for each line.
  let folder: String

  init(_ label: String) throws {
    self.label = label
    let settings = "/sys/kernel/config/gpio-sim/\(label)"
    let chip = try Guest.read(settings + "/bank0/chip_name")
    path = "/dev/" + chip
    folder = try "/sys/devices/platform/\(Guest.read(settings + "/dev_name"))/\(chip)"
    // gpiochip0: GPIOs 512-569, parent: platform/gpio-sim.0, pinctrl-bcm2711:
    let list = try Guest.read("/sys/kernel/debug/gpio").split(separator: "\n")
    let entry = try #require(list.first { $0.hasPrefix(chip + ":") })
    let numbers = try #require(entry.split(separator: "GPIOs ").last)
    firstNumber = try #require(Int(numbers.prefix { $0.isNumber }))
  }

  /// The chip of a Raspberry Pi 4.
  static var pi4: SimulatedChip { get throws { try SimulatedChip("pinctrl-bcm2711") } }
  /// The chip of a Raspberry Pi 5.
  static var pi5: SimulatedChip { get throws { try SimulatedChip("pinctrl-rp1") } }

  /// The level on a line's wire.
  func isHigh(_ line: Int) throws -> Bool { try Guest.read("\(folder)/sim_gpio\(line)/value") == "1" }

  /// The levels on all of these wires, bit i for the i-th.
  func levels(_ lines: [Int]) throws -> UInt64 {
    var word: UInt64 = 0
    for (index, line) in lines.enumerated() where try isHigh(line) { word |= 1 << UInt64(index) }
    return word
  }

  /// Puts an input's wire on a level, as a closed switch or the resistor behind an open one does.
  func drive(_ line: Int, high: Bool) throws {
    try Guest.write("\(folder)/sim_gpio\(line)/pull", high ? "pull-up" : "pull-down")
  }

  /// Whether the resistor on a line pulls up.
  func isPulledUp(_ line: Int) throws -> Bool { try Guest.read("\(folder)/sim_gpio\(line)/pull") == "pull-up" }
}
