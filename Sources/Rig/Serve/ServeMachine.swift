// A board and where its machine is to be reached come in; it is served until somebody ends it.

import GPIOBackend
import SimBackend
import StepperCore

/// Where and how a machine is served.
public struct ServeOptions: Sendable {
  /// Where senders reach it over the network; nil: not at all.
  public var address: NetworkAddress?
  /// The name of its serial line; nil: it has none.
  public var terminalPath: String?
  public var backend = Backend.sim
  /// Of the simulated machine.
  public var pace = ServePace.wallClock(1)
  public var run = RunOptions()
  public var wishes = LiveWishes()
  /// The simulated machine does not know its place, and begins in an alarm.
  public var mustHome = false

  public init() {}
}

/// Why a server did not begin.
public enum ServeRefusal: Error {
  case line(ServeError)
  case machine(LiveRefusal)
}

/// Serves a board's machine until ``ServeHooks/isInterrupted``.
///
/// Lines to senders first: a machine that nobody can reach does not begin.
public func serve(_ board: Board, _ options: ServeOptions, hooks: ServeHooks) throws(ServeRefusal) -> ServeEnding {
  let switchboard = Switchboard()
  defer { switchboard.close() }
  var names: [String] = []
  do throws(ServeError) {
    if let address = options.address {
      let port = try switchboard.listen(at: address)
      names.append(NetworkAddress(host: address.host, port: port).text)
    }
    if let path = options.terminalPath {
      try switchboard.openTerminal(path)
      names.append(path)
    }
  } catch {
    throw .line(error)
  }
  switch options.backend {
  case .sim:
    let machine: OperatedSimulation
    do throws(SimFaultError) {
      machine = try OperatedSimulation(board, options: options.run, mustHome: options.mustHome)
    } catch {
      throw .machine(LiveRefusal(phrase: .faultRefused(error, board), exit: .wrongUse))
    }
    return serve(machine, board, at: switchboard, pace: options.pace, names, options, hooks)
  case .gpio:
    let machine: OperatedLines<GPIOPort, SystemTimer>
    do throws(LiveRefusal) {
      machine = try operateLines(board, origin: options.run.origin, wishes: options.wishes)
    } catch {
      throw .machine(error)
    }
    let own = options.wishes.hasSlowTicks ? board.withSlowTicks : board
    return serve(machine, own, at: switchboard, pace: .own, names, options, hooks)
  }
}

private func serve<Machine: ServedMachine & ~Copyable>(
  _ machine: consuming Machine, _ board: Board, at switchboard: Switchboard, pace: ServePace, _ names: [String],
  _ options: ServeOptions, _ hooks: ServeHooks
) -> ServeEnding {
  var server = MachineServer(machine, board, at: switchboard, pace: pace, hooks: hooks)
  hooks.ready(.serving(board, names, backend: options.backend))
  return server.run()
}
