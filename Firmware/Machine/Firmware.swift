// The main loop: bytes of a sender in, answers out, and between them the machine's next thing.

import StepperCore
import Synchronization

/// A ``Session`` and the ticks that it drives.
///
/// The planner runs here, ahead of the ticks by what the ring holds. Whatever depends on where the machine stands waits,
/// without blocking, until the last slice was executed.
struct Firmware<Machine: Hardware & ~Copyable>: ~Copyable {
  private let session: UnsafeMutablePointer<Session>
  private let inbox: UnsafeMutablePointer<Inbox>
  private let ticks: UnsafeMutablePointer<TickSide<Machine>>
  private let settings: MachineSettings
  /// What the ticks have no room for yet, or have to be at rest for.
  private var pending: ControllerOutput?
  /// Bytes of the answers that are sent.
  private var sent = 0
  /// The tick on which the last byte of a line came.
  private var heard: UInt64 = 0
  /// What the outputs were given last.
  private var outputs = PortWord.none
  private var pwmHighNs: UInt32 = 0
  private let patienceTicks: UInt64
  private let gapTicks: UInt64
  /// What ``heard`` was when the silence was last too long.
  private var flushedAfter: UInt64 = 0

  init(
    _ session: UnsafeMutablePointer<Session>, inbox: UnsafeMutablePointer<Inbox>,
    ticks: UnsafeMutablePointer<TickSide<Machine>>, settings: MachineSettings
  ) {
    self.session = session
    self.inbox = inbox
    self.ticks = ticks
    self.settings = settings
    // A sender that was silent for a quarter of a second has nothing more on its way; lines of one that streams follow
    // each other within a twentieth.
    patienceTicks = UInt64(settings.tickHz / 4)
    gapTicks = UInt64(settings.tickHz / 20)
  }

  /// One round of the main loop; to be called for ever.
  mutating func step() {
    receive()
    send()
    let reading = masked { ticks.pointee.reading }
    session.pointee.sense(reading)
    if let output = pending {
      pending = nil
      obey(output)
      return
    }
    if !session.pointee.isQuiet {
      let begun = now
      session.pointee.takeLines()
      if Budget.isMeasured { ticks.pointee.budget.addLine(now &- begun) }
    }
    let begun = now
    let output = session.pointee.next()
    if Budget.isMeasured, case .slice = output { ticks.pointee.budget.addSlice(now &- begun) }
    obey(output)
  }

  /// The counter without the ticks.
  private var now: UInt32 {
    if !Budget.isMeasured { return 0 }
    let ticks = self.ticks
    return masked { Machine.cycles &- ticks.pointee.budget.tickSum }
  }

  // MARK: the line

  private mutating func receive() {
    while let byte = inbox.pointee.first, session.pointee.receive(byte) {
      inbox.pointee.removeFirst()
      hear(byte)
    }
    // A hold does not wait behind lines that nobody has room for.
    while let byte = inbox.pointee.takeUrgent() {
      _ = session.pointee.receive(byte)
      hear(byte)
    }
  }

  /// Who asks how the machine is does not keep it waiting, and the end of a line is none. Who lets it go on after a pause
  /// does: the lines behind it come once those before it are answered.
  private mutating func hear(_ byte: UInt8) {
    if byte == RealTimeByte.status.rawValue || byte == 10 || byte == 13 { return }
    heard = masked { ticks.pointee.uptime }
  }

  private mutating func send() {
    let bytes = session.pointee.answers.bytes
    while sent < bytes.count && Machine.send(bytes[sent]) { sent += 1 }
    if sent == bytes.count {
      session.pointee.answers.removeAll()
      sent = 0
    }
  }

  // MARK: the machine

  private mutating func obey(_ output: ControllerOutput) {
    let ticks = self.ticks
    switch output {
    case .slice(let slice):
      // It begins with the lines that were there, though its window is not full and its end not known.
      if slice.beginsMotion && flushedAfter == heard { told_figures().pointee.silences &+= 1 }
      let isTaken = masked { ticks.pointee.trip != nil || ticks.pointee.ring.push(slice) }
      if !isTaken { return pending = output }
      outputs = slice.outputs
      pwmHighNs = slice.pwmHighNs
    case .arm(let input, let untilActive):
      atRest(output) { ticks.pointee.engine.arm(input, untilActive: untilActive, port: &ticks.pointee.port) }
    case .disarm: masked { ticks.pointee.engine.disarm() }
    case .cut:
      masked { ticks.pointee.cut() }
      outputs = .none
      pwmHighNs = 0
    case .place(let subSteps): atRest(output) { ticks.pointee.place(subSteps) }
    case .watch(let inputs): masked { ticks.pointee.watch(inputs) }
    case .mute(let motors): atRest(output) { ticks.pointee.engine.mute(motors) }
    case .needsInput: waitForInput()
    case .stopped(let stop, _):
      atRest(output) {}
      if pending == nil && stop != .programEnd { rest() }
    case .resting: rest()
    }
  }

  /// Does it once every slice was executed; what has cut the steps executes none.
  private mutating func atRest(_ output: ControllerOutput, _ order: () -> Void) {
    let ticks = self.ticks
    let isDone = masked {
      ticks.pointee.rests()
      guard ticks.pointee.isIdle || ticks.pointee.trip != nil else { return false }
      order()
      return true
    }
    if !isDone { pending = output }
  }

  /// The window is not full. Lines that come in time go into the same path: so nobody goes on without them while the ticks
  /// still have something to do, or while the machine rests and the sender may only be slow.
  private mutating func waitForInput() {
    let ticks = self.ticks
    let silence = masked { ticks.pointee.uptime } &- heard
    if silence > patienceTicks {
      session.pointee.flush()
      flushedAfter = heard
    } else if masked({ ticks.pointee.isShort }), session.pointee.goOn(isSilent: silence > gapTicks) {
      told_figures().pointee.silences &+= 1
    }
  }

  /// Time passes, with the outputs as they should be at rest.
  private mutating func rest() {
    let ticks = self.ticks
    if session.pointee.isQuiet && masked({ ticks.pointee.uptime }) &- heard > patienceTicks { session.pointee.flush() }
    let isIdle = masked {
      ticks.pointee.rests()
      return ticks.pointee.isIdle && ticks.pointee.trip == nil
    }
    if isIdle { tell() }
    let pause = session.pointee.rest(ticks: settings.sliceTicks)
    if isIdle && (pause.outputs != outputs || pause.pwmHighNs != pwmHighNs) {
      obey(.slice(pause))
      masked { ticks.pointee.rests() }
    }
    // While it moves nobody sleeps: there is a next slice to make, or a byte to be taken at once.
    if isIdle && inbox.pointee.first == nil { Machine.waitForInterrupt() }
  }

  /// What was driven so far, for who looks from outside.
  private func tell() {
    let side = ticks, figures = told_figures()!
    figures.pointee.motion_hash = side.pointee.engine.motionHash.value
    figures.pointee.steps = (
      side.pointee.engine.steps(0), side.pointee.engine.steps(1), side.pointee.engine.steps(2),
      side.pointee.engine.steps(3)
    )
    figures.pointee.underruns = side.pointee.underruns
    figures.pointee.slowdowns = side.pointee.slowdowns
    figures.pointee.segments = session.pointee.plannedSegments
    figures.pointee.lost_bytes = inbox.pointee.lost.load(ordering: .relaxed)
  }
}
