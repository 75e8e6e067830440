//===- Functions.cpp - Functions of a plan's text -------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Labels and the functions that `closure` names may be used before they
/// are defined; both are looked up when everything has been read.
//===----------------------------------------------------------------------===//
#include "Parser.h"
#include "plue/IR/Keywords.h"
#include "plue/Value/Ops.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;
using namespace plue::asmparser;

//--- Signatures ---------------------------------------------------------------

/// The slot in `%3`, or in `%1:3` with the number of frames out.
FailureOr<uint32_t> Parser::parseVariable(uint16_t &hops) {
  FailureOr<Token> first = take(Token::Value, "a variable");
  if (failed(first))
    return failure();
  uint32_t slot = 0;
  auto isNumber = [&](auto &number) {
    return !first->text.drop_front().getAsInteger(10, number);
  };
  if (!token.is(":")) {
    hops = 0;
    if (!isNumber(slot))
      return diags.report(range(*first), diag::asm_bad_number, first->text,
                          "a variable like `%0` or `%1:0`");
    return slot;
  }
  if (!isNumber(hops))
    return diags.report(range(*first), diag::asm_bad_number, first->text,
                        "a number of frames, from %0 to %65535");
  advance();
  return parseNumber32();
}

/// `x: int`, `positional x`, `keyword x = %1:0`, `*x`, `**x`
LogicalResult Parser::parseParameter(Function &function) {
  FunctionParameter parameter;
  for (auto [kind, word] : llvm::enumerate(ParameterKindWords)) {
    bool isKind = !word.empty() && token.is(word);
    // A parameter may be called like its kind.
    if (isKind && token.kind == Token::Word) {
      Token next = peekToken();
      isKind = next.kind == Token::Word || next.kind == Token::String;
    }
    if (!isKind)
      continue;
    advance();
    parameter.kind = FunctionParameter::Kind(kind);
    break;
  }
  FailureOr<llvm::StringRef> name = parseName("the name of a parameter");
  if (failed(name))
    return failure();
  parameter.name = *name;
  if (consumeIf(":")) {
    FailureOr<TypeId> type = parseType();
    if (failed(type))
      return failure();
    function.parameterTypes.push_back(*type);
  }
  if (consumeIf("=")) {
    uint16_t hops = 0;
    Token variable = token;
    FailureOr<uint32_t> slot = parseVariable(hops);
    if (failed(slot))
      return failure();
    if (hops != 1)
      return diags.report(range(variable), diag::asm_expected,
                          "a variable of the enclosing function, `%1:N`",
                          ("`" + variable.text + "`").str());
    parameter.defaultSlot = *slot;
  }
  function.parameters.push_back(parameter);
  return success();
}

LogicalResult Parser::parseSignature(Function &function) {
  if (failed(consume("(")) ||
      failed(parseList(")", [&] { return parseParameter(function); })))
    return failure();
  if (consumeIf("in")) {
    FailureOr<Token> name = take(Token::Symbol, "a function");
    if (failed(name))
      return failure();
    FailureOr<uint32_t> parent = find(functions, *name);
    if (failed(parent))
      return failure();
    function.parent = FunctionId(*parent);
  }
  if (consumeIf(":")) {
    FailureOr<TypeId> type = parseType();
    if (failed(type))
      return failure();
    function.resultType = *type;
  }
  if (failed(consume("slots")))
    return failure();
  FailureOr<uint32_t> numSlots = parseNumber32();
  if (failed(numSlots))
    return failure();
  function.numSlots = *numSlots;
  function.isGenerator = consumeIf("generator");
  return success();
}

//--- Instructions -------------------------------------------------------------

FailureOr<uint32_t> Parser::parseOperator(llvm::StringRef what, unsigned count,
                                          llvm::StringRef (*spell)(unsigned)) {
  if (token.kind != Token::String)
    return expected("a " + what + " in quotes");
  std::string name = unquoted(token.text);
  llvm::SmallVector<llvm::StringRef, 16> known;
  for (unsigned i = 0; i != count; ++i) {
    if (spell(i) == name) {
      advance();
      return i;
    }
    known.push_back(spell(i));
  }
  return unknown(what, known);
}

FailureOr<uint32_t> Parser::parseInstrOperand(InstrOperand operand) {
  switch (operand) {
  case InstrOperand::None:
    return 0;
  case InstrOperand::Count:
  case InstrOperand::Hops:
  case InstrOperand::Slot:
    return parseNumber32();
  case InstrOperand::Constant:
    return parseConstantRef();
  case InstrOperand::String:
  case InstrOperand::Keywords:
    return parseStringRef();
  case InstrOperand::Type: {
    FailureOr<TypeId> type = parseType();
    if (failed(type))
      return failure();
    return type->index;
  }
  case InstrOperand::Function: {
    FailureOr<Token> name = take(Token::Symbol, "a function");
    if (failed(name))
      return failure();
    closures.push_back({.function = uint32_t(plan->functions.size()),
                        .instr = uint32_t(spans.functions.back().code.size()),
                        .name = *name});
    return 0;
  }
  case InstrOperand::Target: {
    FailureOr<Token> label = take(Token::Word, "a label");
    if (failed(label))
      return failure();
    jumps.emplace_back(spans.functions.back().code.size(), *label);
    return 0;
  }
  case InstrOperand::UnaryOp:
    return parseOperator(
        "unary operator", unsigned(value::UnaryOp::Not) + 1,
        [](unsigned op) { return value::spelling(value::UnaryOp(op)); });
  case InstrOperand::BinaryOp:
    return parseOperator(
        "binary operator", unsigned(value::BinaryOp::MatMul) + 1,
        [](unsigned op) { return value::spelling(value::BinaryOp(op)); });
  case InstrOperand::CompareOp:
    return parseOperator(
        "comparison", unsigned(value::CompareOp::NotIn) + 1,
        [](unsigned op) { return value::spelling(value::CompareOp(op)); });
  }
  llvm_unreachable("not a kind of operand");
}

static const llvm::StringMap<InstrKind> &instrKinds() {
  static const llvm::StringMap<InstrKind> kinds = [] {
    llvm::StringMap<InstrKind> kinds;
    for (unsigned i = 0; i != numInstrKinds(); ++i)
      kinds[info(InstrKind(i)).mnemonic] = InstrKind(i);
    return kinds;
  }();
  return kinds;
}

/// `call 3, "end"`
LogicalResult Parser::parseOperandsOf(Instr &instr) {
  const InstrInfo &about = info(instr.kind);
  if (about.a == InstrOperand::Hops) {
    FailureOr<uint32_t> slot = parseVariable(instr.a);
    if (failed(slot))
      return failure();
    instr.b = *slot;
    return success();
  }
  if (about.a != InstrOperand::None) {
    Token number = token;
    FailureOr<uint32_t> a = parseInstrOperand(about.a);
    if (failed(a))
      return failure();
    if (*a > 0xFFFF)
      return diags.report(range(number), diag::asm_bad_number, number.text,
                          "a number from 0 to 65535");
    instr.a = *a;
  }
  if (about.b == InstrOperand::Keywords && !token.is(",")) {
    instr.b = ~0U;
    return success();
  }
  bool hasBoth = about.a != InstrOperand::None && about.b != InstrOperand::None;
  if (hasBoth && failed(consume(",")))
    return failure();
  FailureOr<uint32_t> b = parseInstrOperand(about.b);
  if (failed(b))
    return failure();
  instr.b = *b;
  return success();
}

LogicalResult Parser::parseInstr(Function &function) {
  if (token.kind != Token::Word)
    return expected("an instruction");
  if (peekToken().is(":")) {
    LogicalResult defined = define(labels, token, function.code.size());
    advance();
    advance();
    return defined;
  }
  auto kind = instrKinds().find(token.text);
  if (kind == instrKinds().end()) {
    llvm::SmallVector<llvm::StringRef> known;
    for (unsigned i = 0; i != numInstrKinds(); ++i)
      known.push_back(info(InstrKind(i)).mnemonic);
    return unknown("instruction", known);
  }
  uint32_t begin = token.begin;
  advance();
  Instr instr{.kind = kind->second};
  if (failed(parseOperandsOf(instr)))
    return failure();
  FailureOr<std::optional<Location>> location = parseLocation();
  if (failed(location))
    return failure();
  haveCodeLocations |= location->has_value();
  function.locations.push_back(location->value_or(Location()));
  function.code.push_back(instr);
  spans.functions.back().code.push_back(spanFrom(begin));
  return success();
}

//--- Functions ----------------------------------------------------------------

void Parser::resolveLabels(Function &function) {
  for (const auto &[instr, label] : jumps) {
    FailureOr<uint32_t> target = find(labels, label);
    if (succeeded(target) && instr < function.code.size())
      function.code[instr].b = *target;
  }
  jumps.clear();
  labels.definitions.clear();
}

LogicalResult Parser::parseFunction() {
  FailureOr<Token> name = take(Token::Symbol, "the name of a function");
  if (failed(name))
    return failure();
  Function function;
  function.name = plan->save(symbolName(name->text));
  LogicalResult signature = parseSignature(function);
  Token opened = token;
  if (failed(signature) ||
      failed(limitEntries(plan->functions.size(), "functions")) ||
      failed(consume("{"))) {
    poison(functions, *name);
    return failure();
  }
  (void)define(functions, *name, plan->functions.size());
  spans.functions.push_back({.head = spanFrom(name->begin), .code = {}});
  while (!isAtEnd(opened, "}")) {
    uint32_t start = token.begin;
    if (failed(parseInstr(function)))
      recover(start);
  }
  consumeIf("}");
  resolveLabels(function);
  plan->functions.push_back(std::move(function));
  return success();
}

void Parser::finishFunctions() {
  for (const Closure &each : closures) {
    FailureOr<uint32_t> function = find(functions, each.name);
    if (failed(function) || each.function >= plan->functions.size())
      continue;
    std::vector<Instr> &code = plan->functions[each.function].code;
    if (each.instr < code.size())
      code[each.instr].b = *function;
  }
  if (haveCodeLocations)
    return;
  for (Function &function : plan->functions)
    function.locations.clear();
}
