// The firmware's tick engine and a simulated machine, wired together.

import StepperCore

/// Runs slices against the simulated machine.
///
/// The engine's generic code is made concrete here, beside the port, so that the compiler sees both at once.
public struct SimMachine: ~Copyable {
  public var engine: TickEngine
  public var port: SimPort

  /// - Parameter start: where the joints stand, in sub-steps.
  public init(_ settings: MachineSettings, machine: SimSettings, start: SIMD4<Int64>) {
    engine = TickEngine(settings, start: start)
    port = SimPort(machine)
  }

  public mutating func run(_ slice: Slice) {
    port.begin(slice)
    engine.run(slice, port: &port)
    port.finishSlice(at: engine.tick)
  }

  /// Everything off, now.
  public mutating func cut() { engine.cut(port: &port) }

  /// Arms the latch for a probing motion.
  public mutating func arm(_ rule: ProbeRule) {
    engine.arm(.probe, untilActive: rule.untilContact, port: &port)
  }
}
