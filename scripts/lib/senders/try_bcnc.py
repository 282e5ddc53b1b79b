"""bCNC drives the simulated machine: over its serial line it connects, homes and jogs, over the socket it does what a
person does in an afternoon. In the end the machine stands on the steps of `rigctl run`."""

import shutil
import time
from pathlib import Path

import machine
from bcnc import BCNC
from display import HEIGHT, WIDTH, Display
from waiting import Failed, must, wait_for

# Room for the whole job on the small router: its holes go 36 mm deep when its zero is put higher.
ORIGIN = (5.0, 5.0, -25.0)
INCREASE_FEED_10 = "SENDHEX 91"


class Course:
    """One connection, and what is done over it; every step waits for what must come of it."""

    def __init__(self, folder, display, served, port, picture):
        self.folder = folder
        self.picture = picture
        self.watcher = machine.Watcher(served.port)
        self.bcnc = BCNC(folder, display.name_of_display, (WIDTH, HEIGHT), port)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.bcnc.__exit__(*error)
        self.watcher.close()

    def connect_home_and_jog(self):
        # Nobody has homed the machine: it is in an alarm.
        self.bcnc.wait_for_state("Alarm", 60)
        self.bcnc.command("HOME")
        self.bcnc.wait_for_state("Idle", 60)
        before = self.watcher.position()
        # Away from the corner that is home: front, left, and all the way up.
        steps = {"X": 12.5, "Y": 7.25, "Z": -3}
        wanted = tuple(round(at + by, 3) for at, by in zip(before, steps.values(), strict=True))
        for axis, by in steps.items():
            self.bcnc.gcode(f"$J=G91{axis}{by:g}F1500")
        self.wait_for_position(wanted)

    def wait_for_position(self, wanted):
        """Both the machine and what bCNC shows of it, to the thousandth."""
        def shown():
            state = self.bcnc.state()
            return tuple(round(state.get(axis) or 0, 3) for axis in ("mx", "my", "mz"))

        wait_for(f"{wanted} to be reached", 60, lambda: self.watcher.position() == wanted == shown(), self.describe)
        self.watcher.wait_for_state("Idle", 10)

    def set_work_zero(self):
        self.bcnc.gcode("$J=G53X{:g}Y{:g}Z{:g}F1200".format(*ORIGIN))
        self.wait_for_position(ORIGIN)
        self.bcnc.command("SET0")

        def is_zero():
            state = self.bcnc.state()
            return all(state.get(axis) == 0 for axis in ("wx", "wy", "wz"))

        wait_for("bCNC to show work zero", 20, is_zero, self.describe)

    def run_job(self, job):
        # bCNC's command line reads no spaces, commas or brackets in a name.
        copy = self.folder / "job.nc"
        shutil.copyfile(job, copy)
        self.bcnc.command(f"LOAD {copy}")
        self.bcnc.command("RUN")
        self.watcher.wait_for_state("Run", 30)
        time.sleep(5)
        for _ in range(3):
            self.bcnc.command(INCREASE_FEED_10)
        self.wait_for_override(130)
        time.sleep(2)
        self.picture("mid-job")
        self.bcnc.command("PAUSE")
        self.bcnc.wait_for_state("Hold", 20)
        wait_for("the machine to stand", 20, lambda: self.watcher.look() == "Hold:0", self.describe)
        held = self.watcher.position()
        time.sleep(1)
        self.picture("held")
        must(self.watcher.position() == held, f"the machine moved while it was held: {held}, {self.describe()}")
        self.bcnc.command("RESUME")
        self.watcher.wait_for_state("Run", 20)
        wait_for("the job to be done", 240, self.is_done, self.describe, pause=0.5)
        # After a job bCNC resets the machine by itself, and the override is gone.
        self.wait_for_override(100)
        self.watcher.wait_for_state("Idle", 20)

    def is_done(self):
        self.bcnc.check_runs()
        must(self.watcher.look() != "Alarm", f"an alarm in the middle of the job: {self.describe()}")
        return "Job done" in self.bcnc.said()

    def wait_for_override(self, percent):
        def is_there():
            return self.watcher.feed_override() == percent == self.bcnc.state().get("OvFeed")

        wait_for(f"a feed override of {percent} %", 20, is_there, self.describe)

    def reset(self):
        """A hold is what shows that a reset came through: it is gone."""
        self.bcnc.command("PAUSE")
        self.bcnc.wait_for_state("Hold", 20)
        self.bcnc.command("RESET")
        self.bcnc.wait_for_state("Idle", 20)
        self.watcher.wait_for_state("Idle", 20)

    def disconnect(self):
        # bCNC's OPEN closes what is open; its CLOSE is about lines of a drawing.
        self.bcnc.command("OPEN")
        self.bcnc.wait_for_state("Not connected", 20)

    def describe(self):
        return f"{self.bcnc.describe()}; {self.watcher.describe()}"


def try_one(rigctl, display, folder, is_socket, pictures, course):
    """Starts a machine and bCNC, goes through the course, and gives what the machine has done."""
    folder.mkdir()
    begun = time.monotonic()
    name = "socket" if is_socket else "pty"

    def picture(of):
        if pictures:
            display.picture(pictures / f"bcnc-{name}-{of}.png")

    # 20 times the wall clock's pace: a job of 19 minutes takes one, and a hold still comes into its middle.
    with machine.Machine(rigctl, folder, ["--speed", "20", "--unhomed"]) as served:
        port = f"socket://127.0.0.1:{served.port}" if is_socket else str(served.line)
        with Course(folder, display, served, port, picture) as tried:
            try:
                course(tried)
                tried.disconnect()
            except Failed:
                failed = (pictures or Path(".build-senders")) / f"bcnc-{name}-failed.png"
                display.picture(failed)
                print(f"bCNC said: {tried.bcnc.said()[-1500:]}\nrigctl serve said: {served.said()[-1500:]}\n"
                      f"and this is how it looked: {failed}")
                raise
        done = served.motion()
    return done, time.monotonic() - begun


def try_serial_line(rigctl, display, folder, pictures):
    def course(tried):
        tried.connect_home_and_jog()
        tried.picture("jogged")

    done, seconds = try_one(rigctl, display, folder / "bcnc-line", False, pictures, course)
    print(f"bCNC over the serial line: connected, homed, jogged in {seconds:.0f} s, steps {done.steps}", flush=True)


def try_socket(rigctl, display, folder, pictures, job):
    wanted = machine.run(rigctl, job, folder, ["--origin", ",".join(f"{at:g}" for at in ORIGIN)])

    def course(tried):
        tried.connect_home_and_jog()
        tried.picture("connected")
        tried.set_work_zero()
        tried.run_job(job)
        tried.reset()

    done, seconds = try_one(rigctl, display, folder / "bcnc-socket", True, pictures, course)
    print(f"bCNC over the socket: {job.name} streamed, fed at 130 %, held, resumed, reset in {seconds:.0f} s, "
          f"steps {done.steps}", flush=True)
    must(done.steps == wanted.steps, f"{job.name}: rigctl run comes to steps {wanted.steps}")


def try_all(rigctl, job, folder, pictures):
    with Display(folder) as display:
        try_serial_line(rigctl, display, folder, pictures)
        try_socket(rigctl, display, folder, pictures, job)
