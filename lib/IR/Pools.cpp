//===- Pools.cpp - What workflows share, by what it is --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Pools.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"

using namespace plue;
using namespace plue::ir;

void ir::appendNumber(std::string &bytes, uint64_t number) {
  for (unsigned shift = 0; shift != 64; shift += 8)
    bytes.push_back(char(number >> shift));
}

void ir::appendFramed(std::string &bytes, llvm::StringRef text) {
  appendNumber(bytes, text.size());
  bytes += text;
}

static std::string bytesOf(const Constant &constant) {
  std::string bytes(1, char(constant.kind));
  appendNumber(bytes, constant.number);
  // As bits: -0.0 is not 0.0, and a NaN is itself.
  appendNumber(bytes, llvm::bit_cast<uint64_t>(constant.real));
  bytes += constant.text;
  return bytes;
}

static std::string bytesOf(const ShellTemplate &shell) {
  std::string bytes;
  for (HoleContext hole : shell.holes)
    bytes.push_back(char(hole));
  for (llvm::StringRef piece : shell.pieces)
    appendFramed(bytes, piece);
  return bytes;
}

Pools::Pools(Plan &plan) : plan(plan) {
  for (auto [i, text] : llvm::enumerate(plan.strings))
    stringIds.try_emplace(text, i);
  for (auto [i, constant] : llvm::enumerate(plan.constants))
    constantIds.try_emplace(bytesOf(constant), ConstantId(i));
  for (auto [i, shell] : llvm::enumerate(plan.templates))
    templateIds.try_emplace(bytesOf(shell), TemplateId(i));
}

uint32_t Pools::string(llvm::StringRef text) {
  auto [it, isNew] = stringIds.try_emplace(text, plan.strings.size());
  if (isNew)
    plan.strings.push_back(plan.save(text));
  return it->second;
}

ConstantId Pools::constant(const Constant &constant) {
  auto [it, isNew] = constantIds.try_emplace(bytesOf(constant),
                                             ConstantId(plan.constants.size()));
  if (isNew) {
    plan.constants.push_back(constant);
    plan.constants.back().text = plan.save(constant.text);
  }
  return it->second;
}

TemplateId Pools::shellTemplate(ShellTemplate shell) {
  assert(shell.pieces.size() == shell.holes.size() + 1 && "holes lie between");
  auto [it, isNew] = templateIds.try_emplace(bytesOf(shell),
                                             TemplateId(plan.templates.size()));
  if (isNew) {
    for (llvm::StringRef &piece : shell.pieces)
      piece = plan.save(piece);
    plan.templates.push_back(std::move(shell));
  }
  return it->second;
}
