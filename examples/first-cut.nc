(First cut: a cross and two circles, 1 mm deep, in half a minute)
(To see whether zero, tool and feeds are right before a real piece is on the table)
(Stock: 40 x 40 mm of scrap wood, clamped; tool: 3 mm flat, 2 flutes)
(Zero: front left corner of the stock, on its top)
G21 G90 G17 G94
G54
G0 Z5
S18000 M3
G0 X5 Y20
G1 Z-1 F300
G1 X35 F800
G0 Z2
G0 X20 Y5
G1 Z-1 F300
G1 Y35 F800
G0 Z2
G0 X35 Y20
G1 Z-1 F300
G3 X35 Y20 I-15 J0 F800
G0 Z2
G0 X30 Y20
G1 Z-1 F300
G2 X30 Y20 I-10 J0 F800
G0 Z5
M5
G0 X0 Y0
M30
