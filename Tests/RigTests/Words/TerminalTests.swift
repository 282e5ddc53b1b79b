// What reaches a terminal: progress, tables, and strangers' text.

import Rig
import Testing

@Suite("Terminal")
struct TerminalTests {
  /// A clock that a test winds, and the text that was drawn.
  private final class Screen {
    var now = 100.0
    var drawn: [String] = []
  }

  private func terminal(_ env: [String: String] = ["NO_COLOR": "1"], isTerminal: Bool = true) -> Terminal {
    Terminal(descriptor: 2, isTerminal: isTerminal, env: env)
  }

  private func bar(
    _ screen: Screen, on terminal: Terminal, quiet: Bool = false, columns: Int = 80, language: Language = .en
  ) -> ProgressBar {
    ProgressBar(
      terminal: terminal, language: language, quiet: quiet, now: { screen.now }, columns: { columns },
      write: { screen.drawn.append($0) })
  }

  @Test("nothing is drawn in the first second, then at most ten times a second, and it is erased at the end")
  func drawing() {
    let screen = Screen()
    do {
      var bar = bar(screen, on: terminal())
      for step in 0..<3000 {
        screen.now = 100 + Double(step) * 0.001
        bar.update(line: step, share: Double(step) / 3000)
        if step == 999 { #expect(screen.drawn.isEmpty) }
      }
      #expect(screen.drawn.count >= 19 && screen.drawn.count <= 21)
      bar.erase()
      bar.erase()
      #expect(screen.drawn.last == "\r\u{1B}[K")
      #expect(screen.drawn.count <= 22)
      screen.now = 104
      bar.update(line: 3000, share: 1)
    }
    #expect(screen.drawn.last == "\r\u{1B}[K")
    #expect(screen.drawn.allSatisfy { $0.hasPrefix("\r\u{1B}[K") && !$0.contains("\n") })
  }

  @Test("nothing at all is drawn where there is no terminal, a dumb one, or with quiet")
  func silent() {
    let screen = Screen()
    do {
      var bars = 0
      for (terminal, quiet) in [
        (terminal(isTerminal: false), false), (terminal(["TERM": "dumb"]), false), (terminal(), true),
      ] {
        screen.now = 100
        var bar = bar(screen, on: terminal, quiet: quiet)
        screen.now = 200
        bar.update(line: 1, share: 0.5)
        bars += 1
      }
      #expect(bars == 3)
    }
    #expect(screen.drawn.isEmpty)
  }

  @Test("the line says where the job is, how far, and how long it will take")
  func words() {
    let screen = Screen()
    let english = bar(screen, on: terminal())
    #expect(english.text(line: 4120, share: 0.63, elapsedS: 20, columns: 80).hasSuffix("  line 4120, 63%, 0:12 left"))
    let french = bar(screen, on: terminal(), language: .fr)
    #expect(
      french.text(line: 4120, share: 0.63, elapsedS: 20, columns: 80).hasSuffix("  ligne 4120, 63\u{A0}%, reste 0:12"))
    #expect(english.text(line: 9, share: 0.01, elapsedS: 2, columns: 80).hasSuffix("line 9, 1%"))
    #expect(english.text(line: 9, share: nil, elapsedS: 61, columns: 80) == "line 9, 1:01")
    #expect(english.text(line: 9, share: .nan, elapsedS: 61, columns: 80) == "line 9, 1:01")
    #expect(english.text(line: 9, share: 7, elapsedS: 61, columns: 80).hasSuffix("100%, 0:00 left"))
  }

  @Test("the line always fits the terminal", arguments: [0, 1, 2, 5, 10, 20, 30, 40, 80, 300])
  func fits(columns: Int) {
    let bar = bar(Screen(), on: terminal())
    #expect(bar.text(line: 123_456, share: 0.5, elapsedS: 20, columns: columns).count <= max(columns - 1, 0))
  }

  @Test("colours only on a terminal, never with NO_COLOR")
  func colors() {
    #expect(terminal([:]).colored("a", .red) == "\u{1B}[31ma\u{1B}[0m")
    #expect(terminal(["NO_COLOR": "1"]).colored("a", .red) == "a")
    #expect(terminal(["NO_COLOR": ""]).usesColor)
    #expect(terminal([:], isTerminal: false).colored("a", .red) == "a")
  }

  @Test("control characters and direction overrides in strangers' text are shown, not obeyed")
  func strangers() {
    #expect(Terminal.visible("a\u{1B}[2Jb\r\n\u{202E}c\u{9B}") == "a\\u{1b}[2Jb\\u{d}\\u{a}\\u{202e}c\\u{9b}")
    #expect(Terminal.visible("é 木 🪵 ’") == "é 木 🪵 ’")
    #expect(Terminal.visible("a\nb", keepingLines: true) == "a\nb")
  }

  @Test("tables align numbers to the right and reckon with wide characters")
  func tables() {
    var table = AlignedTable(header: ["Axe", "Pas"], [.left, .right])
    table.add(["X", "412 331"])
    table.add(["木工", "7"])
    table.add(["e\u{301}\u{1B}"])
    #expect(
      table.text(indent: "  ") == """
          Axe          Pas
          X        412 331
          木工           7
          e\u{301}\\u{1b}

        """)
  }

  @Test("the result of a run is told in words, with a dash for what is not known")
  func result() {
    var summary = SummaryTests.empty(.stalled)
    summary.axes.x.steps = 15163
    summary.job.name = "a\u{1B}.nc"
    let text = resultText(summary, language: .fr, terminal: terminal())
    #expect(text.hasPrefix("Décrochage  a\\u{1b}.nc\n"))
    #expect(text.contains("15\u{A0}163") && text.contains("–"))
  }
}
