// JSON that a command printed, with its figures at hand: text in, values at paths out.

import Foundation
import Testing

/// One JSON object.
package struct JSONObject {
  package let members: [String: Any]

  /// Throws when the text is anything but one object.
  package init(_ text: String) throws {
    members = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The value at a path such as `axes.x.steps`; nil where there is none.
  package subscript(_ path: String) -> Any? {
    var value: Any? = members
    for key in path.split(separator: ".") { value = (value as? [String: Any])?[String(key)] }
    return value
  }

  package func number(_ path: String) throws -> Double { try #require(self[path] as? NSNumber, "\(path)").doubleValue }
  package func integer(_ path: String) throws -> Int { try #require(self[path] as? NSNumber, "\(path)").intValue }
  package func string(_ path: String) throws -> String { try #require(self[path] as? String, "\(path)") }
  package func isNull(_ path: String) -> Bool { self[path] is NSNull }

  /// The keys of the object at a path; of the whole one for an empty path.
  package func keys(_ path: String = "") -> Set<String> {
    let object = path.isEmpty ? members : self[path] as? [String: Any] ?? [:]
    return Set(object.keys)
  }
}
