# The lit suite: one behaviour a file. RUN lines see the tools by name.
import os
import shutil
import subprocess

import lit.formats

config.name = "plue"
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".py", ".test", ".txt"]
config.excludes = [
    "Inputs",
    "fuzz",
    "CMakeLists.txt",
    "lit.cfg.py",
    "lit.site.cfg.py",
]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.plue_binary_dir, "test")

tools = os.path.join(config.plue_binary_dir, "bin")
config.environment["PATH"] = os.pathsep.join(
    [tools, config.llvm_tools_dir, config.environment["PATH"]]
)

# Every plan that the suite compiles goes through bytes and text and back, whoever
# starts the compiler. `--param roundtrip=0` turns that off.
if lit_config.params.get("roundtrip", "1") != "0":
    config.environment["PATH"] = os.pathsep.join(
        [os.path.join(config.test_exec_root, "roundtrip"), config.environment["PATH"]]
    )
    config.available_features.add("roundtrip")
config.environment["LC_ALL"] = "C.UTF-8"
config.environment.pop("CLICOLOR_FORCE", None)

config.substitutions.append(("%{bin}", tools))
config.substitutions.append(("%{python}", config.python))
config.substitutions.append(("%{source}", config.plue_source_dir))
config.substitutions.append(("%{utils}", os.path.join(config.plue_source_dir, "utils")))

if config.sanitize:
    config.available_features.add("sanitizer")


def can_make_namespaces():
    """Whether this machine lets us make what the native sandbox consists of."""
    command = ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--net", "--fork", "true"]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def python_with(module):
    """A Python that has `module`: the build's own or the system's."""
    for python in (config.python, "/usr/bin/python3"):
        try:
            subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=True)
            return python
        except (OSError, subprocess.CalledProcessError):
            pass
    return None


if python := python_with("jsonschema"):
    config.available_features.add("jsonschema")
    config.substitutions.append(("%{python-jsonschema}", python))
if shutil.which("dot"):
    config.available_features.add("graphviz")
if can_make_namespaces():
    config.available_features.add("namespaces")
