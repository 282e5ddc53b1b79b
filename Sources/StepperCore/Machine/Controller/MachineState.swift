// What the machine is doing, what can happen to it, and what follows: one table, to be read on a page.

/// What the machine is doing, as people and senders know it.
@frozen
public enum MachineState: UInt8, CaseIterable, Equatable, Sendable {
  /// At rest, with nothing to do.
  case idle
  /// Executes a program.
  case run
  /// Brakes along its path, or stands on it, until it may go on.
  case hold
  /// Is driven by hand.
  case jog
  /// Looks for its switches.
  case home
  /// Feels for a touch.
  case probe
  /// Its door is open, or was: it stands with the spindle off until it may go on.
  case door
  /// Something went wrong. Nothing moves until a person has looked.
  case alarm
  /// Reads a program without moving.
  case check
  /// Everything is off until a reset.
  case sleep
}

/// What can happen to a machine.
@frozen
public enum MachineEvent: UInt8, CaseIterable, Equatable, Sendable {
  // A person, or a program, wants something.
  /// Something to execute.
  case program
  case jog
  case home
  /// The alarm is over (`$X`).
  case unlock
  /// To check mode, or back (`$C`).
  case check
  case sleep
  case hold
  case resume
  /// Enough of this jog.
  case cancelJog
  /// A reset while nothing moves, …
  case resetAtRest
  /// … and one that has to cut the steps.
  case resetInMotion
  // The machine tells.
  case doorOpened
  case doorClosed
  /// A probing motion begins.
  case probeBegins
  /// What was asked for has been done, to a standstill.
  case finished
  /// A limit switch, where none was looked for.
  case limit
  case emergencyStop
  /// What was asked for cannot be done: a motion out of travel, a probe or a switch that was not found.
  case fault
}

/// What an event does to a state.
@frozen
public enum Transition: Equatable, Sendable {
  /// It is in this state now; it may be the one it was in.
  case to(MachineState)
  /// Brakes along the path, forgets what is queued, and is in the same state until that is ``MachineEvent/finished``.
  case brake
  /// Nothing.
  case none
  /// Nothing, and whoever asked is told why.
  case refuse(Refusal)
}

/// Why the machine does not do what it is asked.
@frozen
public enum Refusal: UInt8, Error, Equatable, Sendable {
  /// Only at rest, with nothing to do.
  case notIdle
  /// Not in an alarm, and not while it is driven by hand.
  case locked
  /// Not while the door is open, …
  case doorOpen
  /// … or the emergency stop pressed.
  case emergencyStopPressed
  /// There is no switch to look for.
  case cannotHome
}

extension MachineState {
  /// What the event does to this state.
  public func after(_ event: MachineEvent) -> Transition { row(self)[Int(event.rawValue)] }
}

// swift-format-ignore
private func row(_ state: MachineState) -> InlineArray<18, Transition> {
  let same = Transition.to(state)
  //          program  jog    home    unlock  check   sleep   hold    resume  cancel  reset   reset   door    door   probe   finished limit   emerg.  fault
  //                                                                          jog     at rest moving  opened  closed begins                   stop
  return switch state {
  case .idle:  [run,   jog,   home,   same,   check,  sleep,  hold,   none,   none,   same,   alarm,  door,   none,  probe,  same,    alarm,  alarm,  alarm]
  case .run:   [same,  busy,  busy,   same,   busy,   busy,   hold,   none,   none,   idle,   alarm,  door,   none,  probe,  idle,    alarm,  alarm,  alarm]
  case .hold:  [same,  busy,  busy,   same,   busy,   busy,   none,   run,    none,   idle,   alarm,  door,   none,  none,   none,    alarm,  alarm,  alarm]
  case .jog:   [locked, same, busy,   same,   busy,   busy,   brake,  none,   brake,  idle,   alarm,  brake,  none,  none,   idle,    alarm,  alarm,  alarm]
  case .home:  [busy,  busy,  busy,   busy,   busy,   busy,   none,   none,   none,   alarm,  alarm,  alarm,  none,  none,   idle,    alarm,  alarm,  alarm]
  case .probe: [run,   busy,  busy,   same,   busy,   busy,   hold,   none,   none,   idle,   alarm,  door,   none,  none,   idle,    alarm,  alarm,  alarm]
  case .door:  [same,  busy,  busy,   same,   busy,   busy,   none,   run,    none,   idle,   alarm,  none,   none,  none,   none,    alarm,  alarm,  alarm]
  case .alarm: [locked, busy, home,   idle,   busy,   sleep,  none,   none,   none,   same,   same,   none,   none,  none,   none,    same,   same,   same]
  case .check: [same,  busy,  busy,   same,   idle,   busy,   none,   none,   none,   idle,   idle,   none,   none,  none,   none,    alarm,  alarm,  same]
  case .sleep: [locked, busy, busy,   busy,   busy,   busy,   none,   none,   none,   alarm,  alarm,  none,   none,  none,   none,    none,   alarm,  none]
  }
}

// The words of the table.
private var idle: Transition { .to(.idle) }
private var run: Transition { .to(.run) }
private var hold: Transition { .to(.hold) }
private var jog: Transition { .to(.jog) }
private var home: Transition { .to(.home) }
private var probe: Transition { .to(.probe) }
private var door: Transition { .to(.door) }
private var alarm: Transition { .to(.alarm) }
private var check: Transition { .to(.check) }
private var sleep: Transition { .to(.sleep) }
private var brake: Transition { .brake }
private var none: Transition { .none }
private var busy: Transition { .refuse(.notIdle) }
private var locked: Transition { .refuse(.locked) }
