// How an axis looks for its place: what its board file says of it.

/// Nil is what follows from the axis itself; see ``Board/controllerSettings``.
public struct AxisHoming: Equatable, Sendable {
  /// False: the axis stays where it is, whatever switches it has.
  public var isWanted = true
  /// The end whose switch it goes for.
  public var towards: LimitSwitch.End?
  /// Axes of the same order go together, 1 first.
  public var order: Int?
  public var seekMmPerS: Double?
  public var locateMmPerS: Double?
  public var pullOffMm: Double?

  public init() {}
}
