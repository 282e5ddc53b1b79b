// Bytes between the receiving interrupt and the main loop: one puts in, the other takes out, nobody waits.

import Synchronization

/// A ring of received bytes. Only the interrupt may ``put(_:)``, and only the main loop may take.
struct Inbox: ~Copyable {
  private let storage: UnsafeMutableBufferPointer<UInt8>
  private let mask: UInt32
  private let puts = Atomic<UInt32>(0)
  private let takes = Atomic<UInt32>(0)
  /// Bytes that came while it was full.
  let lost = Atomic<UInt32>(0)

  /// - Parameter storage: a power of two of bytes.
  init(storage: UnsafeMutableBufferPointer<UInt8>) {
    self.storage = storage
    mask = UInt32(storage.count - 1)
  }

  func put(_ byte: UInt8) {
    let place = puts.load(ordering: .relaxed)
    if place &- takes.load(ordering: .acquiring) > mask {
      lost.wrappingAdd(1, ordering: .relaxed)
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
}
