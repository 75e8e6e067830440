//===- Origins.cpp - Why a value is known only at run time ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A refusal that says "known only at run time" leaves its reader asking
/// since when. The answer is a walk from the value along the operands of its
/// definitions to what the run brings: a field of the event, the result of a
/// step. Each definition on the way that stands at a place of its own in the
/// source is a link, and becomes a labelled range:
///
///   3 |     title = ctx.event.pull_request.title
///     |             ---------------------------- `ctx.event.…` is known only …
///   4 |     parts = title.split()
///     |             ------------- so `parts` is a run-time value
///
/// A value may have many such causes. One is enough to explain it, so the walk
/// follows one operand: the first that is not known, data before conditions.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "EventTypes.h"
#include "plue/IR/EventFields.h"
#include "plue/IR/Printer.h"

using namespace plue;
using namespace plue::eval;

/// More labels than these explain nothing any more.
static constexpr size_t MaxLinks = 4;

namespace {
/// One definition on the way from a value to where it comes from.
struct Link {
  ValueId value;
  SourceRange range;
};

/// Walks from values to their causes.
class OriginWalk {
public:
  OriginWalk(const ir::Plan &plan, const ir::Workflow &workflow)
      : plan(plan), workflow(workflow) {}

  /// The definitions from \p value to its source, which is the last.
  std::vector<ValueId> from(ValueId value);

  /// Whether \p value is what the run brings, or a field of that.
  bool isSource(ValueId value) const;

private:
  bool isKnown(ValueId value) const { return known[value.index]; }
  void findKnown(ValueId last);
  ValueId causeOf(ValueId value) const;
  ValueId iterableAround(ValueId param) const;

  const ir::Plan &plan;
  const ir::Workflow &workflow;
  bool isSecret = false;
  /// By ordinal: whether the value depends on constants only.
  std::vector<bool> known;
};
} // namespace

/// Operands stand before their uses, so that one pass finds them all.
void OriginWalk::findKnown(ValueId last) {
  known.resize(last.index + 1);
  for (uint32_t i = 0; i <= last.index; ++i) {
    const ir::Op &op = workflow.ops[i];
    llvm::ArrayRef<ValueId> operands = workflow.operands(op);
    known[i] = op.kind == OpKind::Const ||
               (!operands.empty() && op.kind != OpKind::HashFiles &&
                llvm::all_of(operands, [&](ValueId v) { return isKnown(v); }));
  }
}

bool OriginWalk::isSource(ValueId value) const {
  while (workflow.op(value).kind == OpKind::Field ||
         workflow.op(value).kind == OpKind::Unwrap)
    value = workflow.operands(value)[0];
  OpKind kind = workflow.op(value).kind;
  return kind == OpKind::Result || kind == OpKind::HashFiles ||
         (kind != OpKind::Param && workflow.operands(value).empty());
}

/// The list that the loop around \p param runs over.
ValueId OriginWalk::iterableAround(ValueId param) const {
  ValueId loop = param;
  while (workflow.op(loop).kind == OpKind::Param)
    loop = ValueId(loop.index - 1);
  return workflow.operands(loop)[0];
}

/// The operand that is to blame for \p value; none if it is a source.
ValueId OriginWalk::causeOf(ValueId value) const {
  if (isSource(value))
    return ValueId();
  const ir::Op &op = workflow.op(value);
  if (op.kind == OpKind::Param)
    return iterableAround(value);
  llvm::SmallVector<ValueId, 4> operands(workflow.operands(op));
  if (op.kind == OpKind::Select)
    std::rotate(operands.begin(), operands.begin() + 1, operands.end());
  auto isSecretOne = [&](ValueId operand) {
    return plan.types.mayBe(workflow.typeOf(operand), TypeKind::Secret);
  };
  if (isSecret)
    if (auto it = llvm::find_if(operands, isSecretOne); it != operands.end())
      return *it;
  auto it = llvm::find_if(operands, [&](ValueId v) { return !isKnown(v); });
  return it == operands.end() ? ValueId() : *it;
}

std::vector<ValueId> OriginWalk::from(ValueId value) {
  findKnown(value);
  isSecret = plan.types.mayBe(workflow.typeOf(value), TypeKind::Secret);
  std::vector<ValueId> way;
  for (; value; value = causeOf(value))
    way.push_back(value);
  return way;
}

//--- What is said -------------------------------------------------------------

static llvm::StringRef stepNameOf(const ir::Plan &plan,
                                  const ir::Workflow &workflow,
                                  const ir::Op &op) {
  const ir::Step &step = workflow.steps[op.attribute];
  const ir::Op *name = step.name ? &workflow.op(step.name) : nullptr;
  bool isConstant = name && name->kind == OpKind::Const;
  return isConstant ? plan.constant(*name).text : "…";
}

std::string Evaluator::sourceText(ValueId value) const {
  const ir::Plan &plan = builder.plan().plan();
  const ir::Workflow &workflow = builder.workflow();
  ValueId root = value;
  while (workflow.op(root).kind == OpKind::Field ||
         workflow.op(root).kind == OpKind::Unwrap ||
         workflow.op(root).kind == OpKind::Result)
    root = workflow.operands(root)[0];
  const ir::Op &op = workflow.op(root);
  if (op.kind == OpKind::Step && root != value)
    return ("the result of step `" + stepNameOf(plan, workflow, op) +
            "` is known only at run time")
        .str();
  llvm::StringRef what =
      op.kind == OpKind::Secret ? "a secret" : "known only at run time";
  return ("`" + ir::expressionText(plan, workflow, value) + "` is " + what)
      .str();
}

/// What is said of a link that follows from another.
std::string Evaluator::linkText(ValueId value) const {
  const ir::Workflow &workflow = builder.workflow();
  const ir::Op &op = workflow.op(value);
  llvm::StringRef variable = origins[value.index].variable;
  std::string name = variable.empty() ? "this" : ("`" + variable + "`").str();
  bool isSecret = types.mayBe(op.type, TypeKind::Secret);
  std::string what = isSecret ? "a secret" : "a run-time value";
  auto kindOf = [&](ValueId v) { return workflow.op(v).kind; };
  if (op.kind == OpKind::Param &&
      kindOf(ValueId(value.index - 1)) == OpKind::Foreach)
    return "so " + name + ", an item of this, is " + what;
  if (op.kind == OpKind::Param ||
      (op.kind == OpKind::Index &&
       kindOf(workflow.operands(op)[0]) == OpKind::Foreach))
    return "so what this loop changes is " + what;
  if (op.kind == OpKind::Select)
    return "so " + name + ", chosen by this condition, is " + what;
  return "so " + name + " is " + what;
}

//--- Evaluator ----------------------------------------------------------------

void Evaluator::noteOrigin(ValueId value, SourceRange range) {
  if (value.index >= origins.size())
    origins.resize(value.index + 1);
  if (!origins[value.index].range.isValid())
    origins[value.index].range = range;
}

void Evaluator::noteVariable(llvm::StringRef name, Value v) {
  auto note = [&](llvm::StringRef &variable) {
    if (variable.empty())
      variable = name;
  };
  if (isChoice(v))
    note(choices[v.asSymbolic() & ~ChoiceBit].variable);
  else if (isRuntime(v) && runtimeId(v).index < origins.size())
    note(origins[runtimeId(v).index].variable);
}

void Evaluator::noteUse(Value v, SourceRange range, bool isAttribute) {
  if (!isRuntime(v) || runtimeId(v).index >= origins.size())
    return;
  Origin &origin = origins[runtimeId(v).index];
  origin.lastUse = range;
  if (isAttribute)
    origin.lastWritten = range;
}

SourceRange Evaluator::lastUseOf(ValueId value) const {
  SourceRange use = value.index < origins.size() ? origins[value.index].lastUse
                                                 : SourceRange();
  return use.isValid() ? use : originOf(value);
}

/// Labels with the way from \p value to its source: from places other than
/// \p use, each once, and no more than anyone would read.
void Evaluator::explain(DiagnosticBuilder &diagnostic, ValueId value,
                        SourceRange use) const {
  auto contains = [](SourceRange outer, SourceRange inner) {
    return inner.isValid() && outer.file == inner.file &&
           outer.begin <= inner.begin && inner.end <= outer.end;
  };
  std::vector<ValueId> way =
      OriginWalk(builder.plan().plan(), builder.workflow()).from(value);
  ValueId source = way.back();
  llvm::SmallVector<Link, 8> links;
  SourceRange last = use;
  for (ValueId link : llvm::ArrayRef(way).drop_back()) {
    SourceRange range = originOf(link);
    if (!range.isValid() || contains(last, range))
      continue;
    links.push_back({link, range});
    last = range;
  }
  size_t more = 0;
  if (links.size() >= MaxLinks) {
    more = links.size() - (MaxLinks - 1);
    links.erase(links.begin() + 2, links.begin() + 2 + more);
  }
  for (auto [i, link] : llvm::enumerate(links)) {
    std::string text = linkText(link.value);
    if (more != 0 && i == 1)
      text += " (… and " + std::to_string(more) + " more before it)";
    diagnostic.label(link.range, text);
  }
  SourceRange range = originOf(source);
  // Written where the last link stands, that is the one which is meant.
  if (range.isValid() && contains(last, origins[source.index].lastWritten))
    range = origins[source.index].lastWritten;
  if (range.isValid())
    diagnostic.label(range, sourceText(source));
  else
    diagnostic.hint(sourceText(source));
}

/// "`push` events have none; " if that is why \p value may be None.
std::string Evaluator::whyAbsent(ValueId value) const {
  const ir::Workflow &workflow = builder.workflow();
  const ir::Op &op = workflow.op(value);
  if (op.kind == OpKind::Input)
    return "only a manual run has inputs; ";
  if (op.kind != OpKind::Event)
    return "";
  std::vector<llvm::StringRef> without;
  for (const ir::Trigger &trigger : workflow.triggers)
    if (!ir::isFieldOfEvent(builder.plan().plan().string(op),
                            ir::spelling(trigger.kind)))
      without.push_back(ir::spelling(trigger.kind));
  return without.empty() ? "" : listOf(without) + " events have none; ";
}

/// Who wrote a variable or a path of names knows it as such; anything longer is
/// shown by its place.
LogicalResult Evaluator::maybeNone(ValueId value, SourceRange range) {
  const ir::Workflow &workflow = builder.workflow();
  std::string text = ir::expressionText(builder.plan().plan(), workflow, value);
  llvm::StringRef variable =
      value.index < origins.size() ? origins[value.index].variable : "";
  bool isPath = OriginWalk(builder.plan().plan(), workflow).isSource(value) &&
                workflow.op(value).kind != OpKind::Result;
  if (!variable.empty())
    text = variable.str();
  bool isShort = !variable.empty() || isPath;
  auto diagnostic = diags.report(range, diag::maybe_none,
                                 isShort ? "`" + text + "`" : "this value");
  SourceRange origin = originOf(value);
  if (workflow.op(value).kind == OpKind::Select && origin.isValid())
    diagnostic.label(origin, "chosen by this condition");
  diagnostic.hint(whyAbsent(value) +
                  (isShort ? "test it first: `if " + text + " is not None: …`"
                           : "give it a name and test that first: `if name is "
                             "not None: …`"));
  return reported();
}

LogicalResult Evaluator::refuseSecret(llvm::StringRef what, SourceRange range,
                                      ValueId value) {
  auto diagnostic = diags.report(range, diag::secret_inspected, what);
  if (value)
    explain(diagnostic, value, range);
  diagnostic.hint("only a step may look at it: pass it on with "
                  "`env={\"NAME\": …}` or in the text of a command");
  return reported();
}

void Evaluator::explain(DiagnosticBuilder &diagnostic, Value v,
                        SourceRange use) const {
  if (const Choice *choice = choiceOf(v))
    explain(diagnostic, choice->condition, use);
  else if (isRuntime(v))
    explain(diagnostic, runtimeId(v), use);
}
