//===- Instrumentation.cpp - What happens between passes ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include "plue/Pass/PassManager.h"
#include "plue/Support/Result.h"
#include "llvm/Support/Format.h"
#include <chrono>

using namespace plue;

//--- Printing -----------------------------------------------------------------

namespace {
class Printing : public Instrumentation {
public:
  Printing(PassSelection wantedBefore, PassSelection wantedAfter,
           llvm::raw_ostream &os)
      : wantedBefore(std::move(wantedBefore)),
        wantedAfter(std::move(wantedAfter)), os(os) {}

  void before(const Pass &pass, const ir::Plan &plan) override {
    if (wantedBefore.contains(pass.name()))
      print("before", pass, plan);
  }
  llvm::Error after(const Pass &pass, const ir::Plan &plan) override {
    if (wantedAfter.contains(pass.name()))
      print("after", pass, plan);
    return llvm::Error::success();
  }

private:
  void print(llvm::StringRef when, const Pass &pass, const ir::Plan &plan) {
    os << "// --- " << when << ' ' << pass.name() << '\n';
    ir::print(plan, os);
  }

  PassSelection wantedBefore, wantedAfter;
  llvm::raw_ostream &os;
};
} // namespace

std::unique_ptr<Instrumentation> plue::makePrinting(PassSelection before,
                                                    PassSelection after,
                                                    llvm::raw_ostream &os) {
  return std::make_unique<Printing>(std::move(before), std::move(after), os);
}

//--- Timing -------------------------------------------------------------------

namespace {
class Timing : public Instrumentation {
public:
  explicit Timing(llvm::raw_ostream &os) : os(os) {}
  ~Timing() override;

  void before(const Pass &pass, const ir::Plan &plan) override {
    start = Clock::now();
  }
  llvm::Error after(const Pass &pass, const ir::Plan &plan) override {
    std::chrono::duration<double, std::milli> taken = Clock::now() - start;
    times.push_back({pass.name().str(), taken.count()});
    return llvm::Error::success();
  }

private:
  using Clock = std::chrono::steady_clock;

  llvm::raw_ostream &os;
  Clock::time_point start;
  /// In the order in which the passes ran.
  std::vector<std::pair<std::string, double>> times;
};
} // namespace

Timing::~Timing() {
  double total = 0;
  for (const auto &[name, milliseconds] : times) {
    os << llvm::format("%10.3f ms  ", milliseconds) << name << '\n';
    total += milliseconds;
  }
  os << llvm::format("%10.3f ms  ", total) << "total\n";
}

std::unique_ptr<Instrumentation> plue::makeTiming(llvm::raw_ostream &os) {
  return std::make_unique<Timing>(os);
}

//--- Verifying ----------------------------------------------------------------

namespace {
class Verifying : public Instrumentation {
public:
  llvm::Error after(const Pass &pass, const ir::Plan &plan) override {
    if (llvm::Error error = ir::verify(plan))
      return makeError("the pass `{0}` left a plan that is not sound: {1}",
                       pass.name(), llvm::toString(std::move(error)));
    return llvm::Error::success();
  }
};
} // namespace

std::unique_ptr<Instrumentation> plue::makeVerifying() {
  return std::make_unique<Verifying>();
}
