//===- Yaml.cpp - A located YAML tree -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file yaml-cpp is driven through its event interface, not its node tree:
/// the events come while the text is being read, so limits can stop a hostile
/// document before it has cost anything, and aliases are seen as such. What its
/// scanner should not see (binary, text that is not UTF-8) is found before.
///
/// yaml-cpp gives the place where a node starts but not where it ends; the ends
/// of scalars are found again in the text.
//===----------------------------------------------------------------------===//
#include "plue/Config/Yaml.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/ErrorHandling.h"
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

using namespace plue;
using namespace plue::yaml;

llvm::StringRef yaml::describe(NodeKind kind) {
  switch (kind) {
  case NodeKind::Null:
    return "nothing";
  case NodeKind::Scalar:
    return "a scalar";
  case NodeKind::Sequence:
    return "a list";
  case NodeKind::Map:
    return "a map";
  }
  llvm_unreachable("every kind has a description");
}

const Node *Node::find(llvm::StringRef key) const {
  for (size_t i = 0; i < keys.size(); ++i)
    if (keys[i].text == key)
      return &children[i];
  return nullptr;
}

namespace {
/// Thrown through yaml-cpp once a diagnostic has been reported.
struct Stop {};

/// Builds the tree from yaml-cpp's events.
class TreeBuilder : public YAML::EventHandler {
public:
  TreeBuilder(SourceRange where, llvm::StringRef text, DiagnosticEngine &diags,
              const ParseLimits &limits)
      : where(where), text(text), diags(diags), limits(limits) {}

  Node takeRoot() { return std::move(root); }
  /// Whether something was reported that did not stop the parser.
  bool hasFailed() const { return failed; }
  bool hasDocument() const { return documents != 0; }

  /// The range of the character at \p mark.
  SourceRange at(const YAML::Mark &mark) const;

  void OnDocumentStart(const YAML::Mark &mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark &mark, const std::string &tag,
                YAML::anchor_t anchor, const std::string &value) override;
  void OnSequenceStart(const YAML::Mark &mark, const std::string &tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark &mark, const std::string &tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

private:
  /// A collection whose end has not been seen.
  struct Open {
    Node node;
    /// In a map: the key that waits for its value.
    std::optional<Node> key = {};
  };

  uint32_t offsetOf(const YAML::Mark &mark) const;
  SourceRange scalarRange(const YAML::Mark &mark, llvm::StringRef value,
                          bool isPlain);
  void open(NodeKind kind, const YAML::Mark &mark, const std::string &tag);
  void close();
  void add(Node node);
  void addEntry(Node &map, Node key, Node value);
  void countNode(SourceRange range);
  void checkTag(SourceRange range, llvm::StringRef tag);

  SourceRange where;
  llvm::StringRef text;
  DiagnosticEngine &diags;
  const ParseLimits &limits;
  Node root;
  std::vector<Open> stack;
  uint32_t nodes = 0, documents = 0;
  bool failed = false;
};
} // namespace

//===----------------------------------------------------------------------===//
// Positions
//===----------------------------------------------------------------------===//

uint32_t TreeBuilder::offsetOf(const YAML::Mark &mark) const {
  return std::clamp<int64_t>(mark.pos, 0, text.size());
}

SourceRange TreeBuilder::at(const YAML::Mark &mark) const {
  uint32_t offset = offsetOf(mark);
  uint32_t size = offset < text.size() && text[offset] != '\n' ? 1 : 0;
  return {.file = where.file,
          .begin = where.begin + offset,
          .end = where.begin + offset + size};
}

/// Where the content of a node begins whose anchor or tag may be at \p begin.
static size_t skipProperties(llvm::StringRef text, size_t begin) {
  while (begin < text.size() && (text[begin] == '&' || text[begin] == '!')) {
    begin = std::min(text.find_first_of(" \t\r\n", begin), text.size());
    begin = std::min(text.find_first_not_of(" \t\r\n", begin), text.size());
  }
  return begin;
}

static bool isQuote(char c) { return c == '"' || c == '\''; }

/// The end of the quoted scalar that begins at \p begin; npos if it has none.
static size_t quotedEnd(llvm::StringRef text, size_t begin) {
  char quote = text[begin];
  for (size_t i = begin + 1; i < text.size(); ++i) {
    bool isDoubled = quote == '\'' && text.substr(i).starts_with("''");
    bool isEscaped = quote == '"' && text[i] == '\\';
    if (isDoubled || isEscaped)
      ++i;
    else if (text[i] == quote)
      return i + 1;
  }
  return llvm::StringRef::npos;
}

/// The range of the scalar at \p mark, as near as the text says: a block scalar
/// or a plain one over many lines is marked in its first line.
SourceRange TreeBuilder::scalarRange(const YAML::Mark &mark,
                                     llvm::StringRef value, bool isPlain) {
  SourceRange range = at(mark);
  size_t begin = skipProperties(text, offsetOf(mark));
  llvm::StringRef rest = text.drop_front(begin);
  size_t end = 0;
  if (isPlain && rest.starts_with(value)) {
    end = begin + value.size();
  } else if (!isPlain && !rest.empty() && isQuote(rest.front())) {
    end = quotedEnd(text, begin);
    if (end == llvm::StringRef::npos) {
      // yaml-cpp takes the end of the text for the closing quote.
      range.begin = where.begin + begin;
      range.end = range.begin + 1;
      diags.report(range, diag::yaml_malformed, "this quote is never closed");
      throw Stop();
    }
  } else {
    end = begin +
          rest.take_until([](char c) { return c == '\n'; }).rtrim().size();
  }
  range.end = where.begin + end;
  return range;
}

//===----------------------------------------------------------------------===//
// Events
//===----------------------------------------------------------------------===//

void TreeBuilder::OnDocumentStart(const YAML::Mark &mark) {
  if (++documents == 1)
    return;
  diags.report(at(mark), diag::yaml_second_document);
  throw Stop();
}

void TreeBuilder::OnNull(const YAML::Mark &mark, YAML::anchor_t) {
  add({.kind = NodeKind::Null, .range = at(mark)});
}

void TreeBuilder::OnAlias(const YAML::Mark &mark, YAML::anchor_t) {
  llvm::StringRef name = text.drop_front(offsetOf(mark)).take_until([](char c) {
    return llvm::isSpace(c) || llvm::StringRef(",[]{}").contains(c);
  });
  SourceRange range = at(mark);
  range.end = range.begin + name.size();
  diags.report(range, diag::yaml_alias)
      .hint("write out what the alias stands for");
  throw Stop();
}

void TreeBuilder::checkTag(SourceRange range, llvm::StringRef tag) {
  // yaml-cpp says `?` for no tag and `!` for a quoted scalar.
  if (tag.empty() || tag == "?" || tag == "!")
    return;
  diags.report(range, diag::yaml_tag, tag).hint("remove the tag");
  failed = true;
}

void TreeBuilder::OnScalar(const YAML::Mark &mark, const std::string &tag,
                           YAML::anchor_t, const std::string &value) {
  bool isPlain = tag != "!";
  SourceRange range = scalarRange(mark, value, isPlain);
  checkTag(range, tag);
  add({.kind = NodeKind::Scalar,
       .isPlain = isPlain,
       .range = range,
       .text = value});
}

void TreeBuilder::OnSequenceStart(const YAML::Mark &mark,
                                  const std::string &tag, YAML::anchor_t,
                                  YAML::EmitterStyle::value) {
  open(NodeKind::Sequence, mark, tag);
}

void TreeBuilder::OnMapStart(const YAML::Mark &mark, const std::string &tag,
                             YAML::anchor_t, YAML::EmitterStyle::value) {
  open(NodeKind::Map, mark, tag);
}

//===----------------------------------------------------------------------===//
// The tree
//===----------------------------------------------------------------------===//

void TreeBuilder::countNode(SourceRange range) {
  if (++nodes <= limits.nodes)
    return;
  diags.report(range, diag::yaml_too_many_nodes, limits.nodes);
  throw Stop();
}

void TreeBuilder::open(NodeKind kind, const YAML::Mark &mark,
                       const std::string &tag) {
  SourceRange range = at(mark);
  checkTag(range, tag);
  countNode(range);
  if (stack.size() >= limits.depth) {
    diags.report(range, diag::yaml_too_deep, limits.depth);
    throw Stop();
  }
  stack.push_back({.node = {.kind = kind, .range = range}});
}

void TreeBuilder::close() {
  Node node = std::move(stack.back().node);
  stack.pop_back();
  if (!node.children.empty())
    node.range.end = std::max(node.range.end, node.children.back().range.end);
  --nodes; // Counted when it was opened; add() counts it again.
  add(std::move(node));
}

void TreeBuilder::add(Node node) {
  countNode(node.range);
  if (stack.empty()) {
    root = std::move(node);
    return;
  }
  Open &parent = stack.back();
  if (!parent.node.isMap()) {
    parent.node.children.push_back(std::move(node));
    return;
  }
  if (!parent.key) {
    parent.key = std::move(node);
    return;
  }
  addEntry(parent.node, std::move(*parent.key), std::move(node));
  parent.key.reset();
}

void TreeBuilder::addEntry(Node &map, Node key, Node value) {
  if (!key.isScalar()) {
    diags.report(key.range, diag::yaml_key_not_scalar, describe(key.kind));
    failed = true;
    return;
  }
  auto first =
      llvm::find_if(map.keys, [&](auto &k) { return k.text == key.text; });
  if (first != map.keys.end()) {
    diags.report(key.range, diag::yaml_duplicate_key, key.text)
        .note(first->range, diag::note_first_key);
    failed = true;
    return;
  }
  map.keys.push_back(std::move(key));
  map.children.push_back(std::move(value));
}

//===----------------------------------------------------------------------===//
// Before and around yaml-cpp
//===----------------------------------------------------------------------===//

static std::string hexOf(unsigned char byte) {
  return {llvm::hexdigit(byte >> 4), llvm::hexdigit(byte & 15)};
}

/// The bytes of the character at the start of \p rest, or 0 if YAML cannot
/// contain it; \p what then says why.
static unsigned checkCharacter(llvm::StringRef rest, std::string &what) {
  auto first = static_cast<unsigned char>(rest.front());
  if (first < 0x80) {
    bool isText = (first >= 0x20 && first != 0x7F) || first == '\t' ||
                  first == '\n' || first == '\r';
    if (!isText)
      what = "control character U+00" + hexOf(first);
    return isText ? 1 : 0;
  }
  unsigned size = llvm::getNumBytesForUTF8(first);
  const auto *begin = rest.bytes_begin();
  if (size <= rest.size() && llvm::isLegalUTF8Sequence(begin, begin + size))
    return size;
  what = "byte 0x" + hexOf(first) + ", which is not UTF-8,";
  return 0;
}

static LogicalResult checkText(SourceRange where, llvm::StringRef text,
                               DiagnosticEngine &diags,
                               const ParseLimits &limits) {
  if (text.size() > limits.bytes)
    return diags.report(where, diag::yaml_too_large, text.size(), limits.bytes);
  for (size_t i = 0; i < text.size();) {
    std::string what;
    unsigned size = checkCharacter(text.drop_front(i), what);
    if (size == 0) {
      uint32_t begin = where.begin + i;
      SourceRange range{.file = where.file, .begin = begin, .end = begin + 1};
      return diags.report(range, diag::yaml_not_text, what);
    }
    i += size;
  }
  return success();
}

/// Runs yaml-cpp over \p text, every document of it.
static LogicalResult drive(llvm::StringRef text, SourceRange where,
                           TreeBuilder &builder, DiagnosticEngine &diags) {
  try {
    std::istringstream stream(text.str());
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    return success(!builder.hasFailed());
  } catch (const Stop &) {
    return failure();
  } catch (const YAML::Exception &error) {
    return diags.report(builder.at(error.mark), diag::yaml_malformed,
                        error.msg);
  } catch (const std::exception &error) {
    return diags.report(where, diag::yaml_malformed, error.what());
  }
}

FailureOr<Node> yaml::parse(SourceRange where, const SourceManager &sources,
                            DiagnosticEngine &diags,
                            const ParseLimits &limits) {
  llvm::StringRef text = sources.text(where);
  if (text.consume_front("\xEF\xBB\xBF"))
    where.begin += 3; // yaml-cpp counts from behind a byte order mark.
  if (failed(checkText(where, text, diags, limits)))
    return failure();
  TreeBuilder builder(where, text, diags, limits);
  if (failed(drive(text, where, builder, diags)))
    return failure();
  Node root = builder.takeRoot();
  if (!builder.hasDocument())
    root.range = {.file = where.file, .begin = where.begin, .end = where.begin};
  return root;
}
