// Ctrl-C, as a question that a run asks itself now and then.

import Glibc
import Synchronization

/// Whether a person, or the system, has asked the command to stop. The second request kills at once.
enum Interruption {
  private static let asked = Atomic<Bool>(false)

  static func listen() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        if Interruption.asked.exchange(true, ordering: .relaxed) {
          signal(number, SIG_DFL)
          raise(number)
        }
      }
    }
  }

  static var wasAsked: Bool { asked.load(ordering: .relaxed) }
}
