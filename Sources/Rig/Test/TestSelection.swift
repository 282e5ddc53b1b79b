// All cases of a run come in, with a filter and a shard; those that are to be run here go out, with their places.

/// A case and its place among all cases of the run, from 0.
public struct PlacedCase: Sendable {
  public var place: Int
  public var test: TestCase

  public init(_ place: Int, _ test: TestCase) {
    self.place = place
    self.test = test
  }
}

/// One of several parts of a run, which together run each case once: every so-many-th case, from the one of its number.
public struct Shard: Sendable, Equatable, CustomStringConvertible {
  /// From 1.
  public let number: Int
  public let count: Int

  /// No farm is larger.
  public static let most = 1_000_000

  public init?(_ number: Int, of count: Int) {
    guard (1...Self.most).contains(count), (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  /// `2/4`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    // No sign and no space: a script that computes them wrongly is to be told.
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }),
      let number = Int(parts[0]), let count = Int(parts[1])
    else { return nil }
    self.init(number, of: count)
  }

  public var description: String { "\(number)/\(count)" }

  /// Whether it is this shard that runs the case at a place of the whole, unfiltered list.
  public func runs(place: Int) -> Bool { place % count == number - 1 }
}

/// Why there is nothing to be run.
public enum TestSelectionError: Error, Equatable, Sendable {
  /// Two cases with one id: neither report nor artifacts could keep them apart.
  case sameCase(id: String)
  /// No case of the whole list has this in its name or path.
  case filterMatchesNothing(String, of: Int)

  public var phrase: Phrase {
    switch self {
    case .sameCase(let id): .testSameCase(id)
    case .filterMatchesNothing(let text, let count): .testFilterMatchesNothing(text, of: count)
    }
  }
}

/// Which cases of a list are to be run.
public struct TestSelection: Sendable, Equatable {
  /// A part of a name or of a path, in letters of either case; nil: all.
  public var filter: String?
  public var shard: Shard?

  public init(filter: String? = nil, shard: Shard? = nil) {
    self.filter = filter
    self.shard = shard
  }

  /// The cases, in their order. None is fine where others have something to do.
  public func select(_ cases: [TestCase]) throws(TestSelectionError) -> [PlacedCase] {
    var seen: Set<String> = []
    for test in cases where !seen.insert(test.id).inserted { throw .sameCase(id: test.id) }
    var chosen = Self.toldApart(cases).enumerated().map { PlacedCase($0.offset, $0.element) }
    if let filter {
      chosen = chosen.filter { Self.matches($0.test, filter) }
      if chosen.isEmpty { throw .filterMatchesNothing(filter, of: cases.count) }
    }
    if let shard { chosen = chosen.filter { shard.runs(place: $0.place) } }
    return chosen
  }

  /// Two cases of one group and one name would be one test for Jenkins: they are called after their files, too. Done to
  /// the whole list, so that each shard has the same names.
  private static func toldApart(_ cases: [TestCase]) -> [TestCase] {
    func key(_ test: TestCase) -> String { test.group + "\0" + test.name }
    var names: Set<String> = []
    var twice: Set<String> = []
    for test in cases where !names.insert(key(test)).inserted { twice.insert(key(test)) }
    if twice.isEmpty { return cases }
    return cases.map { test in
      guard twice.contains(key(test)) else { return test }
      var test = test
      test.name += " (\(test.id.split(separator: "/").last.map(String.init) ?? test.id))"
      return test
    }
  }

  private static func matches(_ test: TestCase, _ filter: String) -> Bool {
    let wanted = filter.lowercased()
    return wanted.isEmpty || test.name.lowercased().contains(wanted) || test.id.lowercased().contains(wanted)
  }
}
