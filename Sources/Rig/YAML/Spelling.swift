// A misspelt word and the valid words come in; the nearest valid word goes out, when one is near enough.

/// Finds what a person probably meant.
enum Spelling {
  /// The word in `words` with the smallest edit distance to `word`, if it is near enough to be a likely misspelling.
  ///
  /// A missing or different unit is the commonest slip, so `max_velocty` is also compared with the stems of
  /// `max_velocity_mm_min`: `max`, `max_velocity` and `max_velocity_mm`.
  static func nearest(to word: String, in words: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    guard !letters.isEmpty else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in words {
      let whole = Array(candidate.lowercased().unicodeScalars)
      var allowed = max(1, max(letters.count, whole.count) / 3)
      var distance = editDistance(letters, whole)
      for stem in stems(of: whole) {
        let toStem = editDistance(letters, stem)
        if toStem <= stem.count / 4, toStem < distance { (distance, allowed) = (toStem + 1, toStem + 1) }
      }
      if distance <= allowed, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// The beginnings of a word up to each `_` or `-`, those of three letters and more.
  private static func stems(of word: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    word.indices.filter { $0 >= 3 && (word[$0] == "_" || word[$0] == "-") }.map { Array(word[..<$0]) }
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
