//===- TemplateText.cpp - Strings that are known in part ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/Printer.h"

using namespace plue;
using namespace plue::ir;

namespace {
/// Parts are shared, so the text of a small plan may be without bounds; it ends
/// in `…` then.
class TemplateWriter {
public:
  TemplateWriter(const Plan &plan, const Workflow &workflow)
      : plan(plan), workflow(workflow) {}

  void write(ValueId value, unsigned depth);
  void writeShell(const Op &op);

  std::string text;

private:
  void hole(ValueId value);

  const Plan &plan;
  const Workflow &workflow;
  unsigned budget = 100'000;
};
} // namespace

void TemplateWriter::hole(ValueId value) {
  const Op *op = &workflow.op(value);
  // Between texts, that a value is made a text goes without saying.
  if (op->kind == OpKind::Str)
    value = workflow.operands(*op)[0];
  text += "{{ " + expressionText(plan, workflow, value) + " }}";
}

void TemplateWriter::write(ValueId value, unsigned depth) {
  constexpr unsigned MaxDepth = 64;
  constexpr size_t MaxText = 1 << 20;
  if (budget == 0 || text.size() > MaxText)
    return;
  if (--budget == 0) {
    text += "…";
    return;
  }
  const Op &op = workflow.op(value);
  if (op.kind == OpKind::Const && plan.constant(op).kind == Constant::Str)
    text += plan.constant(op).text;
  else if (op.kind == OpKind::Concat && depth != MaxDepth)
    for (ValueId part : workflow.operands(op))
      write(part, depth + 1);
  else
    hole(value);
}

void TemplateWriter::writeShell(const Op &op) {
  const ShellTemplate &shell = plan.templates[op.attribute];
  llvm::ArrayRef<ValueId> fillers = workflow.operands(op);
  text = shell.pieces.front();
  for (size_t i = 0; i != fillers.size(); ++i) {
    write(fillers[i], 0);
    text += shell.pieces[i + 1];
  }
}

std::string ir::templateText(const Plan &plan, const Workflow &workflow,
                             ValueId value) {
  TemplateWriter writer(plan, workflow);
  const Op &op = workflow.op(value);
  if (op.kind == OpKind::Shell)
    writer.writeShell(op);
  else
    writer.write(value, 0);
  return std::move(writer.text);
}
