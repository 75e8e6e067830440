//===- Builder.h - From the concrete tree to ours ---------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Builds the typed tree of a program that Grammar.h has found legal. The
/// builder recurses over the concrete tree, whose height is bounded by then.
///
/// Strings, the expressions inside f-strings, annotations and the stars before
/// elements are not in the main concrete tree (see CST.h). The builder reads
/// strings from the source; the expressions are statements of further trees,
/// one tree for each depth of embedding, found by where they begin.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_BUILDER_H
#define PLUE_SYNTAX_BUILDER_H

#include "CST.h"
#include "FString.h"
#include "plue/Syntax/AST.h"
#include <memory>

namespace plue::syntax {

/// The embedded expressions of one depth.
class EmbeddedTree {
public:
  explicit EmbeddedTree(llvm::StringRef text);

  /// The first expression at or after \p begin, as a statement.
  cst::Node find(uint32_t begin) const;
  cst::Tree &getTree() { return tree; }

private:
  cst::Tree tree;
  std::vector<cst::Node> statements;
};

using EmbeddedTrees = llvm::ArrayRef<std::unique_ptr<EmbeddedTree>>;

class Builder {
public:
  /// \p embedded holds the trees below \p tree.
  Builder(const ParseContext &context, Module &module, cst::Tree &tree,
          EmbeddedTrees embedded, llvm::ArrayRef<StarredElement> stars)
      : context(context), module(module), tree(tree), embedded(embedded),
        stars(stars) {}

  Block buildModule();
  /// The value of an expression statement.
  Expr *buildStatementValue(cst::Node statement);

private:
  using Node = cst::Node;
  using Children = cst::Children;
  using Kind = cst::Kind;
  using Field = cst::Field;

  // Statements; BuildStatements.cpp.
  Stmt *statement(Node node);
  Block statements(Node node);
  void appendStatements(Node node, llvm::SmallVectorImpl<Stmt *> &out);
  Stmt *expressionStatement(Node node);
  Stmt *assignment(Node node, SourceRange range);
  Stmt *annotatedAssignment(const Children &children, SourceRange range);
  Stmt *augmentedAssignment(Node node, SourceRange range);
  Stmt *ifStatement(Node node);
  Block elseBlock(Node node);
  Stmt *forStatement(Node node);
  Stmt *whileStatement(Node node);
  Stmt *functionDefinition(Node node, llvm::ArrayRef<Expr *> decorators,
                           SourceRange range);
  Stmt *decoratedDefinition(Node node);
  Stmt *returnStatement(Node node);
  Stmt *assertStatement(Node node);
  Stmt *raiseStatement(Node node);
  Stmt *importStatement(Node node);
  Stmt *importFrom(Node node);
  void importModule(Node node, ImportFromStmt &import);
  ImportedName importedName(const cst::Child &child, bool isFrom);
  llvm::ArrayRef<ImportedName> importedNames(const Children &children,
                                             bool isFrom);
  llvm::StringRef dottedName(Node node);
  Stmt *simple(StmtKind kind, Node node);

  // Statements that the subset refuses; BuildRefused.cpp.
  RefusedStmt *refused(Construct construct, Node node);
  Stmt *refusedDefinition(Construct construct, Node node);
  Stmt *refusedLoop(Node node);
  Stmt *refusedTry(Node node);
  Stmt *refusedWith(Node node);
  Stmt *refusedMatch(Node node);
  Stmt *refusedNames(Construct construct, Node node);
  void collectNames(Node node, llvm::SmallVectorImpl<llvm::StringRef> &out);
  void collectAliases(Node node, llvm::SmallVectorImpl<llvm::StringRef> &out);

  // Expressions; BuildExpressions.cpp.
  Expr *expression(Node node);
  Expr *only(Node node);
  Expr *element(Node node);
  llvm::SmallVector<Expr *> elements(const Children &children);
  llvm::SmallVector<Expr *> rules(const Children &children);
  Expr *name(Node node);
  NameExpr *nameExpr(Node node);
  Expr *sequence(ExprKind kind, Node node);
  Expr *tuplePattern(Node node);
  Expr *tupleIfMany(const Children &children, Field field);
  Expr *dictionary(Node node);
  Expr *unary(UnaryOperator op, Node node);
  Expr *unaryOperator(Node node);
  Expr *binary(Node node);
  Expr *booleanOperator(Node node);
  Expr *comparison(Node node);
  Expr *conditional(Node node);
  Expr *lambda(Node node);
  Expr *call(Node node);
  Argument argument(const cst::Child &child);
  Expr *attribute(Node node);
  Expr *subscript(Node node);
  Expr *slice(Node node);
  Expr *starred(Node node);
  Expr *walrus(Node node);
  Expr *comprehension(ComprehensionKind form, Node node);
  Generator generator(const Children &children, SourceRange range);
  Expr *refusedExpr(Construct construct, Node node);
  Expr *notUnderstood(Node node);

  // Annotations and parameters; BuildParameters.cpp.
  Expr *annotation(Node node);
  llvm::ArrayRef<Parameter> parameters(Node node);
  Parameter parameter(const cst::Child &child);
  void nameParameter(Node node, Parameter &parameter);

  // Literals; BuildLiterals.cpp.
  Expr *constant(ConstantKind kind, Node node);
  Expr *number(Node node);
  Expr *string(Node node);
  Expr *joinedString(Node node, llvm::ArrayRef<Token> tokens);
  struct PartList;
  void addPieces(llvm::ArrayRef<FormatPiece> pieces, bool isRaw,
                 PartList &list);
  void addText(SourceRange range, llvm::StringRef text, PartList &list);
  void endText(PartList &list);
  JoinedPart replacement(const FormatPiece &piece, bool isRaw);
  Expr *embeddedExpression(uint32_t begin, uint32_t end);
  llvm::StringRef decoded(uint32_t begin, uint32_t end, bool isRaw);

  SourceRange range(Node node) const {
    return context.range(node.begin(), node.end());
  }
  llvm::StringRef text(Node node) const {
    return context.text.slice(node.begin(), node.end());
  }
  template <typename T> T *make(ExprKind kind, SourceRange range) {
    auto *node = new (module.arena) T();
    node->kind = kind;
    node->range = range;
    return node;
  }
  template <typename T> T *make(StmtKind kind, SourceRange range) {
    auto *node = new (module.arena) T();
    node->kind = kind;
    node->range = range;
    return node;
  }
  /// A copy of \p items that lives as long as the module.
  template <typename T> llvm::ArrayRef<T> keep(llvm::ArrayRef<T> items) {
    if (items.empty())
      return {};
    T *copy = module.arena.Allocate<T>(items.size());
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return {copy, items.size()};
  }
  template <typename T>
  llvm::ArrayRef<T> keep(const llvm::SmallVectorImpl<T> &items) {
    return keep(llvm::ArrayRef<T>(items));
  }

  const ParseContext &context;
  Module &module;
  cst::Tree &tree;
  EmbeddedTrees embedded;
  llvm::ArrayRef<StarredElement> stars;
};

/// The text of the docstring that \p body begins with, if it does.
std::optional<llvm::StringRef> docstringOf(Block body);

} // namespace plue::syntax

#endif // PLUE_SYNTAX_BUILDER_H
