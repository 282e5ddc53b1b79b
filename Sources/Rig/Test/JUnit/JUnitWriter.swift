// A report comes in; a JUnit file as Jenkins, GitLab and GitHub's actions read it goes out.

extension JUnitReport {
  /// The file, as UTF-8 XML 1.0, in the layout of the schema of Jenkins's xUnit plugin (`junit-10.xsd`).
  ///
  /// That schema gives a case no properties: the places of its cases stand with those of the suite.
  public var xml: String {
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    var suites = suites
    // Its properties have to stand somewhere.
    if suites.isEmpty { suites = [Suite(name: Self.emptySuite, cases: [])] }
    let seconds = suites.reduce(0) { $0 + $1.seconds }
    out += "<testsuites name=\"rigctl test\" tests=\"\(cases.count)\""
    out += " failures=\"\(suites.reduce(0) { $0 + $1.failures })\" errors=\"\(suites.reduce(0) { $0 + $1.errors })\""
    out += " time=\"\(Self.time(seconds))\">\n"
    for suite in suites { write(suite, to: &out) }
    return out + "</testsuites>\n"
  }

  private func write(_ suite: Suite, to out: inout String) {
    out += "  <testsuite name=\"\(xmlEscaped(suite.name))\" tests=\"\(suite.cases.count)\""
    out += " failures=\"\(suite.failures)\" errors=\"\(suite.errors)\" skipped=\"\(suite.skipped)\""
    out += " time=\"\(Self.time(suite.seconds))\""
    if let timestamp { out += " timestamp=\"\(xmlEscaped(timestamp))\"" }
    out += ">\n    <properties>\n"
    let places = Property(Self.placesProperty, suite.cases.map { String($0.place) }.joined(separator: " "))
    for property in properties + [places] {
      out += "      <property name=\"\(xmlEscaped(property.name))\" value=\"\(xmlEscaped(property.value))\"/>\n"
    }
    out += "    </properties>\n"
    for one in suite.cases { write(one, to: &out) }
    out += "  </testsuite>\n"
  }

  private func write(_ one: Case, to out: inout String) {
    out += "    <testcase classname=\"\(xmlEscaped(one.group))\" name=\"\(xmlEscaped(one.name))\""
    out += " time=\"\(Self.time(one.seconds))\">\n"
    switch one.verdict {
    case .passed: break
    case .failed(let message, let text):
      out += "      <failure type=\"expectation\" message=\"\(xmlEscaped(message))\">\(xmlEscaped(text))</failure>\n"
    case .broken(let message):
      out += "      <error type=\"rig\" message=\"\(xmlEscaped(message))\">\(xmlEscaped(message))</error>\n"
    case .skipped(let message):
      out += "      <skipped type=\"reason\" message=\"\(xmlEscaped(message))\"/>\n"
    }
    if !one.output.isEmpty { out += "      <system-out>\(xmlEscaped(one.output))</system-out>\n" }
    out += "    </testcase>\n"
  }

  /// Seconds with three decimals, without exponent and without separators: what every reader understands.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds > 0, seconds < 1e12 else { return "0.000" }
    let milliseconds = Int((seconds * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}

/// A text as it may stand in an attribute or between tags. Characters that XML 1.0 cannot have, not even escaped, become
/// U+FFFD; what a parser would change, such as a line feed in an attribute, is written as its number.
package func xmlEscaped(_ text: String) -> String {
  var out = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": out.append(contentsOf: "&amp;".unicodeScalars)
    case "<": out.append(contentsOf: "&lt;".unicodeScalars)
    case ">": out.append(contentsOf: "&gt;".unicodeScalars)
    case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
    case "\t", "\n", "\r": out.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
    default: out.append(scalar.mayStandInXML ? scalar : "\u{FFFD}")
    }
  }
  return String(out)
}

extension Unicode.Scalar {
  /// The production `Char` of XML 1.0, 5th edition, 2.2. Surrogates are no scalars.
  var mayStandInXML: Bool {
    switch value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
