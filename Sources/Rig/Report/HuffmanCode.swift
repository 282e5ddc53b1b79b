// How often each symbol occurs comes in, a prefix code of bounded length goes out.

/// A canonical Huffman code as deflate wants it (RFC 1951, 3.2.2).
struct HuffmanCode {
  /// Bits of each symbol's code; 0 where it does not occur.
  private(set) var lengths: [UInt8]
  /// The codes, with their first bit lowest.
  private(set) var codes: [UInt16]

  init(_ counts: [Int], longest: Int) {
    lengths = [UInt8](repeating: 0, count: counts.count)
    codes = [UInt16](repeating: 0, count: counts.count)
    var used = counts.indices.filter { counts[$0] > 0 }
    // A code of a single symbol still needs a bit, and some readers want two codes.
    for extra in counts.indices where used.count < 2 && !used.contains(extra) { used.append(extra) }
    used.sort { (counts[$0], $0) < (counts[$1], $1) }
    var numbers = Self.depths(used.map { max(counts[$0], 1) })
    Self.limit(&numbers, to: longest)
    // The rarest symbol gets the longest code.
    var place = 0
    for length in stride(from: longest, through: 1, by: -1) {
      for _ in 0..<numbers[length] {
        lengths[used[place]] = UInt8(length)
        place += 1
      }
    }
    assign(numbers, longest)
  }

  /// How many leaves lie at each depth of the tree that merges the two rarest again and again. `counts` are sorted.
  private static func depths(_ counts: [Int]) -> [Int] {
    var parents = [Int](repeating: 0, count: 2 * counts.count - 1)
    var weights = counts
    var (leaf, node) = (0, counts.count)
    for next in counts.count..<(2 * counts.count - 1) {
      var sum = 0
      for _ in 0..<2 {
        let takesLeaf = leaf < counts.count && (node >= next || weights[leaf] <= weights[node])
        let taken = takesLeaf ? leaf : node
        if takesLeaf { leaf += 1 } else { node += 1 }
        sum += weights[taken]
        parents[taken] = next
      }
      weights.append(sum)
    }
    var depth = [Int](repeating: 0, count: parents.count)
    var numbers = [Int](repeating: 0, count: 64)
    for place in stride(from: parents.count - 2, through: 0, by: -1) {
      depth[place] = depth[parents[place]] + 1
      if place < counts.count { numbers[min(depth[place], 63)] += 1 }
    }
    return numbers
  }

  /// Moves leaves that lie too deep up, and makes room for them below shorter codes.
  private static func limit(_ numbers: inout [Int], to longest: Int) {
    for depth in (longest + 1)..<numbers.count {
      numbers[longest] += numbers[depth]
      numbers[depth] = 0
    }
    var total = 0
    for depth in 1...longest { total += numbers[depth] << (longest - depth) }
    while total > 1 << longest {
      numbers[longest] -= 1
      for depth in stride(from: longest - 1, through: 1, by: -1) where numbers[depth] > 0 {
        numbers[depth] -= 1
        numbers[depth + 1] += 2
        break
      }
      total -= 1
    }
  }

  private mutating func assign(_ numbers: [Int], _ longest: Int) {
    var next = [Int](repeating: 0, count: longest + 2)
    var code = 0
    for length in 1...longest {
      code = (code + (length > 1 ? numbers[length - 1] : 0)) << 1
      next[length] = code
    }
    for symbol in lengths.indices where lengths[symbol] > 0 {
      let length = Int(lengths[symbol])
      var (value, reversed) = (next[length], 0)
      next[length] += 1
      for _ in 0..<length {
        reversed = reversed << 1 | value & 1
        value >>= 1
      }
      codes[symbol] = UInt16(reversed)
    }
  }
}
