// rigctl hil: hardware in the loop; what concerns real lines.

import ArgumentParser
import Rig

struct Hil: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hil",
    abstract: "Hardware in the loop: what this computer and its lines really do.",
    discussion: """
      Examples:
        rigctl hil latency --board pi4-router-tb6600 --seconds 60 --svg latency.svg
        rigctl hil loopback --board my-bench.yaml --svg wires.svg
        rigctl hil compare examples/name-sign.nc --board pi4-router-tb6600 --assume-position
        rigctl hil plant --board pi4-router-tb6600 --chip pinctrl-rp1
      """,
    subcommands: [HilLatency.self, HilLoopback.self, HilCompare.self, HilPlant.self])
}
