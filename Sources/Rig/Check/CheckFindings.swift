// A checked run in, sentences in the order of the job's lines out.

import SimBackend
import StepperCore

/// Everything that a person should know of, line by line.
struct CheckFindings {
  /// Less than this is told, although the job would run: load, wear and heat take what they take.
  static let lowMargin = 0.2

  let all: [CheckFinding]

  init(_ check: JobCheck, _ run: RunResult, _ joints: [CheckedJoint]) {
    var found = joints.flatMap { Self.failures($0, check.board) }
    for joint in joints where joint.conservative.isEmpty && joint.ideal.isEmpty {
      guard let worst = joint.worst, worst.demand.margin < Self.lowMargin else { continue }
      let isGone = worst.demand.margin < 0
      found.append(
        CheckFinding(
          kind: isGone ? .risk : .lowMargin, line: Int(worst.line), axis: joint.name.lowercased(),
          text: isGone
            ? .marginGone(Self.told(joint, worst, check.board)) : .marginLow(Self.told(joint, worst, check.board))))
    }
    if let alarm = run.summary.alarm, alarm.code != "stall" {
      found.append(
        CheckFinding(
          kind: .alarm, line: alarm.line, axis: alarm.axis,
          text: run.reason ?? Phrase(en: alarm.message, fr: alarm.message)))
    }
    for refusal in run.refusals { found.append(CheckFinding(kind: .alarm, line: refusal.line, text: refusal.text)) }
    if run.refusalCount > run.refusals.count {
      found.append(CheckFinding(kind: .note, text: .furtherRefusals(run.refusalCount - run.refusals.count)))
    }
    for slowed in Self.slowed(check) {
      found.append(
        CheckFinding(
          kind: .feed, line: Int(slowed.line), axis: ["x", "y", "z"][slowed.axis],
          text: .feedOverAxis(
            axis: ["X", "Y", "Z"][slowed.axis], wantedMmPerMin: slowed.wantedMmPerS * 60,
            allowedMmPerMin: slowed.allowedMmPerS * 60, count: slowed.count)))
    }
    for note in run.notes { found.append(CheckFinding(kind: .note, line: note.line, text: note.text)) }
    if joints.isEmpty && check.options.hasPhysics {
      let missing = (0..<3).filter { check.board.mechanics[$0] == nil }.map { ["x", "y", "z"][$0] }
      found.append(CheckFinding(kind: .noMechanics, text: .noMechanics(axes: missing, file: check.board.file)))
    }
    // Stable, so that what is true of the same line stays in the order above.
    all = found.enumerated().sorted {
      ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset)
    }.map(\.element)
  }

  /// Where a joint leaves its command: in both models, in the conservative one only, or in the ideal one only.
  private static func failures(_ joint: CheckedJoint, _ board: Board) -> [CheckFinding] {
    let ideal = Set(joint.ideal.map(\.line)), conservative = Set(joint.conservative.map(\.line))
    let onlyIdeal = joint.ideal.filter { !conservative.contains($0.line) }
    return joint.conservative.map { place in
      let place = told(joint, place, board)
      let isSure = ideal.contains(place.line)
      return CheckFinding(
        kind: isSure ? .stall : .risk, line: Int(place.line), axis: joint.name.lowercased(),
        text: isSure ? .wouldStall(place) : .couldStall(place))
    }
      + onlyIdeal.map { place in
        let isAlsoElsewhere = !joint.conservative.isEmpty
        return CheckFinding(
          kind: isAlsoElsewhere ? .stall : .resonance, line: Int(place.line), axis: joint.name.lowercased(),
          text: isAlsoElsewhere ? .wouldStall(told(joint, place, board)) : .resonance(told(joint, place, board)))
      }
  }

  static func told(_ joint: CheckedJoint, _ place: TorquePlace, _ board: Board) -> ToldPlace {
    let isAxis = board.axes(ofJoint: joint.joint).count == 1
    return ToldPlace(
      name: joint.name, line: place.line, positionMm: isAxis ? place.position[joint.joint] : nil, demand: place.demand)
  }

  private static func slowed(_ check: JobCheck) -> [FeedScout.Slowed] {
    var scout = FeedScout(check.board.settings, at: check.board.startPosition)
    var stream = CommandStream(
      JobFile(bytes: check.bytes, path: check.path), reader: check.board.reader(origin: check.options.origin),
      isInterrupted: check.hooks.isInterrupted)
    while true {
      switch stream.next() {
      case .command(let command, let line): scout.add(command, line: line)
      case .fault: continue
      case .interrupted, .end: return scout.slowed
      }
    }
  }
}

/// A place as it is told: without the parts of it that say nothing.
struct ToldPlace {
  var name: String
  var line: UInt32
  /// Along the axis; nil where a motor is no axis.
  var positionMm: Double?
  var demand: TorqueDemand
}
