// What the machine remembers between programs: where workpieces lie, where home is, how long the tools are.

/// Work offsets, stored positions and tool lengths. A plain value: the host may keep it over a power cut.
public struct WorkOffsets: Equatable, Sendable {
  /// G54 to G59.
  public static var systemCount: Int { 6 }
  /// Tools 0 to 99 can have a length.
  public static var toolCount: Int { 100 }

  /// The offset of G92, added to that of the work system.
  public var g92: Point = .zero
  /// Where G28 goes, in machine coordinates (stored by G28.1).
  public var g28: Point = .zero
  /// Where G30 goes, in machine coordinates (stored by G30.1).
  public var g30: Point = .zero
  private var systems = InlineArray<6, Point>(repeating: .zero)
  private var toolLengthsMm = InlineArray<100, Double>(repeating: 0)
  // One bit a tool: whether its length was ever given.
  private var toolsKnown: (UInt64, UInt64) = (0, 0)

  public init() {}

  /// The origin of a work system in machine coordinates: 0 is G54, 5 is G59.
  public subscript(system: Int) -> Point {
    get { systems[system] }
    set { systems[system] = newValue }
  }

  /// The length of tool `tool` in millimetres, or nil where none was given or there is no such slot.
  public func toolLengthMm(_ tool: Int) -> Double? {
    guard tool >= 0, tool < Self.toolCount else { return nil }
    let known = tool < 64 ? toolsKnown.0 >> UInt64(tool) : toolsKnown.1 >> UInt64(tool - 64)
    return known & 1 == 1 ? toolLengthsMm[tool] : nil
  }

  /// Stores the length of tool `tool`, or forgets it (nil). False: there is no such slot.
  @discardableResult
  public mutating func setToolLengthMm(_ lengthMm: Double?, tool: Int) -> Bool {
    guard tool >= 0, tool < Self.toolCount else { return false }
    let low: UInt64 = tool < 64 ? 1 << UInt64(tool) : 0
    let high: UInt64 = tool < 64 ? 0 : 1 << UInt64(tool - 64)
    toolsKnown.0 = lengthMm == nil ? toolsKnown.0 & ~low : toolsKnown.0 | low
    toolsKnown.1 = lengthMm == nil ? toolsKnown.1 & ~high : toolsKnown.1 | high
    toolLengthsMm[tool] = lengthMm ?? 0
    return true
  }

  public static func == (a: WorkOffsets, b: WorkOffsets) -> Bool {
    guard a.g92 == b.g92, a.g28 == b.g28, a.g30 == b.g30, a.toolsKnown == b.toolsKnown else { return false }
    for system in 0..<systemCount where a.systems[system] != b.systems[system] { return false }
    for tool in 0..<toolCount where a.toolLengthsMm[tool] != b.toolLengthsMm[tool] { return false }
    return true
  }
}
