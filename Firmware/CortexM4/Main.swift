// Where the microcontroller's start-up hands over, and where its interrupts arrive.

import StepperCore

nonisolated(unsafe) private var ticks: UnsafeMutablePointer<TickSide<Mps2>>! = nil
nonisolated(unsafe) private var inbox: UnsafeMutablePointer<Inbox>! = nil

@_cdecl("firmware_main")
func firmwareMain() {
  var machine = assemble(on: Mps2.self)
  ticks = machine.ticks
  inbox = machine.inbox
  machine.run()
}

@_cdecl("tick_interrupt")
func tickInterrupt() {
  Mps2.beginTick()
  ticks.pointee.tick()
}

@_cdecl("byte_interrupt")
func byteInterrupt() { inbox.pointee.put(Mps2.receive()) }
