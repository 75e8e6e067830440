//===- Yaml.h - A located YAML tree -----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file YAML as this project reads it, for configuration and frontmatter: a
/// plain tree in which every node knows its range, so that whoever interprets
/// it can point at what is wrong.
///
/// Only what has one obvious meaning is accepted. Aliases (a few lines of them
/// make a tree of any size), tags, duplicate keys and a second document are
/// diagnosed instead of being resolved in some way nobody expects. Scalars stay
/// text: what `yes` or `1e3` means is for the reader of the field to say, who
/// knows which type it wants.
//===----------------------------------------------------------------------===//
#ifndef PLUE_CONFIG_YAML_H
#define PLUE_CONFIG_YAML_H

#include "plue/Basic/Diagnostic.h"
#include <string>
#include <vector>

namespace plue::yaml {

enum class NodeKind : uint8_t { Null, Scalar, Sequence, Map };

/// "nothing", "a scalar", "a list" or "a map".
llvm::StringRef describe(NodeKind kind);

struct Node {
  NodeKind kind = NodeKind::Null;
  /// Whether a scalar was written plain: `1`, not `"1"`.
  bool isPlain = false;
  SourceRange range;
  /// The text of a scalar.
  std::string text = {};
  /// The items of a sequence, or the values of a map.
  std::vector<Node> children = {};
  /// The keys of a map, all scalars and all different; `keys[i]` goes with
  /// `children[i]`.
  std::vector<Node> keys = {};

  bool isScalar() const { return kind == NodeKind::Scalar; }
  bool isMap() const { return kind == NodeKind::Map; }
  bool isSequence() const { return kind == NodeKind::Sequence; }

  /// The value of \p key in a map; null if it is absent.
  const Node *find(llvm::StringRef key) const;
};

/// How much YAML is read before it is refused.
struct ParseLimits {
  uint32_t bytes = 256 << 10;
  uint32_t depth = 64;
  uint32_t nodes = 20'000;
};

/// Parses the bytes \p where of a source file as one YAML document. An empty
/// document is a Null node. Fails with a located diagnostic, and only so.
FailureOr<Node> parse(SourceRange where, const SourceManager &sources,
                      DiagnosticEngine &diags, const ParseLimits &limits = {});

} // namespace plue::yaml

#endif // PLUE_CONFIG_YAML_H
