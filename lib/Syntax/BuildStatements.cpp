//===- BuildStatements.cpp - From the concrete tree to ours ---------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Builder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::syntax;

std::optional<llvm::StringRef> syntax::docstringOf(Block body) {
  if (body.empty())
    return std::nullopt;
  auto *first = llvm::dyn_cast<ExprStmt>(body.front());
  auto *text = first ? llvm::dyn_cast<ConstantExpr>(first->value) : nullptr;
  if (!text || text->constant != ConstantKind::Str)
    return std::nullopt;
  return text->text;
}

Block Builder::buildModule() { return statements(tree.root()); }

Expr *Builder::buildStatementValue(Node statement) {
  return tupleIfMany(tree.children(statement), Field::None);
}

Stmt *Builder::statement(Node node) {
  switch (node.kind()) {
  case Kind::ExpressionStatement:
    return expressionStatement(node);
  case Kind::IfStatement:
    return ifStatement(node);
  case Kind::ForStatement:
    return forStatement(node);
  case Kind::WhileStatement:
    return whileStatement(node);
  case Kind::FunctionDefinition:
    return functionDefinition(node, {}, range(node));
  case Kind::DecoratedDefinition:
    return decoratedDefinition(node);
  case Kind::ReturnStatement:
    return returnStatement(node);
  case Kind::AssertStatement:
    return assertStatement(node);
  case Kind::RaiseStatement:
    return raiseStatement(node);
  case Kind::ImportStatement:
    return importStatement(node);
  case Kind::ImportFromStatement:
  case Kind::FutureImportStatement:
    return importFrom(node);
  case Kind::PassStatement:
    return simple(StmtKind::Pass, node);
  case Kind::BreakStatement:
    return simple(StmtKind::Break, node);
  case Kind::ContinueStatement:
    return simple(StmtKind::Continue, node);
  case Kind::ClassDefinition:
    return refusedDefinition(Construct::Class, node);
  case Kind::TryStatement:
    return refusedTry(node);
  case Kind::WithStatement:
    return refusedWith(node);
  case Kind::MatchStatement:
    return refusedMatch(node);
  case Kind::GlobalStatement:
    return refusedNames(Construct::Global, node);
  case Kind::NonlocalStatement:
    return refusedNames(Construct::Nonlocal, node);
  case Kind::DeleteStatement:
    return refused(Construct::Del, node);
  default: {
    auto *stmt = make<ExprStmt>(StmtKind::Expr, range(node));
    stmt->value = notUnderstood(node);
    return stmt;
  }
  }
}

void Builder::appendStatements(Node node, llvm::SmallVectorImpl<Stmt *> &out) {
  for (const cst::Child &child : tree.children(node))
    if (child.isRule)
      out.push_back(statement(child.node));
}

Block Builder::statements(Node node) {
  llvm::SmallVector<Stmt *> result;
  if (node)
    appendStatements(node, result);
  return keep(result);
}

Stmt *Builder::simple(StmtKind kind, Node node) {
  return make<Stmt>(kind, range(node));
}

//--- Expressions and assignments ----------------------------------------------

Stmt *Builder::expressionStatement(Node node) {
  Children children = tree.children(node);
  if (children.size() == 1 && children[0].kind == Kind::Assignment)
    return assignment(children[0].node, range(node));
  if (children.size() == 1 && children[0].kind == Kind::AugmentedAssignment)
    return augmentedAssignment(children[0].node, range(node));
  auto *stmt = make<ExprStmt>(StmtKind::Expr, range(node));
  stmt->value = tupleIfMany(children, Field::None);
  return stmt;
}

Stmt *Builder::annotatedAssignment(const Children &children,
                                   SourceRange range) {
  auto *stmt = make<AnnAssignStmt>(StmtKind::AnnAssign, range);
  stmt->target = expression(children.at(Field::Left));
  stmt->annotation = annotation(children.at(Field::Type));
  if (Node value = children.at(Field::Right))
    stmt->value = expression(value);
  return stmt;
}

/// `a = b = c` leans to the right in the concrete tree.
Stmt *Builder::assignment(Node node, SourceRange range) {
  Children children = tree.children(node);
  if (children.at(Field::Type))
    return annotatedAssignment(children, range);
  auto *stmt = make<AssignStmt>(StmtKind::Assign, range);
  llvm::SmallVector<Expr *> targets;
  targets.push_back(expression(children.at(Field::Left)));
  Node right = children.at(Field::Right);
  while (right.kind() == Kind::Assignment) {
    children = tree.children(right);
    targets.push_back(expression(children.at(Field::Left)));
    right = children.at(Field::Right);
  }
  stmt->targets = keep(targets);
  stmt->value = expression(right);
  return stmt;
}

//--- Compound statements ------------------------------------------------------

/// The clauses of an `if` are siblings; in our tree each is the `orElse` of the
/// one before. Built from the last to the first, without recursion.
Stmt *Builder::ifStatement(Node node) {
  Children children = tree.children(node);
  Block orElse;
  for (const cst::Child &child : llvm::reverse(children)) {
    if (child.kind == Kind::ElseClause)
      orElse = elseBlock(child.node);
    if (child.kind != Kind::ElifClause)
      continue;
    Children clause = tree.children(child.node);
    auto *elif = make<IfStmt>(StmtKind::If,
                              context.range(child.node.begin(), node.end()));
    elif->condition = expression(clause.at(Field::Condition));
    elif->body = statements(clause.at(Field::Consequence));
    elif->orElse = orElse;
    orElse = keep(llvm::ArrayRef<Stmt *>(elif));
  }
  auto *stmt = make<IfStmt>(StmtKind::If, range(node));
  stmt->condition = expression(children.at(Field::Condition));
  stmt->body = statements(children.at(Field::Consequence));
  stmt->orElse = orElse;
  return stmt;
}

/// The body of an `else`; nothing if there is none.
Block Builder::elseBlock(Node node) {
  return node ? statements(tree.children(node).at(Field::Body)) : Block();
}

Stmt *Builder::forStatement(Node node) {
  Children children = tree.children(node);
  if (children.has(Kind::Async))
    return refusedLoop(node);
  auto *stmt = make<ForStmt>(StmtKind::For, range(node));
  stmt->target = expression(children.at(Field::Left));
  stmt->iterable = expression(children.at(Field::Right));
  stmt->body = statements(children.at(Field::Body));
  stmt->orElse = elseBlock(children.first(Kind::ElseClause));
  return stmt;
}

Stmt *Builder::whileStatement(Node node) {
  Children children = tree.children(node);
  auto *stmt = make<WhileStmt>(StmtKind::While, range(node));
  stmt->condition = expression(children.at(Field::Condition));
  stmt->body = statements(children.at(Field::Body));
  stmt->orElse = elseBlock(children.first(Kind::ElseClause));
  return stmt;
}

Stmt *Builder::functionDefinition(Node node, llvm::ArrayRef<Expr *> decorators,
                                  SourceRange range) {
  Children children = tree.children(node);
  if (children.has(Kind::Async))
    return refusedDefinition(Construct::AsyncFunction, node);
  auto *stmt = make<FunctionDefStmt>(StmtKind::FunctionDef, range);
  Node name = children.at(Field::Name);
  stmt->name = text(name);
  stmt->nameRange = this->range(name);
  stmt->parameters = parameters(children.at(Field::Parameters));
  if (Node type = children.at(Field::ReturnType))
    stmt->returns = annotation(type);
  stmt->decorators = keep(decorators);
  stmt->body = statements(children.at(Field::Body));
  stmt->docstring = docstringOf(stmt->body);
  return stmt;
}

Stmt *Builder::decoratedDefinition(Node node) {
  llvm::SmallVector<Expr *> decorators;
  Node definition;
  for (const cst::Child &child : tree.children(node)) {
    if (child.kind == Kind::Decorator)
      decorators.push_back(only(child.node));
    if (child.field == Field::Definition)
      definition = child.node;
  }
  if (definition.kind() == Kind::ClassDefinition)
    return refusedDefinition(Construct::Class, definition);
  return functionDefinition(definition, decorators, range(definition));
}

//--- Simple statements --------------------------------------------------------

Stmt *Builder::returnStatement(Node node) {
  auto *stmt = make<ReturnStmt>(StmtKind::Return, range(node));
  llvm::SmallVector<Expr *> values = rules(tree.children(node));
  stmt->value = values.empty() ? nullptr : values.front();
  return stmt;
}

Stmt *Builder::assertStatement(Node node) {
  auto *stmt = make<AssertStmt>(StmtKind::Assert, range(node));
  llvm::SmallVector<Expr *> values = rules(tree.children(node));
  stmt->condition = values.empty() ? notUnderstood(node) : values[0];
  stmt->message = values.size() > 1 ? values[1] : nullptr;
  return stmt;
}

Stmt *Builder::raiseStatement(Node node) {
  auto *stmt = make<RaiseStmt>(StmtKind::Raise, range(node));
  for (const cst::Child &child : tree.children(node)) {
    if (!child.isRule)
      continue;
    Expr *&part = child.field == Field::Cause ? stmt->cause : stmt->exception;
    part = expression(child.node);
  }
  return stmt;
}

/// `a.b.c` without the spaces that may stand around the dots.
llvm::StringRef Builder::dottedName(Node node) {
  llvm::StringRef written = text(node);
  if (written.find_first_of(" \t\f\\\r\n") == written.npos)
    return written;
  std::string name;
  for (const cst::Child &child : tree.children(node))
    name += text(child.node);
  return llvm::StringRef(name).copy(module.arena);
}

ImportedName Builder::importedName(const cst::Child &child, bool isFrom) {
  ImportedName result{};
  result.range = range(child.node);
  if (child.kind == Kind::AliasedImport) {
    Children parts = tree.children(child.node);
    result.name = dottedName(parts.at(Field::Name));
    result.alias = text(parts.at(Field::Alias));
    return result;
  }
  result.name = dottedName(child.node);
  // `import a.b` binds `a`.
  result.alias = isFrom ? result.name : result.name.split('.').first;
  return result;
}

llvm::ArrayRef<ImportedName> Builder::importedNames(const Children &children,
                                                    bool isFrom) {
  llvm::SmallVector<ImportedName> names;
  for (const cst::Child &child : children) {
    if (child.field == Field::Name)
      names.push_back(importedName(child, isFrom));
    if (child.kind != Kind::WildcardImport)
      continue;
    ImportedName star{};
    star.range = range(child.node);
    star.name = text(child.node);
    names.push_back(star);
  }
  return keep(names);
}

Stmt *Builder::importStatement(Node node) {
  auto *stmt = make<ImportStmt>(StmtKind::Import, range(node));
  stmt->names = importedNames(tree.children(node), /*isFrom=*/false);
  return stmt;
}

void Builder::importModule(Node node, ImportFromStmt &import) {
  import.moduleRange = range(node);
  if (node.kind() == Kind::DottedName) {
    import.module = dottedName(node);
    return;
  }
  for (const cst::Child &child : tree.children(node)) {
    if (child.kind == Kind::ImportPrefix)
      import.level = text(child.node).count('.');
    if (child.kind == Kind::DottedName)
      import.module = dottedName(child.node);
  }
}

Stmt *Builder::importFrom(Node node) {
  Children children = tree.children(node);
  auto *stmt = make<ImportFromStmt>(StmtKind::ImportFrom, range(node));
  stmt->names = importedNames(children, /*isFrom=*/true);
  if (Node name = children.at(Field::ModuleName)) {
    importModule(name, *stmt);
    return stmt;
  }
  stmt->module = "__future__"; // A keyword to tree-sitter.
  stmt->moduleRange = range(children[1].node);
  return stmt;
}
