// What the system has to grant before ticks can be kept, and the thread that is made of it.

import CGPIO
import Glibc

/// What keeps a thread from running in real time.
public enum RealTimeError: Error, Equatable, Sendable {
  /// This user may not use real-time scheduling.
  case noPriority
  /// This user may not lock so much memory.
  case noLockedMemory
  /// The machine has no such core; `count` is how many it has.
  case noSuchCore(core: Int, count: Int)
  /// The thread could not be made.
  case noThread(code: Int32)
}

extension RealTimeError: CustomStringConvertible {
  /// What happened, in English.
  public var description: String {
    switch self {
    case .noPriority: "this user may not use real-time scheduling"
    case .noLockedMemory: "this user may not lock memory"
    case .noSuchCore(let core, let count): "there is no processor core \(core): this machine has \(count), from 0 on"
    case .noThread(let code): "the real-time thread cannot be made: \(describeSystemError(code))"
    }
  }
}

/// How a thread is to be scheduled.
public struct ThreadSettings: Equatable, Sendable {
  /// The core to stay on; nil: any.
  public var core: Int?
  /// Priority of `SCHED_FIFO`, 1 to 99; nil: as any other program.
  public var priority: Int32?

  public init(core: Int? = nil, priority: Int32? = nil) {
    self.core = core
    self.priority = priority
  }
}

/// Keeps all memory of the process, now and later, where it is: a page that has to be fetched is a late tick.
///
/// Also breaks what a fork has left to copy on the first write.
public func lockMemory() throws(RealTimeError) {
  if mlockall(Int32(MCL_CURRENT | MCL_FUTURE)) != 0 { throw .noLockedMemory }
}

/// Gives the calling thread a priority of `SCHED_FIFO`.
public func setPriority(_ priority: Int32) throws(RealTimeError) {
  var parameters = sched_param()
  parameters.sched_priority = priority
  if pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters) != 0 { throw .noPriority }
}

/// A thread of its own, that has its stack in memory before it begins.
public struct RealTimeThread: ~Copyable {
  private let handle: pthread_t

  /// Begins `body` on a new thread.
  public init(_ settings: ThreadSettings, _ body: @escaping @Sendable () -> Void) throws(RealTimeError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, Self.stackBytes)
    if let priority = settings.priority {
      var parameters = sched_param()
      parameters.sched_priority = priority
      pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
      pthread_attr_setschedpolicy(&attributes, SCHED_FIFO)
      pthread_attr_setschedparam(&attributes, &parameters)
    }
    if let core = settings.core {
      let count = sysconf(Int32(_SC_NPROCESSORS_CONF))
      guard core >= 0, core < count else { throw .noSuchCore(core: core, count: count) }
      guard cgpio_attribute_core(&attributes, UInt32(core)) == 0 else {
        throw .noSuchCore(core: core, count: count)
      }
    }
    let box = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { raw in
        guard let raw else { return nil }
        let body = Unmanaged<Body>.fromOpaque(raw).takeRetainedValue()
        touchStack()
        body.run()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      throw code == EPERM ? .noPriority : .noThread(code: code)
    }
    handle = thread
  }

  /// Waits until the body has returned.
  public consuming func join() { pthread_join(handle, nil) }

  fileprivate static let stackBytes = 512 * 1024

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}

/// Writes to every page of half the stack, so that none has to be fetched later.
@inline(never)
private func touchStack() {
  withUnsafeTemporaryAllocation(byteCount: RealTimeThread.stackBytes / 2, alignment: 16) { stack in
    for place in stride(from: 0, to: stack.count, by: 4096) {
      stack.storeBytes(of: 0, toByteOffset: place, as: UInt8.self)
    }
  }
}
