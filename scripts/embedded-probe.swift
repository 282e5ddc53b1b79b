// Uses the core's generic code with a concrete port, because generic code that nobody uses is not compiled at all.

/// The simplest port: it keeps the last levels in a register-sized field.
struct ProbePort: StepPort, ~Copyable {
  var levels = PortWord.none
  var writes: UInt32 = 0

  mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) throws(Never) {
    self.levels = levels
    writes &+= changing.isEmpty ? 0 : 1
  }

  mutating func readInputs() throws(Never) -> InputWord {
    levels.contains(.enable(0)) ? .none : .emergencyStop
  }
}

/// One step of every motor, as a caller of any port would make it.
func pulse<Port: StepPort & ~Copyable>(_ port: inout Port, at tick: UInt64) throws(Port.Failure) -> Bool {
  try port.write(.steps | .enables, changing: .steps | .enables, at: PortInstant(tick: tick, ns: 0))
  try port.write(.enables, changing: .steps, at: PortInstant(tick: tick, ns: 1000))
  return try port.readInputs().isEmpty
}

@_cdecl("probe")
public func probe(ticks: UInt32) -> Bool {
  var port = ProbePort()
  var calm = true
  for tick in 0..<UInt64(ticks) { calm = pulse(&port, at: tick) && calm }
  return calm && port.writes == 2 &* ticks
}
