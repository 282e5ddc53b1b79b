// The queue of segments, and the speeds at their joints: as fast as the rest of the queue allows.

/// A ring of planned segments with a backward pass over it.
///
/// The queue's last speed is zero, so the machine can always stop at its end, whatever comes or does not come later:
///
/// ```
///  v²   ╱╲      ____        each entry speed: what its corner allows, and what braking over the segment
///      ╱  ╲____╱    ╲___    from there allows: v² ≤ v²(next) + 2·a·length
///     ╱                 ╲   → 0 at the end
/// ```
/// The pass runs once whenever the window is full, and then half of it is executed: two visits a segment, however long
/// the job is.
public struct LookAhead: ~Copyable {
  private let storage: UnsafeMutableBufferPointer<PlannedSegment>
  private var head = 0
  public private(set) var count = 0
  /// Entries that were ever added; wraps around.
  public private(set) var added: UInt32 = 0
  private var isPlanned = true
  /// So many entries from the first on have the speeds that the last pass found for what was behind them then.
  private var plannedCount = 0
  private var target = SpeedTarget()

  /// - Parameter storage: room for the window, owned by the caller and kept for the life of the queue; at least 32.
  public init(storage: UnsafeMutableBufferPointer<PlannedSegment>) { self.storage = storage }

  public var capacity: Int { storage.count }
  /// There is always room for one more command, and for the end of the path behind it, where it is not full: each takes at
  /// most eight entries (``PathBuilder``).
  public var isFull: Bool { count > storage.count - 16 }
  public var isEmpty: Bool { count == 0 }

  /// Where so many entries or fewer wait, more are wanted, unless nothing more comes: a portion is so small that a slow
  /// processor adds it while the slices last that it has made before.
  public var reserve: Int { storage.count - 16 - max(1, min(storage.count / 16, 64)) }

  private func place(_ index: Int) -> Int {
    let place = head + index
    return place >= storage.count ? place - storage.count : place
  }

  /// The entry `index` places behind the first.
  public subscript(index: Int) -> PlannedSegment { storage[place(index)] }

  /// The corner behind the last entry changes it no more; the caller has checked that there is room.
  public mutating func append(_ entry: PlannedSegment) {
    (storage.baseAddress! + place(count)).initialize(to: entry)
    count += 1
    added &+= 1
    isPlanned = false
  }

  public mutating func removeFirst() {
    head = place(1)
    count -= 1
    plannedCount = max(plannedCount - 1, 0)
  }

  public mutating func removeAll() {
    count = 0
    plannedCount = 0
    isPlanned = true
  }

  /// The speed, squared, with which the entry behind the first may be entered; zero at the end of the queue.
  public var secondEntrySquared: Double { count > 1 ? storage[place(1)].entrySquared : 0 }

  /// From now on speeds are limited so: the next ``plan()`` goes over all of the queue.
  mutating func aim(at target: SpeedTarget) {
    self.target = target
    plannedCount = 0
    isPlanned = false
  }

  /// The backward pass, if something changed since the last one: from the end to the first entry whose speed stays what it
  /// was, because all before it do then.
  public mutating func plan() {
    if isPlanned { return }
    isPlanned = true
    let known = plannedCount
    plannedCount = count
    var exitSquared = 0.0
    var index = count - 1
    while index >= 0 {
      let slot = place(index)
      let entry = storage.baseAddress! + slot
      if entry.pointee.stop != nil || entry.pointee.startsAtRest {
        exitSquared = 0
      } else {
        let limit = target.limit(entry.pointee)
        let limitSquared = limit * limit
        let braking = entry.pointee.law.down.reached(
          fromSquared: min(exitSquared, limitSquared), over: entry.pointee.segment.length)
        exitSquared = min(entry.pointee.junctionSquared, limitSquared, braking)
      }
      if index < known && entry.pointee.entrySquared == exitSquared { return }
      entry.pointee.entrySquared = exitSquared
      index -= 1
    }
  }
}
