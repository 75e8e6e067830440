//===- Ops.cpp - Operations of a plan's text ------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `%name = MNEMONIC OPERANDS, ATTRIBUTE : TYPE LOCATION`. The names of
/// values are free; their ordinals are their places. A region begins with its
/// `foreach` and ends with its `yield`; in between its operations are those of
/// the workflow.
//===----------------------------------------------------------------------===//
#include "Parser.h"
#include "plue/IR/Keywords.h"
#include "plue/IR/Regions.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;
using namespace plue::asmparser;

//--- Values -------------------------------------------------------------------

FailureOr<ValueId> Parser::parseValue() {
  FailureOr<Token> name = take(Token::Value, "a value");
  if (failed(name))
    return failure();
  FailureOr<uint32_t> ordinal = find(values, *name);
  if (failed(ordinal))
    return failure();
  return ValueId(*ordinal);
}

//--- Templates ----------------------------------------------------------------

/// `["deploy ", bare %env, ""]`; only a template that is not filled has no
/// values in it.
LogicalResult Parser::parseTemplateParts(ShellTemplate &shell, bool isFilled) {
  if (failed(consume("[")))
    return failure();
  bool isPiece = true;
  auto parsePart = [&]() -> LogicalResult {
    if (std::exchange(isPiece, !isPiece)) {
      FailureOr<llvm::StringRef> piece = parseString();
      if (succeeded(piece))
        shell.pieces.push_back(*piece);
      return piece;
    }
    FailureOr<unsigned> context = parseWord("context", HoleContextWords);
    if (failed(context))
      return failure();
    shell.holes.push_back(HoleContext(*context));
    return isFilled ? parseValues(workflow->operandPool) : success();
  };
  return parseList("]", parsePart);
}

/// The template of a `shell` operation, with its operands.
FailureOr<uint32_t> Parser::parseTemplate() {
  uint32_t begin = token.begin, next = plan->templates.size();
  if (consumeIf("#")) {
    FailureOr<uint32_t> ordinal = parseEntry("template", next);
    if (failed(ordinal) || failed(consume("[")) || failed(parseList("]", [&] {
          return parseValues(workflow->operandPool);
        })))
      return failure();
    return ordinal;
  }
  ShellTemplate shell;
  if (failed(parseTemplateParts(shell, /*isFilled=*/true)) ||
      failed(limitEntries(next, "templates")))
    return failure();
  uint32_t ordinal = tables.shellTemplate(shell, next);
  if (ordinal == next) {
    plan->templates.push_back(std::move(shell));
    spans.templates.push_back(spanFrom(begin));
  }
  return ordinal;
}

//--- Operations ---------------------------------------------------------------

static const llvm::StringMap<OpKind> &opKinds() {
  static const llvm::StringMap<OpKind> kinds = [] {
    llvm::StringMap<OpKind> kinds;
    for (unsigned i = 0; i != numOpKinds(); ++i)
      kinds[info(OpKind(i)).mnemonic] = OpKind(i);
    return kinds;
  }();
  return kinds;
}

FailureOr<uint32_t> Parser::parseAttribute(OpKind kind) {
  switch (info(kind).attribute) {
  case AttributeKind::None:
  case AttributeKind::Region: // It has a syntax of its own.
    return 0;
  case AttributeKind::String:
    return parseStringRef();
  case AttributeKind::Constant:
    return parseConstantRef();
  case AttributeKind::Template:
    return parseTemplate();
  case AttributeKind::Step:
    return parseStep();
  case AttributeKind::End:
    return parseEnd();
  case AttributeKind::Function: {
    FailureOr<Token> name = take(Token::Symbol, "a function");
    if (failed(name))
      return failure();
    return find(functions, *name);
  }
  }
  llvm_unreachable("not a kind of attribute");
}

/// The operands, and behind a comma the attribute.
LogicalResult Parser::parseOperands(Op &op) {
  AttributeKind attribute = info(op.kind).attribute;
  bool hasAttribute = attribute != AttributeKind::None;
  bool isFirst = true;
  while (token.kind == Token::Value) {
    if (failed(parseValues(workflow->operandPool)))
      return failure();
    isFirst = false;
    if (!consumeIf(",")) {
      return hasAttribute ? expected("`,` and an attribute") : success();
    }
  }
  if (!hasAttribute)
    return isFirst ? success() : expected("a value");
  FailureOr<uint32_t> ordinal = parseAttribute(op.kind);
  if (failed(ordinal))
    return failure();
  op.attribute = *ordinal;
  return success();
}

void Parser::append(Op op, Location location, Span span) {
  workflow->ops.push_back(op);
  workflow->locations.push_back(location);
  spans.workflows.back().ops.push_back(span);
}

LogicalResult Parser::parseOp() {
  std::optional<Token> name;
  if (token.kind == Token::Value) {
    name = token;
    advance();
  }
  if (succeeded(parseNamedOp(name)))
    return success();
  if (name)
    poison(values, *name);
  return failure();
}

/// An operation behind the name of its value.
LogicalResult Parser::parseNamedOp(const std::optional<Token> &name) {
  uint32_t begin = name ? name->begin : token.begin;
  if (name && failed(consume("=")))
    return failure();
  if (token.kind != Token::Word)
    return expected("an operation");
  auto kind = opKinds().find(token.text);
  if (kind == opKinds().end()) {
    llvm::SmallVector<llvm::StringRef> known;
    for (unsigned i = 0; i != numOpKinds(); ++i)
      known.push_back(info(OpKind(i)).mnemonic);
    return unknown("operation", known);
  }
  if (name && kind->second == OpKind::End)
    return expected("an operation with a value");
  advance();
  if (kind->second == OpKind::Foreach)
    return parseForeach(*name);
  Op op{.kind = kind->second,
        .type = value::types::None,
        .firstOperand = uint32_t(workflow->operandPool.size())};
  if (failed(parseOperands(op)) || (name && failed(parseTypeOf(op))))
    return failure();
  op.numOperands = workflow->operandPool.size() - op.firstOperand;
  FailureOr<std::optional<Location>> location = parseLocation();
  if (failed(location))
    return failure();
  haveOpLocations |= location->has_value();
  ValueId value(workflow->ops.size());
  if (op.kind == OpKind::Step)
    workflow->steps[op.attribute].op = value;
  append(op, location->value_or(Location()), spanFrom(begin));
  return name ? define(values, *name, value.index) : success();
}

/// `: str`
LogicalResult Parser::parseTypeOf(Op &op) {
  if (failed(consume(":")))
    return failure();
  FailureOr<TypeId> type = parseType();
  if (succeeded(type))
    op.type = *type;
  return type;
}

//--- Regions ------------------------------------------------------------------

/// `%item: str`
LogicalResult Parser::parseParam(Param &param) {
  FailureOr<Token> name = take(Token::Value, "a name for what is given");
  if (failed(name))
    return failure();
  param.name = *name;
  return parseTypeOf(param.op);
}

LogicalResult Parser::parseParamLocation(Param &param) {
  FailureOr<std::optional<Location>> location = parseLocation();
  if (failed(location))
    return failure();
  haveOpLocations |= location->has_value();
  param.location = *location;
  return success();
}

/// `%item: str in %list iter (%go: bool = %true)`
LogicalResult Parser::parseForeachHead(std::vector<Param> &params) {
  Param &item = params.emplace_back();
  std::vector<ValueId> &pool = workflow->operandPool;
  if (failed(parseParam(item)) || failed(parseParamLocation(item)) ||
      failed(consume("in")) || failed(parseValues(pool)) ||
      failed(consume("iter")) || failed(consume("(")))
    return failure();
  return parseList(")", [&]() -> LogicalResult {
    Param &carried = params.emplace_back();
    if (failed(parseParam(carried)) || failed(consume("=")) ||
        failed(parseValues(pool)))
      return failure();
    return parseParamLocation(carried);
  });
}

/// `{groups = 0 to 2}`
LogicalResult Parser::parseGroupsOf(Region &region) {
  return parseAttributes({"groups"}, [&](llvm::StringRef) -> LogicalResult {
    if (failed(consume("=")))
      return failure();
    FailureOr<uint32_t> first = parseNumber32();
    if (failed(first) || failed(consume("to")))
      return failure();
    FailureOr<uint32_t> end = parseNumber32();
    if (failed(end))
      return failure();
    region.firstGroup = *first;
    region.endGroup = *end;
    return success();
  });
}

LogicalResult Parser::parseForeach(const Token &name) {
  Op op{.kind = OpKind::Foreach,
        .firstOperand = uint32_t(workflow->operandPool.size()),
        .attribute = uint32_t(workflow->regions.size())};
  std::vector<Param> params;
  Region region;
  if (openRegions.size() >= MaxRegionDepth)
    return diags.report(range(name), diag::asm_too_many,
                        uint64_t(MaxRegionDepth), "regions in each other");
  if (failed(parseForeachHead(params)) || failed(parseGroupsOf(region)) ||
      failed(parseTypeOf(op)) || failed(consume("{")))
    return failure();
  op.numOperands = workflow->operandPool.size() - op.firstOperand;
  Span span = spanFrom(name.begin);
  FailureOr<std::optional<Location>> parsed = parseLocation();
  if (failed(parsed))
    return failure();
  haveOpLocations |= parsed->has_value();
  Location location = parsed->value_or(Location());
  openRegion(region);
  // The region is open whatever else is wrong.
  (void)define(values, name, workflow->ops.size());
  append(op, location, span);
  for (Param &param : params) {
    param.op.firstOperand = workflow->operandPool.size();
    (void)define(values, param.name, workflow->ops.size());
    append(param.op, param.location.value_or(location), span);
  }
  return success();
}

/// Begins a region behind the operation that comes next, which is its foreach.
void Parser::openRegion(Region &region) {
  if (!workflow->ops.empty() && workflow->ops.back().kind == OpKind::Step)
    region.step = StepId(workflow->ops.back().attribute);
  region.firstOp = workflow->ops.size() + 1;
  region.firstStep = workflow->steps.size();
  region.parent = openRegions.empty() ? RegionId() : openRegions.back();
  openRegions.push_back(RegionId(workflow->regions.size()));
  workflow->regions.push_back(region);
}

void Parser::closeRegion() {
  Region &region = workflow->regions[openRegions.back().index];
  region.endOp = workflow->ops.size();
  region.endStep = workflow->steps.size();
  openRegions.pop_back();
}

/// `yield %go, %text }`
LogicalResult Parser::parseYield() {
  if (openRegions.empty())
    return expected("an operation");
  advance();
  std::vector<ValueId> &yields =
      workflow->regions[openRegions.back().index].yields;
  do
    if (failed(parseValues(yields)))
      return failure();
  while (consumeIf(","));
  if (failed(consume("}")))
    return failure();
  closeRegion();
  return success();
}
