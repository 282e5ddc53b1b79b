// A machine put together: buffers cut out of the image's memory, session, ticks and main loop.

import StepperCore

struct Assembly<Machine: Hardware & ~Copyable>: ~Copyable {
  var firmware: Firmware<Machine>
  let inbox: UnsafeMutablePointer<Inbox>
  let ticks: UnsafeMutablePointer<TickSide<Machine>>

  /// Lets interrupts in, which have to know ``inbox`` and ``ticks`` by then, and does not come back.
  mutating func run() {
    Machine.beginReceiving()
    Machine.beginTicks(hz: Board.machine.tickHz)
    while true { firmware.step() }
  }
}

/// The board's machine, at rest, with its ticks not begun. It does not know its place where its axes can be homed.
@inline(never)
func assemble<Machine: Hardware & ~Copyable>(on _: Machine.Type) -> Assembly<Machine> {
  let start = memory_start()!, end = memory_end()!
  let memory = Board.Buffers(in: UnsafeMutableRawBufferPointer(start: start, count: end - start))
  var arena = Arena(memory.rest)
  let inbox = arena.take(Inbox.self, 1).baseAddress!
  inbox.initialize(to: Inbox(storage: memory.bytes))
  let session = arena.take(Session.self, 1).baseAddress!
  let fault = Fault.take()
  place(session, memory.motion, memory.session, mustHome: fault != nil)
  let ticks = arena.take(TickSide<Machine>.self, 1).baseAddress!
  let settings = Board.machine
  let map = JointMap(settings)
  ticks.initialize(
    to: TickSide<Machine>(
      settings, start: map.subSteps(at: Board.startPosition), limits: Board.control.limits, ring: memory.ring))
  if Budget.isMeasured {
    var budget = Budget()
    budget.measureFour(settings, on: Machine.self)
  }
  told_figures()!.pointee.free_bytes = UInt32(arena.rest.count)
  if let fault {
    session.pointee.tell("Restarted after a fault, all outputs off; cause", code: fault.cause)
    session.pointee.tell("The fault was at", code: UInt32(truncatingIfNeeded: fault.place))
  }
  return Assembly(
    firmware: Firmware(session, inbox: inbox, ticks: ticks, settings: settings), inbox: inbox, ticks: ticks)
}

/// Builds the session where it is to live: it would not fit on the stack.
@inline(never)
private func place(
  _ place: UnsafeMutablePointer<Session>, _ motion: MotionStorage, _ session: SessionStorage, mustHome: Bool
) {
  var control = Board.control
  control.mustHome = control.mustHome || mustHome
  var offsets = WorkOffsets()
  offsets[0] = Board.workOffset
  place.initialize(
    to: Session(
      Board.machine, control, motion: motion, at: Board.startPosition, isPositionKnown: !control.mustHome,
      reader: GCodeReader(offsets: offsets, position: Board.startPosition), storage: session))
}
