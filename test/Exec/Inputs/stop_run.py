"""Stops a run with a signal and counts its processes before and after.

A process is known by its argument, a number of seconds that nobody else sleeps.
"""
import os
import signal
import subprocess
import sys
import time

backend, name, plan, folder = sys.argv[1:]
mark = f"3{os.getpid()}.25"


def count():
    found = 0
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    found += file.read().split(b"\0")[:2] == [b"sleep", mark.encode()]
            except OSError:
                pass
    return found


def wait_for(wanted, seconds):
    end = time.monotonic() + seconds
    while count() != wanted and time.monotonic() < end:
        time.sleep(0.01)
    return count()


run = subprocess.Popen(
    ["plue-exec", "run", plan, "--input", f"mark={mark}", f"--backend={backend}",
     f"--workspace={folder}", f"--state={folder}/runs"],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print("running:", wait_for(3, 20))
run.send_signal(getattr(signal, f"SIG{name}"))
print("exit code", run.wait(timeout=20))
print("left:", wait_for(0, 2))
