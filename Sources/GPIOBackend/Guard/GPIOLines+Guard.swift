// Lines that a killed process would leave as they are in, lines with a guard over them out.

import CGPIO
import Glibc
import StepperCore

extension GPIOLines {
  /// Starts a process that brings every output to its inactive level as soon as this one has gone, however it went, and
  /// holds it there until the next run asks for the lines. Nothing that happens to this process can keep it from that.
  ///
  /// The order at the start of a run is: take the lines, start the guard, lock memory (`mlockall(MCL_CURRENT |
  /// MCL_FUTURE)`), make the tick thread real-time. The guard is a fork: memory that was locked before it would cost page
  /// faults again, because fork makes writable pages copy-on-write and only a later `mlockall` undoes that. Outputs must
  /// be inactive when this is called, as they are after init: the guard sets them so once, to show that it can.
  ///
  /// - Parameter note: what the guard prints on standard error after it had to act.
  public mutating func startGuard(note: String? = nil) throws(GPIOError) {
    guard let outputs, watch == nil else { return }
    let result = cgpio_guard_start(outputs, PortWord.none.rawValue, chip.label, note, &watch)
    guard result.code == 0 else { throw .guardFailed(chip: chip.label, code: result.code) }
  }

  /// Takes lines that the guard of a killed run still holds, and says who holds those that cannot be had.
  static func requestPastGuards(
    _ layout: GPIOLayout, from chip: borrowing OpenChip
  ) throws(GPIOError) -> (requests: (outputs: OpaquePointer?, inputs: OpaquePointer?), guardsReleased: Int) {
    var call = GuardCall()
    var released = 0
    for _ in 0..<attempts {
      do throws(GPIOError) {
        return (try request(layout, from: chip), released)
      } catch {
        guard case .lineBusy(_, _, layout.consumer) = error else { throw error }
      }
      call = GuardCall.ask(chip: chip.chip.label)
      released += call.released
      // A run that is being killed at this moment still counts as a living one.
      if call.released == 0 { usleep(pauseUs) }
    }
    do throws(GPIOError) {
      return (try request(layout, from: chip), released)
    } catch {
      guard case .lineBusy(let line, let label, layout.consumer) = error, let holder = call.holder else { throw error }
      throw .lineHeld(line: line, chip: label, process: holder)
    }
  }

  private static var attempts: Int { 5 }
  private static var pauseUs: UInt32 { 50_000 }
}

extension GPIOPort {
  /// See ``GPIOLines/startGuard(note:)``.
  public mutating func startGuard(note: String? = nil) throws(GPIOError) { try lines.startGuard(note: note) }

  /// Looks after the guard from another thread than the port's; for as long as the port lives.
  public var guardWatch: GuardWatch? { lines.watch.map { GuardWatch(watch: $0) } }

  /// See ``GPIOLines/guardsReleased``.
  public var guardsReleased: Int { lines.guardsReleased }
}

/// Whether a guard is still there.
public struct GuardWatch: @unchecked Sendable {
  let watch: OpaquePointer

  /// One system call, which does not block.
  public var isAlive: Bool { cgpio_guard_is_alive(watch) }
}
