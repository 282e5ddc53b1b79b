// Speed over time in at most 2,000 buckets: samples in, least, mean and greatest speed per bucket out.

/// The speed along the path over the time of a run, however long it is.
///
/// When the run outgrows its buckets, neighbours are joined and each bucket stands for twice the time.
public struct SpeedHistory: Sendable {
  /// A stretch of time of ``SpeedHistory/bucketS`` seconds.
  public struct Bucket: Sendable {
    /// Seconds of this bucket that were observed; at the end of a run less than its width.
    var coveredS = 0.0
    /// The integral of the speed, in mm: speed times seconds.
    var integralMm = 0.0
    public internal(set) var leastMmPerS = Double.infinity
    public internal(set) var greatestMmPerS = 0.0

    /// Weighted by time; zero where nothing was observed.
    public var meanMmPerS: Double { coveredS > 0 ? integralMm / coveredS : 0 }
    public var isEmpty: Bool { coveredS <= 0 }

    mutating func join(_ other: Bucket) {
      coveredS += other.coveredS
      integralMm += other.integralMm
      leastMmPerS = min(leastMmPerS, other.leastMmPerS)
      greatestMmPerS = max(greatestMmPerS, other.greatestMmPerS)
    }
  }

  public static let limit = 2000

  /// From ``startS`` on, each ``bucketS`` long.
  public private(set) var buckets: [Bucket] = []
  public private(set) var bucketS: Double
  public private(set) var startS = 0.0
  private var current = Bucket()
  private var endOfCurrentS: Double

  /// `finestS` is the width of a bucket at the start.
  public init(finestS: Double = 0.01) {
    bucketS = finestS
    endOfCurrentS = finestS
    buckets.reserveCapacity(SpeedHistory.limit)
  }

  mutating func start(atS startS: Double) {
    self.startS = startS
    endOfCurrentS = startS + bucketS
  }

  /// The speed between two moments; they follow each other without a gap.
  @inline(__always)
  mutating func add(fromS: Double, toS: Double, speedMmPerS: Double) {
    if toS <= endOfCurrentS {
      let seconds = toS - fromS
      current.coveredS += seconds
      current.integralMm += seconds * speedMmPerS
      if speedMmPerS < current.leastMmPerS { current.leastMmPerS = speedMmPerS }
      if speedMmPerS > current.greatestMmPerS { current.greatestMmPerS = speedMmPerS }
    } else {
      addAcross(fromS: fromS, toS: toS, speedMmPerS: speedMmPerS)
    }
  }

  /// With the bucket that is being filled among the others.
  var settled: SpeedHistory {
    guard !current.isEmpty else { return self }
    var copy = self
    copy.buckets.append(current)
    copy.current = Bucket()
    return copy
  }

  private mutating func addAcross(fromS: Double, toS: Double, speedMmPerS: Double) {
    var fromS = fromS
    while fromS < toS {
      while endOfCurrentS <= fromS { next() }
      let endS = min(toS, endOfCurrentS)
      var piece = Bucket()
      piece.coveredS = endS - fromS
      piece.integralMm = piece.coveredS * speedMmPerS
      piece.leastMmPerS = speedMmPerS
      piece.greatestMmPerS = speedMmPerS
      current.join(piece)
      fromS = endS
    }
  }

  private mutating func next() {
    buckets.append(current)
    current = Bucket()
    if buckets.count == SpeedHistory.limit - 1 {
      // One place stays free for the bucket that is being filled.
      let pairs = buckets.count / 2
      for index in 0..<pairs {
        var joined = buckets[2 * index]
        joined.join(buckets[2 * index + 1])
        buckets[index] = joined
      }
      // An odd one out goes on being filled, at its new width.
      if buckets.count % 2 == 1 { current = buckets[buckets.count - 1] }
      buckets.removeLast(buckets.count - pairs)
      bucketS *= 2
    }
    endOfCurrentS = startS + Double(buckets.count + 1) * bucketS
  }
}
