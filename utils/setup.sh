#!/bin/sh
# Installs what building and testing plue needs on Debian 12. Does nothing, and
# quickly, when all of it is there.
set -eu
cd "$(dirname "$0")/.."

packages="g++ make cmake ninja-build ccache git python3 llvm-19-dev llvm-19-tools
  libflatbuffers-dev flatbuffers-compiler libyaml-cpp-dev libgtest-dev
  libgmock-dev libbenchmark-dev zlib1g-dev libzstd-dev libncurses-dev graphviz
  python3-jsonschema"
command -v npm >/dev/null || packages="$packages npm"

missing=""
for package in $packages; do
  status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "setup: these packages are missing; install them as root:$missing" >&2
      exit 1
    }
    as_root=sudo
  fi
  echo "setup: installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  $as_root apt-get update -qq
  # shellcheck disable=SC2086
  $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

# The grammars: C sources from npm, pinned by package-lock.json. The stamp is
# the lock file they were installed from.
stamp=node_modules/.plue-lock
if ! cmp -s package-lock.json "$stamp" 2>/dev/null; then
  echo "setup: installing the grammars"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
  cp package-lock.json "$stamp"
fi
