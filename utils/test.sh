#!/bin/sh
# Builds plue with assertions and runs all of its tests.
set -eu
cd "$(dirname "$0")/.."

utils/setup.sh
cmake --preset "${PLUE_PRESET:-dev}" >/dev/null
cmake --build --preset "${PLUE_PRESET:-dev}"
exec ctest --preset "${PLUE_PRESET:-dev}" "$@"
