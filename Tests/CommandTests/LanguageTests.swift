// The language of messages: French, Wolof where there is a text, English otherwise.

import Foundation
import Testing

@Suite("Languages of the command")
struct LanguageTests {
  @Test(
    "messages are in the language of the environment",
    arguments: [
      ("fr_FR.UTF-8", "ce fichier n’existe pas"), ("fr", "ce fichier n’existe pas"),
      ("FR_SN", "ce fichier n’existe pas"),
      // Nobody has written this one in Wolof yet: people who read Wolof read French.
      ("wo_SN.UTF-8", "ce fichier n’existe pas"),
      ("en_GB.UTF-8", "there is no such file"), ("de_DE.UTF-8", "there is no such file"),
      ("C", "there is no such file"),
      ("", "there is no such file"),
    ])
  func messages(_ language: String, _ words: String) throws {
    let ending = try Command()("run", "nowhere.nc", env: ["LANG": language])
    #expect(ending.code == 2)
    #expect(ending.errors.contains(words))
  }

  @Test("LC_ALL comes before LANG")
  func order() throws {
    let ending = try Command()("run", "nowhere.nc", env: ["LANG": "en_US.UTF-8", "LC_ALL": "fr_FR.UTF-8"])
    #expect(ending.errors.contains("erreur"))
  }

  @Test("the result is told in French, with French figures, and in Wolof")
  func results() throws {
    let french = try Command()("run", "examples/name-sign.nc", env: ["LANG": "fr_FR.UTF-8"])
    #expect(french.output.contains("Temps machine"))
    #expect(french.output.contains("32,200"))
    #expect(french.errors.contains("avertissement\u{A0}: ligne 8"))
    let wolof = try Command()("run", "examples/name-sign.nc", env: ["LANG": "wo_SN.UTF-8"])
    #expect(wolof.output.contains("Jeex na"))
  }

  @Test("every fault of a job and of a board is told in French", arguments: ["run", "plan"])
  func faults(_ command: String) throws {
    let job = "G0 X1\nG77\nG1 X1\n\u{1}\nG2 X5 I1\n"
    let ending = try Command()(command, "-", input: job, env: ["LANG": "fr_FR.UTF-8"])
    #expect(ending.code == 3)
    #expect(ending.errors.hasPrefix("erreur\u{A0}: -:2:1: "))
    for english in [" the ", "error", "cannot"] { #expect(!ending.errors.contains(english)) }
    let board = try Command()("board", "show", "defualt", env: ["LANG": "fr_FR.UTF-8"])
    #expect(board.code == 2)
    #expect(!board.errors.contains("did you mean"))
  }

  @Test("the keys of JSON never change")
  func keys() throws {
    let english = try Command()("run", "examples/name-sign.nc", "--json").json()
    let french = try Command()("run", "examples/name-sign.nc", "--json", env: ["LANG": "fr_FR.UTF-8"]).json()
    #expect(english.keys() == french.keys())
    #expect(try english.string("trace_hash") == french.string("trace_hash"))
    #expect(try french.string("result") == "completed")
  }
}
