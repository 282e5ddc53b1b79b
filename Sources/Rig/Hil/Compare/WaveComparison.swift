// A simulated waveform and a measured one in, edge by edge; what differs between them out.

/// One difference between two waveforms.
public struct WaveDifference: Equatable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// An edge that was simulated did not reach its line.
    case lost
    /// An edge reached a line, and no such one was simulated.
    case added
    /// Edges came in another order.
    case swapped
    /// The edge is the right one, and came too long, or too shortly, after the one before.
    case late, early
    /// From here on nothing fits: the rest was not compared.
    case apart
  }

  public var kind: Kind
  /// The edge: the simulated one, or for `added` the measured one with the place of the next simulated one.
  public var edge: WaveEdge
  /// How much later than simulated, against the edge before it, µs; only of `late` and `early`.
  public var offUs: Double?
}

/// Holds two streams of edges against each other.
///
/// The order has to be the same. Times are compared *between consecutive edges*: a late tick may put everything behind it
/// back (a motion takes longer, and no steps are bunched), so absolute times would drift apart; a step that is late by
/// more than the bound, against its neighbour, is told. After a rest, where a planner may take its time, an edge may be
/// later by any amount, and not earlier.
///
/// Where edges do not fit, the smallest number of lost and added ones is looked for after which the next eight fit again,
/// in order and time, else in order alone. In steps of constant speed a delay of exactly some steps looks like so many lost
/// ones: what is missing in the whole decides which it was. It is a difference either way. Memory: some hundred edges.
public struct WaveComparison: ~Copyable {
  /// How many differences are kept; all are counted.
  public static var kept: Int { 20 }
  private static var window: Int { 64 }
  private static var proof: Int { 8 }

  public private(set) var differences: [WaveDifference] = []
  public private(set) var counts: [WaveDifference.Kind: Int] = [:]
  public private(set) var matched = 0
  public private(set) var simulated = 0
  public private(set) var measured = 0
  /// The most that time between consecutive edges was off within the bound, ns.
  public private(set) var greatestOffNs: Int64 = 0
  /// How much longer the motions took than simulated, rests left out, ns.
  public private(set) var stretchNs: Int64 = 0

  private let withinNs: Int64
  private var expected: EdgeWindow
  private var found: EdgeWindow
  /// How many more edges are simulated than measured, among those that are still to come.
  private var missing: Int
  /// Measured less simulated time of the last pair; nil before the first.
  private var shift: Int64?

  /// - Parameter missing: how many more edges are simulated than measured in all.
  public init(
    withinNs: Int64, missing: Int, simulated: @escaping () -> WaveEdge?, measured: @escaping () -> WaveEdge?
  ) {
    self.withinNs = withinNs
    self.missing = missing
    expected = EdgeWindow(simulated)
    found = EdgeWindow(measured)
  }

  public var differenceCount: Int { counts.values.reduce(0, +) }

  /// Compares to the end.
  public mutating func run() {
    while true {
      let wanted = expected.fill(Self.window + Self.proof), had = found.fill(Self.window + Self.proof)
      if wanted == 0 || had == 0 { break }
      if fits(0, 0, proof: 1, inTime: true) {
        match()
      } else if missing == 0 && fits(0, 0, proof: Self.proof, inTime: true, jumps: true) {
        // As many edges as simulated, and from here on in time again: this one was late, or early, and none is missing.
        noteTime()
        match()
      } else if let (lost, added) = smallestGap(inTime: true) {
        skip(lost: lost, added: added)
      } else if fits(0, 0, proof: Self.proof, inTime: false) {
        noteTime()
        match()
      } else if let (lost, added) = smallestGap(inTime: false) {
        skip(lost: lost, added: added)
        shift = nil
      } else {
        note(.apart, expected[0])
        break
      }
    }
    let isApart = counts[.apart] != nil
    while expected.fill(1) > 0 {
      if !isApart { note(.lost, expected[0]) }
      dropExpected()
    }
    while found.fill(1) > 0 {
      if !isApart { note(.added, found[0]) }
      dropFound()
    }
  }

  /// Whether the next edges are pairs, once so many are left out on either side. Where time `jumps`, the first pair may be
  /// at any time.
  private func fits(_ lost: Int, _ added: Int, proof: Int, inTime: Bool, jumps: Bool = false) -> Bool {
    let pairs = min(expected.count - lost, found.count - added, proof)
    // At the end of both there is less to prove it with, and both have to end together.
    if pairs < proof && (expected.count - lost != found.count - added || pairs < 0) { return false }
    var last = jumps ? nil : shift
    for pair in 0..<pairs {
      let simulated = expected[lost + pair], measured = found[added + pair]
      if !simulated.isLike(measured) { return false }
      let offset = measured.ns - simulated.ns
      // A rest that is left out is a rest all the same.
      let isAfterRest = simulated.isAfterRest || pair == 0 && expected.hasRest(before: lost)
      if inTime, let last {
        if offset < last - withinNs || (offset > last + withinNs && !isAfterRest) { return false }
      }
      last = offset
    }
    return true
  }

  /// How many edges to leave out on either side, as few as possible.
  private func smallestGap(inTime: Bool) -> (lost: Int, added: Int)? {
    for total in 1...Self.window {
      for added in 0...total where total - added <= expected.count && added <= found.count {
        let net = total - 2 * added
        if inTime && net != 0 && ((net > 0) != (missing > 0) || abs(net) > abs(missing)) { continue }
        if fits(total - added, added, proof: Self.proof, inTime: inTime) { return (total - added, added) }
      }
    }
    return nil
  }

  private mutating func match() {
    let simulated = expected[0], measured = found[0]
    let offset = measured.ns - simulated.ns
    if let shift, !simulated.isAfterRest {
      stretchNs += offset - shift
      if abs(offset - shift) <= withinNs { greatestOffNs = max(greatestOffNs, abs(offset - shift)) }
    }
    shift = offset
    matched += 1
    dropExpected()
    dropFound()
  }

  /// Leaves edges out on either side; those that are in the same order on both are pairs all the same.
  private mutating func skip(lost: Int, added: Int) {
    missing -= lost - added
    var (absent, further) = Self.withoutCommon((0..<lost).map { expected[$0] }, (0..<added).map { found[$0] })
    matched += lost - absent.count
    // All of them came, in order: then it was their time.
    if absent.isEmpty && further.isEmpty { noteTime() }
    absent.removeAll { edge in
      guard let other = further.firstIndex(where: edge.isLike) else { return false }
      further.remove(at: other)
      note(.swapped, edge)
      return true
    }
    for edge in absent { note(.lost, edge) }
    let place = expected.count > lost ? expected[lost] : nil
    for edge in further {
      var told = edge
      told.tick = place?.tick ?? 0
      told.line = place?.line ?? 0
      note(.added, told)
    }
    for _ in 0..<lost { dropExpected() }
    for _ in 0..<added { dropFound() }
  }

  /// What is left of two short rows when their longest common subsequence is taken out.
  private static func withoutCommon(_ a: [WaveEdge], _ b: [WaveEdge]) -> (a: [WaveEdge], b: [WaveEdge]) {
    // lengths[i][j]: of the common subsequence of a[i...] and b[j...].
    var lengths = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        lengths[i][j] = a[i].isLike(b[j]) ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var restOfA: [WaveEdge] = [], restOfB: [WaveEdge] = []
    var i = 0, j = 0
    while i < a.count || j < b.count {
      if i < a.count && j < b.count && a[i].isLike(b[j]) {
        i += 1
        j += 1
      } else if j == b.count || i < a.count && lengths[i + 1][j] >= lengths[i][j + 1] {
        restOfA.append(a[i])
        i += 1
      } else {
        restOfB.append(b[j])
        j += 1
      }
    }
    return (restOfA, restOfB)
  }

  private mutating func noteTime() {
    guard let shift else { return }
    let off = found[0].ns - expected[0].ns - shift
    note(off > 0 ? .late : .early, expected[0], offUs: Double(off) / 1_000)
  }

  private mutating func note(_ kind: WaveDifference.Kind, _ edge: WaveEdge, offUs: Double? = nil) {
    counts[kind, default: 0] += 1
    if differences.count < Self.kept { differences.append(WaveDifference(kind: kind, edge: edge, offUs: offUs)) }
  }

  private mutating func dropExpected() {
    expected.drop()
    simulated += 1
  }

  private mutating func dropFound() {
    found.drop()
    measured += 1
  }
}

/// The next edges of a stream.
private struct EdgeWindow {
  private var edges: [WaveEdge] = []
  private var first = 0
  private let source: () -> WaveEdge?

  init(_ source: @escaping () -> WaveEdge?) { self.source = source }

  var count: Int { edges.count - first }

  subscript(place: Int) -> WaveEdge { edges[first + place] }

  /// Whether the machine stood still before one of the first so many edges.
  func hasRest(before place: Int) -> Bool { edges[first..<first + place].contains { $0.isAfterRest } }

  /// Takes edges until there are so many, or no more; how many there are.
  mutating func fill(_ wanted: Int) -> Int {
    if count >= wanted { return count }
    if first >= 4 * wanted {
      edges.removeFirst(first)
      first = 0
    }
    while count < wanted, let edge = source() { edges.append(edge) }
    return count
  }

  mutating func drop() { first += 1 }
}
