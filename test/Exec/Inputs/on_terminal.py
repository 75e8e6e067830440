"""Runs a command on a terminal of 60 columns and prints what it wrote."""
import fcntl
import os
import pty
import struct
import sys
import termios

pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
written = b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    written += piece
os.waitpid(pid, 0)
sys.stdout.buffer.write(written.replace(b"\x1b", b"<ESC>").replace(b"\r\n", b"\n"))
