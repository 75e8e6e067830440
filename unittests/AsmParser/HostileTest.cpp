//===- HostileTest.cpp - Texts that are out to break the parser -----------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "../IR/SamplePlan.h"
#include "TestText.h"
#include "plue/IR/Verifier.h"
#include "llvm/ADT/StringExtras.h"
#include <gmock/gmock.h>
#include <random>

using namespace plue;
using namespace plue::ir;
using namespace plue::asmparser;
using testing::HasSubstr;

/// A plan, or errors that say why there is none: never both, never neither.
static void expectAnAnswer(std::string text) {
  Parsed parsed(std::move(text));
  EXPECT_EQ(parsed.plan == nullptr, parsed.diags.hasErrors());
  if (parsed.plan) {
    EXPECT_FALSE(bool(verify(*parsed.plan)));
  }
}

TEST(HostileText, CutOffAnywhere) {
  std::string text = textOf(*samplePlan());
  for (size_t size = 0; size < text.size(); size += 3)
    expectAnAnswer(text.substr(0, size));
}

TEST(HostileText, BytesThatChanged) {
  std::string text = textOf(*samplePlan());
  std::mt19937 random(1);
  llvm::StringRef bytes = "{}()[],:=+*?#%@!\"\\\n 0a-\xff";
  for (int i = 0; i != 2000; ++i) {
    std::string changed = text;
    for (int j = 0; j != 2; ++j)
      changed[random() % text.size()] = bytes[random() % bytes.size()];
    expectAnAnswer(std::move(changed));
  }
}

/// Lines that are there twice, or in another place.
TEST(HostileText, LinesThatMoved) {
  std::string text = textOf(*samplePlan());
  llvm::SmallVector<llvm::StringRef> lines;
  llvm::StringRef(text).split(lines, '\n');
  std::mt19937 random(1);
  for (int i = 0; i != 1000; ++i) {
    llvm::SmallVector<llvm::StringRef> moved = lines;
    llvm::StringRef line = lines[random() % lines.size()];
    if (random() % 2 == 0)
      moved.erase(moved.begin() + random() % moved.size());
    moved.insert(moved.begin() + random() % moved.size(), line);
    expectAnAnswer(llvm::join(moved, "\n"));
  }
}

TEST(HostileText, DeepRegions) {
  std::string body = "  %l = input \"l\" : !l\n  %t = const True : bool\n", end;
  for (int i = 0; i != 40; ++i) {
    std::string n = std::to_string(i);
    body += "  %s" + n + " = step foreach : step\n  %f" + n + " = foreach %i" +
            n + ": str in %l iter (%g" + n + ": bool = %t) : !t {\n";
    end += "  yield %t\n  }\n";
  }
  Parsed parsed(workflowText(body + end, "type !l = list(str)\n"
                                         "type !t = tuple(bool)\n"));
  EXPECT_THAT(parsed.errors(), HasSubstr("more than 32 regions in each other"));
  EXPECT_EQ(parsed.diags.sorted()[0]->id, DiagId::asm_too_many);
}

TEST(HostileText, DeepBracketsAreNotNested) {
  expectAnAnswer("plan version 1.0\n" + std::string(1 << 20, '{'));
  expectAnAnswer("plan version 1.0\n" + std::string(1 << 20, '['));
  expectAnAnswer(workflowText("  %x = shell " + std::string(1 << 20, '[')));
}

/// Each unknown name is compared with those that are known.
TEST(HostileText, ManyFaultsTakeLittleTime) {
  std::string body;
  for (int i = 0; i != 20'000; ++i)
    body += "  %v" + std::to_string(i) + " = const 1 : int\n";
  for (int i = 0; i != 20'000; ++i)
    body += "  %w = str %u" + std::to_string(i) + " : str\n";
  Parsed parsed(workflowText(body));
  EXPECT_TRUE(parsed.diags.hasErrors());
  EXPECT_LT(parsed.diags.numErrors(), 200u);
}

TEST(HostileText, NamesDoNotMakeTypesLarge) {
  std::string shared = "type !t0 = tuple(int, int)\n";
  for (int i = 1; i != 64; ++i) {
    std::string last = "!t" + std::to_string(i - 1);
    shared += "type !t" + std::to_string(i) + " = tuple(" + last + ", " + last +
              ")\n";
  }
  Parsed parsed(workflowText("", shared));
  ASSERT_TRUE(parsed.diags.hasErrors());
  EXPECT_EQ(parsed.diags.sorted()[0]->id, DiagId::asm_type_too_large);
}
