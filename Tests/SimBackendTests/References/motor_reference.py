#!/usr/bin/env python3
"""Torque, start-stop rate and ramp limit of stepper motors by LSODA: what the simulator's motors are held against.

usage: motor_reference.py [OUTPUT.csv]     half an hour on one core; points already in OUTPUT.csv (or .part) are kept

Nothing here comes from the simulator. The equations (T. Kenjo, A. Sugawara, "Stepping Motors and Their Microprocessor
Controls", 2nd ed., Oxford 1994, chapters 4 and 5; N_r = 50 teeth, K_t = T_hold / (sqrt(2) I)):

    phi = N_r theta                            electrical angle of the rotor
    J w' = -K_t (i_a sin phi - i_b cos phi) - T_d sin 4 phi - b w - T_load
    L i_a' = v_a - R i_a + K_t w sin phi
    L i_b' = v_b - R i_b - K_t w cos phi

The references of the phases are I cos(phi_c) and I sin(phi_c), where phi_c moves by 90 degrees / MICROSTEPS at every pulse;
the integrator is started anew there. Between pulses each phase goes to its reference as far as +-V can push it: v holds
the current, plus GAIN times what is missing, clipped at +-V. Pulses are evenly spaced in phi_c, on no clock. No iron loss,
no Coulomb friction.

    pull_out   speed rises by RAMP_RPM_S to rpm, then the load rises to START of a rough figure for this torque (GUESS), in SETTLE_S, then by SLOPE * T_hold each second until the lag passes 225
               degrees: torque in N m; the check is the same with half the slope
    start_stop greatest speed (rev/min) that can be switched on at rest without a lag of 225 degrees
    ramp       speed (rev/min) at which the lag passes 225 degrees while the speed rises so that inertia alone asks for a
               share of T_hold / sqrt 2 (the column `at`); the check is the same with 2 % more of it

J is the rotor's inertia times (1 + LOAD), b is ZETA times 2 sqrt(N_r T_0 J) with T_0 = T_hold / sqrt 2.
"""
import csv
import math
import os
import sys

from scipy.integrate import ode

TEETH, GAIN, MICROSTEPS, RAMP_RPM_S, SLOPE, LOAD, ZETA, DETENT = 50, 1000.0, 8, 6000.0, 0.5, 3.0, 0.02, 0.05
SETTLE_S, START = 0.1, 0.7
MOTORS = {  # N m, A, ohm, H, kg m2
    "17hs4401": (0.40, 1.7, 1.5, 2.8e-3, 54e-7),
    "17hs19-2004s1": (0.59, 2.0, 1.4, 3.0e-3, 82e-7),
    "23hs22-2804s": (1.26, 2.8, 0.9, 2.5e-3, 300e-7),
}
SUPPLIES = (24.0, 36.0)
SPEEDS = (100, 250, 500, 750, 1000, 1250, 1500)
SLIP = 2.5 * math.pi / 2
RPM = math.pi / 30


class Case:
    def __init__(self, motor, volts):
        self.hold, self.amps, self.ohm, self.henry, rotor = MOTORS[motor]
        self.volts = volts
        self.inertia = rotor * (1 + LOAD)
        self.kt = self.hold / (math.sqrt(2) * self.amps)
        self.torque0 = self.kt * self.amps
        self.drag = ZETA * 2 * math.sqrt(TEETH * self.torque0 * self.inertia)

    def rates(self):
        """y = [phi, w, i_a, i_b]; the references and the load line are read from self."""
        sin, cos = math.sin, math.cos
        kt, ohm, henry, volts, inertia, drag = self.kt, self.ohm, self.henry, self.volts, self.inertia, self.drag
        detent = DETENT * self.hold

        def f(t, y):
            phi, w, ia, ib = y
            s, c = sin(phi), cos(phi)
            ea, eb = ohm * ia - kt * w * s, ohm * ib + kt * w * c
            va, vb = ea + GAIN * (self.ra - ia), eb + GAIN * (self.rb - ib)
            va = volts if va > volts else -volts if va < -volts else va
            vb = volts if vb > volts else -volts if vb < -volts else vb
            load = self.load0 + self.load1 * t
            return (TEETH * w, (kt * (ib * c - ia * s) - detent * sin(4 * phi) - drag * w - load) / inertia,
                    (va - ea) / henry, (vb - eb) / henry)

        return f

    def slip(self, pulse_time, load, until, tolerance=1e-6):
        """The time at which the lag passes 225 degrees, to a microstep, or None.

        pulse_time(n) is when pulse n = 1, 2, ... comes; load(t) gives torque and slope from t on, in N m and N m/s.
        """
        solver = ode(self.rates())
        solver.set_integrator("lsoda", rtol=tolerance, atol=tolerance * 0.1, nsteps=100_000)
        y, t, pulses = [0.0, 0.0, self.amps, 0.0], 0.0, 0
        while t < until:
            angle = pulses * math.pi / 2 / MICROSTEPS
            if abs(angle - y[0]) > SLIP:
                return t
            self.ra, self.rb = self.amps * math.cos(angle), self.amps * math.sin(angle)
            torque, self.load1 = load(t)
            self.load0 = torque - self.load1 * t
            pulses += 1
            end = pulse_time(pulses)
            solver.set_initial_value(y, t)
            y = solver.integrate(end)
            if not solver.successful():
                raise RuntimeError("LSODA gave up")
            t = end
        return None


def ramp_to(fastest, rise):
    """Times of pulses: microsteps a second rise evenly to `fastest` within `rise` seconds, and stay."""
    ramped = 0.5 * fastest * rise
    return lambda n: math.sqrt(2 * n * rise / fastest) if n < ramped else rise + (n - ramped) / fastest


def pull_out(case, rpm, slope, guess):
    """Load in N m that the motor slips under at a speed."""
    rise = rpm / RAMP_RPM_S
    first, second = rise + SETTLE_S, rise + 2 * SETTLE_S
    start, per_second = START * guess, slope * case.hold

    def load(t):
        if t < first:
            return 0.0, 0.0
        if t < second:
            return start * (t - first) / SETTLE_S, start / SETTLE_S
        return start + per_second * (t - second), per_second

    at = case.slip(ramp_to(rpm / 60 * 4 * TEETH * MICROSTEPS, rise), load, second + 1.5 / slope)
    return None if at is None else load(at)[0]


def start_stop(case):
    low, high = 10.0, 1000.0
    while high - low > 0.002 * low:
        middle = 0.5 * (low + high)
        rate = middle / 60 * 4 * TEETH * MICROSTEPS
        if case.slip(lambda n: n / rate, lambda t: (0.0, 0.0), 0.15) is None:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def ramp(case, share):
    """Pulse n of a ramp from rest comes at sqrt(2 n / a), a in microsteps a second squared."""
    alpha = share * case.torque0 / case.inertia / (2 * math.pi) * 4 * TEETH * MICROSTEPS
    at = case.slip(lambda n: math.sqrt(2 * n / alpha), lambda t: (0.0, 0.0), 10.0)
    return None if at is None else alpha * at * 60 / (4 * TEETH * MICROSTEPS)


# Pull-out torque in N m at SPEEDS: where the loads begin to rise slowly. Rough figures are good enough.
GUESS = {
    ("17hs4401", 24.0): (0.279, 0.268, 0.25, 0.228, 0.181, 0.131, 0.07),
    ("17hs4401", 36.0): (0.279, 0.268, 0.25, 0.231, 0.211, 0.185, 0.15),
    ("17hs19-2004s1", 24.0): (0.411, 0.394, 0.363, 0.307, 0.217, 0.1, 0.02),
    ("17hs19-2004s1", 36.0): (0.411, 0.394, 0.366, 0.337, 0.297, 0.233, 0.17),
    ("23hs22-2804s", 24.0): (0.872, 0.82, 0.72, 0.488, 0.2, 0.0, 0.0),
    ("23hs22-2804s", 36.0): (0.873, 0.825, 0.745, 0.653, 0.472, 0.287, 0.1),
}


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "motor_reference.csv")
    fields = ["kind", "motor", "volts", "at", "value", "check"]
    known = {}
    for old in (path, path + ".part"):
        if not os.path.exists(old):
            continue
        with open(old) as file:
            known |= {tuple(row[k] for k in fields[:4]): row for row in csv.DictReader(file)}
    rows = []

    def point(kind, motor, volts, at, compute):
        key = (kind, motor, f"{volts:g}", f"{at:g}")
        if key not in known:
            value, check = compute()
            known[key] = dict(zip(fields, key + tuple("" if x is None else f"{x:.5g}" for x in (value, check))))
            print(*known[key].values(), flush=True)
        rows.append(known[key])
        with open(path + ".part", "w", newline="") as file:
            writer = csv.DictWriter(file, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    for motor in MOTORS:
        for volts in SUPPLIES:
            case = Case(motor, volts)
            point("start_stop", motor, volts, 0, lambda: (start_stop(case), None))
            for share in (0.25, 0.5):
                point("ramp", motor, volts, share, lambda: (ramp(case, share), ramp(case, share * 1.02)))
            for rpm, guess in zip(SPEEDS, GUESS[motor, volts]):
                point("pull_out", motor, volts, rpm,
                      lambda: (pull_out(case, rpm, SLOPE, guess), pull_out(case, rpm, SLOPE / 2, guess)))
    os.replace(path + ".part", path)


if __name__ == "__main__":
    main()
