// Which cases a shard runs, and which a filter leaves: each case exactly once, and clear words where there is none.

import Rig
import Testing

@Suite("Shards and filters of a test run")
struct TestSelectionTests {
  @Test("for every number of shards up to sixteen, all shards together run each case exactly once", arguments: 1...16)
  func eachOnce(_ count: Int) throws {
    for length in 1...40 {
      let cases = TestFixture.mixed(length)
      var seen: [String] = []
      for number in 1...count {
        let shard = try #require(Shard(number, of: count))
        let part = try TestSelection(shard: shard).select(cases)
        // No shard has more to do than another by more than one case.
        #expect((length / count...(length + count - 1) / count).contains(part.count))
        #expect(part.allSatisfy { cases[$0.place].id == $0.test.id })
        seen += part.map(\.test.id)
      }
      #expect(seen.sorted() == cases.map(\.id).sorted())
    }
  }

  @Test("a shard runs the same cases whether they are filtered or not, and a filtered run too runs each once")
  func filtered() throws {
    let cases = TestFixture.mixed(30)
    var seen: [String] = []
    for number in 1...4 {
      let shard = try #require(Shard(number, of: 4))
      let all = Set(try TestSelection(shard: shard).select(cases).map(\.test.id))
      let few = try TestSelection(filter: "CASE 1", shard: shard).select(cases).map(\.test.id)
      #expect(few.allSatisfy(all.contains))
      seen += few
    }
    #expect(seen.count == 11 && Set(seen).count == 11)
  }

  @Test("a filter looks at name and path in either case, and one that matches nothing is told with the count")
  func filter() throws {
    let cases = [
      TestFixture.testcase("limits/Hard.scenario.yaml", name: "Limit at full speed"),
      TestFixture.testcase("power/cut.scenario.yaml", name: "Coupure de courant à midi"),
    ]
    #expect(try TestSelection(filter: "FULL").select(cases).map(\.place) == [0])
    #expect(try TestSelection(filter: "power/").select(cases).map(\.place) == [1])
    #expect(try TestSelection(filter: "À MIDI").select(cases).map(\.place) == [1])
    #expect(try TestSelection(filter: "").select(cases).count == 2)
    #expect(throws: TestSelectionError.filterMatchesNothing("nowhere", of: 2)) {
      try TestSelection(filter: "nowhere").select(cases)
    }
    let said = TestSelectionError.filterMatchesNothing("nowhere", of: 2).phrase
    #expect(said.english.contains("--filter nowhere") && said.english.contains("2 cases"))
    // In another shard there is something to do.
    let second = try #require(Shard("2/2"))
    #expect(try TestSelection(filter: "full", shard: second).select(cases).isEmpty)
  }

  @Test("one case twice is refused; two of one name in one folder are told apart by their files, in every shard alike")
  func sameNames() throws {
    let cases = [
      TestFixture.testcase("a/one.scenario.yaml", name: "Stall", group: "a"),
      TestFixture.testcase("a/two.scenario.yaml", name: "Stall", group: "a"),
      TestFixture.testcase("b/one.scenario.yaml", name: "Stall", group: "b"),
    ]
    let names = try TestSelection().select(cases).map(\.test.name)
    #expect(names == ["Stall (one.scenario.yaml)", "Stall (two.scenario.yaml)", "Stall"])
    let shard = try #require(Shard("2/3"))
    #expect(try TestSelection(shard: shard).select(cases).map(\.test.name) == ["Stall (two.scenario.yaml)"])
    #expect(throws: TestSelectionError.sameCase(id: "a/one.scenario.yaml")) {
      try TestSelection().select(cases + [cases[0]])
    }
  }

  @Test(
    "what is no shard is none",
    arguments: [
      "", "1", "/", "1/", "/2", "0/2", "3/2", "-1/2", "1/0", "1/-2", "1/2/3", "a/b", " 1/2", "1/99999999999", "+1/2",
    ])
  func notAShard(_ text: String) { #expect(Shard(text) == nil) }

  @Test("a shard is written as it is read")
  func description() throws {
    for text in ["1/1", "2/4", "16/16", "7/1000000"] { #expect(try #require(Shard(text)).description == text) }
  }
}
