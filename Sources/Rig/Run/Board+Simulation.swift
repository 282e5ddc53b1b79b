// A board file's machine as the simulator needs it.

import SimBackend
import StepperCore

extension Board {
  /// The simulated machine, built from the wires and parts of the board and not from what the core was told.
  ///
  /// - Parameter model: how much the motors lose; nil: no physics, as where an axis has no mechanics.
  ///   `seed`: of what chance decides, such as how contacts bounce.
  public func simulation(_ model: MotorModel?, seed: UInt64 = 1) -> SimSettings {
    var switches = self.switches.map { one in
      SimSwitch(
        input: one.input, axis: one.axis, atMm: one.positionMm, closesAbove: one.end == .max,
        hysteresisMm: one.hysteresisMm, bounceMs: one.bounceMs, motor: one.motor)
    }
    if let z = probeTouchesAtZMm {
      switches.append(SimSwitch(input: .probe, axis: 2, atMm: z, closesAbove: false, bounceMs: probeBounceMs))
    }
    var simulated = SimSettings(
      tickHz: settings.tickHz,
      motors: motors.map {
        SimMotor(
          timing: $0.driver.timing, isInverted: $0.isInverted, joint: $0.axis, motor: $0.figures,
          driver: $0.driverFigures(supplyV: supplyV))
      },
      map: JointMap(settings), switches: switches, start: startPosition)
    // From the wires of the board: what the controller was told about them stands in `isActiveLow`.
    simulated.circuits = inputs.map {
      InputCircuit(
        input: $0.bit, isNormallyClosed: $0.isNormallyClosed, isPulledUp: $0.bias != .pullDown,
        isActiveLow: $0.isActiveLow)
    }
    simulated.sharedLines = sharedInputs
    let carried = switches.reduce(InputWord.none) { $0 | $1.input }
    simulated.buttons = inputs.compactMap { wire in
      guard let part = wire.part, !carried.contains(wire.bit) else { return nil }
      return SimButton(input: wire.bit, bounceMs: part.bounceMs.value)
    }
    if emergencyCut.contains(.motors) { simulated.emergencyCut.insert(.motors) }
    if emergencyCut.contains(.spindle) { simulated.emergencyCut.insert(.spindle) }
    simulated.spindle = SpindleFigures(
      maxRpm: settings.spindle.maxRpm, timeToSpeedS: spindleTimeToSpeedS, timeToStopS: spindleTimeToStopS,
      ratedTorqueNm: spindlePart?.ratedTorqueNm ?? 0, droopRpm: spindlePart?.droopRpm ?? 0)
    simulated.seed = seed
    let mechanics = (0..<3).compactMap { axis in axisMechanics(axis) }
    if let model, mechanics.count == 3 {
      simulated.mechanics = mechanics
      simulated.model = model
    }
    return simulated
  }

  /// SI units and turns of the shaft.
  private func axisMechanics(_ axis: Int) -> AxisMechanics? {
    guard let figures = mechanics[axis], let motor = motors.first(where: { $0.axis == axis }) else { return nil }
    var mechanics = AxisMechanics(
      mmPerRev: motor.mmPerRev, movingMassKg: figures.movingMassKg, driveInertiaKgM2: figures.driveInertiaGCm2 * 1e-7,
      frictionN: figures.frictionN, viscousNSPerMm: figures.viscousNSPerMm, backlashMm: figures.playMm,
      stopsMm: figures.stopsMm, stiffnessNPerMm: figures.stiffnessNPerMm)
    if axis == 2 { mechanics.weightN = figures.movingMassKg * 9.81 - figures.counterbalanceN }
    if let frame = figures.frameStiffnessNPerMm { mechanics.frameStiffnessNPerMm = frame }
    return mechanics
  }

  /// Reader of G-code for this machine: work offset, start and tool table.
  public func reader(origin: Point? = nil) -> GCodeReader {
    var offsets = WorkOffsets()
    offsets[0] = origin ?? workOffset
    return GCodeReader(offsets: offsets, position: startPosition)
  }
}

extension Motor {
  var figures: MotorFigures {
    MotorFigures(
      stepsPerRev: motor.stepsPerRev, holdingTorqueNm: motor.holdingTorqueNm.value,
      ratedCurrentA: motor.ratedCurrentA.value, resistanceOhm: motor.resistanceOhm.value,
      inductanceH: motor.inductanceMh.value * 1e-3, rotorInertiaKgM2: motor.rotorInertiaGCm2.value * 1e-7,
      detentTorqueNm: motor.holdingTorqueNm.value * motor.detentPercent.value / 100,
      ironLossPerKHz: motor.ironLossPercent.map { $0.value / 100 })
  }

  func driverFigures(supplyV: Double) -> DriverFigures {
    DriverFigures(
      setCurrentA: currentA, supplyV: supplyV, microsteps: microsteps,
      waveform: driver.hasSquareWaveform ? .square : .sine, decayShare: driver.decayShare?.value,
      undervoltageV: driver.minSupplyV?.value ?? 0)
  }
}
