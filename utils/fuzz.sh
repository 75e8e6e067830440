#!/bin/sh
# Lets a fuzzer look for inputs: utils/fuzz.sh NAME [SECONDS], with NAME one of
# asm, compile and plan. Needs clang-19 and libclang-rt-19-dev. What it has come by is
# kept in build/fuzz/corpus/NAME; what breaks something is written to
# build/fuzz/found/NAME. Reduce it, and put it into test/fuzz/NAME.
set -eu
cd "$(dirname "$0")/.."
name=$1
seconds=${2:-900}
bin=build/fuzz/bin

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target "plue-$name-fuzzer" plue-compile plue-dis
corpus=build/fuzz/corpus/$name
found=build/fuzz/found/$name
mkdir -p "$corpus" "$found" "test/fuzz/$name"

python3 utils/make_dictionaries.py build/fuzz/dictionaries
seeds=build/fuzz/seeds/$name
dictionary=asm
case $name in
compile)
  seeds="test examples"
  dictionary=python
  ;;
*) python3 utils/make_seeds.py "$bin" build/fuzz/seeds test examples ;;
esac

# Half a minute for one input is a finding too.
# shellcheck disable=SC2086
exec "$bin/plue-$name-fuzzer" -max_total_time="$seconds" -timeout=30 \
  -rss_limit_mb=3000 -max_len=16384 -dict="build/fuzz/dictionaries/$dictionary.dict" \
  -artifact_prefix="$found/" "$corpus" "test/fuzz/$name" $seeds
