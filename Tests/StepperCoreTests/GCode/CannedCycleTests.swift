// Drilling: one line comes in, the motions of every hole go out.

import StepperCore
import Testing

@Suite("Canned cycles")
struct CannedCycleTests {
  private func rapid(_ x: Double, _ y: Double, _ z: Double) -> Command { .line(to: Point(x, y, z), feed: .rapid) }
  private func feed(_ x: Double, _ y: Double, _ z: Double) -> Command {
    .line(to: Point(x, y, z), feed: .perSecond(1))
  }

  @Test("G81 goes over the hole, down to R, feeds to the bottom and comes back up to where it was (G98)")
  func drill() {
    let transcript = Transcript("G0 Z10\nG98 G81 X5 Y6 Z-2 R1 F60\nX7\nG80")
    #expect(transcript.faults == [])
    #expect(
      transcript.commands == [
        rapid(0, 0, 10), rapid(5, 6, 10), rapid(5, 6, 1), feed(5, 6, -2), rapid(5, 6, 10), rapid(7, 6, 10),
        rapid(7, 6, 1), feed(7, 6, -2), rapid(7, 6, 10),
      ])
    #expect(transcript.reader.position == Point(7, 6, 10))
  }

  @Test("with G99 the tool stays at R between holes, and G98 on the last goes back to the first level")
  func retractPlane() {
    let transcript = Transcript("G0 Z10\nG99 G81 X5 Z-2 R1 F60\nX6\nG98 X7")
    #expect(
      transcript.commands == [
        rapid(0, 0, 10), rapid(5, 0, 10), rapid(5, 0, 1), feed(5, 0, -2), rapid(5, 0, 1), rapid(6, 0, 1),
        feed(6, 0, -2), rapid(6, 0, 1), rapid(7, 0, 1), feed(7, 0, -2), rapid(7, 0, 10),
      ])
  }

  @Test("a tool below R is raised to R before it goes across")
  func raisesFirst() {
    let transcript = Transcript("G99 G81 X5 Z-2 R1 F60")
    #expect(transcript.commands == [rapid(0, 0, 1), rapid(5, 0, 1), feed(5, 0, -2), rapid(5, 0, 1)])
  }

  @Test("G82 waits at the bottom, on later lines too")
  func dwell() {
    let transcript = Transcript("G99 G82 X1 Z-2 R0 P1.5 F60\nX2")
    #expect(
      transcript.commands == [
        rapid(1, 0, 0), feed(1, 0, -2), .dwell(seconds: 1.5), rapid(1, 0, 0), rapid(2, 0, 0), feed(2, 0, -2),
        .dwell(seconds: 1.5), rapid(2, 0, 0),
      ])
  }

  @Test("G83 pecks: out to R after each Q, back to 0.254 mm above the last depth, the last peck takes the rest")
  func peck() {
    let transcript = Transcript("G99 G83 X1 Z-5 R0 Q2 F60")
    #expect(
      transcript.commands == [
        rapid(1, 0, 0), feed(1, 0, -2), rapid(1, 0, 0), rapid(1, 0, -2 + 0.254), feed(1, 0, -4), rapid(1, 0, 0),
        rapid(1, 0, -4 + 0.254), feed(1, 0, -5), rapid(1, 0, 0),
      ])
  }

  @Test("pecks smaller than the clearance never go above R")
  func smallPecks() {
    let transcript = Transcript("G99 G83 X1 Z-.3 R0 Q.1 F60")
    for case .line(let to, _) in transcript.commands { #expect(to.z <= 0) }
    #expect(transcript.commands.contains(feed(1, 0, -0.3)))
  }

  @Test("in G91, R and Z are increments and L repeats along the line")
  func incremental() {
    let transcript = Transcript("G0 Z10\nG91 G99 G81 X2 Y1 Z-3 R-8 L3 F60")
    #expect(
      transcript.commands == [
        rapid(0, 0, 10), rapid(2, 1, 10), rapid(2, 1, 2), feed(2, 1, -1), rapid(2, 1, 2), rapid(4, 2, 2),
        feed(4, 2, -1), rapid(4, 2, 2), rapid(6, 3, 2), feed(6, 3, -1), rapid(6, 3, 2),
      ])
    #expect(transcript.reader.position == Point(6, 3, 2))
  }

  @Test("offsets and inches hold in a cycle")
  func offsetsAndInches() {
    let transcript = Transcript("G10 L2 P1 X100 Z50\nG20 G0 Z1\nG99 G81 X1 Z-1 R0 F2\nG80")
    let bottom = Command.line(to: Point(125.4, 0, 50 - 25.4), feed: .perSecond(2 * 25.4 / 60))
    #expect(
      transcript.commands == [
        rapid(0, 0, 75.4), rapid(125.4, 0, 75.4), rapid(125.4, 0, 50), bottom, rapid(125.4, 0, 50),
      ])
  }

  @Test("in the other planes the cycle drills along the axis across")
  func planes() {
    let along = Transcript("G18 G99 G81 X1 Z2 Y-3 R0 F60")
    #expect(along.commands == [rapid(1, 0, 2), feed(1, -3, 2), rapid(1, 0, 2)])
    let across = Transcript("G19 G99 G81 Y1 Z2 X-3 R0 F60")
    #expect(across.commands == [rapid(0, 1, 2), feed(-3, 1, 2), rapid(0, 1, 2)])
  }

  @Test("any other motion ends the cycle, and a new one needs its words again")
  func ends() {
    let transcript = Transcript("G99 G81 X1 Z-1 R0 F60\nG0 X2\nX3\nG81 X4")
    #expect(transcript.commands.suffix(2) == [rapid(2, 0, 0), rapid(3, 0, 0)])
    #expect(transcript.faults.map(\.code) == [.missingWord])
  }
}
