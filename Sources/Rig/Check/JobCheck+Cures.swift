// Joints that fail in, changes with which the whole job was simulated anew and holds out.

import SimBackend

extension JobCheck {
  /// So many changes of a kind are simulated at most.
  private static let mostTries = 6

  func findCures(_ result: inout CheckResult, _ conservative: TorqueRecord?, _ ideal: TorqueRecord?) {
    guard result.verdict == .stalls || result.verdict == .atRisk else { return }
    for joint in result.joints where joint.verdict != .runs && !hooks.isInterrupted() {
      // Where only the ideal model fails, for want of damping, a cure has to hold there.
      let isResonance = joint.conservative.isEmpty && !joint.ideal.isEmpty
      guard let record = isResonance ? ideal : conservative else { continue }
      result.cures.append(search(joint, model: isResonance ? .ideal : .conservative, record))
    }
    let firsts = result.cures.compactMap(\.cures.first)
    if firsts.count > 1 && firsts.count == result.cures.count {
      let changed = firsts.reduce(board) { $1.change.applied(to: $0) }
      let run = simulate(changed, .conservative) { options, _ in
        for case .feed(let factor) in firsts.map(\.change) {
          options.feedOverride = min(options.feedOverride, factor)
        }
      }
      result.curesTogether = Self.joints(changed, run.torque, run.torque).allSatisfy { $0.verdict == .runs }
    }
  }

  /// One change of the job's speed and one of the machine's strength, where there are such.
  private func search(_ joint: CheckedJoint, model: MotorModel, _ record: TorqueRecord) -> CureSearch {
    let candidates = CureCandidates(
      board: board, joint: joint.joint, model: model,
      failing: joint.firstFailure ?? joint.worst,
      demands: record.motors.filter { $0.joint == joint.joint }.flatMap(\.demands))
    let (slower, stronger) = sideBySide {
      firstThatHolds(candidates.slower, joint.joint, model)
    } _: {
      firstThatHolds(candidates.stronger, joint.joint, model)
    }
    return CureSearch(
      name: joint.name, cures: [slower.cure, stronger.cure].compactMap { $0 }, tried: slower.tried + stronger.tried,
      isCutting: (joint.firstFailure ?? joint.worst)?.demand.shares.tool ?? 0 > 0.5)
  }

  private func firstThatHolds(
    _ changes: [BoardChange], _ joint: Int, _ model: MotorModel
  ) -> (cure: Cure?, tried: Int) {
    var tried = 0
    for change in changes.prefix(Self.mostTries) where !hooks.isInterrupted() {
      tried += 1
      let run = simulate(change.applied(to: board), model) { options, _ in
        options.endsWhenJointLeaves = joint
        if case .feed(let factor) = change { options.feedOverride = factor }
      }
      guard let torque = run.torque, torque.departures(ofJoint: joint).isEmpty,
        run.exit == .done || run.summary.alarm?.code == "stall", let worst = torque.worst(ofJoint: joint),
        worst.demand.margin >= 0
      else { continue }
      return (Cure(change: change, margin: worst.demand.margin), tried)
    }
    return (nil, tried)
  }
}
