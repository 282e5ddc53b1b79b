// A reader of zlib streams for tests, written from RFC 1951: what it gives back is what a browser sees.

/// Why a stream is no zlib stream.
struct NotInflatable: Error { var reason: String }

/// Decodes one stream, bit by bit: slow and plain.
struct Inflate {
  private let bytes: [UInt8]
  private var bit = 16
  private var out: [UInt8] = []

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func zlib(_ bytes: [UInt8]) throws -> [UInt8] {
    guard bytes.count > 6, bytes[0] & 15 == 8, (Int(bytes[0]) * 256 + Int(bytes[1])) % 31 == 0 else {
      throw NotInflatable(reason: "header")
    }
    var reader = Inflate(bytes)
    while try !reader.block() {}
    let place = (reader.bit + 7) / 8
    let sum = bytes[place..<(place + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in reader.out {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    guard sum == b << 16 | a, place + 4 == bytes.count else { throw NotInflatable(reason: "checksum or length") }
    return reader.out
  }

  private mutating func take(_ count: Int) throws -> Int {
    var value = 0
    for index in 0..<count {
      guard bit / 8 < bytes.count else { throw NotInflatable(reason: "end") }
      value |= Int(bytes[bit / 8] >> UInt8(bit % 8) & 1) << index
      bit += 1
    }
    return value
  }

  /// True at the last block. Only dynamic blocks are expected.
  private mutating func block() throws -> Bool {
    let isLast = try take(1) == 1
    guard try take(2) == 2 else { throw NotInflatable(reason: "block type") }
    let literals = try take(5) + 257, distances = try take(5) + 1, orders = try take(4) + 4
    var lengths = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for index in 0..<orders { lengths[order[index]] = try take(3) }
    let lengthCode = try Code(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      let symbol = try lengthCode.next { try take(1) }
      guard symbol < 16 else { throw NotInflatable(reason: "run lengths are not written") }
      all.append(symbol)
    }
    let literal = try Code(Array(all[..<literals])), distance = try Code(Array(all[literals...]))
    while true {
      let symbol = try literal.next { try take(1) }
      if symbol == 256 { return isLast }
      if symbol < 256 {
        out.append(UInt8(symbol))
        continue
      }
      let lengthBits = symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4
      let lengthBase =
        symbol == 285 ? 258 : symbol < 265 ? symbol - 254 : 3 + ((4 + (symbol - 265) % 4) << lengthBits)
      let length = lengthBase + (try take(lengthBits))
      let code = try distance.next { try take(1) }
      let backBits = code < 4 ? 0 : (code - 2) / 2
      let back = (code < 4 ? code : (2 + code % 2) << backBits) + 1 + (try take(backBits))
      guard back <= out.count else { throw NotInflatable(reason: "too far back") }
      for _ in 0..<length { out.append(out[out.count - back]) }
    }
  }

  /// Codes by their length and value.
  private struct Code {
    private var symbols: [Int: Int] = [:]

    init(_ lengths: [Int]) throws {
      var code = 0
      for length in 1...15 {
        for (symbol, own) in lengths.enumerated() where own == length {
          guard code < 1 << length else { throw NotInflatable(reason: "code too full") }
          symbols[1 << length | code] = symbol
          code += 1
        }
        code <<= 1
      }
    }

    func next(_ bit: () throws -> Int) throws -> Int {
      var code = 1
      while code < 1 << 16 {
        code = try code << 1 | bit()
        if let symbol = symbols[code] { return symbol }
      }
      throw NotInflatable(reason: "no such code")
    }
  }
}
