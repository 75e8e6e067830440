//===- CST.h - tree-sitter, wrapped -----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The concrete tree that tree-sitter-python makes. Its kinds and fields
/// are resolved to enumerators once; no name of the grammar is seen outside
/// CST.cpp.
///
/// tree-sitter is forgiving by design and its grammar is a union of Python 2, 3
/// and guesses, so it is not asked whether a program is Python (Grammar.h is),
/// and it is not shown the file as written. It sees a rendering of the tokens,
/// byte for byte at their old offsets, without whatever it is known to get
/// wrong:
///
///  - no comments, continuations, or line ends in brackets; each level of
///    indentation is one space wide;
///  - a run of adjoining strings is one string without content, and what
///    f-strings hold is a text of its own, a statement each;
///  - annotations are such statements too, as it has another grammar for types;
///  - no star before an element, as it takes only names after some of them;
///  - names that it would take for keywords are spelt as others.
///
/// What remains is the structure.
//===----------------------------------------------------------------------===//
#ifndef PLUE_SYNTAX_CST_H
#define PLUE_SYNTAX_CST_H

#include "Grammar.h"
#include "llvm/ADT/SmallVector.h"
#include <string>
#include <tree_sitter/api.h>

namespace plue::syntax::cst {

enum class Kind : uint8_t {
  /// Punctuation and whatever no code of ours tells apart.
  Other,
  Error,
#define PLUE_CST_KIND(name, spelling) name,
#define PLUE_CST_SIGN(name, spelling) name,
#include "CST.def"
};

enum class Field : uint8_t {
  None,
#define PLUE_CST_FIELD(name, spelling) name,
#include "CST.def"
};

/// A node of the tree; valid as long as the Tree is.
class Node {
public:
  Node() : node{} {}
  explicit Node(TSNode node) : node(node) {}

  explicit operator bool() const { return node.id != nullptr; }
  Kind kind() const;
  uint32_t begin() const { return ts_node_start_byte(node); }
  uint32_t end() const { return ts_node_end_byte(node); }
  bool hasError() const { return ts_node_has_error(node); }
  bool isMissing() const { return ts_node_is_missing(node); }

private:
  friend class Tree;
  TSNode node;
};

struct Child {
  Node node;
  Kind kind;
  Field field;
  /// Whether it is a rule of the grammar, not a word or sign.
  bool isRule;
};

/// The children of a node in order, punctuation included.
class Children : public llvm::SmallVector<Child, 6> {
public:
  /// The first child in \p field, or an empty node.
  Node at(Field field) const;
  /// The first child of kind \p kind, or an empty node.
  Node first(Kind kind) const;
  bool has(Kind kind) const { return bool(first(kind)); }
};

class Tree {
public:
  explicit Tree(llvm::StringRef text);
  ~Tree();
  Tree(const Tree &) = delete;
  Tree &operator=(const Tree &) = delete;

  Node root() const { return Node(ts_tree_root_node(tree)); }
  Children children(Node node);
  /// The first node that tree-sitter could make nothing of, if any.
  Node firstError();

private:
  TSTree *tree;
  TSTreeCursor cursor;
};

/// An empty rendering for a file of \p size bytes.
std::string blankText(size_t size);

/// Renders a file's tokens as described above.
void renderFile(const ParseContext &context, llvm::ArrayRef<Token> tokens,
                const Findings &findings, std::string &out);

/// Renders the tokens of one expression as a statement of its own.
void renderEmbedded(const ParseContext &context, llvm::ArrayRef<Token> tokens,
                    const Findings &findings, std::string &out);

} // namespace plue::syntax::cst

#endif // PLUE_SYNTAX_CST_H
