// Lines of G-code, and the commands that each becomes.

import StepperCore

extension GCodeReaderTests {
  static let motions: [Case] = [
    Case("G0 X1 Y2 Z3", [rapid(1, 2, 3)]),
    Case("X1", [rapid(1, 0, 0)]),
    Case("G1 F600 X10\nY5", [line(10, 0, 0, mmPerMin: 600), line(10, 5, 0, mmPerMin: 600)]),
    Case("F60\nG1\nX1", [line(1, 0, 0, mmPerMin: 60)]),
    Case("G20 G1 X1 F10\nG21 X1", [line(25.4, 0, 0, mmPerMin: 254), line(1, 0, 0, mmPerMin: 254)]),
    Case("G91 G0 X1\nX1 Z-1\nG90 X1", [rapid(1, 0, 0), rapid(2, 0, -1), rapid(1, 0, -1)]),
    Case("G93 G1 X1 F2", [.line(to: Point(1, 0, 0), feed: .inverse(seconds: 30))]),
    Case("G93 G20 G1 X1 F2", [.line(to: Point(25.4, 0, 0), feed: .inverse(seconds: 30))]),
    Case("G80\nG0 X1", [rapid(1, 0, 0)]),
    Case("G17 G40 G49 G80 G90 G94 G91.1", []),
    // G53: machine coordinates for one line.
    Case("G10 L2 P1 X10 Z1\nG0 X1\nG53 X1\nX1", [rapid(11, 0, 0), rapid(1, 0, 0), rapid(11, 0, 0)]),
    Case("G91 G0 X5\nG53 G0 X1", [rapid(5, 0, 0), rapid(1, 0, 0)]),
    // Arcs.
    Case("F60 G2 X10 I5", [arc(.xy, center: Point(5, 0, 0), end: Point(10, 0, 0), clockwise: true)]),
    Case("F60 G3 X10 Y10 J10", [arc(.xy, center: Point(0, 10, 0), end: Point(10, 10, 0), clockwise: false)]),
    Case("F60 G2 X0 Y0 I5", [arc(.xy, center: Point(5, 0, 0), end: .zero, clockwise: true)]),
    Case(
      "F60 G2 I5\nI-5",
      [
        arc(.xy, center: Point(5, 0, 0), end: .zero, clockwise: true),
        arc(.xy, center: Point(-5, 0, 0), end: .zero, clockwise: true),
      ]),
    Case("F60 G3 Z-1 I5", [arc(.xy, center: Point(5, 0, 0), end: Point(0, 0, -1), clockwise: false)]),
    Case("F60 G2 X10 Z4 R5", [arc(.xy, center: Point(5, 0, 0), end: Point(10, 0, 4), clockwise: true)]),
    Case("F60 G2 X6 R5", [arc(.xy, center: Point(3, -4, 0), end: Point(6, 0, 0), clockwise: true)]),
    Case("F60 G2 X6 R-5", [arc(.xy, center: Point(3, 4, 0), end: Point(6, 0, 0), clockwise: true)]),
    Case("F60 G3 X6 R5", [arc(.xy, center: Point(3, 4, 0), end: Point(6, 0, 0), clockwise: false)]),
    Case("F60 G18 G2 X6 R5", [arc(.zx, center: Point(3, 0, 4), end: Point(6, 0, 0), clockwise: true)]),
    Case("F60 G18 G3 Z10 K5 Y2", [arc(.zx, center: Point(0, 0, 5), end: Point(0, 2, 10), clockwise: false)]),
    Case("F60 G19 G2 Y10 J5 X1", [arc(.yz, center: Point(0, 5, 0), end: Point(1, 10, 0), clockwise: true)]),
    Case("F60 G2 X2 I1 J0 K0", [arc(.xy, center: Point(1, 0, 0), end: Point(2, 0, 0), clockwise: true)]),
    // Half circles and ends that were rounded stay within the tolerance.
    Case("F60 G2 X10.001 R5", [arc(.xy, center: Point(5.0005, 0, 0), end: Point(10.001, 0, 0), clockwise: true)]),
    Case("F60 G2 X10.004 I5", [arc(.xy, center: Point(5, 0, 0), end: Point(10.004, 0, 0), clockwise: true)]),
    Case("F60 G2 X1000.4 I500", [arc(.xy, center: Point(500, 0, 0), end: Point(1000.4, 0, 0), clockwise: true)]),
    Case("F60 G2 X.001 I0 J0", [line(0.001, 0, 0, mmPerMin: 60)]),
    // Homing and probing.
    Case("G0 X5\nG28.1\nG0 X9 Y1\nG28", [rapid(5, 0, 0), rapid(9, 1, 0), rapid(5, 0, 0)]),
    Case("G0 X9 Y1 Z-3\nG28 Z2", [rapid(9, 1, -3), rapid(9, 1, 2), rapid(9, 1, 0)]),
    Case("G0 X9\nG91 G30 X-1", [rapid(9, 0, 0), rapid(8, 0, 0), rapid(0, 0, 0)]),
    Case("G0 Z5\nG30.1\nG0 Z0\nG30 Z1", [rapid(0, 0, 5), rapid(0, 0, 0), rapid(0, 0, 1), rapid(0, 0, 5)]),
    Case(
      "G38.2 Z-9 F60",
      [
        .probe(to: Point(0, 0, -9), feed: .perSecond(1), rule: ProbeRule(untilContact: true, mustHappen: true))
      ]),
    Case(
      "G38.3 Z-9 F60",
      [
        .probe(to: Point(0, 0, -9), feed: .perSecond(1), rule: ProbeRule(untilContact: true, mustHappen: false))
      ]),
    Case(
      "G38.4 Z9 F60",
      [
        .probe(to: Point(0, 0, 9), feed: .perSecond(1), rule: ProbeRule(untilContact: false, mustHappen: true))
      ]),
    Case(
      "G38.5 Z9 F60",
      [
        .probe(to: Point(0, 0, 9), feed: .perSecond(1), rule: ProbeRule(untilContact: false, mustHappen: false))
      ]),
  ]

  static let offsetCases: [Case] = [
    Case("G10 L2 P2 X10 Y20\nG55 G0 X1 Y1\nG54 X1 Y1", [rapid(11, 21, 0), rapid(1, 1, 0)]),
    Case("G0 X7\nG10 L20 P0 X2\nX0", [rapid(7, 0, 0), rapid(5, 0, 0)]),
    Case("G59 G10 L2 P0 Z-4\nG0 Z0\nG54 Z0", [rapid(0, 0, -4), rapid(0, 0, 0)]),
    Case("G0 X7\nG92 X1\nX0\nG92.1\nX0", [rapid(7, 0, 0), rapid(6, 0, 0), rapid(0, 0, 0)]),
    Case("G92 X1\nG92.1 X3", [rapid(3, 0, 0)]),
    Case("G20 G10 L2 P1 X1\nG0 X0", [rapid(25.4, 0, 0)]),
    Case("G43.1 Z3\nG0 Z0\nG49\nZ0", [rapid(0, 0, 3), rapid(0, 0, 0)]),
    Case("G43 H1 Z5", [.notice(.toolLengthMissing(tool: 1)), rapid(0, 0, 5)]),
    Case(
      "G43 H7 G0 Z5\nG43 H0 Z5\nM6 T7\nG43 Z6",
      [rapid(0, 0, 17.5), rapid(0, 0, 5), .toolChange(tool: 7), rapid(0, 0, 18.5)]),
  ]

  static let machine: [Case] = [
    Case(
      "M3 S1000\nS2000\nS2000\nM5\nS10",
      [
        .spindle(.clockwise, rpm: 1000), .spindle(.clockwise, rpm: 2000), .spindle(.off, rpm: 2000),
      ]),
    Case("M4 S5", [.spindle(.counterclockwise, rpm: 5)]),
    Case(
      "M7\nM8\nM9",
      [
        .coolant(flood: false, mist: true), .coolant(flood: true, mist: true), .coolant(flood: false, mist: false),
      ]),
    Case("G4 P1.5", [.dwell(seconds: 1.5)]),
    Case(
      "G20 G64 P1\nG64\nG61\nG61.1",
      [
        .pathMode(.blend(toleranceMm: 25.4)), .pathMode(.blend(toleranceMm: nil)), .pathMode(.exactPath),
        .pathMode(.exactStop),
      ]),
    Case("T0 M6\nT3\nM6", [.toolChange(tool: 0), .toolChange(tool: 3)]),
    Case("M0\nM1", [.pause(optional: false)]),
    Case(
      "M3 S5 M8\nM30",
      [
        .spindle(.clockwise, rpm: 5), .coolant(flood: true, mist: false), .spindle(.off, rpm: 5),
        .coolant(flood: false, mist: false), .programEnd,
      ]),
    Case("M2", [.programEnd]),
    // One line, in the order of execution of RS274/NGC whatever the order of the words.
    Case(
      "M0 X1 G1 G61 G4 P2 M8 M3 M6 T4 S900 F60",
      [
        .toolChange(tool: 4), .spindle(.clockwise, rpm: 900), .coolant(flood: true, mist: false), .dwell(seconds: 2),
        .pathMode(.exactPath), line(1, 0, 0, mmPerMin: 60), .pause(optional: false),
      ]),
  ]

  static let forms: [Case] = [
    Case("g1x1y2f60", [line(1, 2, 0, mmPerMin: 60)]),
    Case("G 0 X 1 . 5\tY2", [rapid(1.5, 2, 0)]),
    Case("N0080 G00 X1\nn9999999x2", [rapid(1, 0, 0), rapid(2, 0, 0)]),
    Case("X1 G0 ; G0 X9 ( and so on", [rapid(1, 0, 0)]),
    Case("G0 (X9; (still) X1 (Zürich) Y2", [rapid(1, 2, 0)]),
    Case("%\nG0 X1\n% (end)\n", [rapid(1, 0, 0)]),
    Case("\u{FEFF}G0 X1", [rapid(1, 0, 0)]),
    Case("\u{FEFF}%\nG0 X1", [rapid(1, 0, 0)]),
    Case("G0 X1\r\nX2\r\n\r\nX3\r\n", [rapid(1, 0, 0), rapid(2, 0, 0), rapid(3, 0, 0)]),
    Case("G0 X1\rX2\r", [rapid(1, 0, 0), rapid(2, 0, 0)]),
    Case("/G0 X9\n / X8 ! (\nG0 X1", [rapid(1, 0, 0)]),
    Case("", []),
    Case("\n\n  \n", []),
  ]
}
