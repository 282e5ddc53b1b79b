// The reader of scenarios, the JSON Schema that editors use, the table of faults and the manual: all know the same.

import Foundation
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Schema, catalogue and manual of scenarios")
struct ScenarioSchemaTests {
  private func definitions() throws -> [String: [String: Any]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: ScenarioFixture.folder + "/scenario.schema.json"))
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var all = ["": root]
    for (name, definition) in try #require(root["definitions"] as? [String: Any]) {
      all[name] = try #require(definition as? [String: Any])
    }
    return all
  }

  private func manual() throws -> String {
    try String(contentsOfFile: ScenarioFixture.folder + "/../../docs/scenarios.md", encoding: .utf8)
  }

  @Test("the schema has the keys that the reader takes, no more and no fewer")
  func keys() throws {
    let keys = try definitions().mapValues { definition in
      #expect(definition["additionalProperties"] as? Bool == false)
      let properties = try #require(definition["properties"] as? [String: Any])
      #expect(Set(definition["required"] as? [String] ?? []).isSubset(of: properties.keys))
      return Set(properties.keys)
    }
    #expect(keys == ScenarioKeys.schema.mapValues(Set.init))
  }

  @Test("the schema has the kinds of faults, results and alarm codes that there are")
  func words() throws {
    let all = try definitions()
    func property(_ definition: String, _ key: String) throws -> [String: Any] {
      try #require((all[definition]?["properties"] as? [String: Any])?[key] as? [String: Any])
    }
    let items = try #require(try property("", "faults")["items"] as? [String: Any])
    let kinds = try #require(items["oneOf"] as? [[String: String]]).compactMap { $0["$ref"] }
    #expect(kinds == FaultName.allCases.map { "#/definitions/" + $0.rawValue })
    for name in FaultName.allCases {
      #expect(try property(name.rawValue, "kind")["const"] as? String == name.rawValue)
      #expect(all[name.rawValue]?["required"] as? [String] == ["kind"] + name.ownKeys + ["at"])
    }
    #expect(
      try property("expect", "result")["enum"] as? [String] == Summary.Outcome.allCases.map(\.rawValue))
    #expect(try property("alarm", "code")["enum"] as? [String] == Summary.Alarm.codes)
  }

  @Test("every code that a run can end with is one that a scenario can expect")
  func codes() throws {
    let folder = ScenarioFixture.folder + "/../../Sources/Rig"
    let code = try Regex("(?:raise|giveUp|breakOff|Alarm)\\(\\s*(?:\\.[a-z]+, )?(?:code: )?\"([a-z_]+)\"")
    var found: Set<String> = []
    for file in try #require(FileManager.default.enumerator(atPath: folder)) {
      guard let name = file as? String, name.hasSuffix(".swift") else { continue }
      let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      for match in text.matches(of: code) { found.insert(String(match[1].substring ?? "")) }
    }
    // Those of the controller have a table.
    for code in AlarmCode.allCases { found.insert(code.name) }
    #expect(found == Set(Summary.Alarm.codes))
  }

  @Test("the catalogue has every kind, and each of its examples is a fault of that kind", arguments: FaultName.allCases)
  func catalogue(_ name: FaultName) throws {
    let entry = try #require(faultCatalogue.first { $0.kind == name.rawValue })
    #expect(name.sample.name == name)
    #expect(entry.canEnd == name.sample.canBeMended && entry.needsPhysics == name.sample.needsPhysics)
    #expect(entry.sentence.english != entry.sentence.french)
    for key in entry.keys { #expect(entry.example.contains(" \(key): "), "\(entry.example)") }
    // A board with a door too, whose parts lie beside it.
    let text = try BoardFixture.edited("estop: {", "door: {pin: GPIO7, normally: closed}\nestop: {")
    try ScenarioFixture.withFolder { folder in
      try text.write(toFile: folder + "/door.yaml", atomically: true, encoding: .utf8)
      let scenario = try Scenario.read(
        Array(
          """
          name: \(name.rawValue)
          board: ./door.yaml
          \(name.needsSender ? "steps: [{send: G0 X1}]" : "job: \"G0 X1\\nM30\"")
          faults:
            \(entry.example)
          expect: {faults_struck: true}

          """.utf8), file: folder + "/a.scenario.yaml", searching: ScenarioFixture.boards)
      let fault = try #require(scenario.faults.first).fault
      #expect(fault.kind.name == name)
      #expect(entry.canEnd || fault.durationS == nil)
    }
  }

  @Test("no two kinds have the same sentence")
  func sentences() {
    #expect(Set(faultCatalogue.map(\.sentence.english)).count == FaultName.allCases.count)
    #expect(Set(faultCatalogue.map(\.sentence.french)).count == FaultName.allCases.count)
    #expect(faultCatalogue.allSatisfy { !$0.sentence.french.contains("'") && !$0.sentence.french.contains(" :") })
  }

  @Test("the manual explains every key, every kind with its example, and every alarm")
  func manualIsWhole() throws {
    let manual = try manual()
    for key in Set(ScenarioKeys.schema.values.flatMap { $0 }) {
      #expect(manual.contains("`\(key)`"), "docs/scenarios.md does not explain \(key)")
    }
    for entry in faultCatalogue {
      #expect(manual.contains(entry.example), "docs/scenarios.md lacks \(entry.example)")
    }
    for code in Summary.Alarm.codes {
      #expect(manual.contains("`\(code)`"), "docs/scenarios.md does not explain \(code)")
    }
  }

  @Test("each example names its schema for editors, and is explained", arguments: ScenarioFixture.examples)
  func examples(_ name: String) throws {
    let text = try String(contentsOfFile: ScenarioFixture.path(name), encoding: .utf8)
    #expect(text.hasPrefix("# yaml-language-server: $schema=scenario.schema.json\n#\n# "))
    #expect(try ScenarioFixture.load(name).about.count > 40)
  }
}
