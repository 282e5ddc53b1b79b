// The text of an XML file comes in; its elements go out: as much of XML as JUnit files are made of.

/// Why a text is no XML, or more of it than is read here.
struct XMLProblem: Error, Equatable {
  var line: Int
  /// English, for a person who looks at the file.
  var what: String
}

/// An element with what is in it.
struct XMLNode: Equatable {
  var name: String
  var attributes: [String: String] = [:]
  var children: [XMLNode] = []
  /// All text directly in it.
  var text = ""

  func children(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }
}

/// Reads elements, attributes, text, the five named entities, numbered ones, comments and CDATA. No document types:
/// they are what makes XML from strangers dangerous.
struct XMLElements {
  private let bytes: [UInt8]
  private var index = 0
  /// No JUnit file is deeper; a hostile one could use up the stack.
  private static let deepest = 64

  static func root(of text: [UInt8]) throws(XMLProblem) -> XMLNode {
    var reader = XMLElements(bytes: text)
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
    try reader.passMisc()
    let root = try reader.element(depth: 0)
    try reader.passMisc()
    if reader.index < text.count { throw reader.problem("something follows the last element") }
    return root
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func problem(_ what: String) -> XMLProblem {
    XMLProblem(line: 1 + bytes[..<min(index, bytes.count)].count { $0 == 0x0A }, what: what)
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func isAt(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  private mutating func passSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  /// Moves behind the next place where `end` stands; what was before it.
  private mutating func take(until end: StaticString, _ what: String) throws(XMLProblem) -> ArraySlice<UInt8> {
    let begin = index
    while index < bytes.count {
      if isAt(end) {
        defer { index += end.utf8CodeUnitCount }
        return bytes[begin..<index]
      }
      index += 1
    }
    index = begin
    throw problem("\(what) does not end")
  }

  /// Space, comments, declarations.
  private mutating func passMisc() throws(XMLProblem) {
    while true {
      passSpace()
      if isAt("<!--") {
        _ = try take(until: "-->", "a comment")
      } else if isAt("<?") {
        _ = try take(until: "?>", "a declaration")
      } else {
        return
      }
    }
  }

  private mutating func name() throws(XMLProblem) -> String {
    let begin = index
    while let byte = current, !" \t\r\n=/<>\"'&!?".utf8.contains(byte) { index += 1 }
    if index == begin { throw problem("a name is missing") }
    return String(decoding: bytes[begin..<index], as: UTF8.self)
  }

  private mutating func element(depth: Int) throws(XMLProblem) -> XMLNode {
    guard current == UInt8(ascii: "<") else { throw problem("no element begins here") }
    if isAt("<!") { throw problem("a document type is not read") }
    if depth > Self.deepest { throw problem("elements are nested too deeply") }
    index += 1
    var node = XMLNode(name: try name())
    while true {
      passSpace()
      if isAt("/>") {
        index += 2
        return node
      }
      if isAt(">") {
        index += 1
        break
      }
      let key = try name()
      passSpace()
      guard current == UInt8(ascii: "=") else { throw problem("the attribute \(key) has no value") }
      index += 1
      passSpace()
      guard let quote = current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        throw problem("the value of \(key) has no quotation marks")
      }
      index += 1
      let raw = try take(until: quote == UInt8(ascii: "'") ? "'" : "\"", "the value of \(key)")
      if node.attributes.updateValue(try plain(raw), forKey: key) != nil {
        throw problem("the attribute \(key) stands there twice")
      }
    }
    try content(of: &node, depth: depth)
    return node
  }

  private mutating func content(of node: inout XMLNode, depth: Int) throws(XMLProblem) {
    while true {
      let begin = index
      while let byte = current, byte != UInt8(ascii: "<") { index += 1 }
      node.text += try plain(bytes[begin..<index])
      if index == bytes.count { throw problem("<\(node.name)> does not end") }
      if isAt("<![CDATA[") {
        index += 9
        node.text += String(decoding: try take(until: "]]>", "a CDATA section"), as: UTF8.self)
      } else if isAt("<!--") {
        _ = try take(until: "-->", "a comment")
      } else if isAt("</") {
        index += 2
        let closing = try name()
        passSpace()
        guard closing == node.name, current == UInt8(ascii: ">") else {
          throw problem("</\(closing)> stands where </\(node.name)> should")
        }
        index += 1
        return
      } else {
        node.children.append(try element(depth: depth + 1))
      }
    }
  }

  /// Text with its entities put in. Bytes, not characters: an accent may follow a semicolon, and is then one with it.
  private func plain(_ raw: ArraySlice<UInt8>) throws(XMLProblem) -> String {
    if !raw.contains(UInt8(ascii: "&")) { return String(decoding: raw, as: UTF8.self) }
    var out: [UInt8] = []
    var rest = raw
    while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
      out += rest[..<ampersand]
      guard let end = rest[ampersand...].firstIndex(of: UInt8(ascii: ";")) else { throw problem("an & without its ;") }
      let entity = String(decoding: rest[(ampersand + 1)..<end], as: UTF8.self)
      guard let scalar = Self.scalar(entity[...]) else { throw problem("&\(entity); is not known") }
      out += Array(String(scalar).utf8)
      rest = rest[(end + 1)...]
    }
    return String(decoding: out + rest, as: UTF8.self)
  }

  private static func scalar(_ entity: Substring) -> Unicode.Scalar? {
    switch entity {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard entity.first == "#" else { return nil }
    let digits = entity.dropFirst()
    let number =
      digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
    return number.flatMap(Unicode.Scalar.init).flatMap { $0.mayStandInXML ? $0 : nil }
  }
}
