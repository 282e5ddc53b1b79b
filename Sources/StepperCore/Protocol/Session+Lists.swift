// What $#, $G, $I, $N and $ ask for, in grbl's own words.

extension Session {
  mutating func help() {
    answers.line("[HLP:$$ $# $G $I $N $x=val $J=line $SLP $C $X $H ~ ! ? ctrl-x]")
  }

  mutating func listBuild() {
    answers.line("[VER:1.1f.20261122:]")
    answers.put("[OPT:VMZHL,")
    answers.put(controller.motion.queueLimit)
    answers.put(",")
    answers.put(Self.windowBytes)
    answers.line("]")
  }

  mutating func listStartLines() {
    answers.line("$N0=")
    answers.line("$N1=")
  }

  mutating func listOffsets() {
    let offsets = reader.offsets
    for system in 0..<WorkOffsets.systemCount {
      answers.put("[G5")
      answers.put(4 + system)
      answers.put(":")
      answers.put(offsets[system])
      answers.line("]")
    }
    put("[G28:", offsets.g28)
    put("[G30:", offsets.g30)
    put("[G92:", offsets.g92)
    answers.put("[TLO:")
    answers.put(reader.modal.toolLengthMm)
    answers.line("]")
    putProbe()
  }

  /// What the last probing motion found.
  mutating func putProbe() {
    let probe = controller.probeResult
    answers.put("[PRB:")
    answers.put(probe?.position ?? .zero)
    answers.line(probe?.hasAnswered == true ? ":1]" : ":0]")
  }

  private mutating func put(_ name: StaticString, _ point: Point) {
    answers.put(name)
    answers.put(point)
    answers.line("]")
  }

  /// `[GC:G0 G54 G17 G21 G90 G94 M5 M9 T0 F0 S0]`
  mutating func listModes() {
    let modal = reader.modal
    answers.put("[GC:")
    answers.put(modal.motion.word)
    answers.put(" G5")
    answers.put(4 + Int(modal.workSystem))
    answers.put(modal.plane == .xy ? " G17" : modal.plane == .zx ? " G18" : " G19")
    answers.put(modal.units == .inch ? " G20" : " G21")
    answers.put(modal.distance == .absolute ? " G90" : " G91")
    answers.put(modal.feedMode == .perMinute ? " G94" : " G93")
    answers.put(modal.spindle == .off ? " M5" : modal.spindle == .clockwise ? " M3" : " M4")
    if modal.mist { answers.put(" M7") }
    if modal.flood { answers.put(" M8") }
    if !modal.mist && !modal.flood { answers.put(" M9") }
    answers.put(" T")
    answers.put(modal.selectedTool)
    answers.put(" F")
    putShort(modal.units == .inch ? modal.feedMmPerMin / 25.4 : modal.feedMmPerMin)
    answers.put(" S")
    putShort(modal.spindleRpm)
    answers.line("]")
  }

  /// Whole where it is.
  private mutating func putShort(_ value: Double) {
    if value == value.rounded() && value.magnitude < 1e9 { answers.put(Int(value)) } else { answers.put(value) }
  }
}

extension MotionMode {
  var word: StaticString {
    switch self {
    case .rapid: "G0"
    case .linear: "G1"
    case .arcClockwise: "G2"
    case .arcCounterclockwise: "G3"
    case .probeToward: "G38.2"
    case .probeTowardIfAny: "G38.3"
    case .probeAway: "G38.4"
    case .probeAwayIfAny: "G38.5"
    case .none: "G80"
    case .drill: "G81"
    case .drillDwell: "G82"
    case .drillPeck: "G83"
    }
  }
}
