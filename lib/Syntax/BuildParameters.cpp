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

/// tree-sitter has only seen a name in its place. `*Ts`, after `*args`, is no
/// tuple.
Expr *Builder::annotation(Node node) {
  Expr *expr = embeddedExpression(node.begin(), ~0U);
  auto *tuple = llvm::dyn_cast<SequenceExpr>(expr);
  bool isStarred = expr->kind == ExprKind::Tuple &&
                   tuple->elements.size() == 1 &&
                   llvm::isa<StarredExpr>(tuple->elements.front()) &&
                   text(node).front() == '*';
  return isStarred ? tuple->elements.front() : expr;
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
