// Words and figures come in, ASCII bytes for the other side of the line go out.

/// What is to be sent, in memory that somebody else owns. What does not fit is counted and not kept: who writes lines asks
/// for ``room`` first.
public struct AnswerBuffer {
  private let storage: UnsafeMutableBufferPointer<UInt8>
  public private(set) var count = 0
  /// Bytes that had no room.
  public private(set) var lostBytes = 0

  public init(storage: UnsafeMutableBufferPointer<UInt8>) { self.storage = storage }

  public var room: Int { storage.count - count }

  public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: storage[..<count]) }

  /// They have been sent.
  public mutating func removeAll() { count = 0 }

  mutating func put(_ byte: UInt8) {
    guard count < storage.count else {
      lostBytes += 1
      return
    }
    storage[count] = byte
    count += 1
  }

  mutating func put(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { put(text.utf8Start[index]) }
  }

  mutating func put(_ number: Int) {
    if number < 0 { put(UInt8(ascii: "-")) }
    put(digitsOf: UInt64(number.magnitude))
  }

  private mutating func put(digitsOf number: UInt64) {
    var rest = number
    var scale: UInt64 = 1
    while rest / scale >= 10 { scale *= 10 }
    while scale > 0 {
      put(UInt8(ascii: "0") + UInt8(rest / scale))
      rest %= scale
      scale /= 10
    }
  }

  /// With three decimals; what is too large for that, or no number, as 0.000.
  mutating func put(_ value: Double) {
    guard value.magnitude < 1e12 else { return put("0.000") }
    // More than the whole numbers of a microcontroller hold.
    let thousandths = UInt64((value.magnitude * 1000).rounded())
    if value < 0 && thousandths > 0 { put(UInt8(ascii: "-")) }
    put(digitsOf: thousandths / 1000)
    put(UInt8(ascii: "."))
    let rest = UInt32(truncatingIfNeeded: thousandths % 1000)
    put(UInt8(ascii: "0") + UInt8(rest / 100))
    put(UInt8(ascii: "0") + UInt8(rest / 10 % 10))
    put(UInt8(ascii: "0") + UInt8(rest % 10))
  }

  mutating func put(_ point: Point) {
    put(point.x)
    put(UInt8(ascii: ","))
    put(point.y)
    put(UInt8(ascii: ","))
    put(point.z)
  }

  mutating func endLine() {
    put(UInt8(ascii: "\r"))
    put(UInt8(ascii: "\n"))
  }

  mutating func line(_ text: StaticString) {
    put(text)
    endLine()
  }

  mutating func line(_ text: StaticString, _ number: Int) {
    put(text)
    put(number)
    endLine()
  }
}
