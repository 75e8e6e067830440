//===- Printer.cpp - Plans as text ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One operation per line, in the look of LLVM. Functions are in
/// PrintFunctions.cpp.
//===----------------------------------------------------------------------===//
#include "PlanPrinter.h"
#include "Text.h"
#include "plue/IR/Regions.h"
#include "plue/IR/StepInputs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace plue;
using namespace plue::ir;
using value::TypeKind;
using value::TypeNode;

//--- Types, constants, texts --------------------------------------------------

static constexpr llvm::StringRef TypeKindNames[] = {
    "any",  "none",   "bool",    "int",      "float", "str",      "secret",
    "step", "list",   "set",     "dict",     "tuple", "optional", "union",
    "enum", "record", "step_of", "iterable", "never"};
static_assert(std::size(TypeKindNames) == value::NumTypeKinds);

void Printer::printType(TypeId type) {
  if (type.index >= plan.types.size())
    bad("type", type.index);
  else if (type.index < value::types::NumFixed)
    os << TypeKindNames[type.index];
  else
    os << '!' << type.index;
}

void Printer::printTypeNode(uint32_t type) {
  const TypeNode &node = plan.types[TypeId(type)];
  os << "type !" << type << " = ";
  if (unsigned(node.kind) >= std::size(TypeKindNames))
    bad("kind", unsigned(node.kind));
  else
    os << TypeKindNames[unsigned(node.kind)];
  if (!node.label.empty())
    os << ' ' << quoted(node.label);
  os << '(';
  size_t count = std::max(node.elements.size(), node.names.size());
  for (size_t i = 0; i != count; ++i) {
    os << (i == 0 ? "" : ", ");
    bool hasName = i < node.names.size();
    if (hasName)
      os << quoted(node.names[i]);
    if (i >= node.elements.size())
      continue;
    os << (hasName ? ": " : "");
    printType(node.elements[i]);
  }
  os << ")\n";
}

void Printer::printConstant(uint32_t ordinal) {
  if (ordinal >= plan.constants.size())
    return bad("constant", ordinal);
  const Constant &constant = plan.constants[ordinal];
  switch (constant.kind) {
  case Constant::None:
    os << "None";
    return;
  case Constant::Bool:
    os << (constant.number != 0 ? "True" : "False");
    return;
  case Constant::Int:
    os << constant.number;
    return;
  case Constant::BigInt:
    os << "big " << quoted(constant.text);
    return;
  case Constant::Float:
    os << floatText(constant.real);
    return;
  case Constant::Str:
    os << quoted(constant.text);
    return;
  }
  bad("constant kind", constant.kind);
}

void Printer::printStrings(llvm::StringRef name,
                           llvm::ArrayRef<llvm::StringRef> items) {
  if (items.empty())
    return;
  attribute(name);
  os << " = [";
  llvm::interleaveComma(items, os,
                        [&](llvm::StringRef item) { os << quoted(item); });
  os << ']';
}

void Printer::printDuration(uint64_t ms) {
  if (ms % 1000 == 0)
    os << ms / 1000 << 's';
  else
    os << ms << "ms";
}

void Printer::printLocation(Location location) {
  if (!options.locations || location == Location())
    return;
  os << "  loc(";
  if (location.source < plan.sources.size())
    os << quoted(plan.sources[location.source].path);
  else
    bad("source", location.source);
  os << ':' << location.line << ':' << location.column << ')';
}

void Printer::printAnnotation(ValueId value) {
  if (!options.annotate)
    return;
  if (std::string text = options.annotate(*workflow, value); !text.empty())
    os << "  // " << text;
}

//--- Attributes ---------------------------------------------------------------

void Printer::attribute(llvm::StringRef name) {
  os << (anyAttribute ? ", " : " {") << name;
  anyAttribute = true;
}

void Printer::endAttributes() {
  os << (anyAttribute ? "}" : "");
  anyAttribute = false;
}

void Printer::valueAttribute(llvm::StringRef name, ValueId value) {
  if (!value)
    return;
  attribute(name);
  os << " = ";
  printValue(value);
}

void Printer::stringAttribute(llvm::StringRef name, llvm::StringRef text) {
  if (text.empty())
    return;
  attribute(name);
  os << " = " << quoted(text);
}

//--- Workflows ----------------------------------------------------------------

void ir::printSymbol(llvm::StringRef name, llvm::raw_ostream &os) {
  os << '@' << (isIdentifier(name) ? name.str() : quoted(name));
}

void Printer::printInput(const InputDecl &input) {
  os << (isIdentifier(input.name) ? input.name.str() : quoted(input.name))
     << ": ";
  printType(input.type);
  if (!input.defaultValue)
    return;
  os << " = ";
  printConstant(input.defaultValue->index);
}

void Printer::printTrigger(const Trigger &trigger) {
  os << "  trigger ";
  if (trigger.kind <= TriggerKind::IssueComment)
    os << spelling(trigger.kind);
  else
    bad("trigger", unsigned(trigger.kind));
  printStrings("branches", trigger.branches);
  stringAttribute("contains", trigger.contains);
  stringAttribute("cron", trigger.cron);
  if (!trigger.inputs.empty()) {
    attribute("inputs");
    os << " = {";
    llvm::interleaveComma(trigger.inputs, os,
                          [&](const InputDecl &input) { printInput(input); });
    os << '}';
  }
  printStrings("paths", trigger.paths);
  printStrings("tags", trigger.tags);
  printStrings("types", trigger.types);
  endAttributes();
  os << '\n';
}

void Printer::printHeader() {
  if (!workflow->doc.empty())
    os << "  doc " << quoted(workflow->doc) << '\n';
  for (const Trigger &trigger : workflow->triggers)
    printTrigger(trigger);
  if (!workflow->image.empty())
    os << "  image " << quoted(workflow->image) << '\n';
  if (!workflow->dockerfile.empty())
    os << "  dockerfile " << quoted(workflow->dockerfile) << '\n';
  if (workflow->timeoutMs != 0) {
    os << "  timeout ";
    printDuration(workflow->timeoutMs);
    os << '\n';
  }
}

void Printer::printWorkflow(const Workflow &printed) {
  workflow = &printed;
  nameValues();
  os << "\nworkflow ";
  printSymbol(printed.name, os);
  os << " {";
  printLocation(printed.location);
  os << '\n';
  printHeader();
  printOps();
  os << "}\n";
}

//--- Values -------------------------------------------------------------------

std::string Printer::nameHint(const Op &op) const {
  llvm::StringRef text;
  if (op.kind == OpKind::Step && op.attribute < workflow->steps.size())
    text = workflow->steps[op.attribute].key;
  else if (op.kind == OpKind::Input && op.attribute < plan.strings.size())
    text = plan.strings[op.attribute];
  std::string name;
  for (char c : text.take_front(80))
    name += llvm::isAlnum(c) ? c : '_';
  // A digit at the start is for values that have no name of their own.
  return name.empty() || !llvm::isDigit(name[0]) ? name : "_" + name;
}

void Printer::nameValues() {
  llvm::StringMap<unsigned> used;
  names.assign(workflow->ops.size(), {});
  for (uint32_t i = 0; i != names.size(); ++i) {
    std::string hint = nameHint(workflow->ops[i]);
    if (hint.empty()) {
      names[i] = std::to_string(i);
      continue;
    }
    unsigned count = used[hint]++;
    std::string name = hint;
    while (count != 0 && !used.try_emplace(name, 1).second)
      name = hint + "_" + std::to_string(++count);
    names[i] = std::move(name);
  }
}

void Printer::printValue(ValueId value) {
  if (value.index >= names.size())
    return bad("value", value.index);
  os << '%' << names[value.index];
}

void Printer::printValues(llvm::ArrayRef<ValueId> values) {
  llvm::interleaveComma(values, os, [&](ValueId value) { printValue(value); });
}

void Printer::namedAttribute(llvm::StringRef name,
                             llvm::ArrayRef<NamedValue> values) {
  if (values.empty())
    return;
  attribute(name);
  os << " = {";
  llvm::interleaveComma(values, os, [&](const NamedValue &named) {
    os << (isIdentifier(named.name) ? named.name.str() : quoted(named.name))
       << " = ";
    printValue(named.value);
  });
  os << '}';
}

/// The operands that exist.
llvm::ArrayRef<ValueId> Printer::operands(const Op &op) const {
  return llvm::ArrayRef(workflow->operandPool)
      .drop_front(
          std::min<size_t>(op.firstOperand, workflow->operandPool.size()))
      .take_front(op.numOperands);
}

//--- Operations ---------------------------------------------------------------

void Printer::printStringAttribute(const Op &op) {
  if (op.attribute < plan.strings.size())
    os << quoted(plan.strings[op.attribute]);
  else
    bad("string", op.attribute);
}

static llvm::StringRef contextName(HoleContext context) {
  switch (context) {
  case HoleContext::Bare:
    return "bare";
  case HoleContext::DoubleQuoted:
    return "double";
  case HoleContext::SingleQuoted:
    return "single";
  case HoleContext::Word:
    return "word";
  case HoleContext::HereDocument:
    return "here";
  }
  return "<bad context>";
}

/// `["deploy ", bare %env, ""]`: pieces and holes in turn.
void Printer::printTemplate(const Op &op) {
  if (op.attribute >= plan.templates.size())
    return bad("template", op.attribute);
  const ShellTemplate &shell = plan.templates[op.attribute];
  llvm::ArrayRef<ValueId> fillers = operands(op);
  os << '[';
  size_t count = std::max(shell.pieces.size(), fillers.size());
  for (size_t i = 0; i != count; ++i) {
    os << (i == 0 ? "" : ", ");
    if (i < shell.pieces.size())
      os << quoted(shell.pieces[i]);
    else
      bad("piece", i);
    if (i >= fillers.size())
      continue;
    os << ", ";
    os << (i < shell.holes.size() ? contextName(shell.holes[i]) : "<bad hole>")
       << ' ';
    printValue(fillers[i]);
  }
  os << ']';
}

void Printer::printEdges(llvm::ArrayRef<Edge> edges) {
  if (edges.empty())
    return;
  attribute("deps");
  os << " = [";
  llvm::interleaveComma(edges, os, [&](Edge edge) {
    if (edge.from.index < workflow->steps.size())
      printValue(workflow->steps[edge.from.index].op);
    else
      bad("step", edge.from.index);
    char separator = ' ';
    for (auto [kind, name] : {std::pair(EdgeKind::Data, "data"),
                              {EdgeKind::Order, "order"},
                              {EdgeKind::Guard, "guard"}}) {
      if ((edge.kinds & uint8_t(kind)) == 0)
        continue;
      os << separator << name;
      separator = '+';
    }
  });
  os << ']';
}

/// `(path = %a, optional = %true)`
void Printer::printInputs(llvm::ArrayRef<NamedValue> inputs) {
  os << '(';
  llvm::interleaveComma(inputs, os, [&](const NamedValue &input) {
    os << (isIdentifier(input.name) ? input.name.str() : quoted(input.name))
       << " = ";
    printValue(input.value);
  });
  os << ')';
}

static llvm::StringRef shellName(ShellKind shell) {
  switch (shell) {
  case ShellKind::None:
    return "none";
  case ShellKind::Sh:
    return "sh";
  case ShellKind::Bash:
    return "bash";
  }
  return "<bad shell>";
}

void Printer::printStep(uint32_t ordinal) {
  if (ordinal >= workflow->steps.size())
    return bad("step", ordinal);
  const Step &step = workflow->steps[ordinal];
  const StepDefinition &definition = step.definition;
  if (unsigned(definition.kind) < numStepKinds())
    os << spelling(definition.kind);
  else
    bad("kind", unsigned(definition.kind));
  os << (definition.kind == StepKind::Foreach ? "" : " ");
  if (isAction(definition.kind)) {
    printInputs(definition.inputs);
  } else if (definition.kind == StepKind::Check) {
    llvm::interleaveComma(definition.inputs, os, [&](const NamedValue &input) {
      printValue(input.value);
    });
  } else if (definition.script) {
    printValue(definition.script);
  } else if (!isPseudo(definition.kind)) {
    os << '[';
    printValues(definition.argv);
    os << ']';
  }
  printStepAttributes(step);
  endAttributes();
}

/// In alphabetical order, what is as usual left out.
void Printer::printStepAttributes(const Step &step) {
  const StepDefinition &definition = step.definition;
  const StepPolicy &policy = step.policy;
  valueAttribute("cache_key", policy.cacheKey);
  if (policy.continueOnError)
    attribute("continue_on_error");
  printEdges(step.deps);
  if (step.hasDependsOn)
    attribute("depends_on");
  namedAttribute("env", definition.env);
  if (!step.groups.empty()) {
    attribute("groups");
    os << " = [";
    llvm::interleaveComma(step.groups, os);
    os << ']';
  }
  stringAttribute("image", definition.image);
  stringAttribute("key", step.key);
  valueAttribute("name", step.name);
  if (!isPseudo(definition.kind)) {
    attribute("result");
    os << " = ";
    printType(definition.resultType);
  }
  if (policy.retry.attempts != 1 || policy.retry.delayMs != 0) {
    attribute("retry");
    os << " = " << policy.retry.attempts << " after ";
    printDuration(policy.retry.delayMs);
  }
  bool hasShell = !isPseudo(definition.kind) && !isAction(definition.kind);
  if (definition.shell != ShellKind::Sh && hasShell) {
    attribute("shell");
    os << " = " << shellName(definition.shell);
  }
  if (policy.timeoutMs != 0) {
    attribute("timeout");
    os << " = ";
    printDuration(policy.timeoutMs);
  }
  valueAttribute("when", step.when);
  stringAttribute("workdir", definition.workdir);
}

void Printer::printEnd(uint32_t ordinal) {
  if (ordinal >= workflow->ends.size())
    return bad("end", ordinal);
  const End &end = workflow->ends[ordinal];
  os << (end.isSuccess ? "success" : "fail");
  namedAttribute("outputs", end.outputs);
  valueAttribute("reason", end.reason);
  valueAttribute("when", end.when);
  endAttributes();
}

void Printer::printAttribute(const Op &op) {
  switch (info(op.kind).attribute) {
  case AttributeKind::None:
    return;
  case AttributeKind::String:
    return printStringAttribute(op);
  case AttributeKind::Constant:
    return printConstant(op.attribute);
  case AttributeKind::Template:
    return printTemplate(op);
  case AttributeKind::Step:
    return printStep(op.attribute);
  case AttributeKind::End:
    return printEnd(op.attribute);
  case AttributeKind::Function:
    return printFunctionName(op.attribute);
  case AttributeKind::Region:
    os << ", region " << op.attribute;
    return;
  }
}

void Printer::printBody(const Op &op) {
  if (unsigned(op.kind) >= numOpKinds())
    return bad("op", unsigned(op.kind));
  os << info(op.kind).mnemonic << ' ';
  AttributeKind attribute = info(op.kind).attribute;
  // A template shows its operands where they go.
  if (attribute != AttributeKind::Template)
    printValues(operands(op));
  bool isAfterOperands = attribute == AttributeKind::String ||
                         attribute == AttributeKind::Function;
  if (op.numOperands != 0 && isAfterOperands)
    os << ", ";
  printAttribute(op);
  if (operands(op).size() != op.numOperands)
    bad("operands", op.numOperands);
}

/// Whether the `foreach` at \p ordinal has a region that can be shown as such.
bool Printer::canNest(uint32_t ordinal) const {
  const Op &op = workflow->ops[ordinal];
  if (op.kind != OpKind::Foreach || op.attribute >= workflow->regions.size())
    return false;
  const Region &region = workflow->regions[op.attribute];
  size_t limit = open.empty() ? workflow->ops.size()
                              : workflow->regions[open.back().index].endOp;
  size_t numParams = operands(op).size();
  if (open.size() == MaxRegionDepth || numParams != op.numOperands ||
      numParams == 0 || region.yields.size() + 1 != numParams ||
      region.firstOp != ordinal + 1 || region.endOp > limit ||
      region.firstOp + numParams > region.endOp)
    return false;
  return llvm::all_of(
      llvm::ArrayRef(workflow->ops).slice(region.firstOp, numParams),
      [](const Op &op) { return op.kind == OpKind::Param; });
}

/// `foreach %item: str in %list iter (%go: bool = %true) {`
void Printer::openRegion(ValueId value) {
  const Op &op = workflow->op(value);
  const Region &region = workflow->regions[op.attribute];
  auto printParam = [&](uint32_t param) {
    printValue(ValueId(region.firstOp + param));
    os << ": ";
    printType(workflow->ops[region.firstOp + param].type);
  };
  os << "foreach ";
  printParam(0);
  os << " in ";
  printValue(operands(op)[0]);
  os << " iter (";
  for (uint32_t i = 1; i != op.numOperands; ++i) {
    os << (i == 1 ? "" : ", ");
    printParam(i);
    os << " = ";
    printValue(operands(op)[i]);
  }
  os << ')';
  if (region.firstGroup != region.endGroup) {
    attribute("groups");
    os << " = " << region.firstGroup << ".." << region.endGroup;
  }
  endAttributes();
}

void Printer::closeRegion() {
  const Region &region = workflow->regions[open.back().index];
  os.indent(2 * open.size() + 2) << "yield ";
  printValues(region.yields);
  open.pop_back();
  os << '\n';
  os.indent(2 * open.size() + 2) << "}\n";
}

void Printer::printOps() {
  open.clear();
  auto closeAt = [&](uint32_t ordinal) {
    while (!open.empty() &&
           workflow->regions[open.back().index].endOp == ordinal)
      closeRegion();
  };
  for (uint32_t i = 0; i != workflow->ops.size(); ++i) {
    closeAt(i);
    bool nests = canNest(i);
    printOp(ValueId(i));
    if (!nests)
      continue;
    open.push_back(RegionId(workflow->ops[i].attribute));
    i += workflow->ops[i].numOperands; // The params have been shown.
  }
  closeAt(workflow->ops.size());
}

void Printer::printOp(ValueId value) {
  const Op &op = workflow->op(value);
  bool hasResult = op.kind != OpKind::End;
  bool nests = canNest(value.index);
  os.indent(2 * open.size() + 2);
  if (hasResult) {
    printValue(value);
    os << " = ";
  }
  nests ? openRegion(value) : printBody(op);
  if (hasResult) {
    os << " : ";
    printType(op.type);
  }
  os << (nests ? " {" : "");
  printLocation(workflow->locationOf(value));
  printAnnotation(value);
  os << '\n';
}

//--- Plans --------------------------------------------------------------------

void Printer::print() {
  os << "plan version " << VersionMajor << '.' << VersionMinor << '\n';
  for (const Source &source : plan.sources)
    os << "source " << quoted(source.path) << ' ' << toHex(source.digest)
       << '\n';
  for (uint32_t i = value::types::NumFixed; i < plan.types.size(); ++i)
    printTypeNode(i);
  for (uint32_t i = 0; i != plan.functions.size(); ++i)
    printFunction(i);
  for (const Workflow &workflow : plan.workflows)
    printWorkflow(workflow);
}

void ir::print(const Plan &plan, llvm::raw_ostream &os, PrintOptions options) {
  Printer(plan, os, std::move(options)).print();
}
