// A misspelt word and the valid words come in; the nearest valid word goes out, when one is near enough.

/// Finds what a person probably meant.
enum Spelling {
  /// The word in `words` with the smallest edit distance to `word`, if it is near enough to be a likely misspelling.
  static func nearest(to word: String, in words: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    var best: (word: String, distance: Int)?
    for candidate in words {
      let distance = editDistance(letters, Array(candidate.lowercased().unicodeScalars))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best else { return nil }
    // A third of the letters may differ; short words get one letter, and words that start alike a little more.
    let allowed = max(1, max(letters.count, best.word.count) / 3)
    if best.distance <= allowed { return best.word }
    return unitVariant(of: word, in: words)
  }

  /// `max_velocity` for `max_velocity_mm_min`, or `tick` for `tick_hz`: a missing or different unit is the commonest slip.
  private static func unitVariant(of word: String, in words: [String]) -> String? {
    let stem = word.lowercased().split(separator: "_").prefix(2).joined(separator: "_")
    guard stem.count >= 3 else { return nil }
    let matches = words.filter { $0.hasPrefix(stem) || (word.count >= 3 && $0.contains(word.lowercased())) }
    return matches.count == 1 ? matches[0] : nil
  }

  /// Letters to insert, delete, replace or swap with their neighbour (restricted Damerau-Levenshtein distance).
  static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    var row = last
    for i in 1...a.count {
      row[0] = i
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
