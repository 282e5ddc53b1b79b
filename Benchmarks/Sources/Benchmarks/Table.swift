// Measurements in, a table for people or JSON for programs out.

/// One row a benchmark, in aligned columns.
func table(_ measurements: [Measurement]) -> String {
  var rows = [["benchmark", "median", "best", "of yardstick", "limit"]]
  for measurement in measurements {
    rows.append([
      measurement.name,
      "\(fixed(measurement.medianNs)) ns/\(measurement.unit)",
      "\(fixed(measurement.bestNs)) ns/\(measurement.unit)",
      "\(fixed(measurement.ratio))x",
      measurement.limit.map { "\(fixed($0))x" + (measurement.isWithinLimit ? "" : "  EXCEEDED") } ?? "",
    ])
  }
  return aligned(rows)
}

/// Rows of cells in columns: the first to the left, all others to the right.
func aligned(_ rows: [[String]]) -> String {
  let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    row.indices.map { column in
      let padding = String(repeating: " ", count: widths[column] - row[column].count)
      return column == 0 ? row[column] + padding : padding + row[column]
    }.joined(separator: "  ")
  }.joined(separator: "\n")
}

/// One object a benchmark, in one array.
func json(_ measurements: [Measurement]) -> String {
  let objects = measurements.map { measurement in
    let limit = measurement.limit.map { fixed($0) } ?? "null"
    return """
        {"name": "\(measurement.name)", "unit": "\(measurement.unit)", "median_ns": \(fixed(measurement.medianNs)), \
      "best_ns": \(fixed(measurement.bestNs)), "ratio": \(fixed(measurement.ratio)), "limit": \(limit)}
      """
  }
  return "[\n" + objects.joined(separator: ",\n") + "\n]"
}

/// Two digits after the point, rounded to nearest.
private func fixed(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  let fraction = hundredths % 100
  return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}
