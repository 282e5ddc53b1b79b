// Ctrl-C, as a question that a run asks itself now and then.

import Glibc
import Synchronization

/// Whether a person, or the system, has asked the command to stop. The second request kills at once.
enum Interruption {
  private static let asked = Atomic<Bool>(false)

  /// From now on the first request is only noted. A command that waits for input is woken by it.
  static func listen() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // What was ignored stays ignored: nohup, and jobs in the background of a script.
      var before = sigaction()
      guard sigaction(number, nil, &before) == 0 else { continue }
      if unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == ignored { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        if Interruption.asked.exchange(true, ordering: .relaxed) {
          signal(number, SIG_DFL)
          raise(number)
        }
      }
      // No SA_RESTART: reading from a person or a pipe may take for ever.
      action.sa_flags = 0
      sigaction(number, &action, nil)
    }
    // A parent that blocks them (the threads of a dispatch queue do) hands that on.
    var heard = sigset_t()
    sigemptyset(&heard)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&heard, number) }
    pthread_sigmask(SIG_UNBLOCK, &heard, nil)
  }

  private static let ignored = unsafeBitCast(SIG_IGN, to: Int.self)

  static var wasAsked: Bool { asked.load(ordering: .relaxed) }
}
