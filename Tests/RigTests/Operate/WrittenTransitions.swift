// What a machine does when something happens to it, written down by hand: held against the machine, and against the core's
// own table.

import StepperCore

/// What is expected where an event meets a state.
struct WrittenTransition {
  enum Steps: String {
    /// They come, or go on coming.
    case go
    /// They come until the machine has braked.
    case brake
    /// None; those of a motion are cut.
    case none
  }

  var state: MachineState
  /// `ok`, `error:n`, `ALARM:n` and greetings, in their order.
  var answers: [String]
  /// The line is answered when homing, probing, or a hold is over.
  var isAnsweredLater: Bool
  var steps: Steps
}

/// A cell of the tables below: the state afterwards, what is answered, and whether steps come.
///
/// E8 is error:8, A3 is ALARM:3, H is the greeting; `later` is a line that waits for its answer; `-` is no answer at all.
enum WrittenTransitions {
  // swift-format-ignore
  private static let first = """
               | idle              | run               | hold              | jog               | home
    program    | run   ok     go   | run   ok     go   | hold  ok     none | jog   E9     go   | home  later  go
    jog        | jog   ok     go   | run   E8     go   | hold  E8     none | jog   ok     go   | home  later  go
    home       | home  later  go   | run   E8     go   | hold  E8     none | jog   E8     go   | home  later  go
    unlock     | idle  ok     none | run   ok     go   | hold  ok     none | jog   ok     go   | home  later  go
    check      | check ok     none | run   E8     go   | hold  E8     none | jog   E8     go   | home  later  go
    sleep      | sleep ok     none | run   E8     go   | hold  E8     none | jog   E8     go   | home  later  go
    hold       | hold  -      none | hold  -     brake | hold  -      none | jog   -     brake | home  -      go
    resume     | idle  -      none | run   -      go   | run   -      go   | jog   -      go   | home  -      go
    cancelJog  | idle  -      none | run   -      go   | hold  -      none | jog   -     brake | home  -      go
    resetAtRest| idle  H      none | idle  H      none | idle  H      none | idle  H      none | alarm A6+H   none
    resetInMotion| still           | alarm A3+H   none | alarm A3+H   none | alarm A3+H   none | alarm A6+H   none
    doorOpened | door  -      none | door  -     brake | door  -      none | jog   -     brake | alarm A7+E9  none
    doorClosed | shut              | shut              | shut              | jog   -     brake | shut
    probeBegins| probe later  go   | probe later  go   | hold  later  none | jog   E9     go   | home  later  go
    finished   | idle  -      none | idle  -      none | hold  -      none | idle  -      none | idle  ok     none
    limit      | alarm A1     none | alarm A1     none | alarm A1     none | alarm A1     none | alarm A1+E9  none
    emergencyStop| alarm A10  none | alarm A10    none | alarm A10    none | alarm A10    none | alarm A10+E9 none
    fault      | alarm E15+A2 none | alarm E15+A2 brake| alarm E15+A2 none | jog   E15    go   | alarm A9+E9  none
    """

  // swift-format-ignore
  private static let second = """
               | probe             | door              | alarm             | check             | sleep
    program    | probe later  go   | door  ok     none | alarm E9     none | check ok     none | sleep E9     none
    jog        | probe later  go   | door  E8     none | alarm E8     none | check E8     none | sleep E8     none
    home       | probe later  go   | door  E8     none | home  later  go   | check E8     none | sleep E8     none
    unlock     | probe later  go   | door  ok     none | idle  ok     none | check ok     none | sleep E8     none
    check      | probe later  go   | door  E8     none | alarm E8     none | idle  ok     none | sleep E8     none
    sleep      | probe later  go   | door  E8     none | sleep ok     none | check E8     none | sleep E8     none
    hold       | hold  -     brake | door  -      none | alarm -      none | check -      none | sleep -      none
    resume     | probe -      go   | run   -      go   | alarm -      none | check -      none | sleep -      none
    cancelJog  | probe -      go   | door  -      none | alarm -      none | check -      none | sleep -      none
    resetAtRest| idle  H      none | idle  H      none | alarm H      none | idle  H      none | alarm H      none
    resetInMotion| alarm A3+H none | alarm A3+H   none | alarm H     brake | still             | still
    doorOpened | door  -     brake | door  -      none | alarm -      none | check -      none | sleep -      none
    doorClosed | shut              | door  -      none | alarm -      none | check -      none | sleep -      none
    probeBegins| probe later  go   | door  later  none | alarm E9     none | check ok     none | sleep E9     none
    finished   | idle  ok     none | door  -      none | alarm -      none | check -      none | sleep -      none
    limit      | alarm A1+E9  none | alarm A1     none | alarm -      none | alarm A1     none | sleep -      none
    emergencyStop| alarm A10+E9 none | alarm A10  none | alarm A10    none | alarm A10    none | alarm A10    none
    fault      | alarm A5+E9  none | alarm E15+A2 none | alarm E9     none | check E15    none | sleep E9     none
    """

  /// Why a combination cannot come about.
  static let reasons = [
    "still": "In this state a machine does not move, so no reset can meet it in motion.",
    "shut": "An open door has ended this state, so none can be shut in it.",
  ]

  /// What the core's table says is never asked of it here, and why.
  static func isNeverAsked(_ state: MachineState, _ event: MachineEvent) -> String? {
    switch (state, event) {
    case (.home, .program), (.home, .jog), (.home, .home), (.home, .unlock), (.home, .check), (.home, .sleep):
      "Lines wait until homing is over."
    case (.probe, .program), (.probe, .jog), (.probe, .home), (.probe, .unlock), (.probe, .check), (.probe, .sleep):
      "Lines wait until the probe has answered."
    case (.jog, .fault): "A jog out of travel is refused, and the one before it goes on."
    default: nil
    }
  }

  static let all: [MachineState: [MachineEvent: WrittenTransition?]] = read(first).merging(read(second)) { $1 }

  /// Nil: it cannot come about.
  static func of(_ state: MachineState, _ event: MachineEvent) -> WrittenTransition? { all[state]![event]! }

  private static func read(_ text: String) -> [MachineState: [MachineEvent: WrittenTransition?]] {
    let rows = text.split(separator: "\n").map { row in
      row.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
    }
    let states = rows[0].dropFirst().map { cell in MachineState.allCases.first { "\($0)" == cell[0] }! }
    var table: [MachineState: [MachineEvent: WrittenTransition?]] = [:]
    for row in rows.dropFirst() {
      let event = MachineEvent.allCases.first { "\($0)" == row[0][0] }!
      for (state, cell) in zip(states, row.dropFirst()) { table[state, default: [:]][event] = .some(transition(cell)) }
    }
    return table
  }

  private static func transition(_ cell: [String]) -> WrittenTransition? {
    if reasons[cell[0]] != nil { return nil }
    let answers = cell[1].split(separator: "+").compactMap { word -> String? in
      switch word.first! {
      case "E": "error:" + word.dropFirst()
      case "A": "ALARM:" + word.dropFirst()
      case "H": "greeting"
      case "o": "ok"
      default: nil
      }
    }
    return WrittenTransition(
      state: MachineState.allCases.first { "\($0)" == cell[0] }!, answers: answers,
      isAnsweredLater: cell[1] == "later", steps: WrittenTransition.Steps(rawValue: cell[2])!)
  }
}
