// Where a job's zero lies, as a person types it.

import StepperCore

/// `X,Y,Z` in machine millimetres.
public struct JobOrigin: Sendable {
  /// No machine is larger: a hundred metres.
  private static let reachMm = 100_000.0

  public let point: Point

  /// Nil where the text is not three numbers with commas between them.
  public init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.filter { !$0.isWhitespace }) }
    guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ abs($0) <= Self.reachMm }) else { return nil }
    point = Point(numbers[0], numbers[1], numbers[2])
  }
}
