// Numbers as people of a language write them: a value in, text out. No locale of the system is consulted.

extension Language {
  /// Wolof figures are written as French ones are.
  private var writesAsFrench: Bool { self != .en }

  /// A number with a fixed count of decimals: 1,234.50 in English, 1 234,50 (no-break space) in French. Rounds to nearest,
  /// halves away from zero; a value that is not finite or too large to be meant gives "–".
  public func decimal(_ value: Double, places: Int = 1) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard scaled.isFinite, abs(scaled) < 9e15 else { return "–" }
    let whole = Int(scaled)
    let digits = String(whole.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = whole < 0 ? "−" : ""
    let integer = sign + grouped(padded.dropLast(places))
    return places == 0 ? integer : integer + (writesAsFrench ? "," : ".") + padded.suffix(places)
  }

  /// As ``decimal(_:places:)``, without zeros at the end: 12.5, 300.
  public func shortDecimal(_ value: Double, places: Int = 3) -> String {
    var text = decimal(value, places: places)
    guard places > 0, text != "–" else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") || text.hasSuffix(",") { text.removeLast() }
    return text == "−0" ? "0" : text
  }

  /// A count: 15,163 in English, 15 163 (no-break space) in French.
  public func count(_ value: Int) -> String {
    (value < 0 ? "−" : "") + grouped(Substring(String(value.magnitude)))
  }

  /// A share of one: "63 %" with a no-break space in French, "63%" in English.
  public func percent(_ share: Double) -> String {
    decimal(share * 100, places: 0) + (writesAsFrench ? "\u{A0}%" : "%")
  }

  /// Seconds as 1 h 02 min 03 s; below a minute with one decimal.
  public func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "–" }
    if seconds < 59.95 { return decimal(seconds, places: 1) + "\u{A0}s" }
    let total = Int(seconds.rounded())
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    let tail = "\(Language.twoDigits(rest))\u{A0}s"
    if hours == 0 { return "\(minutes)\u{A0}min \(tail)" }
    return "\(grouped(Substring(String(hours))))\u{A0}h \(Language.twoDigits(minutes))\u{A0}min \(tail)"
  }

  /// Seconds as on a clock: 0:12, 1:02:03.
  public static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
    let total = Int(seconds.rounded(.up))
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    return hours > 0
      ? "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))" : "\(minutes):\(twoDigits(rest))"
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

  /// In threes from the right, from five digits on in French (four-digit numbers stay whole), from four on in English.
  private func grouped(_ digits: Substring) -> String {
    guard digits.count >= (writesAsFrench ? 5 : 4) else { return String(digits) }
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { out += writesAsFrench ? "\u{A0}" : "," }
      out.append(digit)
    }
    return out
  }
}
