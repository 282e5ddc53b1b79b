// Pixels in, a PNG file out (ISO/IEC 15948): true colour, no time stamp, the same bytes on every machine.

/// Encodes pictures.
enum PNGEncoder {
  /// - Parameter rgb: row by row from the top, three bytes a pixel.
  static func png(width: Int, height: Int, rgb: [UInt8]) -> [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    // Eight bits a channel, red-green-blue, deflate, five filters, not interlaced.
    chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0], into: &file)
    chunk("IDAT", Deflate.zlib(filtered(width: width, height: height, rgb: rgb)), into: &file)
    chunk("IEND", [], into: &file)
    return file
  }

  /// Each row by the filter that leaves the smallest differences.
  private static func filtered(width: Int, height: Int, rgb: [UInt8]) -> [UInt8] {
    let stride = width * 3
    var out: [UInt8] = []
    out.reserveCapacity((stride + 1) * height)
    var trial = [UInt8](repeating: 0, count: stride)
    var best = trial
    for row in 0..<height {
      var least = Int.max
      var chosen: UInt8 = 0
      for filter in [UInt8](0...4) where filter != 3 {
        var sum = 0
        for place in 0..<stride {
          let value = rgb[row * stride + place]
          let left = place >= 3 ? rgb[row * stride + place - 3] : 0
          let up = row > 0 ? rgb[(row - 1) * stride + place] : 0
          let corner = place >= 3 && row > 0 ? rgb[(row - 1) * stride + place - 3] : 0
          let guess: UInt8 =
            switch filter {
            case 1: left
            case 2: up
            case 4: paeth(left, up, corner)
            default: 0
            }
          let rest = value &- guess
          trial[place] = rest
          sum += Int(min(rest, 0 &- rest))
        }
        if sum < least {
          (least, chosen) = (sum, filter)
          swap(&trial, &best)
        }
      }
      out.append(chosen)
      out += best
    }
    return out
  }

  private static func paeth(_ left: UInt8, _ up: UInt8, _ corner: UInt8) -> UInt8 {
    let guess = Int(left) + Int(up) - Int(corner)
    let (a, b, c) = (abs(guess - Int(left)), abs(guess - Int(up)), abs(guess - Int(corner)))
    return a <= b && a <= c ? left : b <= c ? up : corner
  }

  private static func chunk(_ name: String, _ body: [UInt8], into file: inout [UInt8]) {
    let named = [UInt8](name.utf8) + body
    file += bigEndian(body.count) + named + bigEndian(Int(crc32(named)))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    var value = UInt32(index)
    for _ in 0..<8 { value = value & 1 != 0 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    return value
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes { crc = crcTable[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8 }
    return ~crc
  }
}

extension Sequence<UInt8> {
  /// As base64 with padding (RFC 4648).
  var base64: String {
    let digits = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let bytes = Array(self)
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let left = bytes.count - start
      let three =
        Int(bytes[start]) << 16 | (left > 1 ? Int(bytes[start + 1]) << 8 : 0) | (left > 2 ? Int(bytes[start + 2]) : 0)
      out.append(digits[three >> 18])
      out.append(digits[three >> 12 & 63])
      out.append(left > 1 ? digits[three >> 6 & 63] : 0x3D)
      out.append(left > 2 ? digits[three & 63] : 0x3D)
    }
    return String(decoding: out, as: UTF8.self)
  }
}
