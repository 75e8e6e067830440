//===- ExpressionText.cpp - Run-time values as source text ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Writes an expression as its author might have, with no more
/// parentheses than Python needs. Values are shared, so the text of one can be
/// exponentially longer than the plan, and nested ever so deep; past a budget
/// it goes on as `…`.
//===----------------------------------------------------------------------===//
#include "Text.h"
#include "plue/IR/Printer.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;

static constexpr unsigned MaxDepth = 64, MaxOps = 512;
static constexpr size_t MaxText = 64 << 10, MaxString = 4 << 10;

namespace {
/// Python's precedence, loosest first.
enum class Level {
  Ternary,
  Or,
  And,
  Not,
  Comparison,
  BitOr,
  BitXor,
  BitAnd,
  Shift,
  Sum,
  Product,
  Unary,
  Power,
  Atom
};

/// An operator between two operands.
struct Infix {
  OpKind kind;
  llvm::StringLiteral symbol;
  Level level;
  /// How tightly the operands must bind. Comparisons would make chains, and
  /// `**` begins on the right.
  Level left, right;
};

class ExpressionWriter {
public:
  ExpressionWriter(const Plan &plan, const Workflow &workflow)
      : plan(plan), workflow(workflow) {}

  /// Writes \p value, in parentheses if it binds looser than \p level.
  void write(ValueId value, Level level = Level::Ternary);
  /// The same where only its truth counts.
  void writeCondition(ValueId value, Level level = Level::Ternary);

  std::string text;

private:
  void writeOp(ValueId value);
  void writeNegated(ValueId value);
  void writeAlternatives(ValueId conjunction);
  Level levelOf(const Op &op) const;
  void constant(const Constant &constant);
  void member(llvm::StringRef name);
  void step(const Op &op);
  void param(ValueId value);
  void call(llvm::StringRef function, llvm::ArrayRef<ValueId> arguments);
  void builtin(const Op &op);
  void method(const Op &op);
  void arguments(llvm::ArrayRef<ValueId> values, llvm::StringRef keywords);
  void slice(llvm::ArrayRef<ValueId> operands);
  void unary(llvm::StringRef op, const Op &operation);
  void logic(llvm::StringRef op, const Op &operation, Level level);
  void infix(const Infix &infix, const Op &operation);
  void select(const Op &op);
  void apply(const Op &op);
  void concat(const Op &op);
  void shell(const Op &op);
  void sequence(llvm::ArrayRef<ValueId> items, llvm::StringRef separator,
                Level level);
  void list(llvm::StringRef open, llvm::ArrayRef<ValueId> items,
            llvm::StringRef close);
  void dict(llvm::ArrayRef<ValueId> items);

  bool isFull() const { return numOps >= MaxOps || text.size() > MaxText; }

  const Plan &plan;
  const Workflow &workflow;
  unsigned depth = 0;
  unsigned numOps = 0;
};
} // namespace

static constexpr Infix comparison(OpKind kind, llvm::StringLiteral symbol) {
  return {kind, symbol, Level::Comparison, Level::BitOr, Level::BitOr};
}

static constexpr Infix leftToRight(OpKind kind, llvm::StringLiteral symbol,
                                   Level level) {
  return {kind, symbol, level, level, Level(int(level) + 1)};
}

static constexpr Infix Infixes[] = {
    comparison(OpKind::CmpEq, "=="),
    comparison(OpKind::CmpNe, "!="),
    comparison(OpKind::CmpLt, "<"),
    comparison(OpKind::CmpLe, "<="),
    comparison(OpKind::CmpGt, ">"),
    comparison(OpKind::CmpGe, ">="),
    comparison(OpKind::CmpIs, "is"),
    comparison(OpKind::CmpIsNot, "is not"),
    comparison(OpKind::CmpIn, "in"),
    comparison(OpKind::CmpNotIn, "not in"),
    leftToRight(OpKind::BitOr, "|", Level::BitOr),
    leftToRight(OpKind::BitXor, "^", Level::BitXor),
    leftToRight(OpKind::BitAnd, "&", Level::BitAnd),
    leftToRight(OpKind::LShift, "<<", Level::Shift),
    leftToRight(OpKind::RShift, ">>", Level::Shift),
    leftToRight(OpKind::Add, "+", Level::Sum),
    leftToRight(OpKind::Sub, "-", Level::Sum),
    leftToRight(OpKind::Mul, "*", Level::Product),
    leftToRight(OpKind::Div, "/", Level::Product),
    leftToRight(OpKind::FloorDiv, "//", Level::Product),
    leftToRight(OpKind::Mod, "%", Level::Product),
    {OpKind::Pow, "**", Level::Power, Level::Atom, Level::Unary},
};

/// The operator that \p kind is, or null.
static const Infix *findInfix(OpKind kind) {
  const auto *it = llvm::find_if(
      Infixes, [&](const Infix &infix) { return infix.kind == kind; });
  return it == std::end(Infixes) ? nullptr : it;
}

/// The comparison that holds where \p kind does not; null for what has none
/// for all values.
static const Infix *oppositeOf(OpKind kind) {
  switch (kind) {
  case OpKind::CmpEq:
    return findInfix(OpKind::CmpNe);
  case OpKind::CmpNe:
    return findInfix(OpKind::CmpEq);
  case OpKind::CmpIs:
    return findInfix(OpKind::CmpIsNot);
  case OpKind::CmpIsNot:
    return findInfix(OpKind::CmpIs);
  case OpKind::CmpIn:
    return findInfix(OpKind::CmpNotIn);
  case OpKind::CmpNotIn:
    return findInfix(OpKind::CmpIn);
  default:
    return nullptr;
  }
}

Level ExpressionWriter::levelOf(const Op &op) const {
  if (const Infix *infix = findInfix(op.kind))
    return infix->level;
  switch (op.kind) {
  case OpKind::Not: {
    OpKind negated = workflow.op(workflow.operands(op)[0]).kind;
    if (negated == OpKind::And)
      return Level::Or;
    return oppositeOf(negated) ? Level::Comparison : Level::Not;
  }
  case OpKind::Select:
    return Level::Ternary;
  case OpKind::Or:
    return Level::Or;
  case OpKind::And:
    return Level::And;
  case OpKind::Concat:
    return op.numOperands < 2 ? Level::Atom : Level::Sum;
  case OpKind::Pos:
  case OpKind::Neg:
  case OpKind::Invert:
    return Level::Unary;
  default:
    return Level::Atom;
  }
}

void ExpressionWriter::write(ValueId value, Level level) {
  // What a guard has shown not to be None, or a check to be of a type, reads as
  // itself.
  for (unsigned i = 0; i != MaxDepth; ++i) {
    OpKind kind = workflow.op(value).kind;
    if (kind != OpKind::Unwrap && kind != OpKind::Parse)
      break;
    value = workflow.operands(value)[0];
  }
  if (depth == MaxDepth || isFull()) {
    text += "…";
    return;
  }
  ++depth;
  ++numOps;
  bool isLoose = levelOf(workflow.op(value)) < level;
  text += isLoose ? "(" : "";
  writeOp(value);
  text += isLoose ? ")" : "";
  --depth;
}

void ExpressionWriter::writeCondition(ValueId value, Level level) {
  if (workflow.op(value).kind == OpKind::Truth)
    value = workflow.operands(value)[0];
  write(value, level);
}

//--- Atoms --------------------------------------------------------------------

void ExpressionWriter::constant(const Constant &constant) {
  switch (constant.kind) {
  case Constant::None:
    text += "None";
    return;
  case Constant::Bool:
    text += constant.number != 0 ? "True" : "False";
    return;
  case Constant::Int:
    text += std::to_string(constant.number);
    return;
  case Constant::BigInt:
    text += constant.text;
    return;
  case Constant::Float:
    text += floatText(constant.real);
    return;
  case Constant::Str:
    text += quoted(constant.text.take_front(MaxString));
    text += constant.text.size() > MaxString ? "…" : "";
    return;
  }
}

/// `.name`, or `["name"]` if it is no identifier; a path of names is written as
/// such.
void ExpressionWriter::member(llvm::StringRef name) {
  llvm::SmallVector<llvm::StringRef, 4> path;
  name.split(path, '.');
  if (llvm::all_of(path, isIdentifier))
    text += ("." + name).str();
  else
    text += "[" + quoted(name) + "]";
}

void ExpressionWriter::step(const Op &op) {
  const Step &step = workflow.steps[op.attribute];
  text += "steps";
  // Keys are not there yet while the workflow is being made.
  const Op *name = step.name ? &workflow.op(step.name) : nullptr;
  bool hasName = name && name->kind == OpKind::Const;
  member(step.key.empty() && hasName ? plan.constant(*name).text : step.key);
}

/// The item of a loop, or what it carries: the plan does not know their names.
void ExpressionWriter::param(ValueId value) {
  const Region *region =
      llvm::upper_bound(
          workflow.regions, value.index,
          [](uint32_t ordinal, const Region &r) { return ordinal < r.firstOp; })
          .base();
  bool isItem =
      region == workflow.regions.data() || region[-1].firstOp == value.index;
  text += isItem
              ? "item"
              : "carried_" + std::to_string(value.index - region[-1].firstOp);
}

void ExpressionWriter::sequence(llvm::ArrayRef<ValueId> items,
                                llvm::StringRef separator, Level level) {
  for (size_t i = 0; i != items.size(); ++i) {
    text += i == 0 ? "" : separator;
    write(items[i], level);
    if (isFull())
      return;
  }
}

void ExpressionWriter::list(llvm::StringRef open, llvm::ArrayRef<ValueId> items,
                            llvm::StringRef close) {
  text += open;
  sequence(items, ", ", Level::Ternary);
  text += close;
}

void ExpressionWriter::call(llvm::StringRef function,
                            llvm::ArrayRef<ValueId> arguments) {
  text += function;
  list("(", arguments, ")");
}

/// Arguments in parentheses, the last ones under their names in \p keywords.
void ExpressionWriter::arguments(llvm::ArrayRef<ValueId> values,
                                 llvm::StringRef keywords) {
  llvm::SmallVector<llvm::StringRef, 2> names;
  keywords.split(names, ' ', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  size_t numPlain = values.size() - std::min(names.size(), values.size());
  text += "(";
  for (size_t i = 0; i != values.size() && !isFull(); ++i) {
    text += i == 0 ? "" : ", ";
    if (i >= numPlain)
      text += (names[i - numPlain] + "=").str();
    write(values[i]);
  }
  text += ")";
}

void ExpressionWriter::builtin(const Op &op) {
  auto [name, keywords] = plan.string(op).split(' ');
  text += name;
  arguments(workflow.operands(op), keywords);
}

void ExpressionWriter::method(const Op &op) {
  auto [name, keywords] = plan.string(op).split(' ');
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  write(operands[0], Level::Atom);
  text += ("." + name).str();
  arguments(operands.drop_front(), keywords);
}

void ExpressionWriter::dict(llvm::ArrayRef<ValueId> items) {
  text += "{";
  for (size_t i = 0; i + 1 < items.size() && !isFull(); i += 2) {
    text += i == 0 ? "" : ", ";
    write(items[i]);
    text += ": ";
    write(items[i + 1]);
  }
  text += "}";
}

//--- Operators ----------------------------------------------------------------

void ExpressionWriter::logic(llvm::StringRef op, const Op &operation,
                             Level level) {
  llvm::ArrayRef<ValueId> operands = workflow.operands(operation);
  bool isCondition = operation.type == value::types::Bool;
  auto write = [&](ValueId operand) {
    isCondition ? writeCondition(operand, level) : this->write(operand, level);
  };
  write(operands[0]);
  text += (" " + op + " ").str();
  write(operands[1]);
}

void ExpressionWriter::infix(const Infix &infix, const Op &operation) {
  write(workflow.operands(operation)[0], infix.left);
  text += (" " + infix.symbol + " ").str();
  write(workflow.operands(operation)[1], infix.right);
}

void ExpressionWriter::unary(llvm::StringRef op, const Op &operation) {
  text += op;
  write(workflow.operands(operation)[0], Level::Unary);
}

/// `[b:c:d]`, without the parts that are None.
void ExpressionWriter::slice(llvm::ArrayRef<ValueId> operands) {
  auto isNone = [&](ValueId value) {
    const Op &op = workflow.op(value);
    return op.kind == OpKind::Const && plan.constant(op).kind == Constant::None;
  };
  write(operands[0], Level::Atom);
  text += "[";
  for (unsigned i = 1; i != 4; ++i) {
    if (i == 2 || (i == 3 && !isNone(operands[i])))
      text += ":";
    if (!isNone(operands[i]))
      write(operands[i]);
  }
  text += "]";
}

/// The opposite of \p value, as a person would write it.
void ExpressionWriter::writeNegated(ValueId value) {
  const Op &op = workflow.op(value);
  if (op.kind == OpKind::And)
    return writeAlternatives(value);
  if (const Infix *opposite = oppositeOf(op.kind))
    return infix(*opposite, op);
  text += "not ";
  writeCondition(value, Level::Not);
}

/// `not (a and b)` is `not a or not b`: disjunctions are kept that way.
void ExpressionWriter::writeAlternatives(ValueId conjunction) {
  llvm::SmallVector<ValueId, 8> conjuncts;
  while (workflow.op(conjunction).kind == OpKind::And) {
    conjuncts.push_back(workflow.operands(conjunction)[1]);
    conjunction = workflow.operands(conjunction)[0];
  }
  conjuncts.push_back(conjunction);
  for (size_t i = conjuncts.size(); i-- > 0 && !isFull();) {
    const Op &op = workflow.op(conjuncts[i]);
    text += i + 1 == conjuncts.size() ? "" : " or ";
    if (op.kind == OpKind::Not) {
      writeCondition(workflow.operands(op)[0], Level::Or);
    } else if (op.kind == OpKind::And) {
      text += "(";
      writeNegated(conjuncts[i]);
      text += ")";
    } else {
      writeNegated(conjuncts[i]);
    }
  }
}

void ExpressionWriter::select(const Op &op) {
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  write(operands[1], Level::Or);
  text += " if ";
  writeCondition(operands[0], Level::Or);
  text += " else ";
  write(operands[2]);
}

void ExpressionWriter::concat(const Op &op) {
  if (op.numOperands == 0)
    text += "\"\"";
  sequence(workflow.operands(op), " + ", Level::Sum);
}

void ExpressionWriter::shell(const Op &op) {
  const ShellTemplate &shell = plan.templates[op.attribute];
  llvm::ArrayRef<ValueId> fillers = workflow.operands(op);
  text += "shell(";
  for (size_t i = 0; i != shell.pieces.size() && !isFull(); ++i) {
    text += (i == 0 ? "" : ", ") + quoted(shell.pieces[i]);
    if (i == fillers.size())
      break;
    text += ", ";
    write(fillers[i]);
  }
  text += ")";
}

/// A loop is no call that anyone has written.
void ExpressionWriter::apply(const Op &op) {
  llvm::StringRef name = plan.functions[op.attribute].name;
  if (name == "loop")
    text += "loop(…)";
  else
    call(name, workflow.operands(op));
}

void ExpressionWriter::writeOp(ValueId value) {
  const Op &op = workflow.op(value);
  llvm::ArrayRef<ValueId> operands = workflow.operands(op);
  if (const Infix *operation = findInfix(op.kind))
    return infix(*operation, op);
  switch (op.kind) {
  case OpKind::Const:
    return constant(plan.constant(op));
  case OpKind::Event:
    text += "ctx.event";
    return plan.string(op).empty() ? void() : member(plan.string(op));
  case OpKind::Input:
    text += "ctx.inputs";
    return member(plan.string(op));
  case OpKind::Env:
    text += "ctx.env";
    return member(plan.string(op));
  case OpKind::Secret:
    text += "ctx.secrets";
    return member(plan.string(op));
  case OpKind::Result:
  case OpKind::Field:
    write(operands[0], Level::Atom);
    return member(plan.string(op));
  case OpKind::HashFiles:
    return call("hash_files", operands);
  case OpKind::Unwrap:
  case OpKind::Parse:
    text += "…"; // Only where more are nested than anyone would write.
    return;
  case OpKind::Not:
    return writeNegated(operands[0]);
  case OpKind::Truth:
    return call("bool", operands);
  case OpKind::And:
    return logic("and", op, Level::And);
  case OpKind::Or:
    return logic("or", op, Level::Or);
  case OpKind::Select:
    return select(op);
  case OpKind::Str:
  case OpKind::Repr:
  case OpKind::Ascii:
  case OpKind::Format:
    return call(info(op.kind).mnemonic, operands);
  case OpKind::Concat:
    return concat(op);
  case OpKind::Shell:
    return shell(op);
  case OpKind::MakeTuple:
    return list("(", operands, operands.size() == 1 ? ",)" : ")");
  case OpKind::MakeList:
    return list("[", operands, "]");
  case OpKind::MakeSet:
    return operands.empty() ? call("set", {}) : list("{", operands, "}");
  case OpKind::MakeDict:
    return dict(operands);
  case OpKind::Step:
    return step(op);
  case OpKind::Index:
    write(operands[0], Level::Atom);
    return list("[", operands.drop_front(), "]");
  case OpKind::Slice:
    return slice(operands);
  case OpKind::Pos:
    return unary("+", op);
  case OpKind::Neg:
    return unary("-", op);
  case OpKind::Invert:
    return unary("~", op);
  case OpKind::Call:
    return builtin(op);
  case OpKind::Method:
    return method(op);
  case OpKind::Apply:
    return apply(op);
  case OpKind::Foreach:
    text += "loop(…)";
    return;
  case OpKind::Param:
    return param(value);
  default:
    return call(info(op.kind).mnemonic, operands);
  case OpKind::End:
    text += "None";
    return;
  }
}

std::string ir::expressionText(const Plan &plan, const Workflow &workflow,
                               ValueId value) {
  ExpressionWriter writer(plan, workflow);
  writer.writeCondition(value);
  return std::move(writer.text);
}
