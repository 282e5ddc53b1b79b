// What the simulator writes in, physical edges of the board's wires out.

import SimBackend
import StepperCore

/// Turns port words into edges of wires.
package struct SimulatedEdges {
  private let wires: [OutputWire]
  private let order: [Int]
  private var levels: UInt32 = 0
  private var hasRested = false

  /// - Parameter order: the places of the wires in the order in which one call sets them.
  package init(_ wires: [OutputWire], order: [Int]) {
    self.wires = wires
    self.order = order
  }

  /// The edges of one slice, in the order in which one call sets the lines.
  package mutating func add(_ edges: [Edge], line: UInt32, isAfterRest: Bool, to put: (WaveEdge) -> Void) {
    if isAfterRest { hasRested = true }
    for edge in edges where !edge.isInput {
      let before = levels
      levels = edge.levels
      for place in order {
        let wire = wires[place]
        let isActive = levels & wire.bits.rawValue != 0
        if isActive == (before & wire.bits.rawValue != 0) { continue }
        put(
          WaveEdge(
            ns: Int64(edge.ns), tick: edge.instant.tick, line: line, wire: place,
            isHigh: isActive != wire.isActiveLow, isAfterRest: hasRested))
        hasRested = false
      }
    }
  }
}

/// Turns the kernel's record of levels that were set into edges: libgpiod 1.6 sets all lines on each call, and what was at
/// its level already is no edge.
package struct MeasuredEdges {
  private let wireOfOffset: [Int?]
  private var isHigh: [Bool]

  /// - Parameter offsets: the number on the chip of each wire. Lines are inactive when they are taken.
  package init(_ wires: [OutputWire], offsets: [Int], lineCount: Int) {
    var wireOfOffset = [Int?](repeating: nil, count: lineCount)
    for (wire, offset) in offsets.enumerated() { wireOfOffset[offset] = wire }
    self.wireOfOffset = wireOfOffset
    isHigh = wires.map(\.isActiveLow)
  }

  package mutating func edge(_ ns: UInt64, offset: Int, isHigh level: Bool) -> WaveEdge? {
    guard let wire = wireOfOffset[offset], isHigh[wire] != level else { return nil }
    isHigh[wire] = level
    return WaveEdge(ns: Int64(bitPattern: ns), wire: wire, isHigh: level)
  }
}
