//===- Declarations.cpp - What stands outside functions and workflows -----===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Parser.h"
#include "plue/IR/Keywords.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::ir;
using namespace plue::asmparser;
namespace types = plue::value::types;

//--- The first line -----------------------------------------------------------

LogicalResult Parser::parseVersion() {
  if (failed(consume("plan")) || failed(consume("version")))
    return failure();
  if (token.kind != Token::Number)
    return expected("a version");
  auto [majorText, minorText] = token.text.split('.');
  unsigned major = 0, minor = 0;
  bool isNumber =
      !majorText.getAsInteger(10, major) && !minorText.getAsInteger(10, minor);
  if (!isNumber || major != VersionMajor || minor > VersionMinor)
    return diags.report(
        range(token), diag::asm_version, token.text,
        llvm::formatv("{0}.0 to {0}.{1}", VersionMajor, VersionMinor).str());
  advance();
  return success();
}

LogicalResult Parser::parseDeclaration() {
  static constexpr std::pair<llvm::StringRef, LogicalResult (Parser::*)()>
      Declarations[] = {{"source", &Parser::parseSource},
                        {"type", &Parser::parseTypeDeclaration},
                        {"string", &Parser::parseStringEntry},
                        {"constant", &Parser::parseConstantEntry},
                        {"template", &Parser::parseTemplateEntry},
                        {"func", &Parser::parseFunction},
                        {"workflow", &Parser::parseWorkflow}};
  if (token.kind != Token::Word)
    return expected("a declaration");
  for (auto [word, parse] : Declarations)
    if (token.text == word) {
      advance();
      return (this->*parse)();
    }
  llvm::SmallVector<llvm::StringRef, 8> known;
  for (auto [word, parse] : Declarations)
    known.push_back(word);
  return unknown("declaration", known);
}

//--- Sources ------------------------------------------------------------------

static bool parseDigest(llvm::StringRef hex, Digest &digest) {
  std::string bytes;
  if (hex.size() != 2 * digest.size() || !llvm::tryGetFromHex(hex, bytes))
    return false;
  llvm::copy(bytes, digest.begin());
  return true;
}

LogicalResult Parser::parseSource() {
  uint32_t begin = token.begin;
  FailureOr<llvm::StringRef> path = parseString();
  if (failed(path))
    return failure();
  Source source{.path = *path};
  if (token.kind != Token::Number && token.kind != Token::Word)
    return expected("a digest");
  if (!parseDigest(token.text, source.digest))
    return diags.report(range(token), diag::asm_bad_number, token.text,
                        "a digest of 64 hexadecimal digits");
  advance();
  sources.try_emplace(*path, plan->sources.size());
  plan->sources.push_back(source);
  spans.sources.push_back(spanFrom(begin));
  return success();
}

//--- Types --------------------------------------------------------------------

FailureOr<value::TypeId> Parser::parseType() {
  if (token.kind == Token::Type) {
    FailureOr<uint32_t> type = find(this->types, token);
    advance();
    if (failed(type))
      return failure();
    return TypeId(*type);
  }
  if (token.kind != Token::Word)
    return expected("a type");
  llvm::ArrayRef scalars =
      llvm::ArrayRef(TypeKindWords).take_front(types::NumFixed);
  if (llvm::is_contained(
          llvm::ArrayRef(TypeKindWords).drop_front(types::NumFixed),
          token.text)) {
    auto fault = diags.report(range(token), diag::asm_expected, "a type",
                              ("`" + token.text + "`").str());
    return fault.hint("give it a name by `type !name = " + token.text + "(…)`");
  }
  FailureOr<unsigned> scalar = parseWord("type", scalars);
  if (failed(scalar))
    return failure();
  return TypeId(*scalar);
}

/// `record "Point"("x": int, "y": int)`
LogicalResult Parser::parseTypeNode(value::TypeNode &node) {
  FailureOr<unsigned> kind = parseWord("kind of type", TypeKindWords);
  if (failed(kind))
    return failure();
  node.kind = value::TypeKind(*kind);
  if (token.kind == Token::String)
    node.label = parseString()->str();
  if (failed(consume("(")))
    return failure();
  return parseList(")", [&]() -> LogicalResult {
    bool hasName = token.kind == Token::String;
    if (hasName)
      node.names.push_back(parseString()->str());
    if (hasName && !consumeIf(":"))
      return success();
    FailureOr<TypeId> element = parseType();
    if (failed(element))
      return failure();
    node.elements.push_back(*element);
    return success();
  });
}

LogicalResult Parser::parseTypeDeclaration() {
  FailureOr<Token> name = take(Token::Type, "the name of a type");
  if (failed(name))
    return failure();
  value::TypeNode node;
  uint32_t next = plan->types.size();
  if (failed(consume("=")) || failed(parseTypeNode(node))) {
    poison(this->types, *name);
    return failure();
  }
  if (next >= MaxPlanTypes)
    return diags.report(range(*name), diag::asm_too_many,
                        uint64_t(MaxPlanTypes), "types");
  TypeId type = plan->types.intern(std::move(node));
  if (type == types::Any) {
    poison(this->types, *name);
    return diags.report(range(*name), diag::asm_type_too_large, name->text);
  }
  if (failed(define(this->types, *name, type.index)))
    return failure();
  if (type.index == next) {
    spans.types.push_back(spanFrom(name->begin));
    return success();
  }
  std::string other = TypeKindWords[unsigned(plan->types.kind(type))].str();
  for (const auto &each : this->types.definitions)
    if (each.second.ordinal == type.index && each.first() != name->text)
      other = each.first().str();
  return diags.report(range(*name), diag::asm_type_twice, name->text, other);
}

//--- Entries of tables --------------------------------------------------------

/// A declared entry is the next one, even if there is an equal one.
LogicalResult Parser::parseStringEntry() {
  uint32_t begin = token.begin, next = plan->strings.size();
  FailureOr<llvm::StringRef> string = parseString();
  if (failed(string) || failed(limitEntries(next, "strings")))
    return failure();
  tables.string(*string, next);
  plan->strings.push_back(*string);
  spans.strings.push_back(spanFrom(begin));
  return success();
}

LogicalResult Parser::parseConstantEntry() {
  uint32_t begin = token.begin, next = plan->constants.size();
  FailureOr<Constant> constant = parseConstant();
  if (failed(constant) || failed(limitEntries(next, "constants")))
    return failure();
  tables.constant(*constant, next);
  plan->constants.push_back(*constant);
  spans.constants.push_back(spanFrom(begin));
  return success();
}

LogicalResult Parser::parseTemplateEntry() {
  uint32_t begin = token.begin, next = plan->templates.size();
  ShellTemplate shell;
  if (failed(parseTemplateParts(shell, /*isFilled=*/false)) ||
      failed(limitEntries(next, "templates")))
    return failure();
  tables.shellTemplate(shell, next);
  plan->templates.push_back(std::move(shell));
  spans.templates.push_back(spanFrom(begin));
  return success();
}
