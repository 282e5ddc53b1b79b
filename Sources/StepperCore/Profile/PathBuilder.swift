// Programmed ways in, the queue of segments out: short lines merged, corners rounded, limits found.

/// Holds two ways back: the newest, which the next line may continue, and the one before it, whose corner waits until
/// the newest is complete.
///
/// ```
///  queue ◄── last ──corner── newest ◄── next: continues newest, or makes it complete
/// ```
struct PathBuilder: ~Copyable {
  // Ways are long: they stay in these two places, and are not there while nothing says that they are.
  private var last: ProgrammedWay
  private var hasLast = false
  private var newest: ProgrammedWay
  private var hasNewest = false
  private var merge = LineMerge()
  private let windowS: Double
  private let shaperVarianceS2: Double
  private let shaperSkew: ShaperSkew
  private let sliceS: Double
  private let low: Point
  private let high: Point
  private let greatestAcceleration: Double
  private let defaultToleranceMm: Double

  /// - Parameter window: of the smoothing, in slices.
  init(_ settings: MachineSettings, window: Int) {
    sliceS = Double(settings.sliceTicks) / Double(settings.tickHz)
    windowS = sliceS * Double(window)
    shaperVarianceS2 = max(settings.shaperVarianceS2(0), settings.shaperVarianceS2(1), settings.shaperVarianceS2(2))
    shaperSkew = ShaperSkew(settings)
    defaultToleranceMm = settings.toleranceMm
    low = Point(settings.x.minMm, settings.y.minMm, settings.z.minMm)
    high = Point(settings.x.maxMm, settings.y.maxMm, settings.z.maxMm)
    greatestAcceleration = max(
      settings.x.maxAccelerationMmPerS2, settings.y.maxAccelerationMmPerS2, settings.z.maxAccelerationMmPerS2)
    last = ProgrammedWay(nowhere: .zero)
    newest = ProgrammedWay(nowhere: .zero)
  }

  /// Whether a way is held back: the next one goes on from it without a stop, if its corner allows.
  var isOpen: Bool { hasNewest }

  mutating func reset() {
    hasLast = false
    hasNewest = false
    merge.reset()
  }

  /// One motion as the program has it.
  func way(
    _ segment: Segment, wanted: Double, mode: PathMode, line: UInt32, limits: SegmentLimits
  ) -> ProgrammedWay {
    ProgrammedWay(
      segment, line: line, wantedMmPerS: wanted, mode: mode, along: along(segment, wanted: wanted, mode: mode, limits))
  }

  private func along(
    _ segment: Segment, wanted: Double, mode: PathMode, _ limits: SegmentLimits
  ) -> SegmentLimits.Along {
    limits.along(
      segment, wanted: wanted, turningShare: Self.turningShare, centripetalLimit: budget(mode).centripetalLimit)
  }

  private func budget(_ mode: PathMode) -> ToleranceBudget {
    var tolerance = defaultToleranceMm
    if case .blend(let given?) = mode { tolerance = given }
    return ToleranceBudget(
      toleranceMm: tolerance, windowS: windowS, shaperVarianceS2: shaperVarianceS2,
      greatestAcceleration: greatestAcceleration)
  }

  /// Takes the next way; at most seven segments go into the queue.
  mutating func add(_ next: consuming ProgrammedWay, limits: SegmentLimits, to queue: inout LookAhead) {
    if let longer = merged(with: next) {
      newest.segment = longer
      newest.along = along(longer, wanted: newest.wantedMmPerS, mode: newest.mode, limits)
      newest.mergedMm = merge.deviation
      return
    }
    if hasNewest {
      next.startShift = shift(before: next, limits)
      move(endBy: next.startShift, limits)
      if hasLast {
        let share = Self.share(
          first: Self.halfTangent(last.segment.endTangent, newest.segment.startTangent),
          second: Self.halfTangent(newest.segment.endTangent, next.segment.startTangent))
        turn(share: share, limits: limits, to: &queue)
      }
      swap(&last, &newest)
      hasLast = true
    }
    newest = next
    hasNewest = true
    merge.reset()
  }

  /// Nothing follows: both go into the queue; at most eight segments.
  mutating func end(limits: SegmentLimits, to queue: inout LookAhead) {
    if hasNewest {
      move(endBy: .zero, limits)
      if hasLast { turn(share: 0.95, limits: limits, to: &queue) }
      append(newest, newest.segment, to: &queue)
    }
    reset()
  }

  /// The newest way is complete: its corner with the last one is made, and its end is `shift` farther out.
  private mutating func move(endBy shift: Point, _ limits: SegmentLimits) {
    guard shift != .zero || newest.startShift != .zero else { return }
    let start = newest.segment.start + newest.startShift, end = newest.segment.end + shift
    guard let moved = Segment(lineFrom: start, to: end) else { return }
    newest.segment = moved
    newest.along = along(moved, wanted: newest.wantedMmPerS, mode: newest.mode, limits)
  }

  /// How far the corner between the newest way and the next one moves.
  private func shift(before next: borrowing ProgrammedWay, _ limits: SegmentLimits) -> Point {
    guard case .blend = next.mode, next.mode == newest.mode, next.probe == nil else { return .zero }
    let along = newest.segment.endTangent
    let turn = next.segment.startTangent - along
    let budget = budget(newest.mode)
    let skew = shaperSkew.mm(along: along)
    let deviation = budget.blendingMm(
      spent: newest.mergedMm + skew, turning: limits.most(along: turn * (1 / max(turn.length, 1e-12))))
    let shift = CornerShift.shift(
      newest.segment, next.segment, deviation: deviation, most: budget.shiftMm(skew: skew))
    // At the edge of the travel there is no outside.
    let corner = newest.segment.end + shift
    for axis in 0..<3 where corner[axis] < low[axis] || corner[axis] > high[axis] { return .zero }
    return shift
  }

  private mutating func merged(with next: borrowing ProgrammedWay) -> Segment? {
    guard hasNewest, case .blend = next.mode, newest.mode == next.mode, newest.isLike(next),
      newest.segment.shape == .line, next.segment.shape == .line, newest.probe == nil,
      newest.segment.endTangent.dot(next.segment.startTangent) > 0.5
    else { return nil }
    return merge.extended(
      newest.segment, to: next.segment.end, within: ToleranceBudget.mergingShare * budget(next.mode).toleranceMm)
  }

  /// How much of a segment its first corner may take: as much more than the second one as it turns more, so that both can
  /// have the same radius. Both as tan(β/2).
  private static func share(first: Double, second: Double) -> Double {
    min(0.9, max(0.1, first / max(first + second, 1e-12)))
  }

  /// tan(β/2) of the angle β between two directions, at most 1000.
  private static func halfTangent(_ u: Point, _ v: Point) -> Double {
    let cosine = u.dot(v)
    return min((max(0, 1 - cosine) / max(1 + cosine, 1e-6)).squareRoot(), 1000)
  }

  /// The corner between the last way and the newest: straight on, rounded, or a stop. The last goes into the queue.
  private mutating func turn(share: Double, limits: SegmentLimits, to queue: inout LookAhead) {
    let mode = newest.mode
    let budget = budget(mode)
    let u = last.segment.endTangent, v = newest.segment.startTangent
    let change = (v - u).length
    let speed = min(last.speed, newest.speed)
    let weakest = limits.weakest(u, v)
    // What merging and shapers that differ have already taken of the tolerance.
    let spent =
      max(last.mergedMm, newest.mergedMm) + max(shaperSkew.mm(along: u), shaperSkew.mm(along: v))
    // The way inwards that the corner has moved outwards.
    let moved = max(0, -newest.startShift.dot(v - u) / max(change, 1e-12))
    let turning = limits.most(along: (v - u) * (1 / max(change, 1e-12)))
    // Of a change of direction within one sample the jerk limit sees a two-hundredth.
    let unseen = 0.008 * weakest * sliceS
    // Smoothing would not reach the tip of a path that turns back.
    let needsRest =
      u.dot(v) < -0.5
      && budget.cutMm(halfSine: 0.5 * change, acceleration: weakest) > budget.blendingMm(spent: spent, turning: turning)
    if mode == .exactStop || needsRest {
      newest.startsAtRest = true
    } else if change * speed <= unseen {
      newest.entrySquared = Self.squared(unseen / change)
    } else if case .blend = mode,
      let blend = CornerBlend(
        last.segment, newest.segment, room: min(0.95 * last.segment.length, share * newest.segment.length),
        deviation: budget.blendingMm(spent: spent, turning: turning) + moved,
        enough: 1.1 * speed * speed / weakest + 1e-6)
    {
      append(last, last.segment.trimmed(start: 0, end: blend.trim), to: &queue)
      newest.segment = newest.segment.trimmed(start: blend.trim, end: 0)
      let most = budget.bendSpeed(halfSine: 0.5 * change, length: blend.first.length)
      let centripetal = budget.centripetalLimit(beside: max(0, blend.deviation - moved), spent: spent)
      appendBend(blend.first, most, centripetal, limits, to: &queue)
      if let second = blend.second { appendBend(second, most, centripetal, limits, to: &queue) }
      return
    } else if case .exactPath = mode {
      newest.startsAtRest = true
    } else {
      newest.entrySquared = Self.squared(unseen / change)
    }
    append(last, last.segment, to: &queue)
  }

  private static func squared(_ speed: Double) -> Double { speed * speed }

  /// How much of an axis' acceleration a curve may take; the rest is there to change speed with.
  private static let turningShare = 0.98
  /// A longer corner is limited in pieces, mm: its ends may be driven faster than its middle.
  private static let onePieceMm = 0.05

  /// An arc of the corner between the last way and the newest, at most three entries.
  private func appendBend(
    _ arc: Segment, _ most: Double, _ centripetal: Double, _ limits: SegmentLimits, to queue: inout LookAhead
  ) {
    let wanted = min(last.wantedMmPerS, newest.wantedMmPerS)
    let power = min(last.power, newest.power)
    // Between a cut and a rapid nothing is cut: there a laser is off.
    let isRapid = last.isRapid || newest.isRapid
    let line = newest.line
    // Half of a corner between curves can be a line.
    let pieces = arc.length > Self.onePieceMm && arc.shape == .arc ? 3 : 1
    arc.forEachPiece(of: pieces) { piece in
      // A blend can take all of a short way.
      guard piece.length > 1e-9 else { return }
      let along = limits.along(
        piece, wanted: wanted, turningShare: Self.turningShare, centripetalLimit: centripetal)
      var entry = PlannedSegment(
        piece, wanted: wanted, ceiling: min(along.velocity, most, along.stepVelocity), steady: min(along.steady, most),
        law: along.law, line: line, isRapid: isRapid)
      entry.power = power
      queue.append(entry)
    }
  }

  private func append(_ way: borrowing ProgrammedWay, _ segment: Segment, to queue: inout LookAhead) {
    // A blend can take all of a short way.
    guard segment.length > 1e-9 else { return }
    var entry = PlannedSegment(
      segment, wanted: way.wantedMmPerS, ceiling: way.along.ceiling, steady: way.along.steady, law: way.along.law,
      junctionSquared: way.entrySquared,
      line: way.line, isRapid: way.isRapid)
    entry.power = way.power
    entry.startsAtRest = way.startsAtRest
    entry.probe = way.probe
    queue.append(entry)
  }
}
