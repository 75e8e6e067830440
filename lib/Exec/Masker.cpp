//===- Masker.cpp - Secrets stay out of sight -----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Masker.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace plue;
using namespace plue::exec;

bool Masker::add(llvm::StringRef value) {
  if (value.size() < MinLength)
    return false;
  llvm::SmallVector<llvm::StringRef, 4> parts;
  value.split(parts, '\n');
  if (parts.size() > 1)
    parts.push_back(value);
  for (llvm::StringRef part : parts) {
    part = part.trim('\r');
    if (part.size() >= MinLength && !llvm::is_contained(values, part))
      values.push_back(part.str());
  }
  llvm::stable_sort(values, [](const std::string &a, const std::string &b) {
    return a.size() > b.size();
  });
  return true;
}

/// Where secrets are, in order of where they begin.
std::vector<Masker::Span> Masker::findAll(llvm::StringRef text) const {
  std::vector<Span> spans;
  for (const std::string &value : values)
    // Occurrences of one value may overlap: `aba` in `ababa`.
    for (size_t at = text.find(value); at != llvm::StringRef::npos;
         at = text.find(value, at + 1))
      spans.push_back({at, at + value.size()});
  llvm::sort(spans, [](Span a, Span b) { return a.begin < b.begin; });
  return spans;
}

std::string Masker::mask(llvm::StringRef text) const {
  std::string result;
  size_t done = 0;
  bool isFirst = true;
  for (Span span : findAll(text)) {
    if (isFirst || span.begin > done) {
      result += text.slice(done, span.begin);
      result += "***";
    }
    isFirst = false;
    done = std::max(done, span.end);
  }
  result += text.drop_front(done);
  return result;
}

llvm::json::Value Masker::maskJson(const llvm::json::Value &json) const {
  if (values.empty())
    return json;
  if (auto text = json.getAsString())
    return mask(*text);
  if (const llvm::json::Array *array = json.getAsArray()) {
    llvm::json::Array result;
    for (const llvm::json::Value &item : *array)
      result.push_back(maskJson(item));
    return result;
  }
  if (const llvm::json::Object *object = json.getAsObject()) {
    llvm::json::Object result;
    for (const auto &[name, value] : *object)
      result[mask(name)] = maskJson(value);
    return result;
  }
  return json;
}

size_t Masker::completeLength(llvm::StringRef text) const {
  if (values.empty())
    return text.size();
  if (text.size() < longest())
    return 0;
  size_t cut = text.size() - (longest() - 1);
  std::vector<Span> spans = findAll(text);
  // Backwards, as a cut before one secret may be within another.
  for (Span span : llvm::reverse(spans))
    if (span.begin < cut && cut < span.end)
      cut = span.begin;
  return cut;
}
