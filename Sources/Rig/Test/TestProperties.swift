// What was asked of a test run comes in; the properties that its JUnit files carry go out: the same in all its shards.

/// What all shards of a run have in common, and what tells its runs apart.
public struct TestProperties: Sendable {
  public var version: String
  public var backend = Backend.sim
  public var board: String?
  public var seed: UInt64?
  public var filter: String?
  /// Runs of a campaign for each job, and whether its motors have physics; nil: no campaign.
  public var campaign: (runs: Int, hasPhysics: Bool)?
  public var shard: Shard?

  public init(version: String) { self.version = version }

  /// - Parameter cases: all of the run, also those of other shards and those that are filtered out.
  public func properties(_ cases: [TestCase]) -> [JUnitReport.Property] {
    var properties: [JUnitReport.Property] = [
      .init("rigctl", version), .init("backend", backend.rawValue),
    ]
    if let board { properties.append(.init("board", board)) }
    // A scenario has its own; a seed for all is an exception.
    if let seed { properties.append(.init("seed", String(seed))) }
    if let filter { properties.append(.init("filter", filter)) }
    if let campaign {
      properties.append(.init("campaign", String(campaign.runs)))
      properties.append(.init("physics", campaign.hasPhysics ? "true" : "false"))
    }
    properties.append(.init("cases", String(cases.count)))
    properties.append(.init("list", Self.digest(cases)))
    if let shard { properties.append(.init(JUnitReport.shardProperty, shard.description)) }
    return properties
  }

  /// Of the ids in their order, 64 bits of FNV-1a: two shards that were run on different lists have not run each case once.
  private static func digest(_ cases: [TestCase]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for test in cases {
      for byte in Array(test.id.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
