//===- Names.cpp - What names in a plan's text stand for ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Parser.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::asmparser;

std::string asmparser::symbolName(llvm::StringRef symbol) {
  symbol = symbol.drop_front();
  if (symbol.starts_with("\""))
    return unquoted(symbol.take_front(symbol.rfind('"') + 1));
  return symbol.split('.').first.str();
}

LogicalResult Parser::define(Names &names, const Token &token,
                             uint32_t ordinal) {
  Span here{token.begin, token.end()};
  auto [it, isNew] = names.definitions.try_emplace(
      token.text, Names::Definition{ordinal, here});
  if (isNew)
    return success();
  return diags
      .report(range(token), diag::asm_defined_twice, names.sort, token.text)
      .note(range(it->second.span), diag::note_asm_defined_here);
}

void Parser::poison(Names &names, const Token &token) {
  Span here{token.begin, token.end()};
  names.definitions.try_emplace(token.text,
                                Names::Definition{Names::Poisoned, here});
}

FailureOr<uint32_t> Parser::find(const Names &names, const Token &token) {
  auto it = names.definitions.find(token.text);
  if (it == names.definitions.end())
    return notDefined(names, token);
  if (it->second.ordinal == Names::Poisoned)
    return failure(); // Its definition has been reported.
  return it->second.ordinal;
}

/// Where, after \p from, `NAME =` stands; looks only so far.
static size_t findLaterDefinition(llvm::StringRef text, size_t from,
                                  llvm::StringRef name) {
  constexpr size_t MaxBytes = 1 << 20;
  text = text.take_front(from + MaxBytes);
  for (size_t at = text.find(name, from); at != llvm::StringRef::npos;
       at = text.find(name, at + 1))
    if (text.drop_front(at + name.size()).ltrim(' ').starts_with("="))
      return at;
  return llvm::StringRef::npos;
}

LogicalResult Parser::notDefined(const Names &names, const Token &token) {
  size_t later = findLaterDefinition(text, token.end(), token.text);
  if (later != llvm::StringRef::npos)
    return diags
        .report(range(token), diag::asm_used_too_early, names.sort, token.text)
        .note({file, uint32_t(later), uint32_t(later + token.text.size())},
              diag::note_asm_defined_here);
  constexpr size_t MaxCandidates = 4096;
  llvm::SmallVector<llvm::StringRef> candidates;
  for (const auto &each : names.definitions) {
    if (candidates.size() == MaxCandidates)
      break;
    candidates.push_back(each.first());
  }
  llvm::sort(candidates);
  return diags.report(range(token), diag::asm_undefined, names.sort, token.text)
      .suggest(range(token), nearest(token.text, candidates));
}
