// One tick at a time, for a clock that is not ours: the same writes as a whole slice at once, and one look at the inputs.

extension TickEngine {
  /// Runs one tick of the slice last begun, and reads the inputs once, whether or not anything moved.
  ///
  /// Tick thread: never blocks by itself.
  ///
  /// - Returns: whether a step was owed, or an edge was due; other ticks leave time for something else.
  @inlinable @inline(__always) @discardableResult
  public mutating func runTick<Port: StepPort & ~Copyable>(port: inout Port) throws(Port.Failure) -> Bool {
    let current = tick
    lanes[0].tick()
    lanes[1].tick()
    lanes[2].tick()
    var apart =
      (lanes[0].position ^ lanes[0].stands) | (lanes[1].position ^ lanes[1].stands)
      | (lanes[2].position ^ lanes[2].stands)
    if hasFourth {
      lanes[3].tick()
      apart |= lanes[3].position ^ lanes[3].stands
    }
    let isBusy = apart &>> SubSteps.fractionBits != 0 || nextDue == current
    if isBusy {
      if pulsesAreShort && nextDue != current {
        try stepShort(port: &port)
      } else {
        try stepLong(port: &port)
      }
    }
    now = current &+ 1
    try sense(at: current, port: &port)
    return isBusy
  }

  /// Reads the inputs on a tick that no slice covers: the clock of the machine stands still.
  @inlinable
  public mutating func runIdle<Port: StepPort & ~Copyable>(port: inout Port) throws(Port.Failure) {
    try sense(at: tick, port: &port)
  }

  @inlinable @inline(__always)
  mutating func sense<Port: StepPort & ~Copyable>(at tick: UInt64, port: inout Port) throws(Port.Failure) {
    sensed = try port.readInputs()
    if catcher.isArmed && catcher.matches(sensed) { catcher.close(tick: tick, steps: wholeSteps) }
  }
}
