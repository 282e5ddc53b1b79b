// A line that begins with $ comes in: it asks something, or wants something of the machine beside its program.

extension Session {
  mutating func executeSystem() {
    switch line.capital(1) {
    case 0: return answerText { $0.help() }
    case UInt8(ascii: "$") where line.count == 2: return listSettings()
    case UInt8(ascii: "#") where line.count == 2: return answerText { $0.listOffsets() }
    case UInt8(ascii: "G") where line.count == 2: return answerText { $0.listModes() }
    case UInt8(ascii: "I") where line.count == 2: return answerText { $0.listBuild() }
    case UInt8(ascii: "N") where line.count == 2: return answerText { $0.listStartLines() }
    case UInt8(ascii: "J") where line[2] == UInt8(ascii: "="): return jog()
    default: break
    }
    if line.isText("$H") { return home(axes: 0b111) }
    if line.isText("$HX") { return home(axes: 0b001) }
    if line.isText("$HY") { return home(axes: 0b010) }
    if line.isText("$HZ") { return home(axes: 0b100) }
    if line.isText("$X") {
      let wasAlarm = controller.state == .alarm
      if ask({ controller throws(Refusal) in try controller.unlock() }) {
        if wasAlarm { answers.line("[MSG:Caution: Unlocked]") }
        answer()
      }
    } else if line.isText("$C") {
      let wasCheck = controller.state == .check
      guard ask({ controller throws(Refusal) in try controller.toggleCheck() }) else { return }
      answers.line(wasCheck ? "[MSG:Disabled]" : "[MSG:Enabled]")
      answer()
      // What was checked has not been driven.
      if wasCheck {
        reader = GCodeReader(offsets: reader.offsets, position: controller.position, options: reader.options)
      }
      checked = wasCheck ? nil : ProgramCheck(controller.settings, at: reader.position)
    } else if line.isText("$SLP") {
      guard ask({ controller throws(Refusal) in try controller.sleep() }) else { return }
      answers.line("[MSG:Sleeping]")
      answer()
    } else if line.hasPrefix("$RST=") {
      restoreDefaults()
    } else {
      set()
    }
  }

  /// Asks the machine; tells why not. True: it does it.
  private mutating func ask(_ request: (inout Controller) throws(Refusal) -> Void) -> Bool {
    do throws(Refusal) {
      try request(&controller)
      return true
    } catch {
      answerError(error.grblNumber)
      return false
    }
  }

  private mutating func answerText(_ body: (inout Session) -> Void) {
    guard answers.room >= 1024 else { return answerError(70) }
    body(&self)
    answer()
  }

  private mutating func home(axes: UInt8) {
    guard ask({ controller throws(Refusal) in try controller.home(axes: axes) }) else { return }
    discarding = nil
    work = .home
  }

  // MARK: jogging

  /// `$J=G91 X10 F600`: one straight motion, in units and distances of its own, that leaves the program's modes alone.
  private mutating func jog() {
    if case .refuse(let refusal) = controller.state.after(.jog) { return answerError(refusal.grblNumber) }
    guard let text = jogText() else { return answerError(16) }
    guard controller.hasRoom else { return answerError(8) }
    var scratch = reader
    scratch.position = controller.state == .jog ? jogEnd : reader.position
    do throws(GCodeError) {
      try text.read(into: &scratch)
    } catch {
      return answerError(error.code == .modalGroupConflict ? 16 : error.grblNumber)
    }
    guard case .line(let end, .perSecond(let speed))? = scratch.nextCommand() else { return answer() }
    do throws(JogError) {
      try controller.jog(to: end, mmPerS: speed)
      jogEnd = end
      answer()
    } catch {
      switch error {
      case .refused(let refusal): answerError(refusal.grblNumber)
      case .motion(let motion): answerError(motion.grblNumber)
      }
    }
  }

  /// The text behind `$J=` as a line of G-code; nil where there is more in it than a jog may have, or no feed.
  private func jogText() -> TextLine? {
    var text = TextLine()
    text.put("G94G1")
    var hasFeed = false
    for index in 3..<line.count {
      let byte = line.capital(index)
      if byte >= 65 && byte <= 90 {
        switch byte {
        case UInt8(ascii: "F"): hasFeed = true
        case UInt8(ascii: "G"), UInt8(ascii: "X"), UInt8(ascii: "Y"), UInt8(ascii: "Z"), UInt8(ascii: "N"): break
        default: return nil
        }
      }
      text.put(line[index])
    }
    return hasFeed && !text.isTooLong ? text : nil
  }
}
