// Folders of parts files come in; the parts that a board names, or all of them once somebody asks, go out.

import Foundation
import Synchronization

/// Where a board's parts come from: reading all of them takes longer than starting, and a run needs a few.
public final class PartsShelf: Sendable, Equatable {
  /// The folder beside the board, and the first of the search path that there is.
  private let folders: [String]
  private let whole: Mutex<PartsLibrary?>

  init(folders: [String]) {
    self.folders = folders
    whole = Mutex(nil)
  }

  /// A library that has been read.
  init(_ library: PartsLibrary) {
    folders = []
    whole = Mutex(library)
  }

  /// Every part, read at the first call.
  public var all: PartsLibrary {
    whole.withLock { library in
      if let library { return library }
      let read = Self.library(folders) { PartsReader.read(folder: $0) }
      library = read
      return read
    }
  }

  /// Parts whose names are among the words, and perhaps others; everything where that has been read already.
  func parts(among words: Set<PartsText.Word>) -> PartsLibrary {
    if let library = whole.withLock({ $0 }) { return library }
    return Self.library(folders) { PartsReader.read(folder: $0, among: words) }
  }

  private static func library(_ folders: [String], _ read: (String) -> PartsLibrary) -> PartsLibrary {
    var library = PartsLibrary()
    for folder in folders { library.fill(from: read(folder)) }
    return library
  }

  public static func == (a: PartsShelf, b: PartsShelf) -> Bool { a === b }
}
