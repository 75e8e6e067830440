//===- Workflows.cpp - Workflows of a plan's text -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Parser.h"
#include "plue/IR/Keywords.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;
using namespace plue::asmparser;

//--- Triggers -----------------------------------------------------------------

/// `{env: str = "prod", flag: bool}`
LogicalResult Parser::parseInputs(std::vector<InputDecl> &inputs) {
  if (failed(consume("{")))
    return failure();
  return parseList("}", [&]() -> LogicalResult {
    FailureOr<llvm::StringRef> name = parseName("the name of an input");
    if (failed(name) || failed(consume(":")))
      return failure();
    FailureOr<TypeId> type = parseType();
    if (failed(type))
      return failure();
    InputDecl &input = inputs.emplace_back();
    input.name = *name;
    input.type = *type;
    if (!consumeIf("="))
      return success();
    FailureOr<uint32_t> constant = parseConstantRef();
    if (failed(constant))
      return failure();
    input.defaultValue = ConstantId(*constant);
    return success();
  });
}

LogicalResult Parser::parseTrigger() {
  static constexpr llvm::StringRef Known[] = {
      "branches", "contains", "cron", "inputs", "paths", "tags", "types"};
  uint32_t begin = token.begin;
  FailureOr<unsigned> kind = parseWord("trigger", TriggerKindWords);
  if (failed(kind))
    return failure();
  Trigger trigger{.kind = TriggerKind(*kind)};
  auto parse = [&](llvm::StringRef name) -> LogicalResult {
    if (failed(consume("=")))
      return failure();
    if (name == "contains" || name == "cron")
      return parseInto(name == "cron" ? trigger.cron : trigger.contains);
    if (name == "inputs")
      return parseInputs(trigger.inputs);
    return parseStrings(name == "branches" ? trigger.branches
                        : name == "paths"  ? trigger.paths
                        : name == "tags"   ? trigger.tags
                                           : trigger.types);
  };
  if (failed(parseAttributes(Known, parse)))
    return failure();
  workflow->triggers.push_back(std::move(trigger));
  spans.workflows.back().triggers.push_back(spanFrom(begin));
  return success();
}

//--- Fields -------------------------------------------------------------------

static constexpr llvm::StringLiteral Fields[] = {"doc", "dockerfile", "image",
                                                 "timeout", "trigger"};

LogicalResult Parser::parseField(llvm::StringRef name) {
  Token word = token;
  advance();
  if (name == "trigger")
    return parseTrigger();
  if (!fieldsGiven.try_emplace(name, true).second)
    return diags.report(range(word), diag::asm_given_twice, name);
  if (name == "timeout") {
    FailureOr<uint64_t> timeout = parseDuration();
    if (succeeded(timeout))
      workflow->timeoutMs = *timeout;
    return timeout;
  }
  FailureOr<llvm::StringRef> string = parseString();
  if (failed(string))
    return failure();
  (name == "doc"     ? workflow->doc
   : name == "image" ? workflow->image
                     : workflow->dockerfile) = *string;
  return success();
}

//--- Bodies -------------------------------------------------------------------

/// A field, an operation, or the end of a region.
LogicalResult Parser::parseBodyItem() {
  if (token.kind == Token::Value || token.is(info(OpKind::End).mnemonic))
    return parseOp();
  if (token.is("yield"))
    return parseYield();
  if (token.is("}"))
    return expected("`yield`");
  if (token.kind == Token::Word && llvm::is_contained(Fields, token.text))
    return parseField(token.text);
  if (token.kind != Token::Word)
    return expected("an operation");
  for (unsigned i = 0; i != numOpKinds(); ++i)
    if (info(OpKind(i)).mnemonic == token.text)
      return diags.report(range(token), diag::asm_missing, token.text,
                          ("%name = " + token.text).str());
  llvm::SmallVector<llvm::StringRef> known(std::begin(Fields),
                                           std::end(Fields));
  known.append({info(OpKind::End).mnemonic, "yield"});
  return unknown("item of a workflow", known);
}

void Parser::parseBody(const Token &opened) {
  while (!isAtEnd(opened, "}") || !openRegions.empty()) {
    Token start = token;
    if (start.kind == Token::End)
      return;
    if (succeeded(parseBodyItem()))
      continue;
    recover(start.begin);
    // What was to end a region ends it all the same.
    bool hasEnded = start.is("}") || (start.is("yield") && consumeIf("}"));
    if (hasEnded && !openRegions.empty())
      closeRegion();
  }
}

//--- Workflows ----------------------------------------------------------------

void Parser::finishWorkflow() {
  if (!haveOpLocations)
    workflow->locations.clear();
  haveOpLocations = false;
  numberSteps(*workflow);
  fieldsGiven.clear();
  openRegions.clear();
  values.definitions.clear();
  workflow = nullptr;
}

LogicalResult Parser::parseWorkflow() {
  FailureOr<Token> name = take(Token::Symbol, "the name of a workflow");
  if (failed(name))
    return failure();
  Token opened = token;
  if (failed(consume("{")))
    return failure();
  workflow = &plan->workflows.emplace_back();
  workflow->name = plan->save(symbolName(name->text));
  spans.workflows.emplace_back().head = spanFrom(name->begin);
  FailureOr<std::optional<Location>> location = parseLocation();
  if (succeeded(location))
    workflow->location = location->value_or(Location());
  parseBody(opened);
  finishWorkflow();
  if (failed(location))
    return failure();
  // A body that has not ended has been reported.
  consumeIf("}");
  return success();
}
