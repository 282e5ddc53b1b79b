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
  /// Where work offsets are kept over a restart; nil: a machine on lines keeps them in
  /// ``KeptSettings/standardPath(board:environment:)``, a simulated one does not.
  public var statePath: String?
  /// As grbl has it: after an `error` what was sent behind it is executed all the same.
  public var goesOnAfterErrors = false

  public init() {}
}

/// Why a server did not begin.
public enum ServeRefusal: Error {
  case line(ServeError)
  case machine(LiveRefusal)
  case settings(KeptSettingsError)
  case settingsNotKept(OutputError)
}

/// Serves a board's machine until ``ServeHooks/isInterrupted``.
///
/// Lines to senders first: a machine that nobody can reach does not begin.
public func serve(_ board: Board, _ options: ServeOptions, hooks: ServeHooks) throws(ServeRefusal) -> ServeEnding {
  let keeper = try keeper(board, options, hooks)
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
    return serve(machine, board, at: switchboard, pace: options.pace, names, keeper, options, hooks)
  case .gpio:
    let machine: OperatedLines<GPIOPort, SystemTimer>
    do throws(LiveRefusal) {
      machine = try operateLines(board, origin: options.run.origin, wishes: options.wishes)
    } catch {
      throw .machine(error)
    }
    let own = options.wishes.hasSlowTicks ? board.withSlowTicks : board
    return serve(machine, own, at: switchboard, pace: .own, names, keeper, options, hooks)
  }
}

private func serve<Machine: ServedMachine & ~Copyable>(
  _ machine: consuming Machine, _ board: Board, at switchboard: Switchboard, pace: ServePace, _ names: [String],
  _ keeper: SettingsKeeper?, _ options: ServeOptions, _ hooks: ServeHooks
) -> ServeEnding {
  var machine = machine
  machine.session.goesOnAfterErrors = options.goesOnAfterErrors
  var server = MachineServer(machine, board, at: switchboard, pace: pace, keeper: keeper, hooks: hooks)
  hooks.ready(.serving(board, names, backend: options.backend))
  let ending = server.run()
  var run = options.run
  run.backend = options.backend
  hooks.ended(server.summary(run))
  return ending
}

/// Reads what was kept. A file that was named must be usable; a damaged one, and a folder that cannot be written where
/// nobody named one, leave a machine that works and says so.
private func keeper(
  _ board: Board, _ options: ServeOptions, _ hooks: ServeHooks
) throws(ServeRefusal) -> SettingsKeeper? {
  guard let path = options.statePath ?? (options.backend == .gpio ? KeptSettings.standardPath(board: board.name) : nil)
  else { return nil }
  let file = KeptSettings(path: path, board: board.name)
  var restored: SessionSettings?
  var hasLost = false
  do throws(KeptSettingsError) {
    restored = try file.read()
    if restored != nil { hooks.log.tell(.settingsRestored(path: path), tick: 0) }
  } catch .damaged {
    hasLost = true
    hooks.log.tell(.settingsNotUsed(path: path, setAside: file.setAside()), tick: 0)
  } catch {
    throw .settings(error)
  }
  var keeper = SettingsKeeper(file, restored: restored, hasLost: hasLost)
  do throws(OutputError) {
    if options.statePath == nil, let slash = path.lastIndex(of: "/") {
      try OutputFile.makeFolder(String(path[..<slash]))
    }
    // Now, and not when the first zero was set.
    try keeper.keep(restored ?? SessionSettings(offsets: board.reader(origin: options.run.origin).offsets))
  } catch {
    if options.statePath != nil { throw .settingsNotKept(error) }
    hooks.log.tell(.settingsNotKept(error), tick: 0)
  }
  return keeper
}
