//===- Scripts.cpp - Commands as code and data ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A command is a string that was put together from pieces. In the IR it
/// is a constant, or a concatenation whose constants are code, because they
/// were written in the source, and whose other operands are data. A select
/// between such strings makes the whole command a choice of two, and so on: a
/// tree with a script at each leaf. Each leaf is analysed on its own.
//===----------------------------------------------------------------------===//
#include "Scripts.h"
#include "plue/Shell/Template.h"

using namespace plue;
using namespace plue::eval;

/// Design 4.1: a command has at most this many alternatives.
static constexpr unsigned maxAlternatives = 64;

namespace {
class ScriptBuilder {
public:
  ScriptBuilder(Evaluator &evaluator, ir::ShellKind shell, SourceRange range)
      : evaluator(evaluator), builder(evaluator.builder), shell(shell),
        range(range) {}

  /// The script of the concatenation of \p parts.
  FailureOr<ValueId> build(llvm::ArrayRef<ValueId> parts);

private:
  FailureOr<ValueId> makeLeaf(llvm::ArrayRef<ValueId> parts);
  void flatten(ValueId part, llvm::SmallVectorImpl<ValueId> &into) const;
  bool isChoiceOfCode(ValueId value);
  bool hasCode(ValueId value);

  Evaluator &evaluator;
  ir::WorkflowBuilder &builder;
  ir::ShellKind shell;
  SourceRange range;
  unsigned numLeaves = 0;
  /// What isChoiceOfCode() has found: choices share their arms.
  llvm::DenseMap<ValueId, bool> choicesOfCode;
};
} // namespace

void ScriptBuilder::flatten(ValueId part,
                            llvm::SmallVectorImpl<ValueId> &into) const {
  if (builder.workflow().op(part).kind != OpKind::Concat) {
    into.push_back(part);
    return;
  }
  for (ValueId operand : builder.workflow().operands(part))
    flatten(operand, into);
}

bool ScriptBuilder::hasCode(ValueId value) {
  OpKind kind = builder.workflow().op(value).kind;
  return kind == OpKind::Const || kind == OpKind::Concat ||
         isChoiceOfCode(value);
}

bool ScriptBuilder::isChoiceOfCode(ValueId value) {
  if (builder.workflow().op(value).kind != OpKind::Select)
    return false;
  auto [it, isNew] = choicesOfCode.try_emplace(value, false);
  if (!isNew)
    return it->second;
  llvm::ArrayRef<ValueId> operands = builder.workflow().operands(value);
  bool isChoice = hasCode(operands[1]) || hasCode(operands[2]);
  return choicesOfCode[value] = isChoice;
}

FailureOr<ValueId> ScriptBuilder::build(llvm::ArrayRef<ValueId> unflattened) {
  llvm::SmallVector<ValueId, 8> parts;
  for (ValueId part : unflattened)
    flatten(part, parts);
  auto *choice =
      llvm::find_if(parts, [&](ValueId part) { return isChoiceOfCode(part); });
  if (choice == parts.end())
    return makeLeaf(parts);
  auto operands = llvm::to_vector(builder.workflow().operands(*choice));
  *choice = operands[1];
  FailureOr<ValueId> whenTrue = build(parts);
  if (failed(whenTrue))
    return failure();
  parts[choice - parts.begin()] = operands[2];
  FailureOr<ValueId> whenFalse = build(parts);
  if (failed(whenFalse))
    return failure();
  return evaluator.emit(OpKind::Select, types::Str,
                        {operands[0], *whenTrue, *whenFalse}, range);
}

static_assert(int(shell::HoleContext::HereDocument) ==
                  int(ir::HoleContext::HereDocument),
              "the contexts have the same numbers in both lists");

static ir::HoleContext toIr(shell::HoleContext context) {
  return static_cast<ir::HoleContext>(context);
}

FailureOr<ValueId> ScriptBuilder::makeLeaf(llvm::ArrayRef<ValueId> parts) {
  if (++numLeaves > maxAlternatives) {
    evaluator.diags
        .report(range, diag::too_many_alternatives, uint64_t(maxAlternatives))
        .hint("make the steps in the branches instead");
    return LogicalResult(evaluator.reported());
  }
  std::vector<std::string> texts(1);
  llvm::SmallVector<ValueId, 8> holes;
  llvm::SmallVector<SourceRange, 8> holeRanges;
  for (ValueId part : parts) {
    if (const ir::Constant *constant = builder.asConstant(part)) {
      texts.back() += constant->text;
      continue;
    }
    holes.push_back(part);
    SourceRange use = evaluator.lastUseOf(part);
    holeRanges.push_back(use.isValid() ? use : range);
    texts.emplace_back();
  }
  if (holes.empty())
    return builder.constantStr(texts.front());

  llvm::SmallVector<shell::Piece, 8> pieces;
  for (const std::string &text : texts)
    pieces.push_back({.text = text, .range = range});
  auto contexts = shell::analyze(
      pieces, holeRanges,
      shell == ir::ShellKind::Bash ? shell::Dialect::Bash : shell::Dialect::Sh,
      evaluator.diags);
  if (failed(contexts))
    return LogicalResult(evaluator.reported());
  ir::ShellTemplate script;
  for (const std::string &text : texts)
    script.pieces.push_back(builder.plan().plan().save(text));
  for (shell::HoleContext context : *contexts)
    script.holes.push_back(toIr(context));
  ir::TemplateId id = builder.plan().shellTemplate(std::move(script));
  builder.setLocation(evaluator.locate(range));
  return builder.op(OpKind::Shell, types::Str, holes, id.index);
}

FailureOr<ValueId> plue::eval::makeScript(Evaluator &evaluator, Value cmd,
                                          ir::ShellKind shell,
                                          SourceRange range) {
  if (isRuntime(cmd)) {
    FailureOr<Value> present = evaluator.withoutNone(cmd, range);
    if (failed(present))
      return failure();
    cmd = *present;
  }
  FailureOr<ValueId> value = evaluator.reify(cmd, range);
  if (failed(value))
    return failure();
  return ScriptBuilder(evaluator, shell, range).build(*value);
}
