//===- Printer.cpp - Plans as text ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The whole, what workflows share, and what a workflow begins with.
/// Operations, steps and functions have files of their own.
//===----------------------------------------------------------------------===//
#include "PlanPrinter.h"
#include "Text.h"
#include "plue/IR/Keywords.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/Format.h"

using namespace plue;
using namespace plue::ir;
using value::TypeNode;

//--- Types --------------------------------------------------------------------

void Printer::printType(TypeId type) {
  if (type.index >= plan.types.size())
    bad("type", type.index);
  else if (type.index < value::types::NumFixed)
    os << TypeKindWords[type.index];
  else
    os << '!' << type.index;
}

void Printer::printTypeNode(uint32_t type) {
  const TypeNode &node = plan.types[TypeId(type)];
  os << "type !" << type << " = ";
  printWord("kind", TypeKindWords, unsigned(node.kind));
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

//--- Tables -------------------------------------------------------------------

void Printer::printString(uint32_t ordinal) {
  if (ordinal >= plan.strings.size())
    bad("string", ordinal);
  else if (isRepeated(PlanTable::Strings, ordinal))
    os << '#' << ordinal;
  else
    os << quoted(plan.strings[ordinal]);
}

void Printer::printConstant(uint32_t ordinal) {
  if (ordinal >= plan.constants.size())
    bad("constant", ordinal);
  else if (isRepeated(PlanTable::Constants, ordinal))
    os << '#' << ordinal;
  else
    printConstant(plan.constants[ordinal]);
}

/// Not every NaN is the one that `nan` means.
static void printFloat(double real, llvm::raw_ostream &os) {
  uint64_t bits = llvm::bit_cast<uint64_t>(real);
  if (real == real || bits == UsualNaN)
    os << floatText(real);
  else
    os << llvm::format_hex(bits, 18);
}

void Printer::printConstant(const Constant &constant) {
  switch (constant.kind) {
  case Constant::None:
    os << "None";
    return;
  case Constant::Bool:
    if (uint64_t(constant.number) > 1)
      return bad("bool", constant.number);
    os << (constant.number != 0 ? "True" : "False");
    return;
  case Constant::Int:
    os << constant.number;
    return;
  case Constant::BigInt:
    if (isBigInt(constant.text))
      os << constant.text;
    else
      os << "<bad integer " << quoted(constant.text) << '>';
    return;
  case Constant::Float:
    return printFloat(constant.real, os);
  case Constant::Str:
    os << quoted(constant.text);
    return;
  }
  bad("constant kind", constant.kind);
}

/// Only what does not follow from its uses is shown apart from them.
void Printer::printTables() {
  if (!tables.isImplied[unsigned(PlanTable::Strings)])
    for (llvm::StringRef string : plan.strings)
      os << "string " << quoted(string) << '\n';
  if (!tables.isImplied[unsigned(PlanTable::Constants)])
    for (const Constant &constant : plan.constants) {
      os << "constant ";
      printConstant(constant);
      os << '\n';
    }
  if (!tables.isImplied[unsigned(PlanTable::Templates)])
    for (const ShellTemplate &shell : plan.templates) {
      os << "template ";
      printTemplate(shell, std::nullopt);
      os << '\n';
    }
}

//--- Texts, times, locations --------------------------------------------------

void Printer::printName(llvm::StringRef name) {
  os << (isIdentifier(name) ? name.str() : quoted(name));
}

void ir::printSymbol(llvm::StringRef name, llvm::raw_ostream &os) {
  os << '@' << (isIdentifier(name) ? name.str() : quoted(name));
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

/// A source is called by its path, unless another one before it is, too.
void Printer::printLocation(Location location, bool always) {
  bool isKnown = location != Location();
  if (!options.locations || (!isKnown && !always))
    return;
  os << "  loc(";
  if (location.source == Location().source)
    os << '?';
  else if (location.source < hasOwnPath.size() && hasOwnPath[location.source])
    os << quoted(plan.sources[location.source].path);
  else
    os << '#' << location.source;
  if (isKnown)
    os << ':' << location.line << ':' << location.column;
  os << ')';
}

/// A comment ends with its line, and names in it may be anything.
void Printer::printAnnotation(ValueId value) {
  if (!options.annotate)
    return;
  std::string text = options.annotate(*workflow, value);
  if (text.empty())
    return;
  auto isControl = [](char c) { return uint8_t(c) < 0x20 || c == 0x7f; };
  std::replace_if(text.begin(), text.end(), isControl, '?');
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

void Printer::printInput(const InputDecl &input) {
  printName(input.name);
  os << ": ";
  printType(input.type);
  if (!input.defaultValue)
    return;
  os << " = ";
  printConstant(input.defaultValue->index);
}

void Printer::printTrigger(const Trigger &trigger) {
  os << "  trigger ";
  printWord("trigger", TriggerKindWords, unsigned(trigger.kind));
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

//--- Plans --------------------------------------------------------------------

void Printer::printSources() {
  llvm::StringSet<> paths;
  for (const Source &source : plan.sources) {
    hasOwnPath.push_back(paths.insert(source.path).second);
    os << "source " << quoted(source.path) << ' ' << toHex(source.digest)
       << '\n';
  }
}

void Printer::print() {
  os << "plan version " << VersionMajor << '.' << VersionMinor << '\n';
  printSources();
  for (uint32_t i = value::types::NumFixed; i < plan.types.size(); ++i)
    printTypeNode(i);
  printTables();
  printFunctions();
  for (const Workflow &workflow : plan.workflows)
    printWorkflow(workflow);
}

void ir::print(const Plan &plan, llvm::raw_ostream &os, PrintOptions options) {
  Printer(plan, os, std::move(options)).print();
}
