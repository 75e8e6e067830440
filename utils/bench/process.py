"""What one run of a program costs: wall time, processor time, memory."""
import atexit
import shutil
import subprocess
import tempfile
from collections import namedtuple
from pathlib import Path

# A child's peak as wait4 tells it includes what its parent had at the fork, and
# Python has much. So a program of next to nothing starts it instead.
STARTER = r"""
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}
int main(int argc, char **argv) {
  struct rusage usage;
  int status;
  double begin = now();
  pid_t pid = fork();
  if (pid == 0) {
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  wait4(pid, &status, 0, &usage);
  printf("%.6f %.6f %ld\n", now() - begin,
         usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
             1e-6 * (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
         usage.ru_maxrss);
  return status != 0;
}
"""

# Seconds, seconds, KiB.
Cost = namedtuple("Cost", "wall processor peak")

_starter = None


def starter():
    """The program that starts others, compiled when it is first needed."""
    global _starter
    if _starter is None:
        folder = tempfile.mkdtemp(prefix="plue-bench-")
        atexit.register(shutil.rmtree, folder)
        _starter = f"{folder}/starter"
        Path(f"{folder}/starter.c").write_text(STARTER)
        subprocess.run(["cc", "-O1", "-static", "-o", _starter, f"{folder}/starter.c"],
                       check=True)
    return _starter


def measure(argv):
    """Runs a program that must succeed; its output is thrown away."""
    result = subprocess.run([starter(), *argv], capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(argv)} failed:\n{result.stderr}")
    wall, processor, peak = result.stdout.split()
    return Cost(float(wall), float(processor), int(peak))
