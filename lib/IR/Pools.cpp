//===- Pools.cpp - What workflows share, by what it is --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Pools.h"
#include "llvm/ADT/STLExtras.h"

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

Pools::Pools(Plan &plan) : plan(plan) {
  for (auto [i, text] : llvm::enumerate(plan.strings))
    tables.string(text, i);
  for (auto [i, constant] : llvm::enumerate(plan.constants))
    tables.constant(constant, i);
  for (auto [i, shell] : llvm::enumerate(plan.templates))
    tables.shellTemplate(shell, i);
}

uint32_t Pools::string(llvm::StringRef text) {
  uint32_t next = plan.strings.size();
  llvm::StringRef saved = plan.save(text);
  uint32_t ordinal = tables.string(saved, next);
  if (ordinal == next)
    plan.strings.push_back(saved);
  return ordinal;
}

ConstantId Pools::constant(const Constant &constant) {
  uint32_t next = plan.constants.size();
  Constant saved = constant;
  saved.text = plan.save(constant.text);
  uint32_t ordinal = tables.constant(saved, next);
  if (ordinal == next)
    plan.constants.push_back(saved);
  return ConstantId(ordinal);
}

TemplateId Pools::shellTemplate(ShellTemplate shell) {
  assert(shell.pieces.size() == shell.holes.size() + 1 && "holes lie between");
  for (llvm::StringRef &piece : shell.pieces)
    piece = plan.save(piece);
  uint32_t next = plan.templates.size();
  uint32_t ordinal = tables.shellTemplate(shell, next);
  if (ordinal == next)
    plan.templates.push_back(std::move(shell));
  return TemplateId(ordinal);
}
