// Bytes in, a zlib stream (RFC 1950, RFC 1951) out: the same bytes on every machine.

/// A small deflate compressor: matches found by hash chains, one dynamic Huffman block for every 32,768 symbols.
struct Deflate {
  private static let window = 32_768
  private static let longest = 258
  /// How many earlier places with the same hash are tried.
  private static let depth = 24

  private var bits = BitWriter()

  /// The whole stream, with its header and checksum.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var deflate = Deflate()
    deflate.bits.bytes = [0x78, 0x9C]
    bytes.withUnsafeBufferPointer { deflate.compress($0) }
    deflate.bits.align()
    let sum = adler32(bytes)
    for shift in stride(from: 24, through: 0, by: -8) {
      deflate.bits.bytes.append(UInt8(truncatingIfNeeded: sum >> shift))
    }
    return deflate.bits.bytes
  }

  static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }

  /// A symbol: a byte, or a match of `length` bytes `distance` bytes back.
  private struct Symbol {
    var length: UInt16
    var value: UInt16
  }

  private mutating func compress(_ input: UnsafeBufferPointer<UInt8>) {
    var heads = [Int32](repeating: -1, count: 1 << 15)
    var chain = [Int32](repeating: -1, count: Self.window)
    var symbols: [Symbol] = []
    var place = 0
    let count = input.count
    while place < count {
      var best = 0
      var distance = 0
      if place + 3 <= count {
        let hash = Self.hash(input, place)
        var candidate = Int(heads[hash])
        var tries = Self.depth
        while candidate >= 0 && place - candidate < Self.window && tries > 0 {
          let length = Self.match(input, candidate, place)
          if length > best {
            (best, distance) = (length, place - candidate)
            if length == Self.longest { break }
          }
          candidate = Int(chain[candidate & (Self.window - 1)])
          tries -= 1
        }
      }
      let taken = best >= 4 || (best == 3 && distance < 4096) ? best : 1
      symbols.append(
        taken == 1
          ? Symbol(length: 0, value: UInt16(input[place])) : Symbol(length: UInt16(taken), value: UInt16(distance - 1)))
      for next in place..<max(place, min(place + taken, count - 2)) {
        let hash = Self.hash(input, next)
        chain[next & (Self.window - 1)] = heads[hash]
        heads[hash] = Int32(next)
      }
      place += taken
      if symbols.count == 32_768 || place == count {
        write(symbols, isLast: place == count)
        symbols.removeAll(keepingCapacity: true)
      }
    }
    if count == 0 { write([], isLast: true) }
  }

  @inline(__always)
  private static func hash(_ input: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
    let three = UInt32(input[place]) | UInt32(input[place + 1]) << 8 | UInt32(input[place + 2]) << 16
    return Int((three &* 0x9E37_79B1) >> 17)
  }

  @inline(__always)
  private static func match(_ input: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) -> Int {
    let most = min(longest, input.count - to)
    var length = 0
    while length < most && input[from + length] == input[to + length] { length += 1 }
    return length
  }

  // MARK: one block

  private mutating func write(_ symbols: [Symbol], isLast: Bool) {
    var literals = [Int](repeating: 0, count: 286)
    var distances = [Int](repeating: 0, count: 30)
    literals[256] = 1
    for symbol in symbols {
      if symbol.length == 0 {
        literals[Int(symbol.value)] += 1
      } else {
        literals[Self.lengthCode(Int(symbol.length)).code] += 1
        distances[Self.distanceCode(Int(symbol.value) + 1).code] += 1
      }
    }
    let literal = HuffmanCode(literals, longest: 15), distance = HuffmanCode(distances, longest: 15)
    bits.put(isLast ? 1 : 0, 1)
    bits.put(2, 2)
    writeTables(literal, distance)
    for symbol in symbols {
      if symbol.length == 0 {
        bits.put(literal, Int(symbol.value))
        continue
      }
      let length = Self.lengthCode(Int(symbol.length)), back = Self.distanceCode(Int(symbol.value) + 1)
      bits.put(literal, length.code)
      bits.put(length.extra, length.bits)
      bits.put(distance, back.code)
      bits.put(back.extra, back.bits)
    }
    bits.put(literal, 256)
  }

  /// Code lengths of both codes, written plainly: each with a code of its own, without run lengths.
  private mutating func writeTables(_ literal: HuffmanCode, _ distance: HuffmanCode) {
    let lengths = literal.lengths + distance.lengths
    var counts = [Int](repeating: 0, count: 19)
    for length in lengths { counts[Int(length)] += 1 }
    let code = HuffmanCode(counts, longest: 7)
    bits.put(286 - 257, 5)
    bits.put(30 - 1, 5)
    bits.put(19 - 4, 4)
    for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] {
      bits.put(Int(code.lengths[place]), 3)
    }
    for length in lengths { bits.put(code, Int(length)) }
  }

  /// RFC 1951, 3.2.5: code, extra bits and their value for a length of 3 to 258.
  private static func lengthCode(_ length: Int) -> (code: Int, bits: Int, extra: Int) {
    if length == 258 { return (285, 0, 0) }
    let rest = length - 3
    if rest < 8 { return (257 + rest, 0, 0) }
    let bits = (Int.bitWidth - 1 - rest.leadingZeroBitCount) - 2
    return (257 + 4 * bits + (rest >> bits), bits, rest & ((1 << bits) - 1))
  }

  private static func distanceCode(_ distance: Int) -> (code: Int, bits: Int, extra: Int) {
    let rest = distance - 1
    if rest < 4 { return (rest, 0, 0) }
    let bits = (Int.bitWidth - 1 - rest.leadingZeroBitCount) - 1
    return (2 * bits + (rest >> bits), bits, rest & ((1 << bits) - 1))
  }
}

/// Bits from the lowest on.
private struct BitWriter {
  var bytes: [UInt8] = []
  private var held: UInt64 = 0
  private var count = 0

  mutating func put(_ value: Int, _ bits: Int) {
    held |= UInt64(value) << UInt64(count)
    count += bits
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: held))
      held >>= 8
      count -= 8
    }
  }

  mutating func put(_ code: HuffmanCode, _ symbol: Int) { put(Int(code.codes[symbol]), Int(code.lengths[symbol])) }

  mutating func align() {
    if count > 0 { put(0, 8 - count) }
  }
}
