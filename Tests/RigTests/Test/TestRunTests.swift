// Cases side by side: order, interruption, exit code; and what a person is told at the end.

import Foundation
import Rig
import Synchronization
import Testing

@Suite("A test run")
struct TestRunTests {
  @Test("results are in the order of the cases, whichever ends first, and are those of one case after the other")
  func order() throws {
    let serial = try TestFixture.run(TestFixture.mixed(50), jobs: 1)
    // The first case ends only when the last has begun.
    let lastHasBegun = DispatchSemaphore(value: 0)
    var cases = TestFixture.mixed(50)
    let (first, last) = (cases[0].run, cases[49].run)
    cases[0].run = { context in
      lastHasBegun.wait()
      return first(context)
    }
    cases[49].run = { context in
      lastHasBegun.signal()
      return last(context)
    }
    let parallel = try TestFixture.run(cases, jobs: 8)
    #expect(parallel.results.map(\.id) == serial.results.map(\.id))
    #expect(parallel.results.map(\.place) == Array(0..<50))
    #expect(parallel.counts == serial.counts)
    #expect(parallel.counts.total == 50 && parallel.counts.failed == 7 && parallel.counts.broken == 7)
    let properties = TestProperties(version: "1").properties(cases)
    #expect(
      TestFixture.timeless(JUnitReport(parallel, properties: properties))
        == TestFixture.timeless(JUnitReport(serial, properties: properties)))
  }

  @Test("as many cases run at the same time as were asked for, and no more")
  func width() throws {
    let running = Mutex((now: 0, most: 0))
    let both = DispatchSemaphore(value: 0)
    let cases = (0..<12).map { number in
      TestCase(id: "\(number)", name: "\(number)", group: "", command: "") { _ in
        running.withLock {
          $0.now += 1
          $0.most = max($0.most, $0.now)
          if $0.now == 3 { for _ in 0..<3 { both.signal() } }
        }
        both.wait()
        running.withLock { $0.now -= 1 }
        return TestOutcome(.passed)
      }
    }
    _ = try TestFixture.run(cases, jobs: 3)
    #expect(running.withLock { $0.most } == 3)
  }

  @Test("after an interruption no case begins; those that were not run are told as such, and the exit code is 130")
  func interruption() throws {
    let asked = Atomic<Bool>(false)
    var cases = TestFixture.mixed(20)
    let fourth = cases[4].run
    cases[4].run = { context in
      asked.store(true, ordering: .sequentiallyConsistent)
      return fourth(context)
    }
    let context = TestContext(isInterrupted: { asked.load(ordering: .sequentiallyConsistent) })
    let run = try TestFixture.run(cases, jobs: 1, context: context)
    #expect(run.wasInterrupted && run.exit == .interrupted && run.results.count == 20)
    let report = JUnitReport(run, properties: TestProperties(version: "1").properties(cases))
    for one in report.cases where one.place > 4 {
      guard case .skipped(let message) = one.verdict else {
        Issue.record("\(one.name): \(one.verdict)")
        continue
      }
      #expect(message.contains("not run"))
    }
    // What had ended before stays what it was.
    #expect(run.results[3].outcome.verdict.isBad && run.results[0].outcome.verdict.isPassed)
  }

  @Test("a case that was cut short by an interruption is not called a failure")
  func cutShort() throws {
    let asked = Atomic<Bool>(false)
    let cut = TestCase(id: "long", name: "long", group: "", command: "") { _ in
      asked.store(true, ordering: .sequentiallyConsistent)
      return TestOutcome(.failed([TestFixture.phrase("aborted, not completed")]))
    }
    let context = TestContext(isInterrupted: { asked.load(ordering: .sequentiallyConsistent) })
    let run = try TestFixture.run([cut], context: context)
    #expect(run.counts.failed == 0 && run.counts.skipped == 1 && run.exit == .interrupted)
  }

  @Test("an interruption that comes when all is done leaves nothing out")
  func lateInterruption() throws {
    let asked = Atomic<Bool>(false)
    let last = TestCase(id: "last", name: "last", group: "", command: "") { _ in
      asked.store(true, ordering: .sequentiallyConsistent)
      return TestOutcome(.passed)
    }
    let context = TestContext(isInterrupted: { asked.load(ordering: .sequentiallyConsistent) })
    let run = try TestFixture.run([last], context: context)
    #expect(!run.wasInterrupted && run.exit == .done)
  }

  @Test("exit codes: passed and skipped 0, failed 1, broken 4 whatever else failed")
  func exits() throws {
    let passed = TestFixture.testcase("p"), skipped = TestFixture.testcase("s", .skipped(TestFixture.phrase("why")))
    let failed = TestFixture.testcase("f", .failed([TestFixture.phrase("what")]))
    let broken = TestFixture.testcase("b", .broken(TestFixture.phrase("rig")))
    #expect(try TestFixture.run([passed, skipped]).exit == .done)
    #expect(try TestFixture.run([passed, failed, skipped]).exit == .notDone)
    #expect(try TestFixture.run([broken, failed, passed]).exit == .system)
  }

  @Test("a failure is told with its name, every phrase and the command that runs it again, in the language asked for")
  func words() throws {
    let cases = [
      TestFixture.testcase("good.scenario.yaml", name: "Good"),
      TestFixture.testcase(
        "bad.scenario.yaml", name: "Bad\u{1B}[2J",
        .failed([TestFixture.phrase("one thing"), TestFixture.phrase("another")])),
      TestFixture.testcase("odd.scenario.yaml", name: "Odd", .skipped(TestFixture.phrase("no lines here"))),
    ]
    let report = TestReport(try TestFixture.run(cases))
    let plain = Terminal(descriptor: 1, isTerminal: false, env: [:])
    let english = report.text(in: .en, terminal: plain), french = report.text(in: .fr, terminal: plain)
    for piece in ["FAILED", "one thing", "another", "rigctl test bad.scenario.yaml", "no lines here", "1 passed"] {
      #expect(english.contains(piece), "\(piece)")
    }
    for piece in ["ÉCHEC", "fr: one thing", "fr: another", "1 réussi", "omis"] {
      #expect(french.contains(piece), "\(piece)")
    }
    #expect(!english.contains("\u{1B}") && english.contains("\\u{1b}[2J"))
    let colored = report.text(in: .en, terminal: Terminal(descriptor: 1, isTerminal: true, env: ["TERM": "xterm"]))
    #expect(colored.contains("\u{1B}[31mFAILED\u{1B}[0m") && colored.contains("\u{1B}[32mpassed\u{1B}[0m"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.text.utf8)) as? [String: Any])
    #expect(json["passed"] as? Int == 1 && json["failed"] as? Int == 1 && json["skipped"] as? Int == 1)
    let told = try #require(json["cases"] as? [[String: Any]])
    #expect(told.map { $0["result"] as? String } == ["passed", "failed", "skipped"])
    #expect(told[1]["messages"] as? [String] == ["one thing", "another"])
  }

  @Test("a shard without cases says so")
  func emptyShard() throws {
    let shard = try #require(Shard("3/3"))
    let run = try TestFixture.run(TestFixture.mixed(2), shard: shard)
    #expect(run.exit == .done && run.results.isEmpty)
    let plain = Terminal(descriptor: 1, isTerminal: false, env: [:])
    #expect(TestReport(run, shard: shard).text(in: .en, terminal: plain).contains("3/3 has nothing to do"))
  }
}

@Suite("Looking for scenario files")
struct TestFilesTests {
  @Test("folders are searched to their depths; files come in the order of their paths, each once, links in circles too")
  func search() throws {
    let folder = try TestFolder()
    for name in [
      "b/two.scenario.yaml", "b/deep/er/one.scenario.yaml", "a.scenario.yaml", "a.yaml", ".git/x.scenario.yaml",
    ] {
      try folder.write(name, "")
    }
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/b/up", withDestinationPath: folder.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/c.scenario.yaml", withDestinationPath: folder.path + "/a.scenario.yaml")
    let wanted = ["a.scenario.yaml", "b/deep/er/one.scenario.yaml", "b/two.scenario.yaml"].map {
      folder.path + "/" + $0
    }
    #expect(try TestFiles.find([folder.path]) == wanted)
    #expect(try TestFiles.find([folder.path + "//"]) == wanted)
    #expect(try TestFiles.find([folder.path + "/b", folder.path]) == wanted)
    #expect(try TestFiles.find([wanted[2], wanted[0], wanted[2]]) == [wanted[0], wanted[2]])
    // A file that is named is taken whatever it is called.
    #expect(try TestFiles.find([folder.path + "/a.yaml"]) == [folder.path + "/a.yaml"])
  }

  @Test("what is not there, and folders without a scenario, are told by name")
  func errors() throws {
    let folder = try TestFolder()
    #expect(throws: TestFilesError.nothingFound(in: [folder.path])) { try TestFiles.find([folder.path]) }
    #expect(throws: TestFilesError.notFound("nowhere.scenario.yaml")) {
      try TestFiles.find([folder.path, "nowhere.scenario.yaml"])
    }
    #expect(TestFilesError.nothingFound(in: ["x"]).phrase.english.contains(".scenario.yaml"))
  }
}
