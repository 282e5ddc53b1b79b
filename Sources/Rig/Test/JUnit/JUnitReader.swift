// A JUnit file that this command wrote comes in; the report that it was made of goes out, or why it is none.

/// Why a file is no report of this command.
public struct JUnitReadError: Error, Equatable, Sendable {
  public var line: Int?
  /// English: it quotes the file.
  public var what: String
}

extension JUnitReport {
  /// Reads what ``xml`` writes.
  public init(xml bytes: [UInt8]) throws(JUnitReadError) {
    let root: XMLNode
    do throws(XMLProblem) {
      root = try XMLElements.root(of: bytes)
    } catch {
      throw JUnitReadError(line: error.line, what: error.what)
    }
    guard root.name == "testsuites" else { throw JUnitReadError(what: "its root is <\(root.name)>, not <testsuites>") }
    var properties: [Property]?
    var timestamp: String?
    var cases: [Case] = []
    for suite in root.children("testsuite") {
      var own = try Self.properties(of: suite)
      guard let index = own.firstIndex(where: { $0.name == Self.placesProperty }) else {
        throw JUnitReadError(what: "a suite does not say which places its cases have; was it written by rigctl test?")
      }
      let places = own.remove(at: index).value.split(separator: " ").map { Int($0) }
      if let properties, properties != own { throw JUnitReadError(what: "its suites are of different runs") }
      properties = own
      timestamp = timestamp ?? suite.attributes["timestamp"]
      let elements = suite.children("testcase")
      guard places.count == elements.count else {
        throw JUnitReadError(what: "a suite has \(elements.count) cases and places for \(places.count)")
      }
      for (place, element) in zip(places, elements) {
        guard let place, place >= 0 else { throw JUnitReadError(what: "a place is no number") }
        cases.append(try Self.testcase(element, place: place))
      }
    }
    guard let properties else { throw JUnitReadError(what: "there is no suite in it") }
    self.init(properties: properties, timestamp: timestamp, cases: cases)
  }

  private static func properties(of suite: XMLNode) throws(JUnitReadError) -> [Property] {
    var properties: [Property] = []
    for one in suite.children("properties").flatMap({ $0.children("property") }) {
      guard let name = one.attributes["name"], let value = one.attributes["value"] else {
        throw JUnitReadError(what: "a property has no name or no value")
      }
      properties.append(Property(name, value))
    }
    return properties
  }

  private static func testcase(_ element: XMLNode, place: Int) throws(JUnitReadError) -> Case {
    guard let group = element.attributes["classname"], let name = element.attributes["name"],
      let seconds = element.attributes["time"].flatMap({ Double($0) })
    else { throw JUnitReadError(what: "a case has no classname, name or time") }
    var verdict = Case.Verdict.passed
    for child in element.children {
      let message = child.attributes["message"] ?? ""
      switch child.name {
      case "failure": verdict = .failed(message: message, text: child.text)
      case "error": verdict = .broken(message: message)
      case "skipped": verdict = .skipped(message: message)
      default: continue
      }
    }
    let output = element.children("system-out").map(\.text).joined(separator: "\n")
    return Case(place: place, group: group, name: name, seconds: seconds, verdict: verdict, output: output)
  }
}
