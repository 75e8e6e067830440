//===- SourceText.cpp - Whether a file is text at all ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "SourceText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

using namespace plue;
using namespace plue::syntax;

static LogicalResult checkUtf8(const ParseContext &context) {
  const auto *begin =
      reinterpret_cast<const llvm::UTF8 *>(context.text.begin());
  const auto *end = reinterpret_cast<const llvm::UTF8 *>(context.text.end());
  const llvm::UTF8 *bad = begin;
  if (llvm::isLegalUTF8String(&bad, end))
    return success();
  uint32_t offset = bad - begin;
  return context.diags
      .report(context.range(offset, offset + 1), diag::not_utf8,
              llvm::formatv("0x{0:X-2}", *bad).str())
      .hint("save the file as UTF-8");
}

/// The encoding named by a comment like `# -*- coding: latin-1 -*-`; empty if
/// \p line is no such comment.
static llvm::StringRef encodingNamedBy(llvm::StringRef line) {
  llvm::StringRef comment = line.ltrim(" \t\f");
  if (!comment.consume_front("#"))
    return {};
  for (size_t at = 0; (at = comment.find("coding", at)) != comment.npos;) {
    at += 6;
    llvm::StringRef rest = comment.drop_front(at);
    if (!rest.consume_front(":") && !rest.consume_front("="))
      continue;
    llvm::StringRef name = rest.ltrim(" \t").take_while([](char c) {
      return llvm::isAlnum(c) || c == '-' || c == '_' || c == '.';
    });
    if (!name.empty())
      return name;
  }
  return {};
}

/// Whether text in \p encoding is text in UTF-8. CPython takes only the long
/// spelling beside a byte order mark.
static bool isUtf8(llvm::StringRef encoding, llvm::StringRef text) {
  std::string name = encoding.lower();
  std::replace(name.begin(), name.end(), '_', '-');
  if (name == "utf-8" || llvm::StringRef(name).starts_with("utf-8-"))
    return true;
  bool hasMark = text.starts_with("\xEF\xBB\xBF");
  if (name == "ascii" || name == "us-ascii")
    return llvm::all_of(text, [](char c) { return (c & 0x80) == 0; });
  return name == "utf8" && !hasMark;
}

/// Only the first two lines may name an encoding, the second only if the first
/// is blank or a comment.
static LogicalResult checkEncoding(const ParseContext &context) {
  llvm::StringRef rest = context.text;
  rest.consume_front("\xEF\xBB\xBF");
  for (unsigned i = 0; i < 2; ++i) {
    llvm::StringRef line =
        rest.take_until([](char c) { return c == '\n' || c == '\r'; });
    llvm::StringRef name = encodingNamedBy(line);
    if (!name.empty() && !isUtf8(name, context.text)) {
      uint32_t begin = name.begin() - context.text.begin();
      return context.diags
          .report(context.range(begin, begin + name.size()),
                  diag::other_encoding, name)
          .hint("save the file as UTF-8 and remove the comment");
    }
    llvm::StringRef content = line.ltrim(" \t\f");
    if (!content.empty() && content.front() != '#')
      break;
    rest = rest.drop_front(line.size());
    if (!rest.consume_front("\r\n"))
      rest = rest.drop_front(rest.empty() ? 0 : 1);
  }
  return success();
}

LogicalResult syntax::checkSourceText(const ParseContext &context) {
  if (context.text.size() > context.limits.sourceBytes)
    return context.diags.report(context.range(0, 0), diag::source_too_large,
                                context.sources.path(context.file),
                                uint64_t(context.text.size()),
                                context.limits.sourceBytes);
  if (size_t nul = context.text.find('\0'); nul != llvm::StringRef::npos)
    return context.diags.report(context.range(nul, nul + 1), diag::nul_byte);
  if (failed(checkUtf8(context)))
    return failure();
  return checkEncoding(context);
}
