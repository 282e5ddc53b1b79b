// A job to measure with when none is named: a raster relief of short moves, always the same.

import Foundation

enum BenchJob {
  /// Writes the job to a temporary file; the caller removes it.
  static func write() throws(BenchError) -> String {
    let path = NSTemporaryDirectory() + "rigctl-bench-\(getpid()).nc"
    do throws(OutputError) {
      try OutputFile.write(text, to: path)
    } catch {
      throw .output(error)
    }
    return path
  }

  /// 15,000 moves of half a millimetre over a rolling surface.
  static var text: String {
    var job = "G21 G90 G17\nG0 Z5\nG0 X0 Y0\nM3 S1000\nG1 Z-2 F1500\n"
    var depth = 7
    for row in 0..<100 {
      for column in 0..<150 {
        // A triangular wave with a period that shifts from row to row: relief without trigonometry.
        depth = abs((column * 3 + row * 5) % 80 - 40)
        let x = row % 2 == 0 ? column : 149 - column
        job += "X\(Double(x) * 0.5)Z-\(Double(depth) * 0.05)\n"
      }
      job += "Y\(Double(row + 1) * 0.5)\n"
    }
    return job + "G0 Z5\nM5\nM30\n"
  }
}
