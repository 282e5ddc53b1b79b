// What a person reads of a tuned board: lines to paste, words in two languages, and the picture.

import Foundation
import FoundationXML
import Rig
import Testing

@Suite("What tuning says")
struct TuneOutputTests {
  private static func tuning(_ name: String = "default") throws -> Tuning {
    try tune(try BoardFixture.load(name), TuneOptions())
  }

  @Test("times of moves are those of a trapezoid, or of a triangle where the way is short")
  func times() {
    let pair = TunePair(velocityMmPerS: 100, accelerationMmPerS2: 1_000)
    // 10 mm of ramps: up in 0.1 s, down in 0.1 s.
    #expect(abs(pair.seconds(overMm: 10) - 0.2) < 1e-12)
    #expect(abs(pair.seconds(overMm: 110) - 1.2) < 1e-12)
    #expect(abs(pair.seconds(overMm: 2.5) - 0.1) < 1e-12)
  }

  @Test("the balanced pair is never the best at one end only: each aim wins its own move")
  func aims() throws {
    for axis in try Self.tuning().axes {
      let pairs = Dictionary(uniqueKeysWithValues: axis.choices.map { ($0.aim, $0.pair) })
      let strong = try #require(pairs[.strongestAcceleration]), fast = try #require(pairs[.fastestTravel])
      let balanced = try #require(pairs[.balanced])
      #expect(strong.accelerationMmPerS2 >= balanced.accelerationMmPerS2)
      #expect(fast.velocityMmPerS >= balanced.velocityMmPerS)
      #expect(strong.seconds(overMm: 1) <= balanced.seconds(overMm: 1) * 1.05)
      #expect(fast.seconds(overMm: axis.travelMm) <= balanced.seconds(overMm: axis.travelMm) * 1.05)
    }
  }

  @Test("the lines for the board file make a board that keeps the margin")
  func pasted() throws {
    let tuning = try Self.tuning()
    var text = try BoardFixture.text("default")
    let lines = try #require(tuning.boardLines).split(separator: "\n").map(String.init)
    for key in ["max_velocity_mm_min", "max_acceleration_mm_s2", "max_jerk_mm_s3"] {
      var values = lines.filter { $0.contains(key) }[...]
      #expect(values.count == 3)
      text = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("    \(key):") ? values.popFirst() ?? String(line) : String(line)
      }.joined(separator: "\n")
    }
    let (board, _) = try BoardFixture.read(text)
    let again = try tune(board, TuneOptions())
    for (before, after) in zip(tuning.axes, again.axes) {
      #expect(after.now == before.balanced?.pair)
      #expect(after.nowMargin >= 0.5 && after.nowMargin < 0.6)
      // The time over which motion is smoothed has stayed what it was.
      #expect(board.settings.smoothingSlices == tuning.board.settings.smoothingSlices)
    }
  }

  @Test("text and JSON name each axis with what it has now, what it may have, and what limits it")
  func text() throws {
    let tuning = try Self.tuning()
    let english = tuning.text(in: .en), french = tuning.text(in: .fr)
    for piece in ["X           3,000    300     96%", "motor torque at speed (36 V)", "balanced (recommended)", "held"]
    {
      #expect(english.contains(piece) || english.contains(piece.replacing(" V", with: "\u{A0}V")), "\(piece)")
    }
    for piece in ["X              3000    300   96\u{A0}%", "le couple en vitesse", "équilibré (conseillé)", "tenu"] {
      #expect(french.contains(piece), "\(piece)")
    }
    let data = Data(tuning.json.text.utf8)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let axes = try #require(root["axes"] as? [String: [String: Any]])
    #expect(axes.keys.sorted() == ["x", "y", "z"])
    for axis in axes.values {
      let best = try #require(axis["recommended"] as? [String: Any])
      #expect(best["held"] as? Bool == true)
      #expect((best["margin"] as? Double ?? 0) >= 0.5)
      #expect(axis["velocity_limited_by"] as? String == "motor_torque")
      #expect((axis["changes"] as? [Any])?.isEmpty == false)
    }
  }

  /// Counts shapes, and collects texts.
  private final class Picture: NSObject, XMLParserDelegate {
    var texts: [String] = []
    var polylines = 0
    var areas = 0
    private var current = ""

    static func of(_ svg: String) -> Picture? {
      let parser = XMLParser(data: Data(svg.utf8))
      let picture = Picture()
      parser.delegate = picture
      return parser.parse() ? picture : nil
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      current = ""
      if name == "polyline" { polylines += 1 }
      if name == "polygon" { areas += 1 }
    }
    func parser(_ parser: XMLParser, foundCharacters string: String) { current += string }
    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      if name == "text" { texts.append(current) }
    }
  }

  @Test("the picture has a panel an axis, with three curves, the margin, and both operating points")
  func picture() throws {
    let tuning = try Self.tuning()
    let picture = try #require(Picture.of(tuning.svg(in: .en)))
    #expect(picture.areas == 3)
    #expect(picture.polylines > 3 * 8)
    for piece in ["X: torque over speed", "Z: torque over speed", "rev/min", "mm/min", "N·m"] {
      #expect(picture.texts.contains(piece), "\(piece)")
    }
    for axis in tuning.axes {
      let pair = try #require(axis.balanced).pair
      let figures = "\(Language.en.decimal(pair.velocityMmPerS * 60, places: 0)) mm/min"
      #expect(picture.texts.contains { $0.hasPrefix(figures) })
    }
    let french = try #require(Picture.of(tuning.svg(in: .fr)))
    #expect(french.texts.contains("X\u{A0}: couple selon la vitesse") && french.texts.contains("tr/min"))
  }

  @Test("every phrase of tuning has an English and a French text, and they differ")
  func words() {
    var phrases: [Phrase] = [
      .tuneNow, .tuneMargin, .tuneRecommended, .tuneSimulated, .tuneVelocityLimit, .tuneAccelerationLimit, .tuneChange,
      .tuneMovesShorter, .tuneHeld, .tuneSlipped, .tuneNotTried, .tuneNone, .tuneHeading(TuneOptions()), .tuneBelts(),
      .tuneEstimated(axes: "X"), .tuneMargin(-0.2), .tuneMargin(0.5),
      .tunePaste("a.yaml"), .tuneNowTooFast(axes: "X", margin: 0.2, wanted: 0.5),
      .tuneNowTooFast(axes: "X", margin: -0.2, wanted: 0.5), .tuneStepsExceeded(axes: "X", share: 1.5),
      .tuneSlowed(axes: "X"), .tuneNothingMoves(axes: "X", margin: 0.5),
      .tuneLag(axes: "X", lagMm: 0.1, toleranceMm: 0.02), .tuneTorqueAlone(axes: "X"),
      .tuneMechanicsMissing(axes: [0], file: "a.yaml"), .tunePlotHeading(axes: "X"), .tunePullOut, .tuneBand,
      .tuneCruise, .tuneFullNow, .tuneFullRecommended, .tuneStepLimit, .turnsPerMinute, .tuneAxisHeading("X"),
      .tuneBound(.torque(supplyV: 24)), .tuneBound(.tickRate(hz: 40_000)),
      .tuneBound(.driver(title: "TB6560", stepsPerS: 15_000)),
    ]
    phrases += TuneAim.allCases.map { .tuneAim($0) }
    phrases += TuneModel.allCases.flatMap { [.tuneModel($0)] }
    phrases += [
      TuneChange.supply(fromV: 24, toV: 36), .current(fromA: 1, toA: 2), .lighterCarriage(fromKg: 4, toKg: 3),
      .halfFriction(fromN: 20, toN: 10), .counterbalance(newtons: 25), .travelPerTurn(fromMm: 8, toMm: 16),
      .microsteps(from: 8, to: 4), .tickRate(fromHz: 20_000, toHz: 40_000),
    ].map { .tuneChange($0) }
    for phrase in phrases {
      #expect(!phrase.english.isEmpty && phrase.english != phrase.french)
      #expect(!phrase.french.contains("'") && !phrase.french.contains(" :") && !phrase.french.contains(" ;"))
    }
  }
}
