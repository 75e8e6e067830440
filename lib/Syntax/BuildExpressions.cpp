//===- BuildExpressions.cpp - From the concrete tree to ours --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Builder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace plue;
using namespace plue::syntax;

Expr *Builder::expression(Node node) {
  switch (node.kind()) {
  case Kind::Identifier:
    return name(node);
  case Kind::None:
    return constant(ConstantKind::None, node);
  case Kind::True:
    return constant(ConstantKind::True, node);
  case Kind::False:
    return constant(ConstantKind::False, node);
  case Kind::Ellipsis:
    return constant(ConstantKind::Ellipsis, node);
  case Kind::Integer:
  case Kind::Float:
    return number(node);
  case Kind::String:
    return string(node);
  case Kind::ParenthesizedExpression:
    return only(node);
  case Kind::Tuple:
  case Kind::ExpressionList:
  case Kind::PatternList:
    return sequence(ExprKind::Tuple, node);
  case Kind::TuplePattern:
    return tuplePattern(node);
  case Kind::List:
  case Kind::ListPattern:
    return sequence(ExprKind::List, node);
  case Kind::Set:
    return sequence(ExprKind::Set, node);
  case Kind::Dictionary:
    return dictionary(node);
  case Kind::UnaryOperator:
    return unaryOperator(node);
  case Kind::NotOperator:
    return unary(UnaryOperator::Not, node);
  case Kind::BinaryOperator:
    return binary(node);
  case Kind::BooleanOperator:
    return booleanOperator(node);
  case Kind::ComparisonOperator:
    return comparison(node);
  case Kind::ConditionalExpression:
    return conditional(node);
  case Kind::Lambda:
    return lambda(node);
  case Kind::Call:
    return call(node);
  case Kind::Attribute:
    return attribute(node);
  case Kind::Subscript:
    return subscript(node);
  case Kind::Slice:
    return slice(node);
  case Kind::ListSplat:
  case Kind::ListSplatPattern:
    return starred(node);
  case Kind::NamedExpression:
    return walrus(node);
  case Kind::ListComprehension:
    return comprehension(ComprehensionKind::List, node);
  case Kind::SetComprehension:
    return comprehension(ComprehensionKind::Set, node);
  case Kind::DictionaryComprehension:
    return comprehension(ComprehensionKind::Dict, node);
  case Kind::GeneratorExpression:
    return comprehension(ComprehensionKind::Generator, node);
  case Kind::Await:
    return refusedExpr(Construct::Await, node);
  case Kind::Yield:
    return refusedExpr(Construct::Yield, node);
  default:
    return notUnderstood(node);
  }
}

/// tree-sitter could not read what Python could.
Expr *Builder::notUnderstood(Node node) {
  if (!context.diags.hasErrors())
    context.diags.report(range(node), diag::syntax_not_understood)
        .hint("write it in another way, with parentheses or over two lines");
  return make<ErrorExpr>(ExprKind::Error, range(node));
}

/// The one expression inside brackets or after a keyword.
Expr *Builder::only(Node node) {
  for (const cst::Child &child : tree.children(node))
    if (child.isRule)
      return expression(child.node);
  return notUnderstood(node);
}

/// An element of a tuple, list, set or subscript. tree-sitter has not seen the
/// star before it, if there is one.
Expr *Builder::element(Node node) {
  Expr *operand = expression(node);
  auto it = llvm::partition_point(stars, [&](StarredElement element) {
    return element.operand < node.begin();
  });
  if (it == stars.end() || it->operand != node.begin())
    return operand;
  SourceRange range = context.range(it->star, operand->range.end);
  auto *expr = make<StarredExpr>(ExprKind::Starred, range);
  expr->value = operand;
  return expr;
}

llvm::SmallVector<Expr *> Builder::elements(const Children &children) {
  llvm::SmallVector<Expr *> result;
  for (const cst::Child &child : children)
    if (child.isRule)
      result.push_back(element(child.node));
  return result;
}

llvm::SmallVector<Expr *> Builder::rules(const Children &children) {
  llvm::SmallVector<Expr *> result;
  for (const cst::Child &child : children)
    if (child.isRule)
      result.push_back(expression(child.node));
  return result;
}

NameExpr *Builder::nameExpr(Node node) {
  auto *expr = make<NameExpr>(ExprKind::Name, range(node));
  expr->name = text(node);
  return expr;
}

Expr *Builder::name(Node node) { return nameExpr(node); }

//--- Displays -----------------------------------------------------------------

Expr *Builder::sequence(ExprKind kind, Node node) {
  llvm::SmallVector<Expr *> parts = elements(tree.children(node));
  SourceRange whole = range(node);
  if (!parts.empty()) // A star may stand before the first.
    whole = join(whole, parts.front()->range);
  auto *expr = make<SequenceExpr>(kind, whole);
  expr->elements = keep(parts);
  return expr;
}

/// To tree-sitter the target `(a)` is a tuple too.
Expr *Builder::tuplePattern(Node node) {
  Children children = tree.children(node);
  llvm::SmallVector<Expr *> parts = elements(children);
  if (parts.size() == 1 && !children.has(Kind::Comma))
    return parts.front();
  auto *expr = make<SequenceExpr>(ExprKind::Tuple, range(node));
  expr->elements = keep(parts);
  return expr;
}

/// The expressions in \p field, or all if there is none; a comma makes them a
/// tuple.
Expr *Builder::tupleIfMany(const Children &children, Field field) {
  llvm::SmallVector<Expr *> parts;
  SourceRange whole;
  bool hasComma = false;
  for (const cst::Child &child : children) {
    bool isElement =
        child.isRule && (field == Field::None || child.field == field);
    bool isComma = child.kind == Kind::Comma && !parts.empty();
    if (isElement)
      parts.push_back(element(child.node));
    if (!isElement && !isComma)
      continue;
    hasComma |= isComma;
    SourceRange part = isElement ? parts.back()->range : range(child.node);
    whole = whole.isValid() ? join(whole, part) : part;
  }
  // `x[*a]` is a tuple without a comma.
  bool isTuple = hasComma || llvm::isa<StarredExpr>(parts.front());
  if (!isTuple)
    return parts.front();
  auto *expr = make<SequenceExpr>(ExprKind::Tuple, whole);
  expr->elements = keep(parts);
  return expr;
}

Expr *Builder::dictionary(Node node) {
  llvm::SmallVector<DictItem> items;
  for (const cst::Child &child : tree.children(node)) {
    if (child.kind == Kind::DictionarySplat)
      items.push_back({.key = nullptr, .value = only(child.node)});
    if (child.kind != Kind::Pair)
      continue;
    Children pair = tree.children(child.node);
    items.push_back({.key = expression(pair.at(Field::Key)),
                     .value = expression(pair.at(Field::Value))});
  }
  auto *expr = make<DictExpr>(ExprKind::Dict, range(node));
  expr->items = keep(items);
  return expr;
}

//--- Operators ----------------------------------------------------------------

Expr *Builder::unary(UnaryOperator op, Node node) {
  auto *expr = make<UnaryExpr>(ExprKind::Unary, range(node));
  expr->op = op;
  expr->operand = expression(tree.children(node).at(Field::Argument));
  return expr;
}

Expr *Builder::unaryOperator(Node node) {
  switch (text(node).front()) {
  case '-':
    return unary(UnaryOperator::Minus, node);
  case '+':
    return unary(UnaryOperator::Plus, node);
  default:
    return unary(UnaryOperator::Invert, node);
  }
}

static BinaryOperator binaryOperator(llvm::StringRef sign) {
  return llvm::StringSwitch<BinaryOperator>(sign)
      .Case("+", BinaryOperator::Add)
      .Case("-", BinaryOperator::Sub)
      .Case("*", BinaryOperator::Mul)
      .Case("/", BinaryOperator::Div)
      .Case("//", BinaryOperator::FloorDiv)
      .Case("%", BinaryOperator::Mod)
      .Case("**", BinaryOperator::Pow)
      .Case("<<", BinaryOperator::LShift)
      .Case(">>", BinaryOperator::RShift)
      .Case("&", BinaryOperator::BitAnd)
      .Case("|", BinaryOperator::BitOr)
      .Case("^", BinaryOperator::BitXor)
      .Default(BinaryOperator::MatMul);
}

Expr *Builder::binary(Node node) {
  Children children = tree.children(node);
  auto *expr = make<BinaryExpr>(ExprKind::Binary, range(node));
  expr->opRange = range(children.at(Field::Operator));
  expr->op = binaryOperator(text(children.at(Field::Operator)));
  expr->left = expression(children.at(Field::Left));
  expr->right = expression(children.at(Field::Right));
  return expr;
}

Stmt *Builder::augmentedAssignment(Node node, SourceRange range) {
  Children children = tree.children(node);
  auto *stmt = make<AugAssignStmt>(StmtKind::AugAssign, range);
  Node sign = children.at(Field::Operator);
  stmt->target = expression(children.at(Field::Left));
  stmt->op = binaryOperator(text(sign).drop_back());
  stmt->opRange = this->range(sign);
  stmt->value = expression(children.at(Field::Right));
  return stmt;
}

/// `a and b and c` leans to the left in the concrete tree; parentheses keep
/// what was written apart.
Expr *Builder::booleanOperator(Node node) {
  auto isAnd = [&](const Children &children) {
    return children.at(Field::Operator).kind() == Kind::And;
  };
  Children children = tree.children(node);
  auto *expr = make<BoolOpExpr>(ExprKind::BoolOp, range(node));
  expr->isAnd = isAnd(children);
  llvm::SmallVector<Expr *> operands;
  for (;;) {
    operands.push_back(expression(children.at(Field::Right)));
    Node left = children.at(Field::Left);
    if (left.kind() == Kind::BooleanOperator) {
      Children inner = tree.children(left);
      if (isAnd(inner) == expr->isAnd) {
        children = std::move(inner);
        continue;
      }
    }
    operands.push_back(expression(left));
    break;
  }
  std::reverse(operands.begin(), operands.end());
  expr->operands = keep(operands);
  return expr;
}

Expr *Builder::comparison(Node node) {
  llvm::SmallVector<CompareOperator> ops;
  llvm::SmallVector<SourceRange> opRanges;
  llvm::SmallVector<Expr *> operands;
  for (const cst::Child &child : tree.children(node)) {
    if (child.field != Field::Operators) {
      operands.push_back(expression(child.node));
      continue;
    }
    auto op = llvm::StringSwitch<CompareOperator>(text(child.node))
                  .Case("==", CompareOperator::Eq)
                  .Case("!=", CompareOperator::Ne)
                  .Case("<", CompareOperator::Lt)
                  .Case("<=", CompareOperator::Le)
                  .Case(">", CompareOperator::Gt)
                  .Case(">=", CompareOperator::Ge)
                  .Case("in", CompareOperator::In)
                  .Default(CompareOperator::Is);
    if (child.kind == Kind::NotIn) // Any space may stand between the words.
      op = CompareOperator::NotIn;
    if (child.kind == Kind::IsNot)
      op = CompareOperator::IsNot;
    ops.push_back(op);
    opRanges.push_back(range(child.node));
  }
  auto *expr = make<CompareExpr>(ExprKind::Compare, range(node));
  expr->first = operands.front();
  expr->ops = keep(ops);
  expr->opRanges = keep(opRanges);
  expr->rest = keep(llvm::ArrayRef(operands).drop_front());
  return expr;
}

Expr *Builder::conditional(Node node) {
  llvm::SmallVector<Expr *> parts = rules(tree.children(node));
  if (parts.size() != 3)
    return notUnderstood(node);
  auto *expr = make<ConditionalExpr>(ExprKind::Conditional, range(node));
  expr->whenTrue = parts[0];
  expr->condition = parts[1];
  expr->whenFalse = parts[2];
  return expr;
}

Expr *Builder::starred(Node node) {
  auto *expr = make<StarredExpr>(ExprKind::Starred, range(node));
  expr->value = only(node);
  return expr;
}

Expr *Builder::walrus(Node node) {
  Children children = tree.children(node);
  auto *expr = make<WalrusExpr>(ExprKind::Walrus, range(node));
  expr->target = nameExpr(children.at(Field::Name));
  expr->value = expression(children.at(Field::Value));
  return expr;
}

//--- Calls and members --------------------------------------------------------

Expr *Builder::lambda(Node node) {
  Children children = tree.children(node);
  auto *expr = make<LambdaExpr>(ExprKind::Lambda, range(node));
  if (Node list = children.at(Field::Parameters))
    expr->parameters = parameters(list);
  expr->body = expression(children.at(Field::Body));
  return expr;
}

Argument Builder::argument(const cst::Child &child) {
  Argument result{};
  result.range = range(child.node);
  switch (child.kind) {
  case Kind::KeywordArgument: {
    Children parts = tree.children(child.node);
    Node keyword = parts.at(Field::Name);
    result.kind = Argument::Keyword;
    result.name = text(keyword);
    result.nameRange = range(keyword);
    result.value = expression(parts.at(Field::Value));
    return result;
  }
  case Kind::DictionarySplat:
    result.kind = Argument::DoubleStar;
    result.value = only(child.node);
    return result;
  default:
    result.value = expression(child.node);
    if (auto *star = llvm::dyn_cast<StarredExpr>(result.value)) {
      result.kind = Argument::Star;
      result.value = star->value;
    }
    return result;
  }
}

Expr *Builder::call(Node node) {
  Children children = tree.children(node);
  auto *expr = make<CallExpr>(ExprKind::Call, range(node));
  expr->callee = expression(children.at(Field::Function));
  Node list = children.at(Field::Arguments);
  llvm::SmallVector<Argument> arguments;
  if (list.kind() == Kind::GeneratorExpression) {
    arguments.push_back({.kind = Argument::Positional,
                         .range = range(list),
                         .name = {},
                         .nameRange = {},
                         .value = expression(list)});
  } else {
    for (const cst::Child &child : tree.children(list))
      if (child.isRule)
        arguments.push_back(argument(child));
  }
  expr->arguments = keep(arguments);
  return expr;
}

Expr *Builder::attribute(Node node) {
  Children children = tree.children(node);
  auto *expr = make<AttributeExpr>(ExprKind::Attribute, range(node));
  expr->object = expression(children.at(Field::Object));
  Node member = children.at(Field::Attribute);
  expr->name = text(member);
  expr->nameRange = range(member);
  return expr;
}

Expr *Builder::subscript(Node node) {
  Children children = tree.children(node);
  auto *expr = make<SubscriptExpr>(ExprKind::Subscript, range(node));
  expr->object = expression(children.at(Field::Value));
  expr->index = tupleIfMany(children, Field::Subscript);
  return expr;
}

Expr *Builder::slice(Node node) {
  auto *expr = make<SliceExpr>(ExprKind::Slice, range(node));
  Expr **parts[] = {&expr->start, &expr->stop, &expr->step};
  unsigned part = 0;
  for (const cst::Child &child : tree.children(node)) {
    if (child.kind == Kind::Colon)
      part = std::min(part + 1, 2U);
    else if (child.isRule)
      *parts[part] = expression(child.node);
  }
  return expr;
}

//--- Comprehensions -----------------------------------------------------------

Generator Builder::generator(const Children &children, SourceRange range) {
  return {.range = range,
          .target = expression(children.at(Field::Left)),
          .iterable = expression(children.at(Field::Right)),
          .conditions = {}};
}

Expr *Builder::comprehension(ComprehensionKind form, Node node) {
  auto *expr = make<ComprehensionExpr>(ExprKind::Comprehension, range(node));
  expr->form = form;
  llvm::SmallVector<Generator, 2> generators;
  llvm::SmallVector<Expr *> conditions;
  auto endGenerator = [&] {
    if (!generators.empty())
      generators.back().conditions = keep(conditions);
    conditions.clear();
  };
  bool isAsync = false;
  for (const cst::Child &child : tree.children(node)) {
    if (child.field == Field::Body && form == ComprehensionKind::Dict) {
      Children pair = tree.children(child.node);
      expr->element = expression(pair.at(Field::Key));
      expr->value = expression(pair.at(Field::Value));
    } else if (child.field == Field::Body) {
      expr->element = expression(child.node);
    } else if (child.kind == Kind::ForInClause) {
      endGenerator();
      Children clause = tree.children(child.node);
      isAsync |= clause.has(Kind::Async);
      generators.push_back(generator(clause, range(child.node)));
    } else if (child.kind == Kind::IfClause) {
      conditions.push_back(only(child.node));
    }
  }
  endGenerator();
  expr->generators = keep(generators);
  if (!isAsync)
    return expr;
  auto *refusal = make<RefusedExpr>(ExprKind::Refused, range(node));
  refusal->construct = Construct::AsyncComprehension;
  refusal->operand = expr;
  return refusal;
}

Expr *Builder::refusedExpr(Construct construct, Node node) {
  auto *expr = make<RefusedExpr>(ExprKind::Refused, range(node));
  expr->construct = construct;
  for (const cst::Child &child : tree.children(node))
    if (child.isRule)
      expr->operand = expression(child.node);
  return expr;
}
