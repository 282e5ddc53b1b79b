// A run of a campaign comes in; every property that did not hold goes out, with tick and place.

import SimBackend
import StepperCore

/// Holds runs of a job against what must be true of them.
package struct CampaignJudge: Sendable {
  private let board: Board
  private let course: CampaignCourse

  package init(_ job: CampaignJob) {
    board = job.board
    course = job.course
  }

  package func breaches(_ seen: CampaignObservation) -> [SafetyBreach] {
    guard let sent = seen.sent else { return [] }
    return travel(sent) + steps(seen, sent) + outputs(sent) + loss(seen, sent) + answer(seen, sent)
      + liveness(seen, sent) + harmless(seen)
  }

  // MARK: what was sent

  /// In steps of a joint; on CoreXY X and Y are counted in halves of them.
  private func mm(_ place: Int64, _ axis: Int) -> Double {
    let perMm = board.settings[joint: axis].stepsPerMm
    let isHalf = board.settings.kinematics == .coreXY && axis < 2
    return Double(place) / (isHalf ? 2 * perMm : perMm)
  }

  /// One step is what rounding may add; play that is made up for lies outside of the travel.
  private func travel(_ sent: SafetyWatch.Findings) -> [SafetyBreach] {
    guard board.settings.softLimits else { return [] }
    return (0..<3).compactMap { axis in
      let settings = board.settings[axis: axis]
      let slack = 1.001 / board.settings[joint: axis].stepsPerMm + settings.backlashMm
      let low = mm(sent.low[axis], axis), high = mm(sent.high[axis], axis)
      let isLow = low < settings.minMm - slack
      guard isLow || high > settings.maxMm + slack else { return nil }
      return SafetyBreach(
        .travel,
        .campaignTravel(
          axis: axis, positionMm: isLow ? low : high, leastMm: settings.minMm, greatestMm: settings.maxMm,
          tick: isLow ? sent.lowTick[axis] : sent.highTick[axis]))
    }
  }

  private func steps(_ seen: CampaignObservation, _ sent: SafetyWatch.Findings) -> [SafetyBreach] {
    var breaches: [SafetyBreach] = []
    if let trip = sent.tripTick, let step = sent.stepAfterTrip {
      breaches.append(SafetyBreach(.steps, .campaignStepAfterStop(tick: step, stopTick: trip)))
    }
    if let cut = silence(seen), let step = sent.lastStepTick, step >= cut.tick {
      breaches.append(SafetyBreach(.steps, .campaignStepAfterStop(tick: step, stopTick: cut.tick)))
    }
    return breaches
  }

  /// What has ended all pulses at once: a power cut, or lines that are lost.
  private func silence(_ seen: CampaignObservation) -> StruckFault? {
    seen.struck.first { $0.fault.kind == .powerCut || $0.fault.kind == .portError }
  }

  /// What has to end the run, and to be told.
  private func end(_ seen: CampaignObservation) -> StruckFault? { silence(seen) ?? tooLate(seen) }

  /// A tick that was later than the board allows: the machine brakes.
  private func tooLate(_ seen: CampaignObservation) -> StruckFault? {
    seen.struck.first { if case .lateTick(let us) = $0.fault.kind { isTooLate(us) } else { false } }
  }

  private func isTooLate(_ us: Double) -> Bool { us > Double(board.realTime.holdUs) }

  private func outputs(_ sent: SafetyWatch.Findings) -> [SafetyBreach] {
    if sent.levels == 0 { return [] }
    let wires = board.outputs.filter { $0.bits.rawValue & sent.levels != 0 }.map(\.name)
    return [SafetyBreach(.outputs, .campaignOutputsActive(wires: wires))]
  }

  // MARK: what was said of it

  /// What nobody has been told of. Where the run says that it was not done, the place is not certain anyway; then the
  /// figure of lost steps must be there.
  private func loss(_ seen: CampaignObservation, _ sent: SafetyWatch.Findings) -> [SafetyBreach] {
    var breaches: [SafetyBreach] = []
    for motor in seen.motors {
      if seen.exit == .done {
        if motor.altered > 0 {
          breaches.append(
            SafetyBreach(.loss, .campaignPulsesUnreported(motor: motor.name, pulses: Int(motor.altered))))
        }
        if motor.missed > 0 {
          breaches.append(
            SafetyBreach(.loss, .campaignPulsesUnreported(motor: motor.name, pulses: Int(motor.missed))))
        }
        if motor.hasSlipped || abs(motor.lagFullSteps ?? 0) > 2 {
          breaches.append(
            SafetyBreach(.loss, .campaignSlipUnreported(motor: motor.name, fullSteps: motor.lagFullSteps ?? 0)))
        }
      }
      if motor.short != 0 && (lostSteps(motor, seen.summary) ?? 0) == 0 {
        breaches.append(SafetyBreach(.loss, .campaignNoLostSteps(motor: motor.name, pulses: Int(motor.short))))
      }
    }
    if seen.exit == .done { breaches += offPlace(seen, sent) }
    return breaches
  }

  private func lostSteps(_ motor: CampaignObservation.MotorTruth, _ summary: Summary) -> Int? {
    let ofMotor = summary.motors.first { $0.name == motor.name }
    return ofMotor.map(\.lostSteps) ?? summary.axes[motor.axis].lostSteps
  }

  private func offPlace(_ seen: CampaignObservation, _ sent: SafetyWatch.Findings) -> [SafetyBreach] {
    (0..<3).compactMap { axis in
      let commanded = mm(sent.place[axis], axis)
      let off = abs(seen.carriageMm[axis] - commanded)
      if off <= toleranceMm(axis) { return nil }
      return SafetyBreach(
        .loss, .campaignOffUnreported(axis: axis, commandedMm: commanded, carriageMm: seen.carriageMm[axis]))
    }
  }

  /// A motor that follows is within two full steps of its command; behind it are play and whatever gives way.
  private func toleranceMm(_ axis: Int) -> Double {
    let fullStepMm =
      board.motors.filter { $0.axis == axis }.map { $0.mmPerRev / Double(max($0.motor.stepsPerRev, 1)) }.max() ?? 0
    let playMm = max(board.settings[axis: axis].backlashMm, board.mechanics[axis]?.playMm ?? 0)
    return 2.5 * fullStepMm + playMm + 0.1
  }

  private func answer(_ seen: CampaignObservation, _ sent: SafetyWatch.Findings) -> [SafetyBreach] {
    guard seen.exit == .done else { return [] }
    if let trip = sent.tripTick { return [SafetyBreach(.answer, .campaignUnanswered(tick: trip))] }
    if let cut = end(seen) { return [SafetyBreach(.answer, .campaignUnanswered(tick: cut.tick))] }
    return []
  }

  // MARK: what must not stop it

  private func liveness(_ seen: CampaignObservation, _ sent: SafetyWatch.Findings) -> [SafetyBreach] {
    if seen.exit == .done || sent.tripTick != nil || end(seen) != nil { return [] }
    if seen.motors.contains(where: { $0.altered > 0 || $0.hasSlipped }) { return [] }
    if course.probes && seen.struck.contains(where: { $0.fault.kind.input == .probe }) { return [] }
    return [SafetyBreach(.liveness, .campaignStoppedForNothing(seen.summary))]
  }

  private func harmless(_ seen: CampaignObservation) -> [SafetyBreach] {
    if seen.struck.contains(where: { mayMatter($0.fault.kind, among: seen.faults) }) { return [] }
    if seen.exit == .done && seen.summary.traceHash == course.traceHash { return [] }
    return [SafetyBreach(.harmless, .campaignHarmlessMattered(seen.summary))]
  }

  /// Whether a fault could stop a run, or change what is sent. Of an input that no reaction of the firmware knows, it
  /// cannot.
  package func mayMatter(_ kind: FaultKind, among faults: [SimFault]) -> Bool {
    switch kind {
    case .lostSteps, .extraSteps, .reversedMotor, .mixedPhases, .weakSupply, .jam, .wall, .powerCut, .emergencyStop,
      .portError:
      return true
    case .lateTick(let us): return isTooLate(us)
    // It costs time, and no pulse.
    case .slowPlanner, .bytesDropped, .bytesDoubled: return false
    case .door: return false
    case .deadProbe: return course.probes
    // A contact that nobody presses does not bounce.
    case .bouncingSwitch(let input, _): return input == .probe && course.probes
    case .stuckSwitch(let input, let isPressed): return matters(input) && (isPressed || input == .probe)
    case .brokenWire(let input):
      return matters(input)
        && (input == .probe || (board.inputs.first { $0.bit == input }?.isActiveWhereBroken ?? true))
    case .noise(let input, _, let spikeUs):
      guard matters(input) else { return false }
      if input == .probe || input == .emergencyStop { return true }
      // Spikes of two wires can follow each other without a break.
      let noisy = faults.filter { if case .noise(let other, _, _) = $0.kind { matters(other) } else { false } }
      let tickUs = 1e6 / Double(board.settings.tickHz)
      return noisy.count > 1 || spikeUs + tickUs >= 1_000
    }
  }

  /// Something listens to this input during the job.
  private func matters(_ input: InputWord) -> Bool {
    input == .probe ? course.probes : input == .emergencyStop || !(input & board.limitInputs).isEmpty
  }
}

extension InputWire {
  /// What the controller reads when the wire has come off: its resistor decides.
  fileprivate var isActiveWhereBroken: Bool { (bias == .pullDown) == isActiveLow }
}
