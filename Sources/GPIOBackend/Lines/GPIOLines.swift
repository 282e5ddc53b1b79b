// A layout in, lines held by this process out; given back in the safe state when their owner goes.

import CGPIO
import Glibc
import StepperCore

/// The lines of one machine, held by this process from init to deinit.
///
/// The outputs start with nothing active, and are put back there before they are given back. That covers every way out
/// of a scope; a process that is killed, whose lines a Raspberry Pi kernel leaves as they were, needs a guard:
/// ``startGuard(note:)``.
public struct GPIOLines: ~Copyable {
  /// The chip that they belong to.
  public let chip: GPIOChip
  // Opened before the lines and closed after them: libgpiod 1.6 frees the lines with their chip.
  private let openChip: OpenChip
  let outputs: OpaquePointer?
  private let inputs: OpaquePointer?
  /// How many guards of killed runs held the lines until now.
  public let guardsReleased: Int
  /// The guard over the outputs, once it was started.
  var watch: OpaquePointer?

  /// Takes all lines of `layout`, or none; where the guard of a killed run still holds them, it lets go. Allocates: not
  /// for the tick thread.
  public init(_ layout: GPIOLayout) throws(GPIOError) {
    let opened = try OpenChip(layout.chip)
    let (requests, released) = try Self.requestPastGuards(layout, from: opened)
    chip = opened.chip
    openChip = opened
    outputs = requests.outputs
    inputs = requests.inputs
    guardsReleased = released
  }

  deinit {
    if let outputs {
      let code = cgpio_outputs_set(outputs, ~0, PortWord.none.rawValue)
      // Before the lines are given back, so that they are free at once; what failed here is the guard's to try.
      if code == 0 { cgpio_guard_dismiss(watch) } else { cgpio_guard_call_out(watch) }
      cgpio_outputs_release(outputs)
    }
    if let inputs { cgpio_inputs_release(inputs) }
  }

  /// Sets the bits in `changing` to those of `levels`: at most one system call, none when no line changes.
  ///
  /// Tick thread: does not block, allocate or lock.
  public mutating func set(_ levels: PortWord, changing: PortWord) throws(GPIOTransferError) {
    guard let outputs else { return }
    let code = cgpio_outputs_set(outputs, changing.rawValue, levels.rawValue)
    guard code == 0 else { throw .write(code: code) }
  }

  /// The inputs as they are now: one system call with libgpiod 2, one for each kind of bias with libgpiod 1.6.
  ///
  /// Tick thread: does not block, allocate or lock.
  public mutating func read() throws(GPIOTransferError) -> InputWord {
    guard let inputs else { return .none }
    var word: UInt32 = 0
    let code = cgpio_inputs_get(inputs, &word)
    guard code == 0 else { throw .read(code: code) }
    return InputWord(rawValue: word)
  }

  static func request(
    _ layout: GPIOLayout, from chip: borrowing OpenChip
  ) throws(GPIOError) -> (outputs: OpaquePointer?, inputs: OpaquePointer?) {
    let lines = layout.outputs.map(\.line) + layout.inputs.map(\.line)
    let offsets = try check(lines, outputCount: layout.outputs.count, on: chip)
    let sorted = layout.settingOrder.map { (layout.outputs[$0], offsets[$0]) }
    let inputOffsets = offsets.dropFirst(layout.outputs.count)

    var outputs: OpaquePointer?
    if !layout.outputs.isEmpty {
      let native = sorted.map { output, offset in
        cgpio_output(offset: offset, bits: output.bits.rawValue, active_low: output.activeLow)
      }
      let result = cgpio_outputs_request(
        chip.handle, native, UInt32(native.count), PortWord.none.rawValue, layout.drive.native, layout.consumer,
        &outputs)
      if result.code != 0 { throw refusal(result, lines: sorted.map(\.0.line), native.map(\.offset), on: chip) }
    }
    var inputs: OpaquePointer?
    if !layout.inputs.isEmpty {
      let native = zip(layout.inputs, inputOffsets).map { input, offset in
        cgpio_input(
          offset: offset, bits: input.bits.rawValue, bias: input.bias.native, active_low: input.activeLow)
      }
      let result = cgpio_inputs_request(chip.handle, native, UInt32(native.count), layout.consumer, &inputs)
      if result.code != 0 {
        cgpio_outputs_release(outputs)
        throw refusal(result, lines: layout.inputs.map(\.line), native.map(\.offset), on: chip)
      }
    }
    return (outputs, inputs)
  }

  /// The offset of each line; refuses what can be refused before a line is taken.
  static func check(
    _ lines: [GPIOLineID], outputCount: Int, on chip: borrowing OpenChip
  ) throws(GPIOError) -> [UInt32] {
    let limit = Int(CGPIO_LINE_LIMIT)
    for count in [outputCount, lines.count - outputCount] where count > limit {
      throw .tooManyLines(count: count, limit: limit)
    }
    var offsets: [UInt32] = []
    for line in lines {
      let offset = try chip.offset(of: line)
      if offsets.contains(offset) { throw .lineUsedTwice(line: "\(line)", chip: chip.chip.label) }
      offsets.append(offset)
    }
    return offsets
  }

  /// The kernel's refusal, with the line and its holder where they are known.
  static func refusal(
    _ result: cgpio_result, lines: [GPIOLineID], _ offsets: [UInt32], on chip: borrowing OpenChip
  ) -> GPIOError {
    let label = chip.chip.label
    guard result.code == EBUSY else {
      return result.code == EACCES || result.code == EPERM
        ? .noPermission(chip: label) : .requestFailed(chip: label, code: result.code)
    }
    guard result.line >= 0 else { return .lineBusy(line: "(one of those asked for)", chip: label, consumer: "") }
    let index = Int(result.line)
    return .lineBusy(line: "\(lines[index])", chip: label, consumer: chip.consumer(of: offsets[index]))
  }
}
