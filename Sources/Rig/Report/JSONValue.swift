// A JSON document whose keys keep the order in which they were written: values in, text out.

/// One JSON value. Unlike a dictionary it remembers the order of its keys, so that two runs give the same bytes.
public indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One key of an object with its value.
  public struct Member: Sendable, Equatable {
    public var key: String
    public var value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// An integer, or null where there is none.
  public static func integer(orNull value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }

  /// A string, or null where there is none.
  public static func string(orNull value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

  /// A number rounded to the nearest of so many decimals; null where there is none, or where it is not finite.
  public static func number(orNull value: Double?, decimals: Int = 6) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard scaled.isFinite else { return .number(value) }
    return .number(scaled == 0 ? 0 : scaled / scale)
  }

  /// The document as text, indented by two spaces, ending in a line feed.
  public var text: String {
    var out = ""
    write(to: &out, indent: 0, pretty: true)
    out += "\n"
    return out
  }

  /// The document on one line, without a line feed at its end.
  public var compactText: String {
    var out = ""
    write(to: &out, indent: 0, pretty: false)
    return out
  }

  private func write(to out: inout String, indent: Int, pretty: Bool) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .unsigned(let value): out += String(value)
    case .number(let value): out += value.isFinite ? value.description : "null"
    case .string(let value): JSONValue.write(quoted: value, to: &out)
    case .array(let values):
      JSONValue.write(values, between: ("[", "]"), to: &out, indent: indent, pretty: pretty) { value, out in
        value.write(to: &out, indent: indent + 1, pretty: pretty)
      }
    case .object(let members):
      JSONValue.write(members, between: ("{", "}"), to: &out, indent: indent, pretty: pretty) { member, out in
        JSONValue.write(quoted: member.key, to: &out)
        out += pretty ? ": " : ":"
        member.value.write(to: &out, indent: indent + 1, pretty: pretty)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], between brackets: (String, String), to out: inout String, indent: Int, pretty: Bool,
    _ body: (Item, inout String) -> Void
  ) {
    out += brackets.0
    for (index, item) in items.enumerated() {
      if index > 0 { out += "," }
      if pretty { out += "\n" + String(repeating: "  ", count: indent + 1) }
      body(item, &out)
    }
    if pretty && !items.isEmpty { out += "\n" + String(repeating: "  ", count: indent) }
    out += brackets.1
  }

  private static func write(quoted text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
