// The reports of shards come in; the one that the whole run would have written goes out, or why they are not its shards.

/// The report of a file.
public struct NamedReport: Sendable, Equatable {
  public var file: String
  public var report: JUnitReport

  public init(_ file: String, _ report: JUnitReport) {
    self.file = file
    self.report = report
  }
}

/// Why files cannot be joined.
public enum JUnitMergeError: Error, Equatable, Sendable {
  case nothing
  /// Both have this shard, or a case of it.
  case overlap(String, String, shard: String?)
  /// One of the properties differs; nil: that file does not have it.
  case otherRun(String, String, property: String, values: [String?])
  /// A file's `shard` is not of the form 2/4.
  case strangeShard(String, value: String)
  case missing([Shard])

  public var phrase: Phrase {
    switch self {
    case .nothing: .mergeNothing
    case .overlap(let first, let second, let shard): .mergeOverlap(first, second, shard: shard)
    case .otherRun(let first, let second, let property, let values):
      .mergeOtherRun(first, second, property: property, values: values)
    case .strangeShard(let file, let value): .mergeStrangeShard(file, value: value)
    case .missing(let shards): .mergeMissing(shards)
    }
  }
}

extension JUnitReport {
  /// Joins the shards of one run. The order of the files does not matter.
  ///
  /// - Parameter allowsMissing: join what there is; the report then names the shards that it does without.
  public static func merged(
    _ files: [NamedReport], allowsMissing: Bool = false
  ) throws(JUnitMergeError) -> JUnitReport {
    guard let first = files.first else { throw .nothing }
    let common = first.report.properties.filter { $0.name != shardProperty }
    var shards: [(shard: Shard, file: String)] = []
    for file in files {
      try isSameRun(first, file)
      let text = file.report[property: shardProperty] ?? "1/1"
      guard let shard = Shard(text) else { throw .strangeShard(file.file, value: text) }
      if let other = shards.first(where: { $0.shard == shard }) {
        throw .overlap(other.file, file.file, shard: shard.description)
      }
      if let other = shards.first, other.shard.count != shard.count {
        throw .otherRun(
          other.file, file.file, property: shardProperty,
          values: [other.shard.description, shard.description])
      }
      shards.append((shard, file.file))
    }
    try eachOnce(files)
    let have = Set(shards.map(\.shard.number))
    let missing = (1...shards[0].shard.count).filter { !have.contains($0) }
    if !missing.isEmpty && !allowsMissing {
      throw .missing(missing.compactMap { Shard($0, of: shards[0].shard.count) })
    }
    var properties = common
    if !missing.isEmpty {
      properties.append(Property(missingProperty, missing.map(String.init).joined(separator: " ")))
    }
    return JUnitReport(
      properties: properties, timestamp: files.compactMap(\.report.timestamp).min(),
      cases: files.flatMap(\.report.cases))
  }

  private static func isSameRun(_ first: NamedReport, _ other: NamedReport) throws(JUnitMergeError) {
    let names = (first.report.properties + other.report.properties).map(\.name).filter { $0 != shardProperty }
    for name in names where first.report[property: name] != other.report[property: name] {
      throw .otherRun(
        first.file, other.file, property: name,
        values: [first.report[property: name], other.report[property: name]])
    }
  }

  /// A file that somebody has edited, or a shard that was run with another version of the cases.
  private static func eachOnce(_ files: [NamedReport]) throws(JUnitMergeError) {
    var owner: [Int: String] = [:]
    for file in files {
      for one in file.report.cases {
        if let other = owner.updateValue(file.file, forKey: one.place) {
          throw .overlap(other, file.file, shard: nil)
        }
      }
    }
  }
}
