//===- BuildRefused.cpp - Statements that the subset refuses --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Of a refused statement we keep what lets Sema go on with the rest of
/// the file: the names it would have bound and the statements inside it.
//===----------------------------------------------------------------------===//
#include "Builder.h"

using namespace plue;
using namespace plue::syntax;

RefusedStmt *Builder::refused(Construct construct, Node node) {
  auto *stmt = make<RefusedStmt>(StmtKind::Refused, range(node));
  stmt->construct = construct;
  size_t lineEnd = text(node).find_first_of("\r\n");
  uint32_t length = std::min(lineEnd, text(node).size());
  stmt->headRange = context.range(node.begin(), node.begin() + length);
  return stmt;
}

/// Every name inside \p node.
void Builder::collectNames(Node node,
                           llvm::SmallVectorImpl<llvm::StringRef> &out) {
  if (node.kind() == Kind::Identifier)
    out.push_back(text(node));
  for (const cst::Child &child : tree.children(node))
    collectNames(child.node, out);
}

/// Every name that an `as` inside \p node binds.
void Builder::collectAliases(Node node,
                             llvm::SmallVectorImpl<llvm::StringRef> &out) {
  Children children = tree.children(node);
  if (node.kind() == Kind::AsPattern)
    return collectNames(children.at(Field::Alias), out);
  for (const cst::Child &child : children)
    collectAliases(child.node, out);
}

Stmt *Builder::refusedDefinition(Construct construct, Node node) {
  RefusedStmt *stmt = refused(construct, node);
  llvm::StringRef name = text(tree.children(node).at(Field::Name));
  stmt->names = keep(llvm::ArrayRef(name));
  return stmt;
}

Stmt *Builder::refusedLoop(Node node) {
  RefusedStmt *stmt = refused(Construct::AsyncFor, node);
  Children children = tree.children(node);
  llvm::SmallVector<llvm::StringRef> names;
  collectNames(children.at(Field::Left), names);
  stmt->names = keep(names);
  llvm::SmallVector<Stmt *> body;
  appendStatements(children.at(Field::Body), body);
  llvm::append_range(body, elseBlock(children.first(Kind::ElseClause)));
  stmt->body = keep(body);
  return stmt;
}

Stmt *Builder::refusedTry(Node node) {
  RefusedStmt *stmt = refused(Construct::Try, node);
  llvm::SmallVector<llvm::StringRef> names;
  llvm::SmallVector<Stmt *> body;
  for (const cst::Child &clause : tree.children(node)) {
    if (clause.kind == Kind::Block) {
      appendStatements(clause.node, body);
      continue;
    }
    for (const cst::Child &part : tree.children(clause.node)) {
      if (part.kind == Kind::Block)
        appendStatements(part.node, body);
      else if (part.field == Field::Alias)
        collectNames(part.node, names);
      else
        collectAliases(part.node, names);
    }
  }
  stmt->names = keep(names);
  stmt->body = keep(body);
  return stmt;
}

Stmt *Builder::refusedWith(Node node) {
  Children children = tree.children(node);
  bool isAsync = children.has(Kind::Async);
  RefusedStmt *stmt =
      refused(isAsync ? Construct::AsyncWith : Construct::With, node);
  llvm::SmallVector<llvm::StringRef> names;
  if (Node clause = children.first(Kind::WithClause))
    collectAliases(clause, names);
  stmt->names = keep(names);
  stmt->body = statements(children.at(Field::Body));
  return stmt;
}

Stmt *Builder::refusedMatch(Node node) {
  RefusedStmt *stmt = refused(Construct::Match, node);
  llvm::SmallVector<llvm::StringRef> names;
  llvm::SmallVector<Stmt *> body;
  if (Node block = tree.children(node).at(Field::Body)) {
    for (const cst::Child &clause : tree.children(block)) {
      for (const cst::Child &part : tree.children(clause.node)) {
        if (part.kind == Kind::CasePattern)
          collectNames(part.node, names);
        if (part.field == Field::Consequence)
          appendStatements(part.node, body);
      }
    }
  }
  stmt->names = keep(names);
  stmt->body = keep(body);
  return stmt;
}

Stmt *Builder::refusedNames(Construct construct, Node node) {
  RefusedStmt *stmt = refused(construct, node);
  llvm::SmallVector<llvm::StringRef> names;
  collectNames(node, names);
  stmt->names = keep(names);
  return stmt;
}
