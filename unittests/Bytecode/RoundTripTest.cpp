//===- RoundTripTest.cpp - Plans to bytes and back ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TestBytes.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include <gmock/gmock.h>

using namespace plue;
using namespace plue::ir;
using testing::HasSubstr;

static std::string textOf(const Plan &plan) {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(plan, os);
  return text;
}

TEST(RoundTrip, NothingIsLost) {
  std::unique_ptr<Plan> plan = samplePlan();
  std::unique_ptr<Plan> read =
      cantFail(bytecode::readBytes(bytecode::write(*plan)));
  EXPECT_EQ(textOf(*read), textOf(*plan));
  EXPECT_EQ(specHash(*read), specHash(*plan));
  EXPECT_EQ(read->sources[0].digest, plan->sources[0].digest);
  EXPECT_EQ(computeDigests(*read, read->workflows[0]),
            computeDigests(*plan, plan->workflows[0]));
}

TEST(RoundTrip, BytesAreCanonical) {
  std::string bytes = bytecode::write(*samplePlan());
  EXPECT_EQ(bytecode::write(*samplePlan()), bytes);
  EXPECT_EQ(bytecode::write(*cantFail(bytecode::readBytes(bytes))), bytes);
}

TEST(RoundTrip, AnEmptyPlanIsAPlan) {
  std::string bytes = bytecode::write(Plan());
  EXPECT_TRUE(cantFail(bytecode::readBytes(bytes))->workflows.empty());
}

TEST(RoundTrip, ThePlanKeepsItsBytes) {
  std::unique_ptr<Plan> read;
  {
    std::string bytes = bytecode::write(*samplePlan());
    read = cantFail(bytecode::readBytes(bytes));
    std::fill(bytes.begin(), bytes.end(), '!');
  }
  EXPECT_EQ(read->workflows[0].name, "ci");
}

TEST(RoundTrip, LocationsCanBeStripped) {
  std::unique_ptr<Plan> plan = samplePlan();
  std::string bytes = bytecode::write(*plan);
  for (Workflow &workflow : plan->workflows) {
    workflow.locations.clear();
    workflow.location = {};
  }
  std::string stripped = bytecode::write(*plan);
  EXPECT_LT(stripped.size(), bytes.size());
  EXPECT_EQ(specHash(*cantFail(bytecode::readBytes(stripped))),
            specHash(*cantFail(bytecode::readBytes(bytes))));
}

TEST(RoundTrip, LocationsStandLast) {
  std::unique_ptr<Plan> plan = samplePlan();
  std::string before = bytecode::write(*plan);
  plan->workflows[0].locations[0].line = 0x7E57;
  std::string after = bytecode::write(*plan);
  ASSERT_EQ(after.size(), before.size());
  size_t difference =
      std::mismatch(before.begin(), before.end(), after.begin()).first -
      before.begin();
  size_t columns = 0;
  for (const Workflow &workflow : plan->workflows)
    columns += workflow.locations.size() * 8 + 64;
  EXPECT_GT(difference, before.size() - columns);
}

TEST(RoundTrip, ColumnsBeyondTheirFieldStayThere) {
  std::unique_ptr<Plan> plan = samplePlan();
  plan->workflows[0].locations[0] = {.source = 0, .line = 9, .column = 70'000};
  plan->workflows[0].locations[1] = {};
  auto read = cantFail(bytecode::readBytes(bytecode::write(*plan)));
  EXPECT_EQ(read->workflows[0].locations[0],
            (Location{.source = 0, .line = 9, .column = 65'535}));
  EXPECT_EQ(read->workflows[0].locations[1], Location());
}

TEST(RoundTrip, FloatsKeepTheirBits) {
  for (double real : {-0.0, 5e-324, 1.7976931348623157e308, HUGE_VAL}) {
    TestWorkflow t;
    t.build.constant({.kind = Constant::Float, .real = real});
    t.finish();
    auto read = cantFail(bytecode::readBytes(bytecode::write(t.plan.plan())));
    EXPECT_EQ(llvm::bit_cast<uint64_t>(read->constants[0].real),
              llvm::bit_cast<uint64_t>(real));
  }
}

TEST(RoundTrip, UnalignedBytesAreRead) {
  std::string bytes = "." + bytecode::write(*samplePlan());
  std::shared_ptr<const llvm::MemoryBuffer> buffer =
      llvm::MemoryBuffer::getMemBuffer(llvm::StringRef(bytes).drop_front(), "",
                                       /*RequiresNullTerminator=*/false);
  EXPECT_EQ(cantFail(bytecode::read(buffer))->workflows.size(), 3u);
}

// The size that the design asks for.
TEST(RoundTrip, ASimpleStepTakesLessThan200Bytes) {
  auto sizeWith = [](int steps) {
    TestWorkflow t;
    for (int i = 0; i != steps; ++i) {
      t.build.setLocation({.source = 0, .line = uint32_t(i + 1), .column = 5});
      std::string name = "build target " + std::to_string(i + 1000);
      std::string script = "make target-" + std::to_string(i + 1000);
      t.step(name, {}, {}, t.build.constantStr(script));
    }
    t.finish();
    return bytecode::write(t.plan.plan()).size();
  };
  EXPECT_LT((sizeWith(2000) - sizeWith(1000)) / 1000, 200u);
}

TEST(RoundTrip, AChecksManyInputsAreKept) {
  TestWorkflow t;
  std::vector<ValueId> values;
  for (int i = 0; i != 70'000; ++i)
    values.push_back(t.build.op(
        OpKind::Index, types::Str,
        {t.files(), t.build.constant({.kind = Constant::Int, .number = i})}));
  t.build.check(values, {});
  t.step("after");
  t.finish();
  auto read = cantFail(bytecode::readBytes(bytecode::write(t.plan.plan())));
  EXPECT_EQ(read->workflows[0].steps[0].definition.inputs.size(), 70'000u);
}

TEST(RoundTrip, AHundredThousandStepsAreRead) {
  TestWorkflow t;
  for (int i = 0; i != 100'000; ++i)
    t.step("s");
  t.finish();
  auto read = cantFail(bytecode::readBytes(bytecode::write(t.plan.plan())));
  EXPECT_EQ(read->workflows[0].steps.size(), 100'000u);
}

//--- Files --------------------------------------------------------------------

TEST(ReadFile, NamesTheFile) {
  auto plan = bytecode::readFile("/nonexistent/a.plan");
  EXPECT_EQ(llvm::toString(plan.takeError()),
            "/nonexistent/a.plan: No such file or directory");
  plan = bytecode::readFile("/");
  EXPECT_THAT(llvm::toString(plan.takeError()), HasSubstr("/: "));
}
