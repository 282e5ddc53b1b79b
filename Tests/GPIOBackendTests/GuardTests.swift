// What becomes of a machine when its process is killed, ends, or is asked for its lines; needs no GPIO chip.

import GPIOBackend
import Glibc
import Testing

@Suite("The guard")
struct GuardTests {
  @Test("a process that is killed leaves a safe machine", arguments: [SIGKILL, SIGTERM, SIGHUP])
  func killed(signal: Int32) throws {
    let run = try GuardedProcess()
    #expect(run.marks == "s", "the guard has shown that it can, once")
    run.end(by: signal)
    #expect(run.waitForMarks("ss") == "ss")
  }

  @Test("a process that crashes leaves a safe machine")
  func crashed() throws {
    let run = try GuardedProcess()
    #expect(run.ask("!") == "crashing")
    run.waitUntilExit()
    #expect(run.waitForMarks("ss") == "ss")
    #expect(run.errorsToTheirEnd() == "every output is safe\n", "and nothing that takes time comes before")
  }

  @Test("killed at any moment after the guard stands, the machine is made safe once")
  func killedAtOnce() throws {
    for _ in 0..<20 {
      let run = try GuardedProcess()
      run.end(by: SIGKILL)
      #expect(run.waitForMarks("ss") == "ss")
    }
  }

  @Test("a normal end leaves the outputs alone, and no process behind")
  func farewell() throws {
    let run = try GuardedProcess()
    #expect(run.ask("e") == "no child is left")
    run.waitUntilExit()
    #expect(!isRunning(run.guardProcess))
    #expect(run.marks == "s")
    #expect(run.errorsToTheirEnd().isEmpty)
  }

  @Test(
    "what ends a whole group of processes (Ctrl-C, a closed terminal) does not end the guard",
    arguments: [SIGINT, SIGHUP, SIGTERM])
  func group(signal: Int32) throws {
    let run = try GuardedProcess()
    try #require(getpgid(run.id) == run.id)
    kill(run.guardProcess, signal)
    #expect(run.ask("?") == "alive")
    run.end(by: signal, wholeGroup: true)
    #expect(run.waitForMarks("ss") == "ss")
    #expect(isRunning(run.guardProcess), "it goes on holding the lines")
  }

  @Test("outputs that could not be set are set again until it works")
  func retries() throws {
    let run = try GuardedProcess("--failing", "3")
    run.end(by: SIGKILL)
    #expect(run.waitForMarks("sxxxs") == "sxxxs")
  }

  @Test("a process that cannot make its outputs safe itself calls the guard")
  func calledOut() throws {
    let run = try GuardedProcess()
    #expect(run.ask("c") == "called")
    #expect(run.waitForMarks("ss") == "ss")
  }

  @Test("the process learns that its guard was killed")
  func guardKilled() throws {
    let run = try GuardedProcess()
    #expect(run.ask("?") == "alive")
    kill(run.guardProcess, SIGKILL)
    #expect(comesTrue { run.ask("?") == "gone" })
    #expect(run.ask("e") == "no child is left", "it can still end normally")
  }

  @Test("a program that the run has started, and that lives on, does not keep the guard from acting")
  func survivingChild() throws {
    let run = try GuardedProcess("--child")
    let child = try #require(run.child)
    run.end(by: SIGKILL)
    #expect(run.waitForMarks("ss") == "ss")
    #expect(isRunning(child))
  }

  @Test("who reads the run's messages to their end reads what the guard did, and does not wait for it")
  func pipesEnd() throws {
    let run = try GuardedProcess()
    run.end(by: SIGKILL)
    #expect(run.errorsToTheirEnd() == "every output is safe\n")
    #expect(isRunning(run.guardProcess))
  }

  @Test("a newcomer learns which process holds the lines, and has them once that one was killed")
  func newcomer() throws {
    let run = try GuardedProcess()
    #expect(GuardCall.ask(chip: run.label) == GuardCall(holder: run.id))
    run.end(by: SIGKILL)
    #expect(run.waitForMarks("ss") == "ss")
    #expect(GuardCall.ask(chip: run.label) == GuardCall(released: 1))
    #expect(comesTrue { !isRunning(run.guardProcess) })
    #expect(GuardCall.ask(chip: run.label) == GuardCall())
    #expect(run.marks == "ss", "letting go changes no level")
  }

  @Test("a guard whose run has gone can be ended like any program")
  func terminated() throws {
    let run = try GuardedProcess()
    run.end(by: SIGKILL)
    #expect(run.waitForMarks("ss") == "ss")
    #expect(comesTrue { kill(run.guardProcess, SIGTERM) != 0 || !isRunning(run.guardProcess) })
  }

  @Test("messages say whose process holds a line, and why nothing starts without a guard")
  func messages() {
    let held = "\(GPIOError.lineHeld(line: "\"GPIO17\"", chip: "pinctrl-bcm2711", process: 4711))"
    #expect(held.contains("\"GPIO17\"") && held.contains("process 4711") && held.contains("kill 4711"))
    let failed = "\(GPIOError.guardFailed(chip: "pinctrl-bcm2711", code: EAGAIN))"
    #expect(failed.contains("no guard") && failed.contains("error 11"))
  }
}
