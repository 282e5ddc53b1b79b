// --report: one page that needs nothing but itself.

import Foundation
import Testing

@Suite("The report")
struct ReportFileTests {
  private func page(_ env: [String: String]) throws -> String {
    let scratch = try Scratch()
    let ending = try Command()(
      "run", "examples/name-sign.nc", "--report", scratch.file("a/b"), "--quiet", env: env)
    #expect(ending.code == 0)
    #expect(ending.errors.contains(scratch.file("a/b/name-sign.html")))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("a/b")) == ["name-sign.html"])
    return scratch.read("a/b/name-sign.html")
  }

  @Test("the report is one page with pictures, which loads nothing")
  func selfContained() throws {
    let html = try page([:])
    #expect(html.lowercased().hasPrefix("<!doctype html>"))
    #expect(html.contains("lang=\"en\""))
    #expect(html.components(separatedBy: "<svg").count > 2)
    let withoutNamespaces = html.replacingOccurrences(of: "http://www.w3.org/", with: "")
    for loading in ["http://", "https://", "src=", "<link", "<script", "@import", "url("] {
      #expect(!withoutNamespaces.contains(loading), "\(loading)")
    }
  }

  @Test("the report is French where the language is, and has the same figures")
  func french() throws {
    let html = try page(["LANG": "fr_FR.UTF-8"])
    #expect(html.contains("lang=\"fr\""))
    #expect(html.contains("Temps machine"))
    #expect(!html.contains("Machine time"))
  }

  @Test("what a job was called cannot do harm in the report")
  func hostileName() throws {
    let scratch = try Scratch()
    let name = "<script>alert(1)&\"'.nc"
    try scratch.write(name, "(<script>)\nG0 X1\nM6 T1\n")
    let ending = try Command()("run", name, "--report", "out", "--quiet", folder: scratch.path)
    #expect(ending.code == 0)
    let html = scratch.read("out/<script>alert(1)&\"'.html")
    #expect(html.contains("&lt;script&gt;alert(1)&amp;"))
    #expect(!html.contains("<script"))
  }

  @Test("a run that is refused leaves no report of an earlier one in doubt: the page says what happened")
  func refused() throws {
    let scratch = try Scratch()
    let job = try scratch.write("far.nc", "G0 X9999\n")
    #expect(try Command()("run", job, "--report", scratch.file("out"), "--quiet").code == 1)
    #expect(scratch.read("out/far.html").contains("soft limit"))
  }
}
