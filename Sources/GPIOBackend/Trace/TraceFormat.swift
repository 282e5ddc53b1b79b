// The kernel's own words about the bytes of its trace in, where to find levels in them out.

/// Where things are in a page of the kernel's trace, and in the event that tells of a level.
///
/// The kernel describes both as text, because they differ between its versions and between 32 and 64 bits:
/// `events/header_page` and `events/gpio/gpio_value/format`.
package struct TraceFormat: Equatable, Sendable {
  /// A number in the bytes.
  package struct Field: Equatable, Sendable {
    package var offset: Int
    package var size: Int
  }

  /// When the page begins, ns.
  let timestamp: Field
  /// How many bytes of events a page has, and flags.
  let commit: Field
  /// Where the events of a page begin.
  let dataOffset: Int
  package let pageSize: Int
  /// The number of the trace point, and where an event has it.
  let id: UInt64
  let type: Field
  /// The kernel's number of the line; whether it was read and not set; its level.
  let line: Field
  let get: Field
  let value: Field

  /// nil where the kernel's words are not what they have always been.
  package init?(headerPage: String, event: String) {
    let page = Self.fields(headerPage), fields = Self.fields(event)
    guard let timestamp = page["timestamp"], let commit = page["commit"], let data = page["data"],
      let id = Self.id(event), let type = fields["common_type"], let line = fields["gpio"], let get = fields["get"],
      let value = fields["value"],
      [commit, timestamp, type, line, get, value].allSatisfy({ [2, 4, 8].contains($0.size) }),
      data.size >= 64, data.size <= 1 << 20, data.offset >= commit.offset + commit.size, data.offset <= 64
    else { return nil }
    self.timestamp = timestamp
    self.commit = commit
    dataOffset = data.offset
    pageSize = data.offset + data.size
    self.id = id
    self.type = type
    self.line = line
    self.get = get
    self.value = value
  }

  /// The bytes that an event must have for its fields to be in it.
  var eventSize: Int { [type, line, get, value].map { $0.offset + $0.size }.max() ?? 0 }

  /// From lines such as `field:unsigned gpio;	offset:8;	size:4;	signed:0;`.
  private static func fields(_ text: String) -> [String: Field] {
    var found: [String: Field] = [:]
    for line in text.split(separator: "\n") {
      var name: Substring?
      var numbers: [Substring: Int] = [:]
      for part in line.split(separator: ";") {
        let pair = part.drop { $0 == " " || $0 == "\t" }.split(separator: ":", maxSplits: 1)
        guard pair.count == 2 else { continue }
        if pair[0] == "field" { name = pair[1].split(separator: " ").last?.prefix { $0 != "[" } }
        numbers[pair[0]] = Int(pair[1])
      }
      if let name, let offset = numbers["offset"], let size = numbers["size"], offset >= 0, size >= 0 {
        found[String(name)] = Field(offset: offset, size: size)
      }
    }
    return found
  }

  /// From a line such as `ID: 532`.
  private static func id(_ text: String) -> UInt64? {
    text.split(separator: "\n").first { $0.hasPrefix("ID: ") }.flatMap { UInt64($0.dropFirst(4)) }
  }
}
