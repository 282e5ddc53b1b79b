// Every phrase in English and French, languages from the environment, figures as people write them.

import Glibc
import Rig
import Testing

@Suite("Words")
struct PhraseTests {
  static let sentences: [Phrase] = [
    .completed(job: "a.nc", machineSeconds: 75),
    .softLimit(axis: "x", positionMm: 312.5, leastMm: -300, greatestMm: 300),
    .hardLimit(axis: "y", positionMm: 1), .emergencyStop, .probeMissed, .probeNotReady,
    .stalled(axis: "z", positionMm: -2.5), .lostSteps(axis: "x", count: 8), .timingViolations(12_000),
    .interrupted(line: 12), .interrupted(line: nil), .waitsForPerson(line: 4),
    .fileNotFound("a.nc"), .fileNotReadable("a.nc"), .fileIsFolder("a"), .fileIsEmpty("a.nc"),
    .readFailed("a.nc", reason: "EIO"),
    .feedSlowed(fromMmPerMin: 6000, toMmPerMin: 4500, bound: .tickRate(hz: 40_000)),
    .feedSlowed(fromMmPerMin: 6000, toMmPerMin: 4500, bound: .driver),
    .outputsAreSafe("a"), .guardHeldOutputs("a"), .guardActed,
    .toolLengthMissing(tool: 3), .toolChangePassed(tool: 3), .pausePassed, .spindleNotReversible,
    .spindleSpeedLowered(fromRpm: 30_000, toRpm: 24_000), .spindleMissing, .coolantMissing, .probeFoundNothing,
    .probeMissing, .furtherWarnings(9), .progress(line: 4120, share: 0.63, secondsLeft: 12),
    .progress(line: 4120, elapsedSeconds: 12),
  ]
  static let labels: [Phrase] = [
    .done, .stopped, .alarm, .stall, .failed, .result, .job, .board, .backend, .simulated, .realMachine, .linesOfJob,
    .sizeOfJob, .machineTime, .pathLength, .maxDeviation, .tolerance, .tickRate, .ticks, .traceHash, .seed,
    .processorTime, .realTimeFactor, .peakMemory, .timingViolationsLabel, .lateTicks, .greatestLateness, .extents,
    .axis, .motor, .steps, .position, .least, .greatest, .peakVelocity, .peakAcceleration, .peakJerk, .ofLimit,
    .lostStepsLabel, .missedPulses, .torqueMargin, .loadAngle, .warnings, .warning, .error, .line, .noWarnings,
    .benchEngine, .benchRate, .benchPlain, .benchReading, .benchPlanning, .benchExecuting, .benchTenfold,
    .benchJob, .benchOwnJob, .boardTitle, .travel,
  ]

  @Test("every phrase has an English and a French text, and they differ")
  func bothLanguages() {
    let written =
      [ENOENT, EACCES, ENOSPC, EISDIR, ENOTDIR, EPIPE, EIO].map {
        Phrase.notWritten(OutputError(path: "out/a.json", code: $0))
      }
    for phrase in PhraseTests.sentences + PhraseTests.labels + written {
      #expect(!phrase.english.isEmpty && !phrase.french.isEmpty)
      #expect(phrase.english != phrase.french)
      #expect(!phrase.text(in: .wo).isEmpty)
      // A straight apostrophe or a bare space before a colon is how French looks when nobody cared.
      #expect(!phrase.french.contains("'"), "\(phrase.french)")
      #expect(!phrase.french.contains(" :") && !phrase.french.contains(" ;"), "\(phrase.french)")
    }
    for phrase in PhraseTests.sentences + written where phrase.english.contains(". ") {
      #expect(phrase.english.hasSuffix(".") || phrase.english.contains(": "), "\(phrase.english)")
    }
  }

  @Test("Wolof falls back on French where nobody has written it")
  func wolof() {
    #expect(Phrase.pausePassed.text(in: .wo) == Phrase.pausePassed.french)
    #expect(Phrase.done.text(in: .wo) == "Jeex na")
  }

  @Test("messages name the axis, the position and the travel")
  func softLimit() {
    let phrase = Phrase.softLimit(axis: "x", positionMm: 312.5, leastMm: -300, greatestMm: 300).atLine(12)
    #expect(phrase.english.hasPrefix("line 12: soft limit: X would go to 312.5\u{A0}mm, its travel is −300\u{A0}mm"))
    #expect(phrase.french.hasPrefix("ligne 12\u{A0}: limite logicielle\u{A0}: X irait à 312,5\u{A0}mm"))
    #expect(Phrase.alarm.at(file: "a.nc", line: 3, column: 7).english == "a.nc:3:7: Alarm")
  }

  @Test(
    "the language comes from LC_ALL, then LC_MESSAGES, then LANG",
    arguments: [
      (["LANG": "fr_SN.UTF-8"], Language.fr), (["LANG": "fr"], .fr), (["LANG": "wo_SN"], .wo), (["LANG": "C"], .en),
      (["LANG": "de_DE.UTF-8"], .en), ([:], .en), (["LANG": "fr_FR", "LC_ALL": "C"], .en),
      (["LANG": "fr_FR", "LC_ALL": ""], .fr), (["LANG": "en_US", "LC_MESSAGES": "fr_FR@euro"], .fr),
      (["LC_ALL": "wo_SN", "LC_MESSAGES": "fr_FR"], .wo), (["LANG": "french"], .en),
    ])
  func environment(env: [String: String], language: Language) {
    #expect(Language.fromEnvironment(env) == language)
  }

  @Test("figures are grouped and pointed as each language does")
  func figures() {
    #expect(Language.en.count(15163) == "15,163")
    #expect(Language.fr.count(15163) == "15\u{A0}163")
    #expect(Language.fr.count(5000) == "5000")
    #expect(Language.en.count(-1_234_567) == "−1,234,567")
    #expect(Language.en.count(.min) == "−9,223,372,036,854,775,808")
    #expect(Language.en.decimal(1234.565, places: 2) == "1,234.57")
    #expect(Language.fr.decimal(-0.05, places: 1) == "−0,1")
    #expect(Language.fr.decimal(-0.004, places: 2) == "0,00")
    #expect(Language.en.shortDecimal(300) == "300")
    #expect(Language.en.shortDecimal(0.125) == "0.125")
    #expect(Language.en.decimal(.nan) == "–" && Language.en.decimal(1e300) == "–")
    #expect(Language.en.percent(0.634) == "63%" && Language.fr.percent(0.634) == "63\u{A0}%")
  }

  @Test("times are written as people say them")
  func durations() {
    #expect(Language.en.duration(4.25) == "4.3\u{A0}s")
    #expect(Language.fr.duration(59.96) == "1\u{A0}min 00\u{A0}s")
    #expect(Language.en.duration(3723) == "1\u{A0}h 02\u{A0}min 03\u{A0}s")
    #expect(Language.clock(11.2) == "0:12" && Language.clock(3723) == "1:02:03")
    #expect(Language.en.duration(-1) == "–" && Language.clock(.infinity) == "–")
  }
}
