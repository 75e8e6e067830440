//===- Printer.cpp - The tree as text -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One node a line: `role: Kind detail @line:column-line:column`. Roles
/// are left out where only one is possible.
//===----------------------------------------------------------------------===//
#include "plue/Syntax/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace plue;
using namespace plue::syntax;

namespace {
class Printer {
public:
  Printer(const Module &module, const SourceManager &sources,
          llvm::raw_ostream &os)
      : module(module), sources(sources), os(os) {}

  void printModule();

private:
  /// Everything printed while one of these lives is one level deeper.
  struct Nested {
    explicit Nested(Printer &printer) : printer(printer) { ++printer.depth; }
    ~Nested() { --printer.depth; }
    Printer &printer;
  };

  void buildPositions();
  uint32_t continuationsBefore(uint32_t offset) const;
  llvm::raw_ostream &begin(llvm::StringRef role);
  void end(SourceRange range);
  void position(uint32_t offset);
  void resolution(const Resolution &resolution);
  void scope(const ScopeInfo &scope);
  void quoted(llvm::StringRef text);

  void expr(llvm::StringRef role, const Expr *expr);
  void children(const Expr *expr);
  void callParts(const CallExpr &call);
  void joinedParts(llvm::ArrayRef<JoinedPart> parts);
  void comparison(const CompareExpr &compare);
  void comprehension(const ComprehensionExpr &comprehension);
  void parameters(llvm::ArrayRef<Parameter> parameters);
  void constant(const ConstantExpr &constant);
  void detail(const Expr *expr);

  void block(llvm::StringRef role, Block block);
  void stmt(const Stmt *stmt);
  void stmtDetail(const Stmt *stmt);
  void children(const Stmt *stmt);
  void imported(llvm::ArrayRef<ImportedName> names);
  void function(const FunctionDefStmt &function);

  const Module &module;
  const SourceManager &sources;
  llvm::raw_ostream &os;
  unsigned depth = 0;
  /// Where each line begins, and how many bytes before each block of the file
  /// continue a character: lines may be very long, and have many nodes.
  std::vector<uint32_t> lineStarts;
  std::vector<uint32_t> continuations;
};
} // namespace

static constexpr uint32_t blockSize = 64;
/// Deeper nodes are indented no further, or a long chain would take more space
/// than it is worth.
static constexpr unsigned deepestIndent = 60;

//--- Names of things ----------------------------------------------------------

static llvm::StringRef nameOf(ExprKind kind) {
  static constexpr llvm::StringLiteral names[] = {
      "Name",      "Constant",    "JoinedStr", "Tuple",         "List",
      "Set",       "Dict",        "Unary",     "Binary",        "BoolOp",
      "Compare",   "Conditional", "Lambda",    "Call",          "Attribute",
      "Subscript", "Slice",       "Starred",   "Comprehension", "Walrus",
      "Refused",   "Error"};
  return names[static_cast<unsigned>(kind)];
}

static llvm::StringRef nameOf(StmtKind kind) {
  static constexpr llvm::StringLiteral names[] = {
      "Expr",   "Assign",      "AugAssign", "AnnAssign",  "If",       "For",
      "While",  "FunctionDef", "Return",    "Break",      "Continue", "Pass",
      "Assert", "Raise",       "Import",    "ImportFrom", "Refused"};
  return names[static_cast<unsigned>(kind)];
}

static llvm::StringRef nameOf(Construct construct) {
  static constexpr llvm::StringLiteral names[] = {
      "await",     "yield",     "bytes",      "complex",
      "class",     "try",       "with",       "match",
      "async def", "async for", "async with", "async comprehension",
      "global",    "nonlocal",  "del",        "type"};
  return names[static_cast<unsigned>(construct)];
}

static llvm::StringRef nameOf(BinaryOperator op) {
  static constexpr llvm::StringLiteral names[] = {
      "+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@"};
  return names[static_cast<unsigned>(op)];
}

static llvm::StringRef nameOf(UnaryOperator op) {
  static constexpr llvm::StringLiteral names[] = {"+", "-", "~", "not"};
  return names[static_cast<unsigned>(op)];
}

static llvm::StringRef nameOf(CompareOperator op) {
  static constexpr llvm::StringLiteral names[] = {
      "==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"};
  return names[static_cast<unsigned>(op)];
}

static llvm::StringRef nameOf(Parameter::Kind kind) {
  static constexpr llvm::StringLiteral names[] = {"positional-only", "plain",
                                                  "*", "keyword-only", "**"};
  return names[static_cast<unsigned>(kind)];
}

static llvm::StringRef nameOf(ComprehensionKind kind) {
  static constexpr llvm::StringLiteral names[] = {"list", "set", "dict",
                                                  "generator"};
  return names[static_cast<unsigned>(kind)];
}

//--- Lines --------------------------------------------------------------------

llvm::raw_ostream &Printer::begin(llvm::StringRef role) {
  os.indent(2 * std::min(depth, deepestIndent));
  if (!role.empty())
    os << role << ": ";
  return os;
}

static bool isContinuation(char c) { return (c & 0xC0) == 0x80; }

void Printer::buildPositions() {
  uint32_t numLines = sources.numLines(module.file);
  for (uint32_t line = 1; line <= numLines; ++line)
    lineStarts.push_back(sources.lineStart(module.file, line));
  uint32_t count = 0, offset = 0;
  for (char c : sources.text(module.file)) {
    if (offset++ % blockSize == 0)
      continuations.push_back(count);
    count += isContinuation(c);
  }
  continuations.push_back(count);
}

/// How many bytes before \p offset continue a character.
uint32_t Printer::continuationsBefore(uint32_t offset) const {
  uint32_t block = offset / blockSize;
  if (block >= continuations.size())
    return continuations.back();
  llvm::StringRef text = sources.text(module.file);
  return continuations[block] +
         llvm::count_if(text.slice(block * blockSize, offset), isContinuation);
}

void Printer::position(uint32_t offset) {
  auto next = llvm::upper_bound(lineStarts, offset);
  uint32_t start = next[-1];
  uint32_t column = offset - start + 1 -
                    (continuationsBefore(offset) - continuationsBefore(start));
  os << next - lineStarts.begin() << ':' << column;
}

void Printer::end(SourceRange range) {
  os << " @";
  position(range.begin);
  os << '-';
  position(range.end);
  os << '\n';
}

void Printer::quoted(llvm::StringRef text) {
  os << '"';
  for (char c : text) {
    if (c == '"' || c == '\\')
      os << '\\' << c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      os << llvm::format("\\x%02x", c);
    else
      os << c;
  }
  os << '"';
}

void Printer::resolution(const Resolution &resolution) {
  switch (resolution.where) {
  case Resolution::Unresolved:
    return;
  case Resolution::Frame:
    os << " -> frame " << resolution.hops << " slot " << resolution.slot;
    return;
  case Resolution::Global:
    os << " -> global " << resolution.slot;
    return;
  case Resolution::Builtin:
    os << " -> builtin " << resolution.slot;
    return;
  }
}

void Printer::scope(const ScopeInfo &scope) {
  if (scope.slots.empty())
    return;
  begin("slots");
  llvm::interleave(scope.slots, os, " ");
  os << '\n';
}

//--- Expressions --------------------------------------------------------------

void Printer::constant(const ConstantExpr &constant) {
  switch (constant.constant) {
  case ConstantKind::None:
    os << " None";
    return;
  case ConstantKind::True:
    os << " True";
    return;
  case ConstantKind::False:
    os << " False";
    return;
  case ConstantKind::Ellipsis:
    os << " ...";
    return;
  case ConstantKind::Int:
    os << ' ' << constant.text;
    return;
  case ConstantKind::Float:
    os << llvm::format(" %.17g", constant.real);
    return;
  case ConstantKind::Str:
    os << ' ';
    quoted(constant.text);
    return;
  }
}

/// What tells one node of a kind from another, apart from its children.
void Printer::detail(const Expr *expr) {
  llvm::TypeSwitch<const Expr *>(expr)
      .Case([&](const NameExpr *e) {
        os << ' ' << e->name;
        resolution(e->resolution);
      })
      .Case([&](const ConstantExpr *e) { constant(*e); })
      .Case([&](const UnaryExpr *e) { os << ' ' << nameOf(e->op); })
      .Case([&](const BinaryExpr *e) { os << ' ' << nameOf(e->op); })
      .Case([&](const BoolOpExpr *e) { os << (e->isAnd ? " and" : " or"); })
      .Case([&](const AttributeExpr *e) { os << " ." << e->name; })
      .Case([&](const RefusedExpr *e) { os << ' ' << nameOf(e->construct); })
      .Case([&](const CompareExpr *e) {
        for (CompareOperator op : e->ops)
          os << ' ' << nameOf(op);
      })
      .Case([&](const ComprehensionExpr *e) { os << ' ' << nameOf(e->form); })
      .Default([](const Expr *) {});
}

void Printer::expr(llvm::StringRef role, const Expr *expr) {
  if (!expr)
    return;
  begin(role) << nameOf(expr->kind);
  detail(expr);
  end(expr->range);
  Nested nested(*this);
  children(expr);
}

void Printer::callParts(const CallExpr &call) {
  expr("callee", call.callee);
  for (const Argument &argument : call.arguments) {
    switch (argument.kind) {
    case Argument::Positional:
      expr("", argument.value);
      break;
    case Argument::Star:
      expr("*", argument.value);
      break;
    case Argument::Keyword:
      expr((argument.name + "=").str(), argument.value);
      break;
    case Argument::DoubleStar:
      expr("**", argument.value);
      break;
    }
  }
}

void Printer::joinedParts(llvm::ArrayRef<JoinedPart> parts) {
  for (const JoinedPart &part : parts) {
    begin("");
    if (!part.value) {
      os << "text ";
      quoted(part.text);
      end(part.range);
      continue;
    }
    os << "replacement";
    if (part.conversion)
      os << " !" << part.conversion;
    if (part.hasSpec)
      os << " with spec";
    end(part.range);
    Nested nested(*this);
    expr("", part.value);
    joinedParts(part.spec);
  }
}

void Printer::comprehension(const ComprehensionExpr &comprehension) {
  scope(comprehension.scope);
  expr(comprehension.value ? "key" : "element", comprehension.element);
  expr("value", comprehension.value);
  for (const Generator &generator : comprehension.generators) {
    begin("") << "for";
    end(generator.range);
    Nested nested(*this);
    expr("target", generator.target);
    expr("in", generator.iterable);
    for (const Expr *condition : generator.conditions)
      expr("if", condition);
  }
}

void Printer::parameters(llvm::ArrayRef<Parameter> parameters) {
  for (const Parameter &parameter : parameters) {
    begin("parameter") << parameter.name << ' ' << nameOf(parameter.kind);
    end(parameter.range);
    Nested nested(*this);
    expr("annotation", parameter.annotation);
    expr("default", parameter.defaultValue);
  }
}

void Printer::children(const Expr *parent) {
  llvm::TypeSwitch<const Expr *>(parent)
      .Case([&](const JoinedStrExpr *e) { joinedParts(e->parts); })
      .Case([&](const SequenceExpr *e) {
        for (const Expr *element : e->elements)
          expr("", element);
      })
      .Case([&](const DictExpr *e) {
        for (const DictItem &item : e->items) {
          expr("key", item.key);
          expr(item.key ? "value" : "**", item.value);
        }
      })
      .Case([&](const UnaryExpr *e) { expr("", e->operand); })
      .Case([&](const BinaryExpr *e) {
        expr("", e->left);
        expr("", e->right);
      })
      .Case([&](const BoolOpExpr *e) {
        for (const Expr *operand : e->operands)
          expr("", operand);
      })
      .Case([&](const CompareExpr *e) {
        expr("", e->first);
        for (const Expr *operand : e->rest)
          expr("", operand);
      })
      .Case([&](const ConditionalExpr *e) {
        expr("if", e->condition);
        expr("then", e->whenTrue);
        expr("else", e->whenFalse);
      })
      .Case([&](const LambdaExpr *e) {
        scope(e->scope);
        parameters(e->parameters);
        expr("body", e->body);
      })
      .Case([&](const CallExpr *e) { callParts(*e); })
      .Case([&](const AttributeExpr *e) { expr("", e->object); })
      .Case([&](const SubscriptExpr *e) {
        expr("", e->object);
        expr("index", e->index);
      })
      .Case([&](const SliceExpr *e) {
        expr("start", e->start);
        expr("stop", e->stop);
        expr("step", e->step);
      })
      .Case([&](const StarredExpr *e) { expr("", e->value); })
      .Case([&](const ComprehensionExpr *e) { comprehension(*e); })
      .Case([&](const WalrusExpr *e) {
        expr("target", e->target);
        expr("value", e->value);
      })
      .Case([&](const RefusedExpr *e) { expr("", e->operand); })
      .Default([](const Expr *) {});
}

//--- Statements ---------------------------------------------------------------

void Printer::block(llvm::StringRef role, Block block) {
  if (block.empty())
    return;
  begin("") << role << '\n';
  Nested nested(*this);
  for (const Stmt *statement : block)
    stmt(statement);
}

void Printer::stmtDetail(const Stmt *stmt) {
  llvm::TypeSwitch<const Stmt *>(stmt)
      .Case([&](const AugAssignStmt *s) { os << ' ' << nameOf(s->op) << '='; })
      .Case([&](const FunctionDefStmt *s) {
        os << ' ' << s->name;
        resolution(s->resolution);
      })
      .Case([&](const ImportFromStmt *s) {
        os << ' ' << std::string(s->level, '.') << s->module;
      })
      .Case([&](const RefusedStmt *s) {
        os << ' ' << nameOf(s->construct);
        for (llvm::StringRef name : s->names)
          os << ' ' << name;
      })
      .Default([](const Stmt *) {});
}

void Printer::stmt(const Stmt *stmt) {
  begin("") << nameOf(stmt->kind);
  stmtDetail(stmt);
  end(stmt->range);
  Nested nested(*this);
  children(stmt);
}

void Printer::imported(llvm::ArrayRef<ImportedName> names) {
  for (const ImportedName &name : names) {
    begin("") << name.name;
    if (!name.alias.empty())
      os << " as " << name.alias;
    resolution(name.resolution);
    end(name.range);
  }
}

void Printer::function(const FunctionDefStmt &function) {
  scope(function.scope);
  for (const Expr *decorator : function.decorators)
    expr("decorator", decorator);
  parameters(function.parameters);
  expr("returns", function.returns);
  block("body", function.body);
}

void Printer::children(const Stmt *stmt) {
  llvm::TypeSwitch<const Stmt *>(stmt)
      .Case([&](const ExprStmt *s) { expr("", s->value); })
      .Case([&](const AssignStmt *s) {
        for (const Expr *target : s->targets)
          expr("target", target);
        expr("value", s->value);
      })
      .Case([&](const AugAssignStmt *s) {
        expr("target", s->target);
        expr("value", s->value);
      })
      .Case([&](const AnnAssignStmt *s) {
        expr("target", s->target);
        expr("annotation", s->annotation);
        expr("value", s->value);
      })
      .Case([&](const IfStmt *s) {
        expr("if", s->condition);
        block("then", s->body);
        block("else", s->orElse);
      })
      .Case([&](const ForStmt *s) {
        expr("target", s->target);
        expr("in", s->iterable);
        block("body", s->body);
        block("else", s->orElse);
      })
      .Case([&](const WhileStmt *s) {
        expr("while", s->condition);
        block("body", s->body);
        block("else", s->orElse);
      })
      .Case([&](const FunctionDefStmt *s) { function(*s); })
      .Case([&](const ReturnStmt *s) { expr("", s->value); })
      .Case([&](const AssertStmt *s) {
        expr("", s->condition);
        expr("message", s->message);
      })
      .Case([&](const RaiseStmt *s) {
        expr("", s->exception);
        expr("from", s->cause);
      })
      .Case([&](const ImportStmt *s) { imported(s->names); })
      .Case([&](const ImportFromStmt *s) { imported(s->names); })
      .Case([&](const RefusedStmt *s) { block("body", s->body); })
      .Default([](const Stmt *) {});
}

void Printer::printModule() {
  buildPositions();
  os << "Module\n";
  Nested nested(*this);
  scope(module.scope);
  for (const Stmt *statement : module.body)
    stmt(statement);
}

void syntax::print(const Module &module, const SourceManager &sources,
                   llvm::raw_ostream &os) {
  Printer(module, sources, os).printModule();
}
