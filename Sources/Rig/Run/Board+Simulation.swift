// A board file's machine as the simulator needs it.

import SimBackend
import StepperCore

extension Board {
  /// The simulated machine, built from the wires and parts of the board and not from what the core was told.
  public var simulation: SimSettings {
    var switches = self.switches.map { one in
      SimSwitch(
        input: one.end == .min ? .limitMin(one.axis) : .limitMax(one.axis), axis: one.axis, atMm: one.positionMm,
        closesAbove: one.end == .max)
    }
    if let z = probeTouchesAtZMm {
      switches.append(SimSwitch(input: .probe, axis: 2, atMm: z, closesAbove: false))
    }
    return SimSettings(
      tickHz: settings.tickHz,
      motors: motors.map { SimMotor(timing: $0.driver.timing, isInverted: $0.isInverted, joint: $0.axis) },
      map: JointMap(settings), switches: switches, start: startPosition)
  }

  /// Reader of G-code for this machine: work offset, start and tool table.
  public func reader(origin: Point? = nil) -> GCodeReader {
    var offsets = WorkOffsets()
    offsets[0] = origin ?? workOffset
    return GCodeReader(offsets: offsets, position: startPosition)
  }
}
