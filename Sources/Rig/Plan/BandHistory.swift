// A quantity along time or along the lines of a job in, its least, mean and greatest value in at most 2,000 buckets out.

/// How a quantity ran, however long it ran.
///
/// The same idea as ``SpeedHistory``, for quantities of either sign and over anything that only grows. When the buckets are
/// used up, neighbours are joined and each stands for twice the width.
struct BandHistory {
  struct Bucket {
    /// Seconds spent in it.
    var seconds = 0.0
    /// The value times its seconds, added up.
    var integral = 0.0
    var least = Double.infinity
    var greatest = -Double.infinity

    var isEmpty: Bool { seconds <= 0 }
    var mean: Double { seconds > 0 ? integral / seconds : 0 }

    @inline(__always)
    mutating func add(_ value: Double, seconds: Double) {
      self.seconds += seconds
      integral += value * seconds
      if value < least { least = value }
      if value > greatest { greatest = value }
    }

    mutating func join(_ other: Bucket) {
      seconds += other.seconds
      integral += other.integral
      least = min(least, other.least)
      greatest = max(greatest, other.greatest)
    }
  }

  static let limit = 2000

  private(set) var buckets: [Bucket] = []
  /// Of a bucket, in units of what it runs along.
  private(set) var width: Double
  private let origin: Double

  /// - Parameters:
  ///   - finest: a bucket's width at the start
  ///   - origin: where the first bucket begins
  init(finest: Double, origin: Double = 0) {
    width = finest
    self.origin = origin
    buckets.reserveCapacity(Self.limit)
  }

  /// Where a bucket begins.
  func start(of index: Int) -> Double { origin + Double(index) * width }

  /// A value that held from here to there, for so many seconds.
  mutating func add(_ value: Double, from: Double, to: Double, seconds: Double) {
    guard to > from else { return }
    var place = from
    while place < to {
      let index = makeRoom(at: place)
      let end = min(to, start(of: index + 1))
      // Rounding may have left nothing of this bucket.
      guard end > place else { return }
      buckets[index].add(value, seconds: seconds * (end - place) / (to - from))
      place = end
    }
  }

  /// The bucket at this place; joins neighbours until there is one.
  private mutating func makeRoom(at place: Double) -> Int {
    // A value just below a boundary belongs to the bucket behind it.
    var index = Int(max(0, (place - origin) / width + 1e-9))
    while index >= Self.limit {
      joinNeighbours()
      index = Int(max(0, (place - origin) / width + 1e-9))
    }
    while buckets.count <= index { buckets.append(Bucket()) }
    return index
  }

  private mutating func joinNeighbours() {
    let half = (buckets.count + 1) / 2
    for index in 0..<half {
      var joined = buckets[2 * index]
      if 2 * index + 1 < buckets.count { joined.join(buckets[2 * index + 1]) }
      buckets[index] = joined
    }
    buckets.removeLast(buckets.count - half)
    width *= 2
  }
}
