// Bytes that were received come in; lines go out, one after the other.

/// A ring of received bytes, in memory that somebody else owns.
struct ReceiveBuffer {
  private let storage: UnsafeMutableBufferPointer<UInt8>
  private var first = 0
  private(set) var count = 0
  /// Line ends that it has.
  private(set) var lines = 0
  /// Bytes behind the last of them.
  private var openBytes = 0

  init(storage: UnsafeMutableBufferPointer<UInt8>) { self.storage = storage }

  var room: Int { storage.count - count }

  /// False: there is no room.
  ///
  /// Of a line that is too long no more is kept than shows it: one that never ends keeps nothing else out.
  mutating func put(_ byte: UInt8) -> Bool {
    if byte != 10 {
      if openBytes == 0 && TextLine.isBlank(byte) || openBytes > TextLine.limit { return true }
    }
    guard count < storage.count else { return false }
    storage[(first + count) % storage.count] = byte
    count += 1
    openBytes += 1
    if byte == 10 {
      lines += 1
      openBytes = 0
    }
    return true
  }

  mutating func removeFirst() -> UInt8 {
    let byte = storage[first]
    first = (first + 1) % storage.count
    count -= 1
    if byte == 10 { lines -= 1 }
    return byte
  }

  mutating func removeAll() {
    count = 0
    lines = 0
    openBytes = 0
  }
}

/// The line being worked on: without its end, and without blanks before it.
struct TextLine {
  static var limit: Int { 255 }
  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
  private(set) var bytes = InlineArray<256, UInt8>(repeating: 0)
  private(set) var count = 0
  /// It was longer than there is room.
  private(set) var isTooLong = false

  mutating func put(_ byte: UInt8) {
    if count == 0 && Self.isBlank(byte) { return }
    guard count < Self.limit else {
      isTooLong = true
      return
    }
    bytes[count] = byte
    count += 1
  }

  mutating func put(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { put(text.utf8Start[index]) }
  }

  mutating func clear() {
    count = 0
    isTooLong = false
  }

  subscript(index: Int) -> UInt8 { index < count ? bytes[index] : 0 }

  /// A letter as a capital.
  func capital(_ index: Int) -> UInt8 {
    let byte = self[index]
    return byte >= 97 && byte <= 122 ? byte - 32 : byte
  }

  /// Whether it is this text (capitals), whatever its case.
  func isText(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && hasPrefix(text) }

  func hasPrefix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount where capital(index) != text.utf8Start[index] { return false }
    return true
  }
}
