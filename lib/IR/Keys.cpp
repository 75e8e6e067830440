//===- Keys.cpp - What a step is called from one plan to the next ---------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A key is the call path that the evaluator gave, then a slug of the
/// constant parts of the step's name: `release/build-wheels`. Equal keys are
/// told apart by occurrence: `test`, `test#2`, `test#3`. No key contains a
/// position, so inserting a step elsewhere changes no other step's key.
///
/// Slugs contain neither `/` nor `#`, so numbered keys are unique too.
//===----------------------------------------------------------------------===//
#include "Finish.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::ir;

static constexpr size_t MaxSlug = 64, MaxPath = 512;

/// Appends \p text: letters and digits as they are but lower-case, one dash for
/// any run of others.
static void appendSlug(std::string &slug, llvm::StringRef text) {
  for (char c : text) {
    if (slug.size() >= MaxSlug)
      return;
    if (llvm::isAlnum(c))
      slug.push_back(llvm::toLower(c));
    else if (!slug.empty() && slug.back() != '-')
      slug.push_back('-');
  }
}

/// A step without a name is called by the first line of its command.
static void appendFirstLine(std::string &slug, const ShellTemplate &command) {
  for (auto [i, piece] : llvm::enumerate(command.pieces)) {
    llvm::StringRef text = i == 0 ? piece.ltrim() : piece;
    appendSlug(slug, text.split('\n').first);
    if (text.contains('\n'))
      return;
    appendSlug(slug, "-");
  }
}

/// The slug of the strings that \p name is made of, from left to right.
static std::string slugOf(const Plan &plan, const Workflow &workflow,
                          ValueId name) {
  // A name may be an expression of any size; what matters is near its root.
  constexpr unsigned MaxVisits = 64;
  std::string slug;
  llvm::SmallVector<ValueId, 8> pending;
  if (name)
    pending.push_back(name);
  for (unsigned i = 0; i != MaxVisits && !pending.empty(); ++i) {
    const Op &op = workflow.op(pending.pop_back_val());
    if (op.kind == OpKind::Const)
      appendSlug(slug, plan.constant(op).text);
    else if (op.kind == OpKind::Concat)
      for (ValueId operand : llvm::reverse(workflow.operands(op)))
        pending.push_back(operand);
    else if (op.kind == OpKind::Shell)
      appendFirstLine(slug, plan.templates[op.attribute]);
    else
      appendSlug(slug, "-");
  }
  while (!slug.empty() && slug.back() == '-')
    slug.pop_back();
  return slug;
}

/// The call path as plain text. If it is too long, only its begin and a digest
/// of it. Keys of loops, which may be any text, are part of it.
static std::string plainPath(llvm::StringRef path) {
  std::string plain = path.str();
  if (path.size() > MaxPath) {
    size_t end = MaxPath;
    while (end != 0 && (path[end] & 0xC0) == 0x80) // Not inside a character.
      --end;
    plain.resize(end);
    plain += "~" + toHex(digestOf(path)).substr(0, 16);
  }
  for (char &c : plain)
    if (uint8_t(c) < 0x20 || c == 0x7f)
      c = '-';
  return plain;
}

void ir::computeKeys(Plan &plan, Workflow &workflow) {
  llvm::StringMap<uint32_t> occurrences;
  for (Step &step : workflow.steps) {
    if (isPseudo(step.definition.kind))
      continue;
    std::string slug = slugOf(plan, workflow, step.name);
    std::string key = plainPath(step.key);
    if (!key.empty())
      key += '/';
    key += slug.empty() ? spelling(step.definition.kind).str() : slug;
    uint32_t occurrence = ++occurrences[key];
    if (occurrence > 1)
      key += "#" + std::to_string(occurrence);
    step.key = plan.save(key);
  }
}
