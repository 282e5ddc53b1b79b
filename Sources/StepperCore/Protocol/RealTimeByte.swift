// Bytes that act at once, wherever they stand in the stream.

/// A real-time command of grbl 1.1.
@frozen
public enum RealTimeByte: UInt8, CaseIterable, Equatable, Sendable {
  /// Ctrl-X.
  case reset = 0x18
  case status = 0x3F
  case resume = 0x7E
  case hold = 0x21
  case door = 0x84
  case cancelJog = 0x85
  case feedFull = 0x90, feedUp10 = 0x91, feedDown10 = 0x92, feedUp1 = 0x93, feedDown1 = 0x94
  case rapidFull = 0x95, rapidHalf = 0x96, rapidQuarter = 0x97
  case spindleFull = 0x99, spindleUp10 = 0x9A, spindleDown10 = 0x9B, spindleUp1 = 0x9C, spindleDown1 = 0x9D
  /// In a hold: the spindle stops, or comes back.
  case spindleStop = 0x9E
  case flood = 0xA0
  case mist = 0xA1
}

/// The overrides in percent, as senders turn them.
@frozen
public struct OverridePercents: Equatable, Sendable {
  public var feed = 100
  public var rapid = 100
  public var spindle = 100

  public init() {}

  /// What a byte makes of them; false for one that is no override.
  mutating func turn(_ byte: RealTimeByte) -> Bool {
    switch byte {
    case .feedFull: feed = 100
    case .feedUp10: feed += 10
    case .feedDown10: feed -= 10
    case .feedUp1: feed += 1
    case .feedDown1: feed -= 1
    case .rapidFull: rapid = 100
    case .rapidHalf: rapid = 50
    case .rapidQuarter: rapid = 25
    case .spindleFull: spindle = 100
    case .spindleUp10: spindle += 10
    case .spindleDown10: spindle -= 10
    case .spindleUp1: spindle += 1
    case .spindleDown1: spindle -= 1
    default: return false
    }
    feed = min(max(feed, 10), 200)
    spindle = min(max(spindle, 10), 200)
    return true
  }
}
