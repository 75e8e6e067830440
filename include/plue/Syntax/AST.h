//===- AST.h - The syntax of a workflow file --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The typed tree of a Python file, shaped after CPython's `ast`. Nodes
/// live in the Module's arena, refer to each other by pointer and are never
/// freed one by one; child lists are ArrayRefs into the same arena. Kinds are
/// tested with llvm::isa and dyn_cast.
///
/// What the subset refuses is still here, as RefusedStmt and RefusedExpr: the
/// parser says what was written, Sema says why it cannot be used. Where the
/// source could not be understood at all there is an ErrorExpr, about which a
/// diagnostic has been reported.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_AST_H
#define PLUE_SYNTAX_AST_H

#include "plue/Basic/Source.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/Casting.h"
#include <memory>
#include <optional>

namespace plue::syntax {

//--- What a name means --------------------------------------------------------

/// Where a name's value lives; Sema fills it in. Every function, lambda and
/// comprehension has a frame of numbered slots; `hops` counts frames outwards.
struct Resolution {
  enum Where : uint8_t { Unresolved, Frame, Global, Builtin };
  Where where = Unresolved;
  uint16_t hops = 0;
  uint32_t slot = 0;
};

/// A scope's names in order of slot; filled in by Sema.
struct ScopeInfo {
  llvm::ArrayRef<llvm::StringRef> slots;
};

//--- Expressions --------------------------------------------------------------

enum class ExprKind : uint8_t {
  Name,
  Constant,
  JoinedStr,
  Tuple,
  List,
  Set,
  Dict,
  Unary,
  Binary,
  BoolOp,
  Compare,
  Conditional,
  Lambda,
  Call,
  Attribute,
  Subscript,
  Slice,
  Starred,
  Comprehension,
  Walrus,
  Refused,
  Error,
};

struct Expr {
  ExprKind kind;
  SourceRange range;
};

struct NameExpr : Expr {
  llvm::StringRef name;
  Resolution resolution;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Name; }
};

enum class ConstantKind : uint8_t {
  None,
  True,
  False,
  Ellipsis,
  Int,
  Float,
  Str,
};

struct ConstantExpr : Expr {
  ConstantKind constant;
  /// Int: the digits in base ten or with a `0x`, `0o`, `0b` prefix, without
  /// underscores. Str: the decoded UTF-8 text of all adjoining literals.
  llvm::StringRef text;
  /// Int: the number, if `fits`.
  int64_t number = 0;
  bool fits = false;
  /// Float: the number.
  double real = 0;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Constant; }
};

/// One part of an f-string: literal text (`value` is null), or a replacement.
struct JoinedPart {
  SourceRange range;
  llvm::StringRef text;
  Expr *value = nullptr;
  /// 's', 'r' or 'a' after `!`; 0 if there is none.
  char conversion = 0;
  /// The format specification, itself made of parts. `hasSpec` tells `{x:}`
  /// from `{x}`.
  bool hasSpec = false;
  llvm::ArrayRef<JoinedPart> spec;
};

/// An f-string with everything that adjoins it. `{x=}` has become a literal
/// part `x=` and a replacement (with `!r` if there was no conversion or spec).
struct JoinedStrExpr : Expr {
  llvm::ArrayRef<JoinedPart> parts;
  static bool classof(const Expr *e) { return e->kind == ExprKind::JoinedStr; }
};

/// A tuple, list or set display; elements may be StarredExpr.
struct SequenceExpr : Expr {
  llvm::ArrayRef<Expr *> elements;
  static bool classof(const Expr *e) {
    return e->kind == ExprKind::Tuple || e->kind == ExprKind::List ||
           e->kind == ExprKind::Set;
  }
};

/// A dict display. A null key marks `**value`.
struct DictItem {
  Expr *key;
  Expr *value;
};
struct DictExpr : Expr {
  llvm::ArrayRef<DictItem> items;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Dict; }
};

enum class UnaryOperator : uint8_t { Plus, Minus, Invert, Not };

struct UnaryExpr : Expr {
  UnaryOperator op;
  Expr *operand;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Unary; }
};

enum class BinaryOperator : uint8_t {
  Add,
  Sub,
  Mul,
  Div,
  FloorDiv,
  Mod,
  Pow,
  LShift,
  RShift,
  BitAnd,
  BitOr,
  BitXor,
  MatMul,
};

struct BinaryExpr : Expr {
  BinaryOperator op;
  SourceRange opRange;
  Expr *left;
  Expr *right;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Binary; }
};

/// `a and b and c` or `a or b or c`, flattened as in CPython's `ast`.
struct BoolOpExpr : Expr {
  bool isAnd;
  llvm::ArrayRef<Expr *> operands;
  static bool classof(const Expr *e) { return e->kind == ExprKind::BoolOp; }
};

enum class CompareOperator : uint8_t {
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  Is,
  IsNot,
  In,
  NotIn,
};

/// `first op[0] rest[0] op[1] rest[1] …`
struct CompareExpr : Expr {
  Expr *first;
  llvm::ArrayRef<CompareOperator> ops;
  llvm::ArrayRef<SourceRange> opRanges;
  llvm::ArrayRef<Expr *> rest;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Compare; }
};

struct ConditionalExpr : Expr {
  Expr *condition;
  Expr *whenTrue;
  Expr *whenFalse;
  static bool classof(const Expr *e) {
    return e->kind == ExprKind::Conditional;
  }
};

struct Parameter {
  enum Kind : uint8_t {
    PositionalOnly,
    Plain,
    VarPositional,
    KeywordOnly,
    VarKeyword,
  };
  Kind kind;
  SourceRange range;
  llvm::StringRef name;
  SourceRange nameRange;
  Expr *annotation = nullptr;
  Expr *defaultValue = nullptr;
};

struct LambdaExpr : Expr {
  llvm::ArrayRef<Parameter> parameters;
  Expr *body;
  /// Slots of the parameters come first, in order.
  ScopeInfo scope;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Lambda; }
};

/// An argument of a call: `value`, `*value`, `name=value` or `**value`.
struct Argument {
  enum Kind : uint8_t { Positional, Star, Keyword, DoubleStar };
  Kind kind;
  SourceRange range;
  /// Keyword: its name and where that stands.
  llvm::StringRef name;
  SourceRange nameRange;
  Expr *value;
};

struct CallExpr : Expr {
  Expr *callee;
  llvm::ArrayRef<Argument> arguments;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Call; }
};

struct AttributeExpr : Expr {
  Expr *object;
  llvm::StringRef name;
  SourceRange nameRange;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Attribute; }
};

struct SubscriptExpr : Expr {
  Expr *object;
  /// May be a SliceExpr.
  Expr *index;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Subscript; }
};

/// `start:stop:step` inside a subscript; parts not written are null.
struct SliceExpr : Expr {
  Expr *start;
  Expr *stop;
  Expr *step;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Slice; }
};

struct StarredExpr : Expr {
  Expr *value;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Starred; }
};

/// One `for target in iterable if … if …` of a comprehension.
struct Generator {
  SourceRange range;
  Expr *target;
  Expr *iterable;
  llvm::ArrayRef<Expr *> conditions;
};

enum class ComprehensionKind : uint8_t { List, Set, Dict, Generator };

/// The first iterable is evaluated in the enclosing scope, all else in its own.
struct ComprehensionExpr : Expr {
  ComprehensionKind form;
  /// The element, or the key of a dict comprehension.
  Expr *element;
  /// The value of a dict comprehension, else null.
  Expr *value;
  llvm::ArrayRef<Generator> generators;
  ScopeInfo scope;
  static bool classof(const Expr *e) {
    return e->kind == ExprKind::Comprehension;
  }
};

/// `target := value`
struct WalrusExpr : Expr {
  NameExpr *target;
  Expr *value;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Walrus; }
};

/// Python that the subset refuses.
enum class Construct : uint8_t {
  // Expressions.
  Await,
  Yield,
  Bytes,
  Complex,
  // Statements.
  Class,
  Try,
  With,
  Match,
  AsyncFunction,
  AsyncFor,
  AsyncWith,
  AsyncComprehension,
  Global,
  Nonlocal,
  Del,
  TypeAlias,
};

struct RefusedExpr : Expr {
  Construct construct;
  /// What is awaited or yielded; may be null.
  Expr *operand;
  static bool classof(const Expr *e) { return e->kind == ExprKind::Refused; }
};

struct ErrorExpr : Expr {
  static bool classof(const Expr *e) { return e->kind == ExprKind::Error; }
};

//--- Statements ---------------------------------------------------------------

enum class StmtKind : uint8_t {
  Expr,
  Assign,
  AugAssign,
  AnnAssign,
  If,
  For,
  While,
  FunctionDef,
  Return,
  Break,
  Continue,
  Pass,
  Assert,
  Raise,
  Import,
  ImportFrom,
  Refused,
};

struct Stmt {
  StmtKind kind;
  SourceRange range;
};

using Block = llvm::ArrayRef<Stmt *>;

struct ExprStmt : Stmt {
  Expr *value;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::Expr; }
};

/// `targets[0] = targets[1] = … = value`
struct AssignStmt : Stmt {
  llvm::ArrayRef<Expr *> targets;
  Expr *value;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::Assign; }
};

struct AugAssignStmt : Stmt {
  Expr *target;
  BinaryOperator op;
  SourceRange opRange;
  Expr *value;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::AugAssign; }
};

/// `target: annotation [= value]`
struct AnnAssignStmt : Stmt {
  Expr *target;
  Expr *annotation;
  Expr *value; // may be null
  static bool classof(const Stmt *s) { return s->kind == StmtKind::AnnAssign; }
};

/// `elif` is an IfStmt alone in `orElse`, as in CPython's `ast`.
struct IfStmt : Stmt {
  Expr *condition;
  Block body;
  Block orElse;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::If; }
};

struct ForStmt : Stmt {
  Expr *target;
  Expr *iterable;
  Block body;
  Block orElse;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::For; }
};

struct WhileStmt : Stmt {
  Expr *condition;
  Block body;
  Block orElse;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::While; }
};

struct FunctionDefStmt : Stmt {
  llvm::StringRef name;
  SourceRange nameRange;
  Resolution resolution;
  llvm::ArrayRef<Parameter> parameters;
  Expr *returns; // the annotation, or null
  llvm::ArrayRef<Expr *> decorators;
  Block body;
  /// The text of the docstring, if there is one.
  std::optional<llvm::StringRef> docstring;
  /// Slots of the parameters come first, in order.
  ScopeInfo scope;
  static bool classof(const Stmt *s) {
    return s->kind == StmtKind::FunctionDef;
  }
};

struct ReturnStmt : Stmt {
  Expr *value; // may be null
  static bool classof(const Stmt *s) { return s->kind == StmtKind::Return; }
};

/// `break`, `continue` and `pass` are plain Stmts.

struct AssertStmt : Stmt {
  Expr *condition;
  Expr *message; // may be null
  static bool classof(const Stmt *s) { return s->kind == StmtKind::Assert; }
};

struct RaiseStmt : Stmt {
  Expr *exception; // may be null
  Expr *cause;     // may be null
  static bool classof(const Stmt *s) { return s->kind == StmtKind::Raise; }
};

struct ImportedName {
  SourceRange range;
  /// As written: `plue.lib.notify` for import, `workflow` for from-import, `*`.
  llvm::StringRef name;
  /// The name it is bound to, after `as` if there is one.
  llvm::StringRef alias;
  Resolution resolution;
};

struct ImportStmt : Stmt {
  llvm::ArrayRef<ImportedName> names;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::Import; }
};

struct ImportFromStmt : Stmt {
  llvm::StringRef module;
  SourceRange moduleRange;
  /// How many dots stand before the module.
  unsigned level;
  llvm::ArrayRef<ImportedName> names;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::ImportFrom; }
};

struct RefusedStmt : Stmt {
  Construct construct;
  /// Where its first line ends, so that a message need not show the rest.
  SourceRange headRange;
  /// The names it would bind or declare.
  llvm::ArrayRef<llvm::StringRef> names;
  /// The statements inside, those of all its clauses, so that their faults and
  /// bindings are not lost; empty where they have a scope of their own.
  Block body;
  static bool classof(const Stmt *s) { return s->kind == StmtKind::Refused; }
};

//--- Module -------------------------------------------------------------------

/// A parsed file and the arena that holds its tree.
struct Module {
  FileId file;
  Block body;
  std::optional<llvm::StringRef> docstring;
  /// The module's own scope: its globals, by slot.
  ScopeInfo scope;

  llvm::BumpPtrAllocator arena;
};

} // namespace plue::syntax

#endif // PLUE_SYNTAX_AST_H
