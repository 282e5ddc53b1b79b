// Where the start-up hands over, and where interrupts arrive.

import StepperCore

nonisolated(unsafe) private var ticks: UnsafeMutablePointer<TickSide<Pi3>>! = nil
nonisolated(unsafe) private var inbox: UnsafeMutablePointer<Inbox>! = nil

@_cdecl("firmware_main")
func firmwareMain() {
  var machine = assemble(on: Pi3.self)
  ticks = machine.ticks
  inbox = machine.inbox
  machine.run()
}

@_cdecl("interrupt_entry")
func interruptEntry() {
  let (isTick, hasBytes) = Pi3.interrupts
  if isTick {
    Pi3.takeTick()
    ticks.pointee.tick()
  }
  if hasBytes {
    Pi3.receivingBegins()
    while let byte = Pi3.receive() { inbox.pointee.put(byte) }
  }
}
