// A plain-text table: rows of cells in, aligned lines out.

/// Columns as wide as their widest cell, two spaces between them, numbers to the right.
public struct AlignedTable {
  public enum Alignment: Sendable { case left, right }

  private var alignments: [Alignment]
  private var header: [String]?
  private var rows: [[String]] = []

  /// One alignment a column.
  public init(_ alignments: [Alignment]) {
    self.alignments = alignments
  }

  public init(header: [String], _ alignments: [Alignment]) {
    self.alignments = alignments
    self.header = header
  }

  /// Missing cells are empty, further ones are aligned to the left. Control characters are shown, not obeyed.
  public mutating func add(_ cells: [String]) {
    rows.append(cells.map { Terminal.visible($0) })
  }

  /// The table, each line ending in a line feed and in no space. `indent` is put before each line.
  public func text(on terminal: Terminal? = nil, indent: String = "") -> String {
    let all = (header.map { [$0] } ?? []) + rows
    var widths = [Int](repeating: 0, count: all.map(\.count).max() ?? 0)
    for row in all {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.columns) }
    }
    var out = ""
    for (index, row) in all.enumerated() {
      let isHeader = index == 0 && header != nil
      let line = lineText(row, widths: widths)
      out += indent + (isHeader ? terminal?.colored(line, .bold) ?? line : line) + "\n"
    }
    return out
  }

  private func lineText(_ row: [String], widths: [Int]) -> String {
    var line = ""
    for (column, cell) in row.enumerated() {
      if column > 0 { line += "  " }
      let padding = String(repeating: " ", count: widths[column] - cell.columns)
      let alignment = column < alignments.count ? alignments[column] : .left
      line += alignment == .right ? padding + cell : cell + padding
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
