//===- BuildParameters.cpp - Parameters and annotations -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Builder.h"

using namespace plue;
using namespace plue::syntax;

//--- Annotations --------------------------------------------------------------

/// tree-sitter has a language of types; to Python they are expressions.
Expr *Builder::annotation(Node node) {
  switch (node.kind()) {
  case Kind::Type: {
    Children children = tree.children(node);
    return children.empty() ? notUnderstood(node)
                            : annotation(children.front().node);
  }
  case Kind::GenericType:
    return genericType(node);
  case Kind::SplatType:
    return starred(node);
  case Kind::UnionType: {
    Children children = tree.children(node);
    auto *expr = make<BinaryExpr>(ExprKind::Binary, range(node));
    expr->op = BinaryOperator::BitOr;
    expr->left = annotation(children[0].node);
    expr->opRange = range(children[1].node);
    expr->right = annotation(children[2].node);
    return expr;
  }
  case Kind::MemberType: {
    Children children = tree.children(node);
    auto *expr = make<AttributeExpr>(ExprKind::Attribute, range(node));
    expr->object = annotation(children[0].node);
    expr->name = text(children[2].node);
    expr->nameRange = range(children[2].node);
    return expr;
  }
  case Kind::ConstrainedType: {
    Children children = tree.children(node);
    auto *expr = make<SliceExpr>(ExprKind::Slice, range(node));
    expr->start = annotation(children[0].node);
    expr->stop = annotation(children[2].node);
    return expr;
  }
  default:
    return expression(node);
  }
}

/// `list[int]` is a subscript.
Expr *Builder::genericType(Node node) {
  Children children = tree.children(node);
  auto *expr = make<SubscriptExpr>(ExprKind::Subscript, range(node));
  expr->object = expression(children[0].node);
  expr->index = typeArguments(children[1].node);
  return expr;
}

Expr *Builder::typeArguments(Node node) {
  llvm::SmallVector<Expr *> elements;
  Children children = tree.children(node);
  SourceRange whole;
  for (const cst::Child &child : children) {
    if (child.isRule)
      elements.push_back(annotation(child.node));
    if (!child.isRule && child.kind != Kind::Comma)
      continue;
    whole =
        whole.isValid() ? join(whole, range(child.node)) : range(child.node);
  }
  if (elements.size() == 1 && !children.has(Kind::Comma))
    return elements.front();
  auto *expr = make<SequenceExpr>(ExprKind::Tuple, whole);
  expr->elements = keep(elements);
  return expr;
}

//--- Parameters ---------------------------------------------------------------

/// \p node is `name`, `*name` or `**name`.
void Builder::nameParameter(Node node, Parameter &parameter) {
  bool isSplat = node.kind() == Kind::ListSplatPattern ||
                 node.kind() == Kind::DictionarySplatPattern;
  if (node.kind() == Kind::ListSplatPattern)
    parameter.kind = Parameter::VarPositional;
  if (node.kind() == Kind::DictionarySplatPattern)
    parameter.kind = Parameter::VarKeyword;
  Node name = isSplat ? tree.children(node).first(Kind::Identifier) : node;
  if (!name)
    return;
  parameter.name = text(name);
  parameter.nameRange = range(name);
}

Parameter Builder::parameter(const cst::Child &child) {
  Parameter result{};
  result.kind = Parameter::Plain;
  result.range = range(child.node);
  switch (child.kind) {
  case Kind::DefaultParameter:
  case Kind::TypedDefaultParameter: {
    Children parts = tree.children(child.node);
    nameParameter(parts.at(Field::Name), result);
    if (Node type = parts.at(Field::Type))
      result.annotation = annotation(type);
    result.defaultValue = expression(parts.at(Field::Value));
    return result;
  }
  case Kind::TypedParameter: {
    Children parts = tree.children(child.node);
    nameParameter(parts.front().node, result);
    result.annotation = annotation(parts.at(Field::Type));
    return result;
  }
  default:
    nameParameter(child.node, result);
    return result;
  }
}

llvm::ArrayRef<Parameter> Builder::parameters(Node node) {
  llvm::SmallVector<Parameter> result;
  bool isKeywordOnly = false;
  for (const cst::Child &child : tree.children(node)) {
    if (!child.isRule)
      continue;
    if (child.kind == Kind::PositionalSeparator) {
      for (Parameter &parameter : result)
        parameter.kind = Parameter::PositionalOnly;
      continue;
    }
    if (child.kind == Kind::KeywordSeparator) {
      isKeywordOnly = true;
      continue;
    }
    Parameter next = parameter(child);
    if (next.kind == Parameter::Plain && isKeywordOnly)
      next.kind = Parameter::KeywordOnly;
    isKeywordOnly |= next.kind == Parameter::VarPositional;
    result.push_back(next);
  }
  return keep(result);
}
