//===- Steps.cpp - Steps and ends of a plan's text ------------------------===//
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

//--- Values with names --------------------------------------------------------

/// `{A = %a, B = %b}`
LogicalResult Parser::parseNamedValues(llvm::SmallVectorImpl<NamedValue> &named) {
  if (failed(consume("{")))
    return failure();
  return parseList("}", [&]() -> LogicalResult {
    FailureOr<llvm::StringRef> name = parseName("a name");
    if (failed(name) || failed(consume("=")))
      return failure();
    FailureOr<ValueId> value = parseValue();
    if (succeeded(value))
      named.push_back({*name, *value});
    return value;
  });
}

/// `path = %a`, or without a name `%a`.
LogicalResult Parser::parseStepInput(llvm::SmallVectorImpl<NamedValue> &inputs) {
  llvm::StringRef name;
  if (token.kind != Token::Value) {
    FailureOr<llvm::StringRef> given = parseName("the name of an input");
    if (failed(given) || failed(consume("=")))
      return failure();
    name = *given;
  }
  FailureOr<ValueId> value = parseValue();
  if (succeeded(value))
    inputs.push_back({name, *value});
  return value;
}

//--- Order --------------------------------------------------------------------

/// `%install data+order`
LogicalResult Parser::parseEdge(llvm::SmallVectorImpl<Edge> &edges) {
  Token name = token;
  FailureOr<ValueId> value = parseValue();
  if (failed(value))
    return failure();
  const Op &op = workflow->op(*value);
  if (op.kind != OpKind::Step)
    return diags.report(range(name), diag::asm_not_a_step, name.text);
  Edge edge{.from = StepId(op.attribute)};
  do {
    FailureOr<unsigned> bit = parseWord("reason to wait", EdgeKindWords);
    if (failed(bit))
      return failure();
    edge.kinds |= 1 << *bit;
  } while (consumeIf("+"));
  edges.push_back(edge);
  return success();
}

//--- Attributes ---------------------------------------------------------------

/// `3 after 10s`
LogicalResult Parser::parseRetry(Retry &retry) {
  FailureOr<uint32_t> attempts = parseNumber32();
  if (failed(attempts) || failed(consume("after")))
    return failure();
  FailureOr<uint64_t> delay = parseDuration();
  if (failed(delay))
    return failure();
  retry = {.attempts = *attempts, .delayMs = *delay};
  return success();
}

LogicalResult Parser::parseInto(ValueId &value) {
  FailureOr<ValueId> parsed = parseValue();
  if (succeeded(parsed))
    value = *parsed;
  return parsed;
}

LogicalResult Parser::parseInto(llvm::StringRef &string) {
  FailureOr<llvm::StringRef> parsed = parseString();
  if (succeeded(parsed))
    string = *parsed;
  return parsed;
}

LogicalResult Parser::parseDefinitionAttribute(StepDefinition &definition,
                                               llvm::StringRef name) {
  if (name == "env")
    return parseNamedValues(definition.env);
  if (name == "image")
    return parseInto(definition.image);
  if (name == "workdir")
    return parseInto(definition.workdir);
  if (name == "result") {
    FailureOr<TypeId> type = parseType();
    if (succeeded(type))
      definition.resultType = *type;
    return type;
  }
  assert(name == "shell" && "the names are known");
  FailureOr<unsigned> shell = parseWord("shell", ShellKindWords);
  if (succeeded(shell))
    definition.shell = ShellKind(*shell);
  return shell;
}

LogicalResult Parser::parseOrderAttribute(Step &step, llvm::StringRef name) {
  if (failed(consume("[")))
    return failure();
  if (name == "deps")
    return parseList("]", [&] { return parseEdge(step.deps); });
  return parseList("]", [&]() -> LogicalResult {
    FailureOr<uint32_t> group = parseNumber32();
    if (succeeded(group))
      step.groups.push_back(*group);
    return group;
  });
}

LogicalResult Parser::parseStepAttribute(Step &step, llvm::StringRef name) {
  if (name == "continue_on_error" || name == "depends_on") {
    (name == "depends_on" ? step.hasDependsOn : step.policy.continueOnError) =
        true;
    return success();
  }
  if (failed(consume("=")))
    return failure();
  if (name == "deps" || name == "groups")
    return parseOrderAttribute(step, name);
  if (name == "key")
    return parseInto(step.key);
  if (name == "name")
    return parseInto(step.name);
  if (name == "when")
    return parseInto(step.when);
  if (name == "cache_key")
    return parseInto(step.policy.cacheKey);
  if (name == "retry")
    return parseRetry(step.policy.retry);
  if (name != "timeout")
    return parseDefinitionAttribute(step.definition, name);
  FailureOr<uint64_t> timeout = parseDuration();
  if (succeeded(timeout))
    step.policy.timeoutMs = *timeout;
  return timeout;
}

//--- Steps --------------------------------------------------------------------

FailureOr<StepKind> Parser::parseStepKind() {
  if (token.kind != Token::Word)
    return expected("a kind of step");
  llvm::SmallVector<llvm::StringRef, 16> known;
  for (unsigned i = 0; i != numStepKinds(); ++i) {
    if (spelling(StepKind(i)) == token.text) {
      advance();
      return StepKind(i);
    }
    known.push_back(spelling(StepKind(i)));
  }
  return unknown("kind of step", known);
}

/// What stands between the kind and the attributes: a script, arguments,
/// inputs.
LogicalResult Parser::parseCommand(StepDefinition &definition) {
  if (token.kind == Token::Value && failed(parseInto(definition.script)))
    return failure();
  if (consumeIf("[") &&
      failed(parseList("]", [&] { return parseValues(definition.argv); })))
    return failure();
  if (consumeIf("("))
    return parseList(")", [&] { return parseStepInput(definition.inputs); });
  return success();
}

/// `shell %script {key = "build", name = %name, result = !8}`
FailureOr<uint32_t> Parser::parseStep() {
  static constexpr llvm::StringRef Known[] = {"cache_key", "continue_on_error",
                                              "deps",      "depends_on",
                                              "env",       "groups",
                                              "image",     "key",
                                              "name",      "result",
                                              "retry",     "shell",
                                              "timeout",   "when",
                                              "workdir"};
  Token start = token;
  FailureOr<StepKind> kind = parseStepKind();
  if (failed(kind))
    return failure();
  Step step;
  StepDefinition &definition = step.definition;
  definition.kind = *kind;
  if (failed(parseCommand(definition)))
    return failure();
  definition.shell = usualShell(definition);
  if (isPseudo(*kind))
    definition.resultType = value::types::None;
  if (failed(parseAttributes(Known, [&](llvm::StringRef name) {
        return parseStepAttribute(step, name);
      })))
    return failure();
  if (!definition.resultType)
    return diags.report(range(start), diag::asm_missing, "a step of this kind",
                        "result = TYPE");
  workflow->steps.push_back(std::move(step));
  return uint32_t(workflow->steps.size() - 1);
}

//--- Ends ---------------------------------------------------------------------

/// `fail {reason = %text, when = %guard}`
FailureOr<uint32_t> Parser::parseEnd() {
  static constexpr llvm::StringLiteral Kinds[] = {"fail", "success"};
  static constexpr llvm::StringRef Known[] = {"outputs", "reason", "when"};
  FailureOr<unsigned> kind = parseWord("kind of end", Kinds);
  if (failed(kind))
    return failure();
  End end{.isSuccess = *kind == 1};
  auto parse = [&](llvm::StringRef name) -> LogicalResult {
    if (failed(consume("=")))
      return failure();
    if (name == "outputs")
      return parseNamedValues(end.outputs);
    return parseInto(name == "when" ? end.when : end.reason);
  };
  if (failed(parseAttributes(Known, parse)))
    return failure();
  workflow->ends.push_back(std::move(end));
  return uint32_t(workflow->ends.size() - 1);
}
