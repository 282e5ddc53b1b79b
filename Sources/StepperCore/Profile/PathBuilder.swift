// Programmed ways in, the queue of segments out: short lines merged, corners rounded, limits found.

/// Holds two ways back: the newest, which the next line may continue, and the one before it, whose corner waits until
/// the newest is complete.
///
/// ```
///  queue ◄── last ──corner── newest ◄── next: continues newest, or makes it complete
/// ```
struct PathBuilder: Sendable {
  private var last: ProgrammedWay?
  private var newest: ProgrammedWay?
  private var merge = LineMerge()
  private let windowS: Double
  private let sliceS: Double
  private let greatestAcceleration: Double
  private let defaultToleranceMm: Double

  /// - Parameter window: of the smoothing, in slices.
  init(_ settings: MachineSettings, window: Int) {
    sliceS = Double(settings.sliceTicks) / Double(settings.tickHz)
    windowS = sliceS * Double(window)
    defaultToleranceMm = settings.toleranceMm
    greatestAcceleration = max(
      settings.x.maxAccelerationMmPerS2, settings.y.maxAccelerationMmPerS2, settings.z.maxAccelerationMmPerS2)
  }

  /// Whether a way is held back: the next one goes on from it without a stop, if its corner allows.
  var isOpen: Bool { newest != nil }

  mutating func reset() {
    last = nil
    newest = nil
    merge.reset()
  }

  private func budget(_ mode: PathMode) -> ToleranceBudget {
    var tolerance = defaultToleranceMm
    if case .blend(let given?) = mode { tolerance = given }
    return ToleranceBudget(
      toleranceMm: tolerance, windowS: windowS, greatestAcceleration: greatestAcceleration)
  }

  /// Takes the next way; at most three segments go into the queue.
  mutating func add(_ next: ProgrammedWay, limits: SegmentLimits, to queue: inout LookAhead) {
    if let longer = merged(with: next) {
      newest?.segment = longer
      newest?.mergedMm = merge.deviation
      return
    }
    complete(before: next, limits, &queue)
    newest = next
    merge.reset()
  }

  /// Nothing follows: both go into the queue; at most four segments.
  mutating func end(limits: SegmentLimits, to queue: inout LookAhead) {
    complete(before: nil, limits, &queue)
    if let last { append(last, last.segment, turningShare: 0.8, budget(last.mode), limits, to: &queue) }
    reset()
  }

  /// The newest way is complete: its corner with the last one is made, and it takes that one's place.
  private mutating func complete(before next: ProgrammedWay?, _ limits: SegmentLimits, _ queue: inout LookAhead) {
    guard var after = newest else { return }
    if let before = last {
      let share = Self.share(before.segment, after.segment, next?.segment)
      turn(before, &after, share: share, limits: limits, to: &queue)
    }
    last = after
    newest = nil
  }

  private mutating func merged(with next: ProgrammedWay) -> Segment? {
    guard let before = newest, case .blend = next.mode, before.mode == next.mode, before.isLike(next),
      before.segment.shape == .line, next.segment.shape == .line, before.probe == nil,
      before.segment.endTangent.dot(next.segment.startTangent) > 0.5
    else { return nil }
    return merge.extended(
      before.segment, to: next.segment.end, within: ToleranceBudget.mergingShare * budget(next.mode).toleranceMm)
  }

  /// How much of a segment its first corner may take: as much more than the second one as it turns more, so that both can
  /// have the same radius.
  private static func share(_ before: Segment, _ middle: Segment, _ next: Segment?) -> Double {
    guard let next else { return 0.95 }
    let first = halfTangent(before.endTangent, middle.startTangent)
    let second = halfTangent(middle.endTangent, next.startTangent)
    return min(0.9, max(0.1, first / max(first + second, 1e-12)))
  }

  /// tan(β/2) of the angle β between two directions, at most 1000.
  private static func halfTangent(_ u: Point, _ v: Point) -> Double {
    let cosine = u.dot(v)
    return min((max(0, 1 - cosine) / max(1 + cosine, 1e-6)).squareRoot(), 1000)
  }

  /// The corner between two ways: straight on, rounded, or a stop.
  private func turn(
    _ before: ProgrammedWay, _ after: inout ProgrammedWay, share: Double, limits: SegmentLimits,
    to queue: inout LookAhead
  ) {
    let mode = after.mode
    let budget = budget(mode)
    let u = before.segment.endTangent, v = after.segment.startTangent
    let change = (v - u).length
    let speed = slower(before, after, budget, limits)
    let weakest = limits.weakest(u, v)
    // Of a change of direction within one sample the jerk limit sees a two-hundredth.
    let unseen = 0.008 * weakest * sliceS
    // Smoothing would not reach the tip of a path that turns back.
    let needsRest =
      u.dot(v) < -0.5
      && budget.cutMm(halfSine: 0.5 * change, acceleration: weakest) > budget.blendingMm(merged: 0)
    var rest = before.segment
    if mode == .exactStop || needsRest {
      after.startsAtRest = true
    } else if change * speed <= unseen {
      after.entrySquared = .infinity
    } else if case .blend = mode,
      let blend = CornerBlend(
        before.segment, after.segment, room: min(0.95 * before.segment.length, share * after.segment.length),
        deviation: budget.blendingMm(merged: max(before.mergedMm, after.mergedMm)),
        enough: 1.1 * speed * speed / weakest + 1e-6)
    {
      rest = before.segment.trimmed(start: 0, end: blend.trim)
      after.segment = after.segment.trimmed(start: blend.trim, end: 0)
      append(before, rest, turningShare: 0.8, budget, limits, to: &queue)
      var bend = after
      bend.wantedMmPerS = budget.bendSpeed(speed, halfSine: 0.5 * change, length: blend.first.length)
      bend.power = min(before.power, after.power)
      // Between a cut and a rapid nothing is cut: there a laser is off.
      bend.isRapid = before.isRapid || after.isRapid
      append(bend, blend.first, turningShare: 0.85, budget, limits, to: &queue)
      if let second = blend.second { append(bend, second, turningShare: 0.85, budget, limits, to: &queue) }
      return
    } else if case .exactPath = mode {
      after.startsAtRest = true
    } else {
      let crawl = unseen / change
      after.entrySquared = crawl * crawl
    }
    append(before, rest, turningShare: 0.8, budget, limits, to: &queue)
  }

  /// The slower of two ways' speeds at their corner, mm/s.
  private func slower(
    _ before: ProgrammedWay, _ after: ProgrammedWay, _ budget: ToleranceBudget, _ limits: SegmentLimits
  ) -> Double {
    min(speed(before, budget, limits), speed(after, budget, limits))
  }

  private func speed(_ way: ProgrammedWay, _ budget: ToleranceBudget, _ limits: SegmentLimits) -> Double {
    let along = limits.along(
      way.segment, wanted: way.wantedMmPerS, turningShare: 0.8, centripetalLimit: budget.centripetalLimit)
    return min(way.wantedMmPerS, along.velocity, along.stepVelocity)
  }

  private func append(
    _ way: ProgrammedWay, _ segment: Segment, turningShare: Double, _ budget: ToleranceBudget, _ limits: SegmentLimits,
    to queue: inout LookAhead
  ) {
    // A blend can take all of a short way.
    guard segment.length > 1e-9 else { return }
    let along = limits.along(
      segment, wanted: way.wantedMmPerS, turningShare: turningShare, centripetalLimit: budget.centripetalLimit)
    let limit = min(way.wantedMmPerS, along.velocity, along.stepVelocity)
    var entry = PlannedSegment(
      segment, limit: limit, acceleration: along.acceleration,
      junctionSquared: way.startsAtRest ? 0 : min(way.entrySquared, limit * limit),
      nominal: way.wantedMmPerS.isFinite ? way.wantedMmPerS : limit, line: way.line, isRapid: way.isRapid)
    entry.power = way.power
    entry.startsAtRest = way.startsAtRest
    entry.probe = way.probe
    queue.append(entry)
  }
}
