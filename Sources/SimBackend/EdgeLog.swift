// Edges of one stretch of ticks, kept until the host has written them down.

import StepperCore

/// A change of level, of outputs or of inputs.
public struct Edge: Equatable, Sendable {
  /// Nanoseconds since switch-on.
  public var ns: UInt64
  public var instant: PortInstant
  /// All levels from here on.
  public var levels: UInt32
  public var changing: UInt32
  public var isInput: Bool
}

/// Keeps edges while it is switched on. The memory is taken once; the host empties it after every slice.
public struct EdgeLog: ~Copyable {
  public private(set) var edges: [Edge] = []
  public private(set) var isOn = false

  /// Begins to keep edges; `capacity` is more than one slice can make.
  public mutating func switchOn(capacity: Int) {
    edges.reserveCapacity(capacity)
    isOn = true
  }

  public mutating func empty() { edges.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func add(_ edge: @autoclosure () -> Edge) {
    if isOn { edges.append(edge()) }
  }
}
