// The table of states: what must be true of every row, whatever is written in it.

import StepperCore
import Testing

@Suite("States of the machine")
struct MachineStateTests {
  private static let pairs = MachineState.allCases.flatMap { state in MachineEvent.allCases.map { (state, $0) } }

  @Test("nothing but homing and unlocking leads out of an alarm, but to sleep")
  func alarm() {
    for event in MachineEvent.allCases {
      guard case .to(let next) = MachineState.alarm.after(event), next != .alarm else { continue }
      #expect(event == .home || event == .unlock || event == .sleep)
    }
  }

  @Test("the emergency stop, and steps that are cut, are an alarm from everywhere")
  func emergency() {
    for state in MachineState.allCases {
      #expect(state.after(.emergencyStop) == .to(.alarm))
      if state != .check && state != .idle { continue }
      #expect(state.after(.limit) == .to(.alarm))
    }
    for state in [MachineState.run, .hold, .jog, .home, .probe, .door] {
      for event in [MachineEvent.limit, .resetInMotion, .fault] { #expect(state.after(event) == .to(.alarm)) }
    }
  }

  @Test("a machine that moves begins nothing else: who asks is told")
  func busy() {
    for state in [MachineState.run, .hold, .home, .probe, .door] {
      for event in [MachineEvent.jog, .home, .check, .sleep] {
        #expect(state.after(event) == .refuse(.notIdle), "\(state) \(event)")
      }
    }
  }

  @Test("a reset always leads to rest or to an alarm")
  func reset() {
    for state in MachineState.allCases {
      for event in [MachineEvent.resetAtRest, .resetInMotion] {
        let next = state.after(event)
        #expect(next == .to(.idle) || next == .to(.alarm), "\(state) \(event)")
      }
    }
  }

  @Test("what is only told, and not asked, is never refused")
  func told() {
    for (state, event) in Self.pairs where event.rawValue >= MachineEvent.doorOpened.rawValue {
      if case .refuse = state.after(event) { Issue.record("\(state) \(event)") }
    }
  }

  @Test("every state can be reached, and left for idle")
  func reach() {
    var reached: Set<MachineState> = [.idle]
    for _ in MachineState.allCases {
      for (state, event) in Self.pairs where reached.contains(state) {
        if case .to(let next) = state.after(event) { reached.insert(next) }
      }
    }
    #expect(reached.count == MachineState.allCases.count)
    var returning: Set<MachineState> = [.idle]
    for _ in MachineState.allCases {
      for (state, event) in Self.pairs {
        if case .to(let next) = state.after(event), returning.contains(next) { returning.insert(state) }
      }
    }
    #expect(returning.count == MachineState.allCases.count)
  }
}
