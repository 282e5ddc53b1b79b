// What a controller asks of the simulated machine beside slices, and what it is told.

import StepperCore

extension SimMachine {
  /// Executes what a controller wants next; it is then told the ``reading``.
  ///
  /// - Returns: false for what is not the machine's to do: input, a person, time that has to pass.
  public mutating func obey(_ output: ControllerOutput) -> Bool {
    switch output {
    case .slice(let slice): run(slice)
    case .arm(let input, let untilActive): engine.arm(input, untilActive: untilActive, port: &port)
    case .disarm: engine.disarm()
    case .cut: goOnCut()
    case .place(let subSteps): for joint in 0..<3 { engine.place(joint, atSubSteps: subSteps[joint]) }
    case .watch(let inputs): watch(inputs)
    case .mute(let motors): engine.mute(motors)
    case .needsInput, .stopped, .resting: return false
    }
    return true
  }

  /// Something goes wrong now, by hand and not by a schedule.
  public mutating func begin(_ kind: FaultKind, at tick: UInt64) {
    switch kind {
    // These need a tick that is run: spikes have theirs, and a late tick is late only in a motion.
    case .noise, .lateTick, .slowPlanner:
      faults.add(kind, at: tick, port.settings)
      choosePlainTicks()
    default: meet(kind, at: tick)
    }
  }

  /// What was wrong is right again.
  public mutating func mend(_ kind: FaultKind, at tick: UInt64) {
    guard case .noise(let input, _, _) = kind else { return port.mend(kind, at: tick) }
    faults.endNoise(on: input, at: tick)
    choosePlainTicks()
  }

  /// Lets the time of a slice pass in which nothing is waited for.
  public mutating func rest(_ pause: Slice) {
    isAtRest = true
    run(pause)
    isAtRest = false
  }

  /// What the ticks tell a controller.
  public var reading: MachineReading {
    var trip: Trip?
    if hasStopped, case .tripped(let input) = stop { trip = input }
    return MachineReading(
      tick: engine.tick, inputs: port.inputs,
      steps: SIMD4(engine.steps(0), engine.steps(1), engine.steps(2), engine.steps(3)), latch: engine.latch, trip: trip)
  }

  /// Everything off; what had cut the steps does so no longer. A machine without mains or port stays as it is.
  private mutating func goOnCut() {
    cut()
    guard hasStopped, stop?.isFinal == false else { return }
    hasStopped = false
    stop = nil
    watch(InputWord(rawValue: port.watched))
  }
}
