// rigctl tune: the table, the picture, JSON, and exit codes.

import Foundation
import Testing

@Suite("tune")
struct TuneCommandTests {
  @Test("prints a table, and the lines for the board file, in the language that was asked for")
  func table() throws {
    let english = try Command()("tune")
    #expect(english.code == 0 && english.errors.isEmpty)
    #expect(english.output.contains("max_velocity_mm_min: ") && english.output.contains("Recommended"))
    let french = try Command()("tune", env: ["LANG": "fr_SN.UTF-8"])
    #expect(french.code == 0 && french.output.contains("Conseillé"))
    #expect(try Command()("tune").output == english.output)
  }

  @Test("writes the picture beside the JSON, and nothing but JSON on standard output")
  func json() throws {
    let scratch = try Scratch()
    let ending = try Command()("tune", "--board", "corexy-laser", "--json", "--svg", scratch.file("torque.svg"))
    #expect(ending.code == 0)
    let answer = try ending.json()
    #expect(try answer.number("margin") == 0.5)
    #expect(scratch.read("torque.svg").hasPrefix("<svg "))
    let alone = try Command()("tune", "--svg", "-")
    #expect(alone.output.hasPrefix("<svg ") && alone.output.hasSuffix("</svg>\n"))
  }

  @Test("less margin and a kinder model allow more")
  func options() throws {
    func velocity(_ arguments: String) throws -> Double {
      let ending = try Command().shell("$rigctl tune --json \(arguments)")
      let root = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
      let x = (root?["axes"] as? [String: [String: Any]])?["x"]
      return try #require((x?["recommended"] as? [String: Any])?["max_velocity_mm_min"] as? Double)
    }
    let usual = try velocity("")
    #expect(try velocity("--margin 20") > usual)
    #expect(try velocity("--model ideal") > usual)
    #expect(try velocity("--cutting-force 80") < usual)
  }

  @Test("wrong use is 2, a board without mechanics too, and an axis that cannot move is 1")
  func exitCodes() throws {
    for wrong in ["--margin 120", "--margin x", "--model best", "--cutting-force -3", "--json --svg -"] {
      #expect(try Command().shell("$rigctl tune \(wrong)").code == 2, "\(wrong)")
    }
    #expect(try Command()("tune", "--svg", "/nowhere/torque.svg").code == 4)
    let scratch = try Scratch()
    let text = try String(contentsOfFile: Checkout.path + "/boards/default.yaml", encoding: .utf8)
    let bare = try scratch.write(
      "bare.yaml", text.replacing(/[ ]{4}mechanics: \{source: "machines of this size"[^}]*\}\n/, with: ""))
    let refused = try Command()("tune", "--board", bare)
    #expect(refused.code == 2 && refused.output.isEmpty)
    #expect(refused.errors.contains("axes.x.mechanics") && refused.errors.contains("moving_mass_kg"))
    let stuck = try scratch.write("stuck.yaml", text.replacing("friction_n: 20", with: "friction_n: 2000"))
    let ending = try Command()("tune", "--board", stuck)
    #expect(ending.code == 1)
    #expect(ending.output.contains("nothing moves"))
  }
}
