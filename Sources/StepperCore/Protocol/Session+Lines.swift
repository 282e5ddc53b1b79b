// One line comes in; it is executed or refused, and answered.

extension Session {
  /// Executes the line, or its beginning.
  mutating func execute() {
    if line.isTooLong { return answerError(11) }
    if line.count == 0 { return answer() }
    if line[0] == UInt8(ascii: "$") { return executeSystem() }
    if let number = discarding { return answerError(number) }
    if case .refuse(let refusal) = controller.state.after(.program) { return refuse(refusal.grblNumber) }
    do throws(GCodeError) {
      try line.read(into: &reader)
    } catch {
      return refuse(error.grblNumber)
    }
    work = .commands
    goOn()
  }

  /// Gives the machine as many of the line's commands as it has room for.
  mutating func goOn() {
    while controller.hasRoom {
      guard let command = reader.nextCommand() else {
        work = .none
        return answer()
      }
      if controller.state == .check {
        do throws(MotionError) {
          try checked?.check(command)
          continue
        } catch {
          checked?.pass(command)
          return refuse(error.grblNumber)
        }
      }
      do throws(Refusal) {
        try controller.admit()
      } catch {
        return refuse(error.grblNumber)
      }
      do throws(MotionError) {
        try controller.add(command, line: reader.modal.lineNumber > 0 ? reader.modal.lineNumber : lineNumber)
      } catch {
        return refuse(error.grblNumber)
      }
      tellNotice(command)
      if controller.awaitsProbe {
        work = .probe
        return
      }
    }
  }

  // MARK: answers

  /// `ok`.
  mutating func answer() { answers.line("ok") }

  mutating func answerError(_ number: Int) {
    work = .none
    answers.line("error:", number)
  }

  /// The line is wrong, and so is to go on behind it as if it had been executed. A check is to find what else is wrong.
  private mutating func refuse(_ number: Int) {
    answerError(number)
    if !goesOnAfterErrors && controller.state != .alarm && controller.state != .check { discarding = number }
  }

  private mutating func tellNotice(_ command: Command) {
    if case .notice(.toolLengthMissing(let tool)) = command {
      answers.put("[MSG:No length for tool ")
      answers.put(tool)
      answers.line("]")
    }
    _ = controller.motion.takeNotice()
  }
}

extension TextLine {
  /// Gives a reader the line that stands here.
  func read(into reader: inout GCodeReader) throws(GCodeError) {
    var bytes = bytes
    bytes[count] = 10
    let end = count + 1
    var failure: GCodeError?
    bytes.span.withUnsafeBufferPointer { all in
      var index = 0
      do throws(GCodeError) {
        _ = try reader.read(UnsafeBufferPointer(rebasing: all[..<end]), &index)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}

extension Refusal {
  /// The `error:n` by which a grbl 1.1 sender knows it.
  public var grblNumber: Int {
    switch self {
    case .notIdle: 8
    case .locked: 9
    case .doorOpen: 13
    case .emergencyStopPressed: 79
    case .cannotHome: 5
    }
  }
}

extension MotionError {
  public var grblNumber: Int {
    switch self {
    case .travelExceeded, .positionTooLarge: 15
    case .spindleNotReversible: 20
    }
  }
}
