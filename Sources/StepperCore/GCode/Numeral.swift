// The digits of one number come in, the nearest Double goes out: no library call, the same last bit everywhere.

/// A decimal number without exponent while it is being read.
struct Numeral {
  /// All digits so far as a whole number; below 10^19.
  private(set) var mantissa: UInt64 = 0
  /// Digits read, without zeros in front of the first other one before the point.
  private(set) var digits: UInt8 = 0
  /// Ten to the number of digits after the point, at most 10^19.
  private(set) var scale: UInt64 = 1
  private(set) var isNegative = false
  private(set) var hasSign = false
  private(set) var hasPoint = false
  private(set) var hasDigits = false

  /// The most digits that count: what always fits in 64 bits.
  static var digitLimit: UInt8 { 19 }

  init() {}

  /// Takes a digit 0 to 9; false: there are too many.
  @inline(__always)
  mutating func add(digit: UInt8) -> Bool {
    hasDigits = true
    if digits == Self.digitLimit { return hasPoint && digit == 0 }
    mantissa = mantissa &* 10 &+ UInt64(digit)
    if hasPoint {
      scale = scale &* 10
      digits &+= 1
    } else if mantissa != 0 {
      digits &+= 1
    }
    return true
  }

  /// Takes the point; false: it has one.
  mutating func addPoint() -> Bool {
    defer { hasPoint = true }
    return !hasPoint
  }

  /// Takes a sign; false: it does not come first.
  mutating func addSign(negative: Bool) -> Bool {
    defer {
      hasSign = true
      isNegative = negative
    }
    return !hasSign && !hasPoint && !hasDigits
  }

  /// Whether anything was read at all, if only a sign.
  var isStarted: Bool { hasSign || hasPoint || hasDigits }

  /// The number, rounded to nearest, ties to even.
  ///
  /// Below 2^53 numerator and denominator are exact, so that one IEEE division rounds correctly (W. D. Clinger,
  /// "How to read floating point numbers accurately", 1990); above, a long division does.
  var value: Double {
    let magnitude: Double
    if scale == 1 {
      magnitude = Double(mantissa)
    } else if mantissa >> 53 == 0 {
      magnitude = Double(mantissa) / Double(scale)
    } else {
      magnitude = longDivision()
    }
    return isNegative ? -magnitude : magnitude
  }

  /// `mantissa / scale` to 55 bits, of which the last also stands for all that follow, and then rounded once.
  private func longDivision() -> Double {
    var quotient = mantissa / scale
    var remainder = mantissa % scale
    var shift: UInt64 = 0
    while quotient >> 54 == 0 {
      // 2 * remainder may pass 64 bits, because the scale goes to 10^19.
      let carry = remainder >> 63 != 0
      remainder = remainder &<< 1
      quotient = quotient &<< 1
      if carry || remainder >= scale {
        remainder = remainder &- scale
        quotient |= 1
      }
      shift += 1
    }
    if remainder != 0 { quotient |= 1 }
    return Double(quotient) * Double(bitPattern: (1023 &- shift) &<< 52)
  }
}
