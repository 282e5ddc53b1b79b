// Measured edges in, the shortest pulses and pauses of every driver out, beside what its data sheet asks for.

import StepperCore

/// The shortest times that one driver's lines were seen to have, ns; nil where they never changed so.
public struct DriverTimes: Equatable, Sendable {
  /// Such as `x` or `y2`.
  public var name: String
  public var needs: DriverTiming
  public var stepHighNs: Int64?
  public var stepLowNs: Int64?
  public var directionSetupNs: Int64?
  public var directionHoldNs: Int64?

  public init(name: String, needs: DriverTiming) {
    self.name = name
    self.needs = needs
  }

  /// The four times with what is needed, in the order in which they are declared.
  var pairs: [(seen: Int64?, need: UInt32)] {
    [
      (stepHighNs, needs.stepHighNs), (stepLowNs, needs.stepLowNs), (directionSetupNs, needs.directionSetupNs),
      (directionHoldNs, needs.directionHoldNs),
    ]
  }

  /// A time that was too short, by more than the trace's clock can be wrong.
  public func isViolated(resolutionNs: Double) -> Bool {
    pairs.contains { pair in pair.seen.map { Double($0) + resolutionNs < Double(pair.need) } ?? false }
  }
}

/// Finds the shortest times among edges as they come.
package struct DriverTimesMeter {
  package private(set) var drivers: [DriverTimes]
  private let stepOfWire: [[Int]]
  private let directionOfWire: [[Int]]
  private let isActiveLow: [Bool]
  private var last: [LastEdges]

  private struct LastEdges {
    var roseNs: Int64?
    var fellNs: Int64?
    var turnedNs: Int64?
  }

  package init(_ motors: [Motor], _ wires: [OutputWire]) {
    drivers = motors.map { DriverTimes(name: $0.name, needs: $0.driver.timing) }
    stepOfWire = wires.map { wire in motors.indices.filter { wire.bits.contains(.step(motors[$0].index)) } }
    directionOfWire = wires.map { wire in motors.indices.filter { wire.bits.contains(.direction(motors[$0].index)) } }
    isActiveLow = wires.map(\.isActiveLow)
    last = motors.map { _ in LastEdges() }
  }

  package mutating func add(_ edge: WaveEdge) {
    let wire = Int(edge.wire)
    for motor in stepOfWire[wire] {
      if edge.isHigh != isActiveLow[wire] {
        shorten(&drivers[motor].stepLowNs, from: last[motor].fellNs, to: edge.ns)
        shorten(&drivers[motor].directionSetupNs, from: last[motor].turnedNs, to: edge.ns)
        last[motor].turnedNs = nil  // Only the first step after a turn.
        last[motor].roseNs = edge.ns
      } else {
        shorten(&drivers[motor].stepHighNs, from: last[motor].roseNs, to: edge.ns)
        last[motor].fellNs = edge.ns
      }
    }
    for motor in directionOfWire[wire] {
      shorten(&drivers[motor].directionHoldNs, from: last[motor].roseNs, to: edge.ns)
      last[motor].turnedNs = edge.ns
    }
  }

  private func shorten(_ least: inout Int64?, from: Int64?, to: Int64) {
    guard let from else { return }
    least = min(least ?? .max, to - from)
  }
}
