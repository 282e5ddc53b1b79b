// The waveform of a run: edges in, a value change dump (IEEE 1364) out.

import SimBackend
import StepperCore

/// Writes edges to a VCD file, one scope for the rig, one wire a line, in nanoseconds.
struct VCDTrace: ~Copyable {
  private struct Wire {
    var name: String
    var mask: UInt32
    var isInput: Bool
    var id: [UInt8]
  }

  private var file: BufferedFileWriter
  private let wires: [Wire]
  private var lastNs: UInt64?

  /// Opens the file and writes the header, with all wires at their first level.
  init(path: String, board: Board, inputs: InputWord) throws(OutputError) {
    var wires: [Wire] = []
    for wire in board.outputs { wires.append(Wire(name: wire.name, mask: wire.bits.rawValue, isInput: false, id: [])) }
    for line in board.inputLines {
      wires.append(Wire(name: line.name, mask: line.bits.rawValue, isInput: true, id: []))
    }
    for index in wires.indices { wires[index].id = Self.identifier(index) }
    self.wires = wires
    file = try BufferedFileWriter(path: path)
    file.append("$version rigctl $end\n$timescale 1 ns $end\n$scope module \(Self.word(board.name)) $end\n")
    for wire in wires {
      file.append("$var wire 1 \(String(decoding: wire.id, as: UTF8.self)) \(Self.word(wire.name)) $end\n")
    }
    file.append("$upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n")
    for wire in wires { set(wire, wire.isInput ? inputs.rawValue & wire.mask != 0 : false) }
    file.append("$end\n")
    lastNs = 0
  }

  /// Writes down the edges of a stretch of ticks.
  mutating func add(_ edges: [Edge]) {
    for edge in edges {
      if edge.ns != lastNs {
        lastNs = edge.ns
        file.append(UInt8(ascii: "#"))
        file.append(String(edge.ns))
        file.append(UInt8(ascii: "\n"))
      }
      for wire in wires where wire.isInput == edge.isInput && edge.changing & wire.mask != 0 {
        set(wire, edge.levels & wire.mask != 0)
      }
    }
  }

  /// Ends the file at this moment.
  mutating func close(atNs ns: UInt64) throws(OutputError) {
    if ns != lastNs { file.append("#\(ns)\n") }
    try file.close()
  }

  private mutating func set(_ wire: Wire, _ level: Bool) {
    file.append(UInt8(ascii: level ? "1" : "0"))
    file.append(wire.id)
    file.append(UInt8(ascii: "\n"))
  }

  /// Short identifiers of printable characters, as the format asks.
  private static func identifier(_ index: Int) -> [UInt8] {
    index < 94 ? [UInt8(33 + index)] : [UInt8(33 + index / 94), UInt8(33 + index % 94)]
  }

  /// A name without blanks.
  private static func word(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" ? $0 : "_" })
  }
}
