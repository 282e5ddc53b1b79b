// The JSON Schemas that editors use beside the reader that rigctl uses: both must know the same keys.

import Foundation
import Rig
import Testing

@Suite("JSON Schemas of board and parts files")
struct BoardSchemaTests {
  /// Keys by definition, the root as "".
  private func keys(of schema: String) throws -> [String: Set<String>] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(BoardFixture.folder)/\(schema)"))
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var all = ["": root]
    for (name, definition) in try #require(root["definitions"] as? [String: Any]) {
      all[name] = try #require(definition as? [String: Any])
    }
    return try all.mapValues { definition in
      #expect(definition["additionalProperties"] as? Bool == false)
      let properties = try #require(definition["properties"] as? [String: Any])
      #expect(Set(definition["required"] as? [String] ?? []).isSubset(of: properties.keys))
      return Set(properties.keys)
    }
  }

  @Test("the schema of board files has the keys that the reader takes, no more and no fewer")
  func boardSchema() throws {
    #expect(try keys(of: "board.schema.json") == BoardKeys.boardSchema.mapValues(Set.init))
  }

  @Test("the schema of parts files has the keys that the reader takes, no more and no fewer")
  func partsSchema() throws {
    #expect(try keys(of: "parts.schema.json") == BoardKeys.partsSchema.mapValues(Set.init))
  }

  @Test(
    "each file names its schema for editors",
    arguments: BoardFixture.names
      + ["drivers", "motors", "transmissions", "guides", "switches", "spindles", "materials", "tools"].map {
        "parts/" + $0
      })
  func modeline(name: String) throws {
    let schema = name.hasPrefix("parts/") ? "../parts.schema.json" : "board.schema.json"
    #expect(try BoardFixture.text(name).hasPrefix("# yaml-language-server: $schema=\(schema)\n"))
  }

  @Test("the manual explains every key")
  func manual() throws {
    let manual = try String(contentsOfFile: BoardFixture.folder + "/../docs/boards.md", encoding: .utf8)
    let all = BoardKeys.boardSchema.merging(BoardKeys.partsSchema) { $0 + $1 }.values.flatMap { $0 }
    for key in Set(all) { #expect(manual.contains("`\(key)`"), "docs/boards.md does not explain \(key)") }
  }
}
