//===- Recognizer.h - Whether tokens are Python, by recursive descent  -*- C++
//-*--===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_RECOGNIZER_H
#define PLUE_SYNTAX_RECOGNIZER_H

#include "FString.h"
#include "Grammar.h"
#include "ScopeRules.h"

namespace plue::syntax {

/// What the grammar knows of an expression once it has passed it.
struct Shape {
  enum Kind : uint8_t {
    Missing,
    Name,
    Attribute,
    Subscript,
    Tuple,
    List,
    Starred,
    /// Anything that cannot be assigned to; `what` says what it is.
    Value,
  };
  Kind kind = Missing;
  bool isParenthesized = false;
  /// How many nodes are above each other in it.
  uint32_t height = 1;
  uint32_t begin = 0;
  uint32_t end = 0;
  /// Of a Value: "a function call". Of others: what inside cannot be assigned
  /// to, and where that is; empty if nothing.
  llvm::StringRef obstacle = {};
  uint32_t obstacleBegin = 0;
  uint32_t obstacleEnd = 0;
  /// Whether there is a star inside, which `del` does not take.
  bool hasStar = false;
};

class Recognizer {
public:
  Recognizer(const ParseContext &context, llvm::ArrayRef<Token> tokens,
             ScopeRules &scopes, Findings &findings, unsigned embeddedDepth,
             unsigned depth)
      : context(context), tokens(tokens), scopes(scopes), findings(findings),
        embeddedDepth(embeddedDepth), depth(depth) {}

  void file();
  uint32_t embeddedExpression();

private:
  //--- Tokens and faults; Grammar.cpp -----------------------------------------

  const Token &peek(size_t ahead = 0) const {
    return tokens[std::min(pos + ahead, tokens.size() - 1)];
  }
  const Token &previous() const { return tokens[pos == 0 ? 0 : pos - 1]; }
  bool at(TokenKind kind) const { return peek().is(kind); }
  template <typename... Kinds> bool atAny(Kinds... kinds) const {
    return peek().isAnyOf(kinds...);
  }
  const Token &take() { return tokens[pos + 1 < tokens.size() ? pos++ : pos]; }
  bool accept(TokenKind kind) {
    if (!at(kind))
      return false;
    take();
    return true;
  }
  bool expect(TokenKind kind);
  std::string describeHere() const;
  SourceRange rangeHere() const;
  bool beginFault();
  void skipLine();
  /// Reports that \p what should stand here.
  void expected(llvm::StringRef what);
  /// Counts one level of nesting while it lives.
  struct Deeper {
    explicit Deeper(Recognizer &recognizer);
    ~Deeper() { --recognizer.depth; }
    Recognizer &recognizer;
  };
  uint32_t maxHeight() const {
    return HeightPerNesting * context.limits.syntaxDepth;
  }
  void checkHeight(uint32_t height);
  void stop();

  //--- Expressions; GrammarExpressions.cpp ------------------------------------

  Shape starExpressions();
  Shape starExpression();
  void takeStar();
  Shape namedExpression();
  Shape starNamedExpression();
  Shape expression();
  Shape disjunction();
  Shape conjunction();
  Shape inversion();
  Shape comparison();
  bool acceptComparison();
  Shape bitwiseOr() { return binary(0); }
  Shape binary(unsigned level);
  Shape factor();
  Shape primary();
  Shape atom();
  Shape nameAtom();
  Shape lambda();
  Shape yieldExpression();
  Shape yieldOrStar();
  Shape attribute(Shape object);
  Shape value(llvm::StringRef what, uint32_t begin, uint32_t height);
  void checkNotStarred(const Shape &shape);
  bool atExpressionStart() const;

  //--- Displays and comprehensions; GrammarDisplays.cpp -----------------------

  Shape parentheses();
  Shape list();
  Shape braces();
  void dictItems(uint32_t &height);
  void dictItem(uint32_t &height);
  void setItems(uint32_t &height);
  Shape elements(Shape first, TokenKind closing, Shape::Kind kind,
                 uint32_t begin);
  uint32_t comprehension(ScopeRules::Comprehension comprehension,
                         bool isGenerator);
  bool atComprehension() const;

  //--- Calls and subscripts; GrammarCalls.cpp ---------------------------------

  struct ArgumentState;
  uint32_t arguments(bool acceptsGenerator);
  void argument(ArgumentState &state, bool acceptsGenerator);
  void keywordArgument(ArgumentState &state);
  void starArgument(ArgumentState &state);
  void positionalArgument(ArgumentState &state, bool acceptsGenerator);
  Shape subscript(Shape object);
  Shape slice();

  //--- Parameters; GrammarParameters.cpp --------------------------------------

  struct ParameterState;
  struct Parameters {
    llvm::SmallVector<Token, 8> names;
    /// The height of the highest default.
    uint32_t height;
  };
  Parameters parameters(TokenKind closing, bool hasTypes);
  void parameter(ParameterState &state);
  void starParameter(ParameterState &state);
  void slashParameter(ParameterState &state);
  void plainParameter(ParameterState &state);
  void parameterName(ParameterState &state);
  void parameterAnnotation(ParameterState &state, bool acceptsStar);
  void annotation(bool acceptsStar);

  //--- Strings; GrammarStrings.cpp --------------------------------------------

  Shape strings();
  void checkString(const Token &token, uint32_t &height);
  void checkPieces(llvm::ArrayRef<FormatPiece> pieces, bool isRaw,
                   uint32_t &height);

  //--- Targets; GrammarTargets.cpp --------------------------------------------

  Shape targetList(TokenKind stop);
  Shape targetElement();
  bool checkAssignable(const Shape &target);
  void checkDeletable(const Shape &target);
  bool checkSingle(const Shape &target, bool isAnnotation);
  void bindTargets(size_t first, size_t last,
                   llvm::SmallVectorImpl<Token> *names = nullptr,
                   bool isStore = true);

  //--- Statements; GrammarStatements.cpp --------------------------------------

  void statements();
  void statement();
  void simpleStatements();
  void simpleStatement();
  bool isDocstring() const;
  void endOfLine();
  void misplacedPrint(const Token &first);
  void expressionStatement();
  void assignments(Shape first, size_t firstToken);
  void annotatedAssignment(const Shape &target, size_t firstToken);
  void returnStatement();
  void raiseStatement();
  void assertStatement();
  void delStatement();
  void declaration(bool isGlobal);
  void importStatement();
  void importFrom();
  void importedNames(bool isFuture);
  void importedName(bool isFuture);
  bool dottedName();
  void importBinding(const Token &first);
  void futureImport(const Token &module);
  bool name(llvm::StringRef what);

  //--- Compound statements; GrammarBlocks.cpp ---------------------------------

  void block(const Token &header, llvm::StringRef what);
  void indentedStatements();
  void unexpectedIndent();
  bool isCompoundStart() const;
  void orphanClause();
  void ifStatement();
  void elseClause();
  void forStatement();
  void whileStatement();
  void tryStatement();
  void exceptClauses(const Token &word);
  void exceptClause(std::optional<bool> &isStar, std::optional<Token> &bare);
  void withStatement();
  void withItem();
  bool hasParenthesizedItems() const;
  void functionDefinition(bool isAsync);
  void classDefinition();
  void decorators();
  void asyncStatement();

  //--- Match statements; GrammarPatterns.cpp ----------------------------------

  struct PatternState;
  bool atMatchStatement() const;
  void matchStatement();
  void subject();
  void caseBlocks();
  void openPattern(PatternState &state);
  void pattern(PatternState &state);
  void orPattern(PatternState &state);
  void closedPattern(PatternState &state);
  void numberPattern();
  void namePattern(PatternState &state);
  void sequencePattern(TokenKind closing, PatternState &state);
  void starPattern(PatternState &state);
  void mappingPattern(PatternState &state);
  std::string mappingKey();
  std::string numberKeyPattern();
  std::string stringKeyPattern();
  void classPattern(PatternState &state);
  void capture(const Token &name, PatternState &state);
  void patternFault(SourceRange range, llvm::StringRef text);

  const ParseContext &context;
  llvm::ArrayRef<Token> tokens;
  ScopeRules &scopes;
  Findings &findings;
  unsigned embeddedDepth;
  unsigned depth;
  size_t pos = 0;
  /// A fault has been reported on this line; say nothing more about it.
  bool isFaulty = false;
  /// A limit was exceeded: nothing more is read.
  bool isStopped = false;
  /// How many `elif` clauses lead here; each makes the tree one higher.
  uint32_t elifs = 0;
  /// A `from __future__ import` may still come.
  bool isPrologue = true;
};

} // namespace plue::syntax

#endif // PLUE_SYNTAX_RECOGNIZER_H
