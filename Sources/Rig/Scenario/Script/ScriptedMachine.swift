// What a script needs of a machine beside operating it: hands, and figures at the end.

import StepperCore

/// A machine that a script can be run on: a simulated one, or one on lines.
protocol ScriptedMachine: OperatedMachine, ~Copyable {
  /// Where the joints stood when it was switched on.
  var startSubSteps: SIMD4<Int64> { get }
  /// The axis whose limit switch cut the steps last.
  var lastLimitAxis: Int? { get }

  /// Does what somebody's hand does (``ScriptStep/Action/press(_:_:)``), or lets something go wrong.
  mutating func perform(_ action: ScriptStep.Action)

  /// Sends bytes over whatever cable there is; as many as there is room for.
  ///
  /// - Returns: how many were sent.
  mutating func transmit(_ bytes: ArraySlice<UInt8>) -> Int

  /// After everything that was done; with the slice that was executed, if any was.
  mutating func account(_ slice: Slice?)

  /// Everything off: nothing moves any more.
  mutating func end() throws(ScenarioBreak)

  /// What ended it before the controller could say anything.
  func suddenEnd(line: UInt32) -> ScriptEnding?

  /// What was wrong although the controller knows of nothing.
  func hiddenEnd(line: UInt32) -> ScriptEnding?

  /// Adds this machine's figures to a result; after ``end()``.
  func fill(_ result: inout RunResult, _ executed: ExecutedMotion)
}

/// How a script's machine ended.
struct ScriptEnding {
  var outcome: Summary.Outcome
  var alarm: Summary.Alarm?
}
