// Bytes between the receiving interrupt and the main loop: one puts in, the other takes out, nobody waits.

import StepperCore
import Synchronization

/// A ring of received bytes. Only the interrupt may ``put(_:)``, and only the main loop may take.
struct Inbox: ~Copyable {
  private let storage: UnsafeMutableBufferPointer<UInt8>
  private let mask: UInt32
  private let puts = Atomic<UInt32>(0)
  private let takes = Atomic<UInt32>(0)
  /// Bytes that came while it was full; the last real-time byte among them, or nothing.
  let lost = Atomic<UInt32>(0)
  private let urgent = Atomic<UInt8>(0)

  /// - Parameter storage: a power of two of bytes.
  init(storage: UnsafeMutableBufferPointer<UInt8>) {
    self.storage = storage
    mask = UInt32(storage.count - 1)
  }

  func put(_ byte: UInt8) {
    let place = puts.load(ordering: .relaxed)
    if place &- takes.load(ordering: .acquiring) > mask {
      if RealTimeByte(rawValue: byte) == nil {
        lost.wrappingAdd(1, ordering: .relaxed)
      } else {
        urgent.store(byte, ordering: .releasing)
      }
      return
    }
    storage[Int(place & mask)] = byte
    puts.store(place &+ 1, ordering: .releasing)
  }

  /// The byte that has waited longest; it stays until ``removeFirst()``.
  var first: UInt8? {
    let place = takes.load(ordering: .relaxed)
    return place == puts.load(ordering: .acquiring) ? nil : storage[Int(place & mask)]
  }

  func removeFirst() { takes.wrappingAdd(1, ordering: .releasing) }

  /// The next real-time byte, taken out from behind those that there is no room for; a reset forgets them.
  func takeUrgent() -> UInt8? {
    let end = puts.load(ordering: .acquiring)
    let begin = takes.load(ordering: .relaxed)
    var place = begin
    while place != end {
      let byte = storage[Int(place & mask)]
      if let command = RealTimeByte(rawValue: byte) {
        // Nothing but zeros is left of what is taken: they are passed over.
        for done in (command == .reset ? 0 : place &- begin)...(place &- begin) {
          storage[Int((begin &+ done) & mask)] = 0
        }
        return byte
      }
      place &+= 1
    }
    let last = urgent.exchange(0, ordering: .acquiringAndReleasing)
    return last == 0 ? nil : last
  }
}
