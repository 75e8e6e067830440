//===- Source.cpp - Source files, positions and ranges --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Basic/Source.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <cassert>

using namespace plue;

SourceRange plue::join(SourceRange a, SourceRange b) {
  assert(a.file == b.file && "ranges of different files have no join");
  return {.file = a.file,
          .begin = std::min(a.begin, b.begin),
          .end = std::max(a.end, b.end)};
}

FileId SourceManager::add(std::string path, std::string text) {
  auto file = std::make_unique<File>();
  file->path = std::move(path);
  file->text = std::move(text);
  files.push_back(std::move(file));
  return FileId(files.size() - 1);
}

llvm::StringRef SourceManager::path(FileId file) const {
  return get(file).path;
}

llvm::StringRef SourceManager::text(FileId file) const {
  return get(file).text;
}

llvm::StringRef SourceManager::text(SourceRange range) const {
  return text(range.file).slice(range.begin, range.end);
}

/// A line ends at `\n`, `\r\n` or a lone `\r`, as Python has it.
const std::vector<uint32_t> &SourceManager::lineStarts(const File &file) const {
  auto &starts = file.lineStarts;
  if (!starts.empty())
    return starts;
  starts.push_back(0);
  llvm::StringRef text = file.text;
  for (uint32_t i = 0, e = text.size(); i != e; ++i) {
    bool isLoneReturn = text[i] == '\r' && (i + 1 == e || text[i + 1] != '\n');
    if (text[i] == '\n' || isLoneReturn)
      starts.push_back(i + 1);
  }
  return starts;
}

static bool isContinuationByte(char c) { return (c & 0xC0) == 0x80; }

LineColumn SourceManager::lineColumn(FileId id, uint32_t offset) const {
  const File &file = get(id);
  const auto &starts = lineStarts(file);
  offset = std::min<uint32_t>(offset, file.text.size());
  auto it = std::upper_bound(starts.begin(), starts.end(), offset);
  uint32_t line = it - starts.begin();
  llvm::StringRef before =
      llvm::StringRef(file.text).slice(starts[line - 1], offset);
  uint32_t column =
      1 + llvm::count_if(before, [](char c) { return !isContinuationByte(c); });
  return {.line = line, .column = column};
}

uint32_t SourceManager::numLines(FileId file) const {
  return lineStarts(get(file)).size();
}

uint32_t SourceManager::lineStart(FileId file, uint32_t line) const {
  return lineStarts(get(file))[line - 1];
}

llvm::StringRef SourceManager::line(FileId id, uint32_t line) const {
  const File &file = get(id);
  const auto &starts = lineStarts(file);
  uint32_t end = line < starts.size() ? starts[line] : file.text.size();
  return llvm::StringRef(file.text).slice(starts[line - 1], end).rtrim("\r\n");
}
