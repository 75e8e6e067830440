//===- PlanBenchmark.cpp - Reading and writing plans ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Plans of simple steps: a name, a command, an edge to the step before.
/// What matters is the time per step and that it does not grow with their
/// number; the complexity that is printed last should be N.
///
/// Given a plan file instead of options, opens it once and prints the processor
/// time that took and the peak of the memory.
//===----------------------------------------------------------------------===//
#include "../../unittests/IR/TestWorkflow.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include "llvm/Support/Format.h"
#include <benchmark/benchmark.h>
#include <ctime>
#include <sys/resource.h>

using namespace plue;
using namespace plue::ir;

/// The file of a plan of \p count simple steps.
static std::string simplePlan(int64_t count) {
  TestWorkflow t;
  for (int64_t i = 0; i != count; ++i) {
    t.build.setLocation({.source = 0, .line = uint32_t(i + 1), .column = 5});
    std::string number = std::to_string(i);
    t.step("build target " + number, {}, {},
           t.build.constantStr("make target-" + number));
  }
  t.finish();
  return bytecode::write(t.plan.plan());
}

static std::unique_ptr<Plan> open(llvm::StringRef bytes) {
  return cantFail(bytecode::read(llvm::MemoryBuffer::getMemBuffer(
      bytes, "", /*RequiresNullTerminator=*/false)));
}

/// Says how long one step took.
static void count(benchmark::State &state) {
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetComplexityN(state.range(0));
}

static void openAndVerify(benchmark::State &state) {
  std::string bytes = simplePlan(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(open(bytes));
  count(state);
  state.counters["bytes/step"] = double(bytes.size()) / double(state.range(0));
}

static void verifyAlone(benchmark::State &state) {
  std::string bytes = simplePlan(state.range(0));
  std::unique_ptr<Plan> plan = open(bytes);
  for (auto _ : state)
    cantFail(verify(*plan));
  count(state);
}

static void write(benchmark::State &state) {
  std::string bytes = simplePlan(state.range(0));
  std::unique_ptr<Plan> plan = open(bytes);
  for (auto _ : state)
    benchmark::DoNotOptimize(bytecode::write(*plan));
  count(state);
}

static void specHash(benchmark::State &state) {
  std::string bytes = simplePlan(state.range(0));
  std::unique_ptr<Plan> plan = open(bytes);
  for (auto _ : state)
    benchmark::DoNotOptimize(ir::specHash(*plan));
  count(state);
}

static void print(benchmark::State &state) {
  std::string bytes = simplePlan(state.range(0));
  std::unique_ptr<Plan> plan = open(bytes);
  for (auto _ : state)
    ir::print(*plan, llvm::nulls());
  count(state);
}

static void sizes(benchmark::internal::Benchmark *benchmark) {
  benchmark->RangeMultiplier(10)
      ->Range(1000, 100'000)
      ->Unit(benchmark::kMicrosecond)
      ->Complexity();
}

BENCHMARK(openAndVerify)->Apply(sizes);
BENCHMARK(verifyAlone)->Apply(sizes);
BENCHMARK(write)->Apply(sizes);
BENCHMARK(specHash)->Apply(sizes);
BENCHMARK(print)->Apply(sizes);

//--- Files --------------------------------------------------------------------

static int openFile(const char *path) {
  std::clock_t begin = std::clock();
  llvm::Expected<std::unique_ptr<Plan>> plan = bytecode::readFile(path);
  double seconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
  if (!plan) {
    llvm::errs() << llvm::toString(plan.takeError()) << '\n';
    return 1;
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  llvm::outs() << llvm::format("%.6f s %ld KiB\n", seconds, usage.ru_maxrss);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && argv[1][0] != '-')
    return openFile(argv[1]);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
