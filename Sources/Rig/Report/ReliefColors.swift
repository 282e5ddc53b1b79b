// Depth and slope in, a colour out: how a finished piece looks in its material.

/// The colours of one material from its surface down to the deepest cut.
struct ReliefColors: Sendable {
  typealias RGB = SIMD3<Float>

  /// At equal distances from the top to the deepest place.
  private let ramp: [RGB]
  /// What shows through a hole.
  static let hole = RGB(238, 241, 243)

  private init(_ colors: [UInt32]) {
    ramp = colors.map { RGB(Float($0 >> 16 & 255), Float($0 >> 8 & 255), Float($0 & 255)) }
  }

  static let wood = ReliefColors([0xF0DCB8, 0xDDB983, 0xBF8C55, 0x966239, 0x663D24])
  static let brass = ReliefColors([0xF2DC92, 0xDDBB5A, 0xBB9136, 0x8C6623, 0x5E4117])
  static let metal = ReliefColors([0xE3E7EA, 0xBCC4CA, 0x929DA6, 0x697680, 0x44505A])

  /// By the name of a material of the parts; woods and boards are what is cut most.
  static func of(_ material: String?) -> ReliefColors {
    let name = material?.lowercased() ?? ""
    if name.contains("brass") { return brass }
    return name.contains("alumin") || name.contains("steel") ? metal : wood
  }

  /// Without light. `share` is the depth: 0 at the top, 1 at the deepest place.
  func color(_ share: Float) -> RGB {
    let place = min(max(share, 0), 1) * Float(ramp.count - 1)
    let low = min(Int(place), ramp.count - 2)
    return ramp[low] + (ramp[low + 1] - ramp[low]) * (place - Float(low))
  }

  /// `#rrggbb`.
  func css(_ share: Float) -> String {
    let rgb = color(share)
    let digits = [UInt8]("0123456789abcdef".utf8)
    var out: [UInt8] = [0x23]
    for channel in 0..<3 {
      let value = Int(rgb[channel].rounded())
      out += [digits[value >> 4], digits[value & 15]]
    }
    return String(decoding: out, as: UTF8.self)
  }
}
