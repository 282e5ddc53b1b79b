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
  }

  /// Whether a way is held back: the next one goes on from it without a stop, if its corner allows.
  var isOpen: Bool { newest != nil }

  mutating func reset() {
    last = nil
    newest = nil
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
  mutating func add(_ next: ProgrammedWay, limits: SegmentLimits, to queue: inout LookAhead) {
    if let longer = merged(with: next), let before = newest {
      var both = way(longer, wanted: before.wantedMmPerS, mode: before.mode, line: before.line, limits: limits)
      both.isRapid = before.isRapid
      both.power = before.power
      both.startsAtRest = before.startsAtRest
      both.mergedMm = merge.deviation
      both.startShift = before.startShift
      newest = both
      return
    }
    var following = next
    following.startShift = complete(newest, before: next, limits, &queue)
    newest = following
    merge.reset()
  }

  /// Nothing follows: both go into the queue; at most eight segments.
  mutating func end(limits: SegmentLimits, to queue: inout LookAhead) {
    _ = complete(newest, before: nil, limits, &queue)
    if let last { append(last, last.segment, last.along, to: &queue) }
    reset()
  }

  /// A way is complete: its corner with the last one is made, and it takes that one's place. Returns how far its corner
  /// with the next one has moved.
  private mutating func complete(
    _ way: ProgrammedWay?, before next: ProgrammedWay?, _ limits: SegmentLimits, _ queue: inout LookAhead
  ) -> Point {
    guard var after = way else { return .zero }
    var shift = Point.zero
    if let next, case .blend = next.mode, next.mode == after.mode, next.probe == nil {
      shift = self.shift(after, next, limits)
    }
    if shift != .zero || after.startShift != .zero {
      let start = after.segment.start + after.startShift, end = after.segment.end + shift
      if let moved = Segment(lineFrom: start, to: end) {
        after.segment = moved
        after.along = along(moved, wanted: after.wantedMmPerS, mode: after.mode, limits)
      }
    }
    if let before = last {
      let share = Self.share(before.segment, after.segment, next?.segment)
      turn(before, &after, share: share, limits: limits, to: &queue)
    }
    last = after
    return shift
  }

  private func shift(_ before: ProgrammedWay, _ after: ProgrammedWay, _ limits: SegmentLimits) -> Point {
    let turn = after.segment.startTangent - before.segment.endTangent
    let budget = budget(before.mode)
    let skew = shaperSkew.mm(along: before.segment.endTangent)
    let deviation = budget.blendingMm(
      spent: before.mergedMm + skew, turning: limits.most(along: turn * (1 / max(turn.length, 1e-12))))
    let shift = CornerShift.shift(
      before.segment, after.segment, deviation: deviation, most: budget.shiftMm(skew: skew))
    // At the edge of the travel there is no outside.
    let corner = before.segment.end + shift
    for axis in 0..<3 where corner[axis] < low[axis] || corner[axis] > high[axis] { return .zero }
    return shift
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
    let speed = min(before.speed, after.speed)
    let weakest = limits.weakest(u, v)
    // What merging and shapers that differ have already taken of the tolerance.
    let spent =
      max(before.mergedMm, after.mergedMm) + max(shaperSkew.mm(along: u), shaperSkew.mm(along: v))
    // The way inwards that the corner has moved outwards.
    let moved = max(0, -after.startShift.dot(v - u) / max(change, 1e-12))
    let turning = limits.most(along: (v - u) * (1 / max(change, 1e-12)))
    // Of a change of direction within one sample the jerk limit sees a two-hundredth.
    let unseen = 0.008 * weakest * sliceS
    // Smoothing would not reach the tip of a path that turns back.
    let needsRest =
      u.dot(v) < -0.5
      && budget.cutMm(halfSine: 0.5 * change, acceleration: weakest) > budget.blendingMm(spent: spent, turning: turning)
    var rest = before.segment
    if mode == .exactStop || needsRest {
      after.startsAtRest = true
    } else if change * speed <= unseen {
      after.entrySquared = Self.squared(unseen / change)
    } else if case .blend = mode,
      let blend = CornerBlend(
        before.segment, after.segment, room: min(0.95 * before.segment.length, share * after.segment.length),
        deviation: budget.blendingMm(spent: spent, turning: turning) + moved,
        enough: 1.1 * speed * speed / weakest + 1e-6)
    {
      rest = before.segment.trimmed(start: 0, end: blend.trim)
      after.segment = after.segment.trimmed(start: blend.trim, end: 0)
      append(before, rest, before.along, to: &queue)
      var bend = after
      bend.wantedMmPerS = min(before.wantedMmPerS, after.wantedMmPerS)
      bend.power = min(before.power, after.power)
      bend.startsAtRest = false
      bend.entrySquared = .infinity
      // Between a cut and a rapid nothing is cut: there a laser is off.
      bend.isRapid = before.isRapid || after.isRapid
      let most = budget.bendSpeed(halfSine: 0.5 * change, length: blend.first.length)
      let centripetal = budget.centripetalLimit(beside: max(0, blend.deviation - moved), spent: spent)
      append(bend, arc: blend.first, most, centripetal, limits, to: &queue)
      if let second = blend.second { append(bend, arc: second, most, centripetal, limits, to: &queue) }
      return
    } else if case .exactPath = mode {
      after.startsAtRest = true
    } else {
      after.entrySquared = Self.squared(unseen / change)
    }
    append(before, rest, before.along, to: &queue)
  }

  private static func squared(_ speed: Double) -> Double { speed * speed }

  /// How much of an axis' acceleration a curve may take; the rest is there to change speed with.
  private static let turningShare = 0.98
  /// A longer corner is limited in pieces, mm: its ends may be driven faster than its middle.
  private static let onePieceMm = 0.05

  /// An arc of a corner, at most three entries.
  private func append(
    _ way: ProgrammedWay, arc: Segment, _ most: Double, _ centripetal: Double, _ limits: SegmentLimits,
    to queue: inout LookAhead
  ) {
    // Half of a corner between curves can be a line.
    let pieces = arc.length > Self.onePieceMm && arc.shape == .arc ? 3 : 1
    arc.forEachPiece(of: pieces) { piece in
      var along = limits.along(
        piece, wanted: way.wantedMmPerS, turningShare: Self.turningShare, centripetalLimit: centripetal)
      along.velocity = min(along.velocity, most)
      along.steady = min(along.steady, most)
      append(way, piece, along, to: &queue)
    }
  }

  private func append(
    _ way: ProgrammedWay, _ segment: Segment, _ along: SegmentLimits.Along, to queue: inout LookAhead
  ) {
    // A blend can take all of a short way.
    guard segment.length > 1e-9 else { return }
    var entry = PlannedSegment(
      segment, wanted: way.wantedMmPerS, ceiling: along.ceiling, steady: along.steady, law: along.law,
      junctionSquared: way.entrySquared,
      line: way.line, isRapid: way.isRapid)
    entry.power = way.power
    entry.startsAtRest = way.startsAtRest
    entry.probe = way.probe
    queue.append(entry)
  }
}
