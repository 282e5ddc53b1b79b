// Tools and materials of board and parts files.

import Rig
import SimBackend
import Testing

@Suite("Tools and materials of boards")
struct BoardCuttingTests {
  @Test func aBoardNamesItsToolsFromTheParts() throws {
    let text = try BoardFixture.edited("tool: flat-3mm", "tools: {1: ball-3mm, 12: v-60}\ntool: flat-6mm")
    let (board, warnings) = try BoardFixture.read(text)
    #expect(warnings.isEmpty)
    #expect(board.cutting.tool?.cutting.diameterMm == 6)
    #expect(board.cutting.tools[1]?.cutting.shape == .ball)
    #expect(board.cutting.tools[12]?.cutting.shape == .vee(angleDeg: 60, tipMm: 0))
    #expect(board.cutting.material?.name == "okoume-plywood")
  }

  @Test func aToolThatNobodyKnowsIsAnErrorWithTheNearestName() throws {
    for (wrong, key) in [("tool: flat-3m", "tool"), ("tools: {1: flat-3m}", "tools.1")] {
      let problems = BoardFixture.problems(try BoardFixture.edited("tool: flat-3mm", wrong))
      #expect(problems.map(\.key) == [key])
      #expect(problems.first?.suggestion == "flat-3mm")
    }
    let problems = BoardFixture.problems(try BoardFixture.edited("tool: flat-3mm", "tools: {one: flat-3mm}"))
    #expect(problems.map(\.key) == ["tools.one"])
  }

  @Test func aMaterialThatNobodyKnowsIsAWarning() throws {
    let (board, warnings) = try BoardFixture.read(
      try BoardFixture.edited("material: okoume-plywood", "material: okoume-plywod"))
    #expect(board.cutting.material == nil)
    #expect(warnings.map(\.matter) == [.unknownMaterial(name: "okoume-plywod", nearest: "okoume-plywood")])
    #expect(warnings.first?.key == "stock.material")
  }

  @Test func everyMaterialAndToolOfTheProjectIsFitForCutting() {
    let parts = BoardFixture.parts
    #expect(parts.materials.count >= 10 && parts.tools.count >= 10)
    for material in parts.materials.values {
      let figure = material.specificForceNPerMm2
      #expect(figure.value > 0 && !figure.source.isEmpty && !material.title.isEmpty)
      // Nobody's guess passes for a measurement: an exponent is there only with a source.
      #expect(material.exponent == nil || material.exponent?.isEstimated == false)
    }
    for tool in parts.tools.values {
      #expect(tool.cutting.diameterMm > 0 && tool.cutting.flutes >= 1 && tool.cutting.fluteLengthMm > 0)
      #expect((tool.shape == .vee) == (tool.angleDeg != nil))
    }
  }

  @Test func aPartsFileIsToldWhatItsToolsLack() {
    let text = """
      tools:
        odd:
          title: Odd
          shape: {value: v, source: me}
          diameter_mm: {value: 3, source: me}
          flutes: {value: 1.5, source: me}
          flute_length_mm: {value: 5, source: me}
      materials:
        air:
          title: Air
          specific_force_n_mm2: {value: 0, source: me}
      """
    let keys = PartsLibrary(bytes: [UInt8](text.utf8), file: "parts.yaml").problems.map(\.key)
    #expect(
      keys.sorted() == [
        "materials.air.normal_share", "materials.air.specific_force_n_mm2.value", "tools.odd.angle_deg",
        "tools.odd.flutes",
      ])
  }
}
