// A probing motion's beginning and end, for every machine that a job runs on.

import StepperCore

extension JobFeed {
  /// The latch is armed. `isClosed`: it found the input already where the motion should bring it.
  mutating func beginProbe(_ rule: ProbeRule, isClosed: Bool, _ motion: inout Motion, line: UInt32) {
    guard isClosed else { return }
    if rule.mustHappen { raise("probe_not_ready", .probeNotReady, line: line) } else { motion.probeTouched() }
  }

  /// The motion has come to rest, and the job goes on from wherever that is.
  mutating func endProbe(_ rule: ProbeRule, touched: Bool, _ motion: inout Motion, line: UInt32) {
    awaitsProbe = false
    stream.reader.position = motion.position
    motion.place(at: motion.position)
    deviation.restart(at: motion.position)
    if touched { return }
    if rule.mustHappen {
      raise("probe_missed", .probeMissed, line: line)
    } else {
      notes.add(.probeFoundNothing, line: line)
    }
  }
}
