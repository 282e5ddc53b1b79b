// Bytes of G-code in, commands in millimetres, seconds and machine coordinates out.

/// Reads G-code line by line and hands on what it says.
///
/// ```
/// while try reader.read(bytes, &index) {
///   while let command = reader.nextCommand() { … }
/// }
/// ```
///
/// A line is checked as a whole before any of it counts: a line with a fault changes nothing. No text is kept, and
/// nothing is allocated. The dialect is that of grbl 1.1, with G43 Hn, G61.1, G64, G81 to G83, G98, G99 and M6 as
/// LinuxCNC and NIST RS274/NGC define them.
public struct GCodeReader: Sendable {
  /// The switches of an operator's panel.
  public struct Options: Equatable, Sendable {
    /// Lines that begin with `/` are left out.
    public var blockDelete = true
    /// M1 stops.
    public var optionalStop = false

    public init() {}
  }

  private var parser: BlockParser
  private var interpreter: Interpreter

  public init(offsets: WorkOffsets = WorkOffsets(), position: Point = .zero, options: Options = Options()) {
    parser = BlockParser(blockDelete: options.blockDelete)
    interpreter = Interpreter(offsets: offsets, position: position, optionalStop: options.optionalStop)
  }

  /// Takes bytes from `bytes[index...]`, up to and including the end of one line.
  ///
  /// - Returns: true when a line was read: then call ``nextCommand()`` until it gives nil, because the next line takes
  ///   the place of this one's commands. False when the bytes ran out first: call again with more, or ``finish()``.
  /// - Throws: what is wrong with the line. It was taken to its end, nothing of it is executed, and the reader is
  ///   ready for the next one.
  public mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws(GCodeError) -> Bool {
    interpreter.plan.clear()
    guard try parser.read(bytes, &index) else { return false }
    try interpreter.execute(parser.block)
    return true
  }

  /// The bytes are over: a last line that has no line end becomes a line. Returns and throws as ``read(_:_:)``.
  public mutating func finish() throws(GCodeError) -> Bool {
    interpreter.plan.clear()
    guard try parser.finish() else { return false }
    try interpreter.execute(parser.block)
    return true
  }

  /// The commands of the line last read, one at a time, then nil.
  public mutating func nextCommand() -> Command? { interpreter.plan.next() }

  /// The physical line last read, from 1; 0 before the first.
  public var line: UInt32 { parser.linesRead }

  /// Where the lines read so far lead to, in machine coordinates. To be set after a probe, homing or a reset.
  public var position: Point {
    get { interpreter.position }
    set { interpreter.position = newValue }
  }

  /// Work offsets, stored positions and tool lengths.
  public var offsets: WorkOffsets {
    get { interpreter.offsets }
    set { interpreter.offsets = newValue }
  }

  /// The machine coordinates of the program's zero: work system, G92 and tool length together.
  public var origin: Point { interpreter.origin(interpreter.modal) }

  /// The modes in force.
  public var modal: ModalState { interpreter.modal }

  /// Whether M2 or M30 was read and no word since.
  public var isProgramEnded: Bool { interpreter.isProgramEnded }

  public var options: Options {
    get {
      var options = Options()
      options.blockDelete = parser.blockDelete
      options.optionalStop = interpreter.optionalStop
      return options
    }
    set {
      parser.blockDelete = newValue.blockDelete
      interpreter.optionalStop = newValue.optionalStop
    }
  }
}
